//! Imperatives: whether a clause tells somebody to do something.

use super::clause::Clause;
use super::words::{NOUNS, OBJECTS, STATING};
use crate::phrases::{Hit, compile};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "senden Sie", "Schreibt mir", "Nenn uns": the verb first.
static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:(?:also|und|dann|bitte|nur|daher|deshalb|oder|aber|so|nun|jetzt|dazu|dafuer|hierzu|hierfuer|einfach|doch),? )*(?:[a-z]{3,}(?:en|ern|eln) sie\b|[a-z]{2,}(?:t|ts|e|b|g|d|k|m|n|l|s|f|h|r)? (?:mir|uns|bitte|dich|euch|mal|doch|einfach|halt|es mir|das bitte|sie mir|kurz)\b)",
    )
});
/// Words that with a verb after them are no imperative.
const SUBJECTS: &[&str] = &["ich", "wir", "mein", "es", "er", "wie", "das", "was", "hast"];
/// Whoever says so goes on with what he does himself.
const OWN: &[&str] = &["i", "i'll", "we", "we'll", "ich", "wir", "he", "she", "they", "er"];
/// What only introduces an imperative.
const INTRODUCE: &[&str] = &[
    "please", "just", "also", "kindly", "do", "simply", "so", "either", "yes", "ok", "thanks", "now", "next",
    "today", "first", "always", "reminder", "action", "bitte", "nur", "einfach", "doch",
];

/// Whether the clause commands, given the verbs in it.
pub fn given<'h>(text: &str, clause: &Clause, mut verbs: impl Iterator<Item = &'h Hit>) -> bool {
    if verbs
        .any(|hit| (hit.code == "en" || is_stem(text, &hit.range)) && leads(text, clause, hit.range.start))
    {
        return true;
    }
    let words = text.get(clause.range.clone()).unwrap_or_default();
    let first = COMMAND.find(words.as_bytes()).map(|found| &words[found.range()]).unwrap_or_default();
    let begins = first.split(' ').next().unwrap_or_default();
    let states = first.split(' ').rev().skip(1).any(|word| STATING.contains(&word));
    if !first.is_empty() && !states && !SUBJECTS.contains(&begins) {
        return true;
    }
    words.match_indices(" sie ").any(|(at, _)| {
        let verb = words[..at].rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let ends = ["en", "ern", "eln"].iter().any(|ending| verb.ends_with(ending));
        verb.len() > 4 && ends && !STATING.contains(&verb)
    })
}

/// "Sag", "Schreib", "Meldet": an imperative of "du" or "ihr", and not "ich sage", "sagen" or a noun.
fn is_stem(text: &str, range: &Range<usize>) -> bool {
    let word = text.get(range.clone()).unwrap_or_default();
    !word.ends_with("en") && !word.ends_with("ung") && !word.ends_with("te") && word.len() <= 12
}

/// Whether a verb starts its clause, or follows what only introduces an imperative.
fn leads(text: &str, clause: &Clause, at: usize) -> bool {
    let head = text.get(clause.range.start..at).unwrap_or_default().trim_end_matches([' ', ',', '"', '(']);
    let after = text.get(at..).unwrap_or_default();
    let length = after.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(after.len());
    let (verb, next) = after.split_at(length);
    if next.starts_with('-') {
        return false;
    }
    if NOUNS.contains(&verb) {
        let next = next.trim_start();
        let end = next.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(next.len());
        if !OBJECTS.contains(&&next[..end]) {
            return false;
        }
    }
    if head.is_empty() {
        return true;
    }
    // "To keep it, renew it": after a comma and with an object.
    let object = next.trim_start();
    let object = &object[..object.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(object.len())];
    if text.get(..at).unwrap_or_default().ends_with(", ") && OBJECTS.contains(&object) {
        return true;
    }
    let word = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    // A vocative: "Jordan, send it".
    let vocative = !head.contains(' ') && text.as_bytes().get(clause.range.start + head.len()) == Some(&b',');
    match word {
        "to" | "you" => false,
        "and" | "then" | "or" | "but" | "und" | "dann" | "oder" | "aber" => {
            !head[..head.len() - word.len()].split(' ').any(|word| OWN.contains(&word))
        }
        "" => head.ends_with([',', '*', '-', ')']),
        _ => INTRODUCE.contains(&word) || vocative,
    }
}
