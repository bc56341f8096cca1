//! The clause around a date: the part of a sentence that has its own verb.

use crate::text::sentence;
use std::ops::Range;

/// Words that open a clause after a comma, or on their own after "and".
const OPENERS: &[&str] = &[
    "and",
    "but",
    "so",
    "or",
    "because",
    "as",
    "since",
    "otherwise",
    "then",
    "when",
    "which",
    "who",
    "while",
    "if",
    "i",
    "i'll",
    "i'm",
    "i'd",
    "we",
    "we'll",
    "we're",
    "he",
    "she",
    "they",
    "it",
    "it's",
    "that",
    "und",
    "oder",
    "aber",
    "denn",
    "weil",
    "dass",
    "damit",
    "da",
    "sonst",
    "ansonsten",
    "danach",
    "dann",
    "sobald",
    "bevor",
    "wenn",
    "falls",
    "ob",
    "wer",
    "was",
    "wie",
    "ich",
    "wir",
    "du",
    "ihr",
    "er",
    "sie",
    "es",
    "der",
    "die",
    "das",
    "den",
    "nachdem",
    "anschliessend",
    "spaeter",
    "afterwards",
    "later",
    "please",
    "bitte",
    "after",
];
/// Words that begin a sentence in English and mean nothing in German.
const ENGLISH: &[&str] = &[
    "the", "a", "our", "your", "my", "we", "i", "you", "please", "if", "with", "this", "that", "it", "after",
    "once",
];
/// Words that begin a clause without a comma, too.
const TURNS: &[&str] = &["whether", "because", "sonst", "otherwise", "ansonsten", "andernfalls"];
/// Subjects that make a clause of what "and" joins.
const SUBJECTS: &[&str] = &[
    "i", "i'll", "i'm", "we", "we'll", "you", "he", "she", "they", "it", "ich", "wir", "du", "ihr", "er",
    "sie", "es",
];

#[derive(Clone, Debug)]
pub struct Clause {
    pub sentence: Range<usize>,
    pub range: Range<usize>,
}

impl Clause {
    pub fn around(text: &str, date: &Range<usize>) -> Self {
        let mut sentence = sentence::around(text, date.clone());
        let skip = |at: usize| {
            text[at..].bytes().take_while(|b| matches!(b, b' ' | b'\n' | b'*' | b'-' | b'>' | b'"')).count()
        };
        sentence.start = (sentence.start + skip(sentence.start)).min(date.start);
        let borders = borders(text, &sentence);
        let start = borders.iter().rev().find(|at| **at <= date.start).copied().unwrap_or(sentence.start);
        let end = borders.iter().find(|at| **at >= date.end).copied().unwrap_or(sentence.end);
        Self { range: start.max(sentence.start)..end.max(date.end).min(text.len()), sentence }
    }
}

/// Where clauses begin within a sentence.
fn borders(text: &str, sentence: &Range<usize>) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let word_at = |at: usize| {
        let rest = &text[at..sentence.end];
        let end = rest.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'\'')).unwrap_or(rest.len());
        &rest[..end]
    };
    for at in sentence.start..sentence.end.saturating_sub(2) {
        let next = at + 2;
        if bytes[at + 1] != b' ' || !text.is_char_boundary(next) {
            continue;
        }
        match bytes[at] {
            b';' | b':' => found.push(next),
            // A figure before a full stop does not end a sentence in German; in English it does.
            b'.' if at > 0 && bytes[at - 1].is_ascii_digit() && ENGLISH.contains(&word_at(next)) => {
                found.push(next)
            }
            b'-' if at > 0 && bytes[at - 1] == b' ' => found.push(next),
            b',' if OPENERS.contains(&word_at(next)) || polite(&text[next..sentence.end]) => found.push(next),
            b'd' | b't' | b'r' | b'o'
                if joins(text, sentence.start, at + 1)
                    && (SUBJECTS.contains(&word_at(next)) || TURNS.contains(&word_at(next))) =>
            {
                found.push(next);
            }
            b'd' | b't' | b'r' | b'o' if joins(text, sentence.start, at + 1) => {}
            byte if byte.is_ascii_alphanumeric() && TURNS.contains(&word_at(next)) => found.push(next),
            _ => {}
        }
    }
    found
}

/// "rechnen Sie".
fn polite(text: &str) -> bool {
    let mut words = text.split(' ');
    words.next().is_some_and(|word| word.len() > 4 && word.ends_with("en")) && words.next() == Some("sie")
}

/// Whether the word that ends at `end` joins clauses.
fn joins(text: &str, start: usize, end: usize) -> bool {
    let head = &text[start..end];
    [" and", " but", " so", " und", " or", " oder"].iter().any(|word| head.ends_with(word))
}
