//! Tests run, can fail, and do not sleep.

use super::Finding;
use super::rust::{Kind, find};
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust_files() {
        let mut report =
            |line: usize, sentence: &str| findings.push(Finding::new(&file.path, line, sentence));
        for token in &file.tokens {
            if token.kind == Kind::Broken {
                report(token.line, &format!("cannot be read as Rust: {}", token.text));
            }
        }
        for token in find(&file.tokens, "# [ ignore") {
            report(token.line, "an ignored test proves nothing: let it run or take it out");
        }
        for pattern in ["assert ! ( true", "debug_assert ! ( true"] {
            for token in find(&file.tokens, pattern) {
                report(token.line, "an assertion that cannot fail proves nothing");
            }
        }
        for call in file.tokens.windows(3).filter(|window| window.iter().all(|token| token.in_test)) {
            if let [before, name, open] = call
                && before.text != "fn"
                && (name.kind == Kind::Word && name.text == "sleep")
                && open.text == "("
            {
                report(
                    name.line,
                    "a test must not sleep: wait for the state (testkit::wait_for, eventually)",
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn ignored_sleeping_and_toothless_tests_are_found() {
        let source = "//! About sleep(1).\nasync fn pause() { tokio::time::sleep(SECOND).await }\n#[cfg(test)]\n\
            mod tests {\n#[test]\n#[ignore = \"slow\"]\nfn a() { assert!(true, \"x\"); }\n\
            fn b() { std::thread::sleep(SECOND); }\nfn c() { let _ = \"sleep(1)\"; sleep(SECOND) }\n}\n";
        let tree = tree(&[("crates/a/src/lib.rs", source), ("crates/a/tests/t.rs", "fn t() { sleep (1) }")]);
        let sleeps = "a test must not sleep: wait for the state (testkit::wait_for, eventually)";
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/a/src/lib.rs:6: an ignored test proves nothing: let it run or take it out".to_owned(),
                "crates/a/src/lib.rs:7: an assertion that cannot fail proves nothing".to_owned(),
                format!("crates/a/src/lib.rs:8: {sleeps}"),
                format!("crates/a/src/lib.rs:9: {sleeps}"),
                format!("crates/a/tests/t.rs:1: {sleeps}"),
            ]
        );
    }
}
