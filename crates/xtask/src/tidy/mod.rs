//! The shape of the house, checked: each check is one file, and one table lists them.

mod dependencies;
mod edges;
mod honest_tests;
mod links;
mod mint;
mod names;
mod role_line;
mod rust;
mod size;
mod sql_place;
mod table;
mod tenant_first;
mod tree;

use std::fmt;

pub use tree::Tree;

/// One place that breaks a rule; the sentence says which and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub sentence: String,
}

const CHECKS: [fn(&Tree) -> Vec<Finding>; 10] = [
    edges::check,
    dependencies::check,
    role_line::check,
    size::check,
    names::check,
    mint::check,
    honest_tests::check,
    sql_place::check,
    tenant_first::check,
    links::check,
];

/// Everything found, in the order of the paths.
pub fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    findings.sort();
    findings
}

/// How large the files are.
pub fn summary(tree: &Tree) -> String {
    size::summary(tree)
}

impl Finding {
    fn new(path: &str, line: usize, sentence: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, sentence: sentence.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.sentence)
    }
}
