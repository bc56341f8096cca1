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
    /// "by", "no later than": the date comes at once.
    By,
    /// "at the latest", "spätestens": before or after its date.
    Latest,
    /// "until", "bis": a deadline or the end of a state.
    Until,
    /// "before", "vor".
    Before,
    /// "due", "deadline", "fällig": the date comes at once or a few words later.
    Due,
    /// "within", "innerhalb": a duration.
    Within,
    /// "net", "Zahlungsziel": a duration that may lack its unit.
    Terms,
    /// "expires", "läuft … ab".
    Closes,
    /// "today" without a preposition.
    Now,
}

#[derive(Clone, Debug)]
pub struct Place {
    pub kind: Kind,
    pub range: Range<usize>,
}

static INVOICE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"\b(?:invoice date|date of invoice|rechnungsdatum|rechnung vom|invoice dated|dated|datum|ausgestellt am)\b:?\s?",
    )
});
static FROM_INVOICE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[^.\n]{0,16}\b(?:invoice|rechnungsdatum|rechnungsstellung|ausstellung|issue)")
});

/// How far after a label like "deadline" its date may stand.
const NEAR: usize = 60;
/// How far back "by then" looks for the day it means.
const MEMORY: usize = 500;
/// The longest rest of a table's head.
const HEAD: usize = 24;
/// The longest row.
const ROW: usize = 120;
/// The longest date before its cue.
const BEHIND: usize = 36;

/// All cues, in the order of the text; of two that start together the one with the more specific kind first.
pub fn places(reading: &Reading) -> Vec<Place> {
    reading
        .found(Topic::Cue)
        .iter()
        .map(|hit| {
            let kind = match hit.code {
                "by" => Kind::By,
                "latest" => Kind::Latest,
                "until" => Kind::Until,
                "before" => Kind::Before,
                "within" => Kind::Within,
                "terms" => Kind::Terms,
                "closes" => Kind::Closes,
                "now" => Kind::Now,
                _ => Kind::Due,
            };
            Place { kind, range: hit.range.clone() }
        })
        .collect()
}

/// The date that a cue announces, and the range from the cue to the date's end.
pub fn date_at(text: &str, place: &Place, anchor: &Anchor) -> Option<(When, Range<usize>)> {
    let Range { start, end } = place.range;
    let found = match place.kind {
        Kind::Within => {
            duration_at(text, end, anchor, false).filter(|(_, to)| is_time_to(text, &place.range, *to))
        }
        Kind::Terms => duration_at(text, end, anchor, true),
        Kind::By | Kind::Until | Kind::Latest => when::parse(text, end, anchor)
            .or_else(|| in_duration(text, end, anchor))
            .or_else(|| bracketed(text, end, anchor)),
        Kind::Before => when::parse(text, end, anchor)
            .filter(|(when, _)| when.has_day() || when.time.is_some() || when.earlier),
        Kind::Due | Kind::Closes => near(text, end, anchor, place.kind),
        Kind::Now => now(text, &place.range, anchor),
    };
    match found {
        Some((mut when, end)) if when.earlier || when.lacks_day() => {
            let day = if when.earlier {
                named_before(text, start, anchor)?
            } else {
                return Some(timed(text, when, start..end, anchor));
            };
            when.date = Some(day);
            Some((when, start..end))
        }
        Some((when, end)) => Some((when, start..end)),
        None if matches!(place.kind, Kind::Latest | Kind::Due) => behind(text, place, anchor),
        None => None,
    }
}

/// "You have 14 days" is a deadline only for what one has them "to" do.
fn is_time_to(text: &str, cue: &Range<usize>, end: usize) -> bool {
    let words = text.get(cue.clone()).unwrap_or_default();
    let owned = ["you", "sie", "du", "ihr", "haben"].iter().any(|start| words.starts_with(start));
    let tail = text.get(end..).unwrap_or_default();
    !owned || [" to ", " left", " zeit", ", um", " um "].iter().any(|start| tail.starts_with(start))
}

/// A time of day alone: the day may stand right before, as in "am Freitag bis 12 Uhr".
fn timed(text: &str, mut when: When, range: Range<usize>, anchor: &Anchor) -> (When, Range<usize>) {
    match ending_at(text, range.start, anchor) {
        Some((day, start)) if day.has_day() && !day.has_time() => {
            when.date = day.day(anchor);
            (when, start..range.end)
        }
        _ => (when, range),
    }
}

/// A date that ends where something starts.
pub fn ending_at(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let end = text.get(..at)?.trim_end_matches([' ', ',']).len();
    word_starts(text, end.saturating_sub(BEHIND), end).find_map(|start| {
        when::parse(&text[..end], start, anchor).filter(|(_, at)| *at == end).map(|(when, _)| (when, start))
    })
}

