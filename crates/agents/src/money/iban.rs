//! IBANs in a text, normalised; only those whose check digits are right.

use iban::IbanLike;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by the tests")]
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Za-z]{2}[0-9]{2}(?:[ \u{a0}]?[A-Za-z0-9]){11,30}").expect("a constant pattern")
});

pub fn ibans(text: &str) -> BTreeSet<String> {
    CANDIDATE.find_iter(text).filter_map(|found| longest(found.as_str())).collect()
}

/// The words after an account may look like a part of it, so the longest beginning that checks is taken.
fn longest(candidate: &str) -> Option<String> {
    let bare: String =
        candidate.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    (15..=bare.len().min(34)).rev().find_map(|length| {
        let iban: iban::Iban = bare.get(..length)?.parse().ok()?;
        Some(iban.electronic_str().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_valid_accounts_only() {
        let text = "IBAN: DE89 3704 0044 0532 0130 00 bei der Bank, alt GB82WEST12345698765432, falsch DE00 3704 0044 0532 0130 00";
        let found: Vec<String> = ibans(text).into_iter().collect();
        assert_eq!(found, ["DE89370400440532013000", "GB82WEST12345698765432"]);
    }
}
