//! No file over 800 production lines, and half of them below 200.

use super::Finding;
use super::tree::{SourceFile, Tree};

const MOST: usize = 800;
const MEDIAN: usize = 200;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let sizes = sizes(tree);
    let mut findings: Vec<Finding> = sizes
        .iter()
        .filter(|(_, lines)| *lines > MOST)
        .map(|(path, lines)| {
            let sentence =
                format!("has {lines} lines without its tests, {MOST} is the most: part it by roles");
            Finding::new(path, MOST + 1, sentence)
        })
        .collect();
    let median = median(&sizes);
    if median >= MEDIAN {
        findings.push(Finding::new(
            "crates",
            0,
            format!("the median file has {median} lines, it must stay below {MEDIAN}"),
        ));
    }
    findings
}

pub fn summary(tree: &Tree) -> String {
    let sizes = sizes(tree);
    let largest = sizes.iter().max_by_key(|(_, lines)| *lines);
    let largest = largest.map(|(path, lines)| format!(", largest {lines} ({path})")).unwrap_or_default();
    format!("{} production files, median {} lines{largest}", sizes.len(), median(&sizes))
}

/// Of each production file the lines that are not test code.
fn sizes(tree: &Tree) -> Vec<(&str, usize)> {
    // Nothing of testkit ships, but it is read and kept like what does.
    let production = tree.rust_files().filter(|file| {
        file.path.starts_with("crates/")
            && (!file.in_test || file.path.starts_with("crates/testkit/src/"))
            && !file.path.contains("/generated/")
    });
    production.map(|file| (file.path.as_str(), production_lines(file))).collect()
}

fn production_lines(file: &SourceFile) -> usize {
    if file.in_test {
        return file.text.lines().count();
    }
    let mut test_lines = 0;
    let mut begun: Option<(usize, usize)> = None;
    for token in &file.tokens {
        begun = match (begun, token.in_test) {
            (None, true) => Some((token.line, token.line)),
            (Some((first, _)), true) => Some((first, token.line)),
            (Some((first, last)), false) => {
                test_lines += last + 1 - first;
                None
            }
            (None, false) => None,
        };
    }
    if let Some((first, last)) = begun {
        test_lines += last + 1 - first;
    }
    file.text.lines().count().saturating_sub(test_lines)
}

fn median(sizes: &[(&str, usize)]) -> usize {
    let mut lines: Vec<usize> = sizes.iter().map(|(_, lines)| *lines).collect();
    lines.sort_unstable();
    lines.get(lines.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn tests_do_not_count_and_production_does() {
        let code = "fn f() {}\n".repeat(700);
        let tested = format!("{code}#[cfg(test)]\nmod tests {{\n{code}}}\n");
        let large = "fn f() {}\n".repeat(801);
        let generated = "fn f() {}\n".repeat(2_000);
        let small = "fn f() {}\n";
        let mut files = vec![
            ("crates/a/src/tested.rs", tested.as_str()),
            ("crates/a/src/large.rs", large.as_str()),
            ("crates/a/src/generated/g.rs", generated.as_str()),
        ];
        let paths: Vec<String> = (0..9).map(|number| format!("crates/a/src/small{number}.rs")).collect();
        files.extend(paths.iter().map(|path| (path.as_str(), small)));
        let tree = tree(&files);
        assert_eq!(
            lines(&check(&tree)),
            ["crates/a/src/large.rs:801: has 801 lines without its tests, 800 is the most: part it by roles"]
        );
        assert_eq!(
            summary(&tree),
            "11 production files, median 1 lines, largest 801 (crates/a/src/large.rs)"
        );
        assert_eq!(sizes(&tree)[0], ("crates/a/src/tested.rs", 700));
    }

    #[test]
    fn a_house_of_long_files_is_found() {
        let long = "fn f() {}\n".repeat(300);
        let tree = tree(&[("crates/a/src/lib.rs", &long)]);
        assert_eq!(lines(&check(&tree)), ["crates:0: the median file has 300 lines, it must stay below 200"]);
    }
}
