//! Features of the words: subject, body, questions, beginnings of sentences, and what they mean.

use super::concept;
use super::features::{Seen, Sink};
use super::person::People;
use super::tokens::{Token, tokens};
use crate::text::sentence;
use std::ops::Range;

/// Sentences beyond this say nothing new.
const SENTENCES: usize = 120;
/// A stem is what a long word begins with, a tail what it ends with ("Strom" + "rechnung").
const STEM: usize = 6;
const TAIL: usize = 7;

pub fn collect(seen: &Seen<'_>, people: &People, sink: &mut impl Sink) {
    let text = seen.reading.text();
    let sentences = sentence::all(text);
    let mut length = 0;
    for range in sentences.iter().take(SENTENCES) {
        let mut words = tokens(&text[range.clone()], range.start);
        for token in &mut words {
            token.word = people.veiled(token.word);
        }
        length += words.len();
        let in_subject = range.end <= seen.reading.body_start;
        if in_subject {
            subject(&words, sink);
        } else {
            body(&words, sink);
        }
        meanings(&words, in_subject, range, sink);
    }
    sink.length(length);
}

fn subject(words: &[Token<'_>], sink: &mut impl Sink) {
    for token in words {
        sink.word("s", &[token.word], token.range.clone());
        parts(token, sink);
    }
    for pair in words.windows(2) {
        sink.word("sb", &[pair[0].word, pair[1].word], pair[0].range.start..pair[1].range.end);
    }
}

fn body(words: &[Token<'_>], sink: &mut impl Sink) {
    let question = words.last().is_some_and(|token| token.word == "?");
    for token in words {
        let range = || token.range.clone();
        sink.word("w", &[token.word], range());
        if question {
            sink.word("q", &[token.word], range());
        }
        parts(token, sink);
    }
    for pair in words.windows(2) {
        sink.word("b", &[pair[0].word, pair[1].word], pair[0].range.start..pair[1].range.end);
    }
    if let [first, rest @ ..] = words {
        sink.word("f", &[first.word], first.range.clone());
        if let [second, ..] = rest {
            sink.word("f", &[first.word, second.word], first.range.start..second.range.end);
        }
    }
}

/// What a sentence speaks of, alone, in pairs, and in which order.
fn meanings(words: &[Token<'_>], in_subject: bool, sentence: &Range<usize>, sink: &mut impl Sink) {
    let mut met = 0u64;
    let mut last = "^";
    let mut before = "^";
    for token in words {
        let Some(meaning) = meaning(token.word) else { continue };
        if let Some(bit) = meaning.bit {
            met |= 1 << bit;
        }
        sink.word(if in_subject { "cs" } else { "c1" }, &[meaning.name], token.range.clone());
        sink.word("c2", &[last, meaning.name], sentence.clone());
        sink.word("c3", &[before, last, meaning.name], sentence.clone());
        (before, last) = (last, meaning.name);
    }
    let met: Vec<&str> = (0..64).filter(|bit| met & (1 << bit) != 0).map(|bit| named(bit as u8)).collect();
    for (at, one) in met.iter().enumerate() {
        for other in &met[at + 1..] {
            sink.word("cc", &[one, other], sentence.clone());
        }
    }
}

struct Meaning {
    name: &'static str,
    bit: Option<u8>,
}

/// Signs that mean something, after the concepts.
const SIGNS: &[(&str, &str)] = &[
    ("?", "asks"),
    ("TIME", "time"),
    ("DATE", "date"),
    ("AMOUNT", "amount"),
    ("LINK", "link"),
    ("ME", "me"),
];
const SIGNS_FROM: u8 = 58;

fn meaning(word: &str) -> Option<Meaning> {
    if let Some(at) = SIGNS.iter().position(|(sign, _)| *sign == word) {
        return Some(Meaning { name: SIGNS[at].1, bit: Some(SIGNS_FROM + at as u8) });
    }
    concept::of(word).map(|bit| Meaning { name: concept::name(bit), bit: (bit < SIGNS_FROM).then_some(bit) })
}

fn named(bit: u8) -> &'static str {
    match bit.checked_sub(SIGNS_FROM) {
        Some(sign) => SIGNS.get(sign as usize).map_or("", |(_, name)| name),
        None => concept::name(bit),
    }
}

fn parts(token: &Token<'_>, sink: &mut impl Sink) {
    let word = token.word;
    if word.len() >= STEM + 2 && word.is_ascii() {
        sink.word("p", &[&word[..STEM]], token.range.clone());
    }
    if word.len() >= TAIL + 3 && word.is_ascii() {
        sink.word("e", &[&word[word.len() - TAIL..]], token.range.clone());
    }
}
