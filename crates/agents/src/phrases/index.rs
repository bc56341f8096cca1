//! The index over the beginnings of all phrases, and their patterns, each compiled when first needed.

use super::{Hit, Phrase, Topic, compile};
use regex::bytes::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use std::sync::{LazyLock, OnceLock};

pub static BOOK: LazyLock<Book> = LazyLock::new(Book::new);

/// A phrase may start here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub topic: u8,
    pub phrase: u16,
    pub at: u32,
}

pub struct Book {
    /// By topic.
    entries: Vec<Vec<Entry>>,
    /// Where each bucket's beginnings start.
    buckets: Vec<u32>,
    beginnings: Vec<Beginning>,
}

struct Entry {
    phrase: Phrase,
    regex: OnceLock<Regex>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    bucket: u32,
    topic: u8,
    phrase: u16,
    bytes: u64,
    /// Covers as many of the bytes as the beginning has.
    mask: u64,
}

/// Bytes of a beginning that are compared before a pattern runs: one machine word.
const KEPT: usize = 8;
const BUCKETS: usize = 128 * 128;

impl Book {
    fn new() -> Self {
        let mut entries = Vec::new();
        let mut beginnings = Vec::new();
        for topic in Topic::ALL {
            let table = topic.phrases();
            for (at, phrase) in table.iter().enumerate() {
                for literal in literals(phrase) {
                    beginnings.extend(beginning(*topic, at, &literal));
                }
            }
            entries.push(table.into_iter().map(|phrase| Entry { phrase, regex: OnceLock::new() }).collect());
        }
        beginnings.sort_unstable();
        beginnings.dedup();
        let mut buckets = vec![0u32; BUCKETS + 1];
        for beginning in &beginnings {
            buckets[beginning.bucket as usize + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        Self { entries, buckets, beginnings }
    }

    /// All places where a phrase may start, in the order of the text.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        let bytes = text.as_bytes();
        let mut marks: Vec<Mark> = Vec::with_capacity(64);
        let mut inside = false;
        for at in 0..bytes.len().saturating_sub(1) {
            let byte = bytes[at];
            let starts = !inside && byte > b' ';
            inside = byte.is_ascii_alphanumeric();
            if !starts {
                continue;
            }
            let bucket = bucket(byte, bytes[at + 1]);
            let ahead = word(bytes.get(at..(at + KEPT).min(bytes.len())).unwrap_or_default());
            let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
            for beginning in &self.beginnings[from..to] {
                if ahead & beginning.mask == beginning.bytes {
                    let mark = Mark { topic: beginning.topic, phrase: beginning.phrase, at: at as u32 };
                    if marks.last() != Some(&mark) {
                        marks.push(mark);
                    }
                }
            }
        }
        marks
    }

    /// The phrase at a mark, if it is really there.
    pub fn hit(&self, text: &str, mark: &Mark) -> Option<Hit> {
        let entry = self.entries.get(mark.topic as usize)?.get(mark.phrase as usize)?;
        let regex = entry.regex.get_or_init(|| compile(&format!("^(?:{})", entry.phrase.patterns.join("|"))));
        let start = mark.at as usize;
        let found = regex.find(text.as_bytes().get(start..)?)?;
        Some(Hit {
            phrase: mark.phrase,
            code: entry.phrase.code,
            weight: entry.phrase.weight,
            range: start..start + found.end(),
        })
    }
}

/// Up to eight bytes as one number.
fn word(bytes: &[u8]) -> u64 {
    let mut word = [0u8; KEPT];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

fn bucket(first: u8, second: u8) -> usize {
    usize::from(first & 0x7f) * 128 + usize::from(second & 0x7f)
}

/// The literal beginnings of a phrase; a phrase without any would never be found, which a test rules out.
fn literals(phrase: &Phrase) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for pattern in phrase.patterns {
        let Ok(hir) = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern) else {
            continue;
        };
        let mut extractor = Extractor::new();
        extractor.limit_total(800).limit_class(36).limit_literal_len(24);
        let Some(literals) = extractor.extract(&hir).literals().map(<[_]>::to_vec) else { continue };
        found.extend(literals.iter().map(|literal| literal.as_bytes().to_vec()));
    }
    found
}

fn beginning(topic: Topic, phrase: usize, literal: &[u8]) -> Vec<Beginning> {
    let length = literal.len().min(KEPT);
    let bytes = word(&literal[..length]);
    let mask = if length == KEPT { u64::MAX } else { (1 << (8 * length)) - 1 };
    let make = |bucket: usize| Beginning {
        bucket: bucket as u32,
        topic: topic as u8,
        phrase: phrase as u16,
        bytes,
        mask,
    };
    match literal {
        [] => Vec::new(),
        [first] => (0..128).map(|second| make(bucket(*first, second))).collect(),
        [first, second, ..] => vec![make(bucket(*first, *second))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_compiles_and_can_be_found() {
        let mut lost = Vec::new();
        for topic in Topic::ALL {
            for phrase in topic.phrases() {
                for pattern in phrase.patterns {
                    let one = Phrase { patterns: std::slice::from_ref(pattern), ..phrase };
                    let found = literals(&one);
                    if found.is_empty() || found.iter().any(|literal| literal.is_empty()) {
                        lost.push(format!("{topic:?} {pattern}"));
                    }
                }
                let _ = compile(&phrase.patterns.join("|"));
            }
        }
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }

    #[test]
    fn the_index_misses_nothing() {
        // Whatever an unanchored search finds at the start of a word, the marks name too.
        let text = "hi sam,\ncould you please send the report by friday? pay invoice 12 now, we'll get back to you. bitte um antwort bis 3.12.!";
        let marks = BOOK.marks(text);
        for topic in Topic::ALL {
            for (at, phrase) in topic.phrases().iter().enumerate() {
                if phrase.patterns.is_empty() {
                    continue;
                }
                let regex = compile(&format!(r"\b(?:{})", phrase.patterns.join("|")));
                if let Some(found) = regex.find(text.as_bytes()) {
                    let named = marks.iter().any(|m| {
                        m.topic == *topic as u8 && m.phrase as usize == at && m.at as usize == found.start()
                    });
                    assert!(named, "{topic:?} {at} {:?}", &text[found.range()]);
                }
            }
        }
    }
}
