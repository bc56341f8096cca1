//! No module is named after nothing in particular.

use super::Finding;
use super::rust::Kind;
use super::tree::Tree;

const FORBIDDEN: [&str; 10] =
    ["common", "util", "utils", "types", "shared", "helper", "helpers", "manager", "managers", "misc"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust_files() {
        for part in file.path.split('/').skip(2) {
            let name = part.strip_suffix(".rs").unwrap_or(part);
            if FORBIDDEN.contains(&name) {
                findings.push(Finding::new(&file.path, 1, sentence(name)));
            }
        }
        for pair in file.tokens.windows(2) {
            if let [keyword, name] = pair
                && keyword.kind == Kind::Word
                && keyword.text == "mod"
                && FORBIDDEN.contains(&name.text.as_str())
            {
                findings.push(Finding::new(&file.path, name.line, sentence(&name.text)));
            }
        }
    }
    findings
}

fn sentence(name: &str) -> String {
    format!("`{name}` says nothing about what is in it: name the role")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn empty_names_are_found_as_files_folders_and_modules() {
        let tree = tree(&[
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/shared/clock.rs", ""),
            ("crates/a/src/lib.rs", "//! A common sentence.\nmod clock;\npub mod helpers { }\n"),
        ]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/a/src/utils.rs:1: `utils` says nothing about what is in it: name the role",
                "crates/a/src/shared/clock.rs:1: `shared` says nothing about what is in it: name the role",
                "crates/a/src/lib.rs:3: `helpers` says nothing about what is in it: name the role",
            ]
        );
    }
}
