//! Words that announce a deadline, and the date that they announce.

use super::anchor::Anchor;
use super::cursor::Cursor;
use super::duration;
use super::when::{self, When};
use crate::phrases::{Topic, compile};
use crate::text::{Reading, sentence};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How a cue is followed by its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// "by", "bis": the date comes at once and the sentence must ask for something.
    Until,
    /// "before", "vor": likewise.
    Before,
    /// "due", "deadline", "fällig": the date comes at once or a few words later.
    Due,
    /// "within", "innerhalb": a duration.
    Within,
    /// "net", "Zahlungsziel": a duration that may lack its unit.
    Terms,
    /// "expires", "läuft … ab".
    Ends,
    /// "send … today".
    Now,
}

#[derive(Clone, Debug)]
pub struct Place {
    pub kind: Kind,
    pub range: Range<usize>,
}

static NOW: LazyLock<Regex> = LazyLock::new(|| compile(r"(?:heute|today|tomorrow|tonight)\b"));
static INVOICE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:invoice date|date of invoice|rechnungsdatum|rechnung vom|invoice dated|ausgestellt am)\b:?\s?",
    )
});
static FROM_INVOICE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[^.\n]{0,12}\b(?:invoice|rechnungsdatum|rechnungsstellung|ausstellung|issue)")
});

/// How far after a label like "deadline" its date may stand.
const NEAR: usize = 60;

/// All cues, in the order of the text; of two that start together the one with the more specific kind first.
pub fn places(reading: &Reading) -> Vec<Place> {
    reading
        .places(Topic::Cue)
        .into_iter()
        .map(|hit| {
            let kind = match hit.code {
                "until" => Kind::Until,
                "before" => Kind::Before,
                "within" => Kind::Within,
                "terms" => Kind::Terms,
                "ends" => Kind::Ends,
                "now" => Kind::Now,
                _ => Kind::Due,
            };
            Place { kind, range: hit.range }
        })
        .collect()
}

/// The date that a cue announces, and the range from the cue to the date's end.
pub fn date_at(text: &str, place: &Place, anchor: &Anchor) -> Option<(When, Range<usize>)> {
    let end = place.range.end;
    let found = match place.kind {
        Kind::Within => duration_at(text, end, anchor, false),
        Kind::Terms => duration_at(text, end, anchor, true),
        Kind::Until => when::parse(text, end, anchor).or_else(|| week_of_duration(text, end, anchor)),
        Kind::Before => when::parse(text, end, anchor).filter(|(when, _)| when.has_day()),
        Kind::Due | Kind::Ends => near(text, end, anchor, place.kind),
        Kind::Now => {
            let start = place.range.start;
            // "answer by 3 today" has a cue of its own.
            let words = text.get(place.range.clone())?;
            if [" by ", " until ", " before ", " bis "].iter().any(|cue| words.contains(cue)) {
                return None;
            }
            let place = NOW.find_iter(text.get(place.range.clone())?.as_bytes()).last()?;
            when::parse(text, start + place.start(), anchor)
        }
    };
    if let Some((when, end)) = found {
        return Some((when, place.range.start..end));
    }
    if place.kind == Kind::Due { before(text, place, anchor) } else { None }
}

/// "this Friday at the latest": the date stands before its cue.
fn before(text: &str, place: &Place, anchor: &Anchor) -> Option<(When, Range<usize>)> {
    let cue = text.get(place.range.clone())?;
    if !["at the latest", "latest", "spaetestens"].iter().any(|w| cue.starts_with(w)) {
        return None;
    }
    let end = text[..place.range.start].trim_end().len();
    word_starts(text, end.saturating_sub(32), end).find_map(|start| {
        when::parse(text, start, anchor)
            .filter(|(when, at)| *at == end && when.has_day())
            .map(|(when, _)| (when, start..place.range.end))
    })
}

fn duration_at(text: &str, at: usize, anchor: &Anchor, bare: bool) -> Option<(When, usize)> {
    let found = duration::parse(text, at, anchor, None, bare)?;
    let after = text.get(found.1..)?;
    if !FROM_INVOICE.is_match(after.as_bytes()) {
        return Some(found);
    }
    let dated = INVOICE_DATE
        .find_iter(text.as_bytes())
        .find_map(|place| when::parse(text, place.end(), anchor).and_then(|(when, _)| when.date));
    match dated {
        Some(base) => duration::parse(text, at, anchor, Some(base), bare),
        None => Some(found),
    }
}

/// "bis in 14 Tagen", "by two weeks from today".
fn week_of_duration(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    cursor.eat_word(&["in"])?;
    duration::parse(text, cursor.at, anchor, None, false)
}

/// A label and its date: at once, a few words on in the sentence, or in the next line of a table.
fn near(text: &str, at: usize, anchor: &Anchor, kind: Kind) -> Option<(When, usize)> {
    if let Some(found) = when::parse(text, at, anchor).filter(|(when, _)| when.has_day()) {
        return Some(found);
    }
    let rest = text.get(at..)?;
    if rest.starts_with(" in ") || rest.starts_with(":") || kind == Kind::Ends {
        let skip = rest.bytes().position(|b| b != b' ' && b != b':').unwrap_or(0);
        if let Some(found) = duration_at(text, at + skip, anchor, false) {
            return Some(found);
        }
    }
    let bare = rest.trim_start_matches([':', ' ', '*', '|']);
    let limit = if let Some(next) = bare.strip_prefix('\n') {
        let skipped = rest.len() - next.len();
        let line = next.find('\n').unwrap_or(next.len());
        return when::parse(text, at + skipped, anchor).filter(|(_, end)| *end <= at + skipped + line);
    } else {
        let stop = rest.find(['\n', '?', '!', ';']).unwrap_or(rest.len());
        stop.min(NEAR)
    };
    let sentence = sentence::around(text, at..at);
    let stop = (at + limit).min(sentence.end.max(at));
    word_starts(text, at, stop).find_map(|start| {
        // A cue of its own, or the beginning of a range, ends the search.
        when::parse(text, start, anchor)
            .filter(|(when, _)| when.date.is_some() || (when.has_day() && kind == Kind::Due))
    })
}

fn word_starts(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (from..to.min(bytes.len())).filter(move |at| {
        bytes[*at].is_ascii_alphanumeric() && (*at == 0 || !bytes[*at - 1].is_ascii_alphanumeric())
    })
}
