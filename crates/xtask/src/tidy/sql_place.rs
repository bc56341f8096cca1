//! SQL stands in the store alone.

use super::Finding;
use super::rust::Kind;
use super::tree::Tree;

/// `testkit` makes databases, and this crate has examples of what it looks for.
const MAY_HAVE_SQL: [&str; 3] = ["store", "testkit", "xtask"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        if file.crate_name().is_some_and(|name| MAY_HAVE_SQL.contains(&name)) {
            continue;
        }
        if file.path.ends_with(".sql") {
            findings.push(Finding::new(&file.path, 1, "SQL belongs into the store"));
        }
        let texts = file.tokens.iter().filter(|token| token.kind == Kind::Text && is_sql(&token.text));
        findings
            .extend(texts.map(|token| Finding::new(&file.path, token.line, "SQL belongs into the store")));
    }
    findings
}

/// Upper-case keywords of a statement; IMAP's SELECT has no FROM.
fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split(|letter: char| letter.is_whitespace() || letter == '\\').collect();
    let has = |word: &str| words.contains(&word);
    let pair = |first: &str, second: &str| {
        let kept: Vec<&&str> = words.iter().filter(|word| !word.is_empty()).collect();
        kept.windows(2).any(|pair| *pair[0] == first && *pair[1] == second)
    };
    (has("SELECT") && has("FROM"))
        || (has("UPDATE") && has("SET"))
        || [
            ("INSERT", "INTO"),
            ("DELETE", "FROM"),
            ("CREATE", "TABLE"),
            ("ALTER", "TABLE"),
            ("DROP", "TABLE"),
        ]
        .iter()
        .any(|(first, second)| pair(first, second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn statements_outside_the_store_are_found_and_imap_is_not() {
        let source = "//! SELECT x FROM y\nconst A: &str = \"A1 SELECT INBOX\";\n\
            const B: &str = \"SELECT id\\n  FROM item\";\nconst C: &str = r#\"INSERT  INTO item\"#;\n";
        let tree = tree(&[
            ("crates/engine/src/lib.rs", source),
            ("crates/store/src/lib.rs", source),
            ("crates/engine/src/schema.sql", "x"),
        ]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/engine/src/lib.rs:3: SQL belongs into the store",
                "crates/engine/src/lib.rs:4: SQL belongs into the store",
                "crates/engine/src/schema.sql:1: SQL belongs into the store",
            ]
        );
    }
}
