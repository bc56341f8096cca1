//! Phrases that rules look for: every topic's table is found in one pass over a folded text.
//!
//! A phrase starts where a word starts, so one hash of the first bytes of each word names the few patterns that can
//! match there; only those run, anchored. That keeps a thousand alternatives cheaper than one pass of a large automaton.

mod index;
mod topic;

pub use topic::Topic;

use index::BOOK;
use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;

/// Alternatives over folded text (lower-case ASCII, `ä` as `ae`, single spaces), each from the start of a word.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// What it stands for; several phrases may share one.
    pub code: &'static str,
    pub weight: i32,
    /// Joined by `|`.
    pub patterns: &'static [&'static str],
}

pub const fn phrase(code: &'static str, weight: i32, patterns: &'static [&'static str]) -> Phrase {
    Phrase { code, weight, patterns }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the table of its topic.
    pub phrase: u16,
    pub code: &'static str,
    pub weight: i32,
    pub range: Range<usize>,
}

/// Where in a text which phrases may stand.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    found: Vec<index::Mark>,
}

impl Marks {
    pub fn read(text: &str) -> Self {
        Self { found: BOOK.marks(text) }
    }

    /// The phrases of a topic that occur, each with its first place, in the order of the table.
    pub fn hits(&self, text: &str, topic: Topic) -> Vec<Hit> {
        let mut hits: Vec<(u16, Hit)> = Vec::new();
        for mark in self.of(topic) {
            if hits.iter().all(|(phrase, _)| *phrase != mark.phrase)
                && let Some(hit) = BOOK.hit(text, mark)
            {
                hits.push((mark.phrase, hit));
            }
        }
        hits.sort_by_key(|(phrase, _)| *phrase);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    /// Every place of every phrase of a topic, in the order of the text.
    pub fn places(&self, text: &str, topic: Topic) -> Vec<Hit> {
        self.of(topic).filter_map(|mark| BOOK.hit(text, mark)).collect()
    }

    pub fn occurs(&self, text: &str, topic: Topic) -> bool {
        self.of(topic).any(|mark| BOOK.hit(text, mark).is_some())
    }

    /// Whether a phrase of the topic stands within a range, without looking beyond its end.
    pub fn occurs_in(&self, text: &str, topic: Topic, range: &Range<usize>) -> bool {
        let Some(text) = text.get(..range.end) else { return false };
        self.of(topic)
            .filter(|mark| (mark.at as usize) >= range.start && (mark.at as usize) < range.end)
            .any(|mark| BOOK.hit(text, mark).is_some())
    }

    fn of(&self, topic: Topic) -> impl Iterator<Item = &index::Mark> {
        self.found.iter().filter(move |mark| mark.topic == topic as u8)
    }
}

/// A constant pattern over folded text.
#[expect(clippy::expect_used, reason = "patterns are constants of this crate; a test compiles every one")]
pub fn compile(pattern: &str) -> Regex {
    RegexBuilder::new(pattern).unicode(false).build().expect("a constant pattern")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_phrases_with_their_place() {
        let text = "so please send me the file, can you confirm?";
        let marks = Marks::read(text);
        let hits = marks.hits(text, Topic::Asking);
        let words: Vec<&str> = hits.iter().map(|hit| &text[hit.range.clone()]).collect();
        assert!(words.contains(&"please send") && words.contains(&"can you confirm"), "{words:?}");
        assert!(
            marks.occurs_in(text, Topic::Asking, &(0..20))
                && !marks.occurs_in(text, Topic::Asking, &(16..27))
        );
        let text = "toucan younger";
        assert!(!Marks::read(text).occurs(text, Topic::Asking));
    }
}