/// The last day that was named, and is still to come.
fn named_before(text: &str, at: usize, anchor: &Anchor) -> Option<jiff::civil::Date> {
    let from = at.saturating_sub(MEMORY);
    let mut day = None;
    let mut end = from;
    for start in word_starts(text, from, at) {
        if start < end {
            continue;
        }
        if let Some((when, to)) = when::parse(text, start, anchor)
            && when.has_day()
            && let Some(date) = when.day(anchor).filter(|date| *date >= anchor.sent.date())
        {
            (day, end) = (Some(date), to);
        }
    }
    day
}

/// "this Friday at the latest", "Friday is the last day to …": the date stands before its cue.
fn behind(text: &str, place: &Place, anchor: &Anchor) -> Option<(When, Range<usize>)> {
    let mut end = place.range.start;
    if place.kind == Kind::Due {
        let head = text.get(..end)?.trim_end();
        // "wird zum 1. Dezember fällig"
        if ["faellig", "zahlbar", "due"].iter().any(|w| text[end..].starts_with(w))
            && let Some((when, start)) = ending_at(text, end, anchor).filter(|(when, _)| when.has_day())
        {
            return Some((when, start..place.range.end));
        }
        let link = [
            " is the", " is our", " is your", " is my", " ist", " ist der", " ist die", " ist", " as the",
            " als",
        ];
        end = head.len() - link.iter().find(|link| head.ends_with(**link))?.len();
    }
    ending_at(text, end, anchor)
        .filter(|(when, _)| when.has_day())
        .map(|(when, start)| (when, start..place.range.end))
}

fn now(text: &str, range: &Range<usize>, anchor: &Anchor) -> Option<(When, usize)> {
    let words = text.get(range.clone())?;
    let day = words.rfind(' ').filter(|_| !words.starts_with("this")).map_or(0, |at| at + 1);
    // "from today", "today's", "by 3 today": not a day of its own.
    let before = text.get(..range.start)?.trim_end();
    let bound = [
        "from", "ab", "as of", "since", "seit", "until", "till", "bis", "von", "vom", "by", "before", "vor",
        "guten", "good", "am", "jeden", "den", "diesen", "heute", "gestern", "every", "each",
    ];
    if bound.iter().any(|w| {
        before.strip_suffix(w).is_some_and(|head| !head.ends_with(|c: char| c.is_ascii_alphanumeric()))
    }) || text.get(range.end..)?.starts_with('\'')
    {
        return None;
    }
    when::parse(text, range.start + day, anchor)
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
fn in_duration(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    cursor.eat_word(&["in"])?;
    duration::parse(text, cursor.at, anchor, None, false)
}

/// "by Maundy Thursday (2 April)": a name that only the brackets explain.
fn bracketed(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let rest = text.get(at..)?;
    let open = rest.bytes().take(NEAR / 2).position(|b| matches!(b, b'(' | b'.' | b'\n' | b','))?;
    if rest.as_bytes()[open] != b'(' {
        return None;
    }
    when::parse(text, at + open + 1, anchor)
        .filter(|(when, end)| when.date.is_some() && text[*end..].trim_start_matches('.').starts_with(')'))
}

/// A label and its date: at once, a few words on in the sentence, or in the next line of a table.
fn near(text: &str, at: usize, anchor: &Anchor, kind: Kind) -> Option<(When, usize)> {
    if let Some(found) = when::parse(text, at, anchor).filter(|(when, _)| when.has_day()) {
        return Some(found);
    }
    let rest = text.get(at..)?;
    // "deadline-driven"
    if rest.starts_with('-') {
        return None;
    }
    if let Some(word) = [" within", " innerhalb", " binnen", " inside"].iter().find(|w| rest.starts_with(**w))
    {
        return duration_at(text, at + word.len(), anchor, false);
    }
    if rest.starts_with(" in ") || rest.starts_with(":") || kind == Kind::Closes {
        let skip = rest.bytes().position(|b| b != b' ' && b != b':').unwrap_or(0);
        if let Some(found) = duration_at(text, at + skip, anchor, false) {
            return Some(found);
        }
    }
    let bare = rest.trim_start_matches([':', ' ', '*', '|']);
    if let Some(found) = in_column(text, at, anchor) {
        return Some(found);
    }
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
        when::parse(text, start, anchor)
            .filter(|(when, _)| when.date.is_some() || (when.has_day() && kind == Kind::Due))
    })
}

/// The head of a column, and the date in the first row below.
fn in_column(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let rest = text.get(at..)?;
    let head = rest.find('\n').filter(|head| *head <= HEAD)?;
    if rest[..head].bytes().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'?' | b'!' | b',')) {
        return None;
    }
    let row = at + head + 1;
    let end = text[row..].find('\n').map_or(text.len(), |line| row + line);
    if end - row > ROW
        || [" until ", " by ", " bis ", ". "].iter().any(|prose| text[row..end].contains(prose))
    {
        return None;
    }
    word_starts(text, row, end).find_map(|start| {
        when::parse(text, start, anchor).filter(|(when, to)| when.date.is_some() && *to <= end)
    })
}

pub fn word_starts(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (from..to.min(bytes.len())).filter(move |at| {
        bytes[*at].is_ascii_alphanumeric() && (*at == 0 || !bytes[*at - 1].is_ascii_alphanumeric())
    })
}
