//! The sentences that matter: what is asked, by when, what it costs; else how the mail begins.

use super::spec;
use crate::dates::Deadline;
use crate::money;
use crate::text::{Reading, sentence};
use crate::triage::Ask;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub summary: String,
    pub bullets: Vec<String>,
}

/// Sentences shorter than this say nothing on their own.
const LEAST: usize = 12;

pub fn tell(reading: &Reading, asks: &[Ask], due: Option<&Deadline>) -> Told {
    let text = reading.text();
    let amount = money::main_amount(text);
    let mut ranked: Vec<(i32, Range<usize>)> = Vec::new();
    for (position, range) in
        sentence::all(text).into_iter().filter(|r| r.start >= reading.body_start).take(80).enumerate()
    {
        let words = &text[range.clone()];
        if words.len() < LEAST || is_greeting(words) {
            continue;
        }
        let holds = |place: &Range<usize>| place.start >= range.start && place.start < range.end;
        let mut points = 12 - i32::try_from(position).unwrap_or(12).min(12);
        points += asks.iter().find(|ask| holds(&ask.range)).map_or(0, |ask| 10 + 2 * ask.points);
        points += if due.is_some_and(|d| holds(&d.range)) { 14 } else { 0 };
        points += if amount.as_ref().is_some_and(|a| holds(&a.range)) { 6 } else { 0 };
        points -= if words.len() > 300 { 4 } else { 0 };
        ranked.push((points, range));
    }
    ranked.sort_by_key(|(points, range)| (std::cmp::Reverse(*points), range.start));
    let Some((_, best)) = ranked.first().cloned() else {
        return Told {
            summary: shorten(reading.folded.quote(0..text.len()), spec::SUMMARY),
            bullets: Vec::new(),
        };
    };
    let mut bullets: Vec<Range<usize>> =
        ranked.into_iter().take(spec::BULLETS).map(|(_, range)| range).collect();
    bullets.sort_by_key(|range| range.start);
    let bullets = if bullets.len() < 2 { Vec::new() } else { bullets };
    Told {
        summary: shorten(reading.folded.quote(best), spec::SUMMARY),
        bullets: bullets
            .into_iter()
            .map(|range| shorten(reading.folded.quote(range), spec::SUMMARY))
            .collect(),
    }
}

/// One line of at most `limit` characters as people count them, cut between words.
pub fn shorten(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_start_matches(['*', '-', '>', '#', '|', ' ']);
    if line.len() <= limit || line.graphemes(true).nth(limit).is_none() {
        return line.to_owned();
    }
    let head: String = line.graphemes(true).take(limit - 1).collect();
    let cut = head.rfind(' ').filter(|at| *at > head.len() / 2).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([',', ';', ':', ' ', '-']))
}

fn is_greeting(words: &str) -> bool {
    const STARTS: &[&str] = &[
        "hi ",
        "hello",
        "hey ",
        "dear ",
        "good morning",
        "good afternoon",
        "hallo",
        "liebe ",
        "lieber ",
        "sehr geehrte",
        "guten tag",
        "guten morgen",
        "moin",
        "servus",
        "hope ",
        "i hope",
        "ich hoffe",
        "how are you",
        "wie geht",
        "thanks for",
        "thank you for",
        "vielen dank fuer ihre nachricht",
    ];
    words.len() < 60
        && STARTS.iter().any(|start| words.starts_with(start))
        && (words.ends_with([',', '!', ':']) || words.len() < 45)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_between_words_and_graphemes() {
        assert_eq!(shorten("a  short\nline", 140), "a short line");
        let long = "wörter ".repeat(40);
        let short = shorten(&long, 140);
        assert!(short.graphemes(true).count() <= 140 && short.ends_with("wörter…"), "{short}");
        assert!(shorten(&"x".repeat(500), 140).graphemes(true).count() <= 140);
    }
}
