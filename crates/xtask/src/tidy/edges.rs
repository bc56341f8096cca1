//! The workspace's real edges are those of the table in ARCHITECTURE.md, and they go down only.

use std::collections::BTreeMap;

use super::Finding;
use super::table::{self, Allowed, Row};
use super::tree::{Crate, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let rows = table::rows(tree);
    let by_name: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.name.as_str(), row)).collect();
    let mut findings = Vec::new();
    if rows.is_empty() {
        findings.push(Finding::new(
            table::PATH,
            1,
            "has no table of crates (level, crate, role, dependencies, never)",
        ));
        return findings;
    }
    for package in &tree.crates {
        match by_name.get(package.name.as_str()) {
            Some(row) => check_crate(tree, package, row, &by_name, &mut findings),
            None => findings.push(Finding::new(
                &manifest(package),
                1,
                "this crate is missing in ARCHITECTURE.md's table",
            )),
        }
    }
    for row in &rows {
        check_row(tree, row, &mut findings);
    }
    findings
}

fn check_crate(
    tree: &Tree,
    package: &Crate,
    row: &Row,
    by_name: &BTreeMap<&str, &Row>,
    findings: &mut Vec<Finding>,
) {
    let path = manifest(package);
    let mut report = |dependency: &str, sentence: String| {
        let line = tree.file(&path).map_or(1, |file| file.line_of_dependency(dependency));
        findings.push(Finding::new(&path, line, sentence));
    };
    for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
        let (name, target) = (dependency.name.as_str(), by_name.get(dependency.name.as_str()));
        let target_level = target.and_then(|target| target.level);
        if dependency.kind.as_deref() == Some("dev") {
            // A test may stand on anything that is not above it, and on what exists for tests.
            if let (Some(own), Some(level)) = (row.level, target_level)
                && level > own
            {
                report(
                    name,
                    format!("a test dependency goes up: `{name}` is on level {level}, this crate on {own}"),
                );
            }
            continue;
        }
        if let Allowed::These(allowed) = &row.dependencies {
            if !allowed.iter().any(|allowed| allowed == name) {
                report(name, format!("depends on `{name}`, which ARCHITECTURE.md does not allow it"));
            } else if row.level <= target_level {
                report(name, format!("depends on `{name}`, which is not below it: edges go down only"));
            }
        }
    }
}

fn check_row(tree: &Tree, row: &Row, findings: &mut Vec<Finding>) {
    let Some(package) = tree.crates.iter().find(|package| package.name == row.name) else {
        findings.push(Finding::new(
            table::PATH,
            row.line,
            format!("names `{}`, which is no crate", row.name),
        ));
        return;
    };
    let Allowed::These(allowed) = &row.dependencies else { return };
    for name in allowed {
        let real = package.dependencies.iter().any(|dependency| {
            dependency.path.is_some() && dependency.kind.as_deref() != Some("dev") && dependency.name == *name
        });
        if !real {
            let sentence =
                format!("lets `{}` depend on `{name}`, which it does not: strike it out", row.name);
            findings.push(Finding::new(table::PATH, row.line, sentence));
        }
    }
}

fn manifest(package: &Crate) -> String {
    format!("crates/{}/Cargo.toml", package.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, package, tree};

    const TABLE: &str = "# A\n\n| level | crate | role | workspace dependencies | must never |\n|---|---|---|---|---|\n\
        | 0 | `domain` | x | – | y |\n| 1 | `store` | x | domain | y |\n| 2 | `engine` | x | domain, store | y |\n\
        | dev | `testkit` | x | any | ship |\n";

    fn house(crates: Vec<Crate>) -> Tree {
        Tree { crates, ..tree(&[("ARCHITECTURE.md", TABLE)]) }
    }

    #[test]
    fn the_house_as_written_passes() {
        let house = house(vec![
            package("domain", &["ext:serde"]),
            package("store", &["domain", "dev:testkit"]),
            package("engine", &["domain", "store", "dev:testkit"]),
            package("testkit", &["store"]),
        ]);
        assert_eq!(check(&house), []);
    }

    #[test]
    fn an_edge_too_many_too_few_and_upwards_are_found() {
        let house = house(vec![
            package("domain", &["store"]),
            package("store", &["dev:engine"]),
            package("engine", &["domain", "store", "testkit"]),
            package("stray", &[]),
            package("testkit", &[]),
        ]);
        assert_eq!(
            lines(&check(&house)),
            [
                "crates/domain/Cargo.toml:1: depends on `store`, which ARCHITECTURE.md does not allow it",
                "crates/store/Cargo.toml:1: a test dependency goes up: `engine` is on level 2, this crate on 1",
                "crates/engine/Cargo.toml:1: depends on `testkit`, which ARCHITECTURE.md does not allow it",
                "crates/stray/Cargo.toml:1: this crate is missing in ARCHITECTURE.md's table",
                "ARCHITECTURE.md:6: lets `store` depend on `domain`, which it does not: strike it out",
            ]
        );
    }

    #[test]
    fn a_table_that_lets_an_edge_go_up_is_no_excuse() {
        let written = TABLE.replace("| x | – | y |", "| x | engine | y |");
        let crates = vec![
            package("domain", &["engine"]),
            package("store", &["domain"]),
            package("engine", &["domain", "store"]),
            package("testkit", &[]),
        ];
        let house = Tree { crates, ..tree(&[("ARCHITECTURE.md", &written)]) };
        let found = lines(&check(&house));
        assert_eq!(
            found,
            ["crates/domain/Cargo.toml:1: depends on `engine`, which is not below it: edges go down only"]
        );
    }
}
