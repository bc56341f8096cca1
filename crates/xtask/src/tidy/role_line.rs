//! Each Rust file starts with a `//!` line that tells its role.

use super::Finding;
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let missing = |text: &str| {
        let role = text.strip_prefix("//!").map(|rest| rest.lines().next().unwrap_or_default().trim());
        role.is_none_or(|role| !role.contains(' '))
    };
    tree.rust_files()
        .filter(|file| missing(&file.text))
        .map(|file| {
            Finding::new(&file.path, 1, "must start with a `//!` sentence that tells the file's role")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn a_file_without_a_sentence_is_found() {
        let tree = tree(&[
            ("crates/a/src/good.rs", "//! Keeps the time.\n"),
            ("crates/a/src/word.rs", "//! word\n"),
            ("crates/a/src/bad.rs", "use x;\n//! late\n"),
        ]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/a/src/word.rs:1: must start with a `//!` sentence that tells the file's role",
                "crates/a/src/bad.rs:1: must start with a `//!` sentence that tells the file's role",
            ]
        );
    }
}
