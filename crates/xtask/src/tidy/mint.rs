//! The mint is claimed in one place: the composition root. The type cannot say that, so this does.

use super::Finding;
use super::rust::{Token, find};
use super::tree::{SourceFile, Tree};

const HOME: &str = "crates/server/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut claims = Vec::new();
    for file in tree.rust_files().filter(|file| !may_do_anything(file)) {
        let tokens: Vec<Token> = file.tokens.iter().filter(|token| !token.in_test).cloned().collect();
        for pattern in ["Mint : : claim", "Mint > : : claim"] {
            claims.extend(find(&tokens, pattern).iter().map(|token| (file.path.clone(), token.line)));
        }
        // Under another name the claim could not be found.
        for pattern in ["Mint as", "= Mint ;", "= domain : : Mint ;", "= domain : : authority : : Mint ;"] {
            for token in find(&tokens, pattern) {
                let sentence = "gives the mint another name, under which a claim would not be seen";
                findings.push(Finding::new(&file.path, token.line, sentence));
            }
        }
    }
    for (path, line) in claims.iter().filter(|(path, _)| !path.starts_with(HOME)) {
        let sentence = "claims the mint: only the composition root in `server` may";
        findings.push(Finding::new(path, *line, sentence));
    }
    let at_home: Vec<_> = claims.iter().filter(|(path, _)| path.starts_with(HOME)).collect();
    match at_home.as_slice() {
        [_] => {}
        [] => findings.push(Finding::new(HOME.trim_end_matches('/'), 0, "nothing here claims the mint")),
        [_, others @ ..] => {
            let sentence = "claims the mint a second time: one place may name `Mint::claim`";
            findings.extend(others.iter().map(|(path, line)| Finding::new(path, *line, sentence)));
        }
    }
    findings
}

/// The crate that has the mint, and what never ships.
fn may_do_anything(file: &SourceFile) -> bool {
    matches!(file.crate_name(), Some("domain" | "testkit" | "xtask"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    const ROOT: (&str, &str) = ("crates/server/src/wiring.rs", "fn wire() { let mint = Mint::claim(); }\n");

    #[test]
    fn one_claim_at_home_and_those_of_tests_pass() {
        let tree = tree(&[
            ROOT,
            ("crates/domain/src/authority.rs", "fn f() { Mint::claim(); }"),
            ("crates/tools/tests/wall.rs", "fn f() { Mint::claim(); }"),
            ("crates/engine/src/lib.rs", "#[cfg(test)]\nmod authority;\nmod worker;"),
            ("crates/engine/src/authority.rs", "fn f() { Mint::claim(); }"),
            ("crates/engine/src/worker.rs", "#[cfg(test)]\nmod wall;"),
            ("crates/engine/src/worker/wall/mod.rs", "fn f() { Mint::claim(); }"),
            (
                "crates/tools/src/lib.rs",
                "//! Mint::claim\n#[cfg(test)]\nmod tests { fn f() { Mint::claim(); } }",
            ),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn claims_elsewhere_twice_or_under_another_name_are_found() {
        let tree = tree(&[
            ROOT,
            ("crates/server/src/other.rs", "fn f() {\n  <domain::Mint>::claim();\n}"),
            (
                "crates/tools/src/lib.rs",
                "use domain::authority::Mint as Coin;\nfn f() { authority::Mint::claim(); }",
            ),
            ("crates/engine/src/lib.rs", "type Coin = domain::Mint;"),
        ]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "crates/tools/src/lib.rs:1: gives the mint another name, under which a claim would not be seen",
                "crates/engine/src/lib.rs:1: gives the mint another name, under which a claim would not be seen",
                "crates/tools/src/lib.rs:2: claims the mint: only the composition root in `server` may",
                "crates/server/src/other.rs:2: claims the mint a second time: one place may name `Mint::claim`",
            ]
        );
    }

    #[test]
    fn a_house_without_a_claim_is_found() {
        let tree = tree(&[("crates/server/src/lib.rs", "")]);
        assert_eq!(lines(&check(&tree)), ["crates/server:0: nothing here claims the mint"]);
    }
}
