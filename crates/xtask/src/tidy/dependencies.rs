//! Which libraries a crate must not have, so that "never does IO" and "nobody else has SQL" are facts.

use super::Finding;
use super::tree::Tree;

/// These belong to one crate alone.
const ONLY_IN: [(&[&str], &str, &str); 3] = [
    (
        &[
            "rusqlite",
            "postgres",
            "tokio-postgres",
            "tokio-postgres-rustls",
            "sqlx",
            "sea-orm",
            "libsqlite3-sys",
        ],
        "store",
        "only the store knows databases",
    ),
    (&["lettre", "io-imap", "async-imap"], "connectors", "only the connectors speak to the outside"),
    (&["axum", "axum-server", "tower-http"], "server", "only the server has routes"),
];

const IO: &[&str] = &["tokio", "async-std", "smol", "futures", "reqwest", "hyper", "ureq", "socket2"];
const LOGS: &[&str] = &["tracing", "tracing-subscriber", "log"];

/// These crates do without.
const NEVER: [(&str, &[&[&str]], &str); 4] = [
    ("domain", &[IO, LOGS], "the domain decides and does no IO"),
    ("agents", &[IO, LOGS], "agents are pure"),
    ("audit", &[IO, LOGS], "the audit format stores and fetches nothing"),
    ("protocol", &[IO, LOGS], "the protocol is data"),
];

/// What exists for development does not ship and may have anything.
const DEVELOPMENT: [&str; 2] = ["testkit", "xtask"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in tree.crates.iter().filter(|package| !DEVELOPMENT.contains(&package.name.as_str())) {
        let path = format!("crates/{}/Cargo.toml", package.name);
        let external = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_none() && dependency.kind.as_deref() != Some("dev"));
        for dependency in external {
            if let Some(reason) = reason_against(&package.name, &dependency.name) {
                let line = tree.file(&path).map_or(1, |file| file.line_of_dependency(&dependency.name));
                findings.push(Finding::new(
                    &path,
                    line,
                    format!("must not depend on `{}`: {reason}", dependency.name),
                ));
            }
        }
    }
    findings
}

fn reason_against(package: &str, dependency: &str) -> Option<&'static str> {
    let elsewhere = ONLY_IN.iter().find(|(names, home, _)| *home != package && names.contains(&dependency));
    let never = NEVER
        .iter()
        .find(|(name, lists, _)| *name == package && lists.iter().any(|list| list.contains(&dependency)));
    elsewhere.map(|(_, _, reason)| *reason).or(never.map(|(_, _, reason)| *reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, package, tree};

    #[test]
    fn forbidden_libraries_are_found_where_they_are_written() {
        let manifest =
            "[package]\nname = \"domain\"\n\n[dependencies]\nserde = \"1\"\ntokio = { workspace = true }\n";
        let mut house = tree(&[("crates/domain/Cargo.toml", manifest)]);
        house.crates = vec![
            package("domain", &["ext:serde", "ext:tokio", "dev:ext:reqwest"]),
            package("engine", &["ext:tokio", "ext:rusqlite"]),
            package("store", &["ext:rusqlite"]),
            package("testkit", &["ext:postgres"]),
        ];
        assert_eq!(
            lines(&check(&house)),
            [
                "crates/domain/Cargo.toml:6: must not depend on `tokio`: the domain decides and does no IO",
                "crates/engine/Cargo.toml:1: must not depend on `rusqlite`: only the store knows databases",
            ]
        );
    }
}
