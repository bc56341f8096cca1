//! Deadlines in prose, English and German: only those that the reader has to meet.

pub mod anchor;
mod calendar;
mod cue;
mod cursor;
mod duration;
mod veto;
mod when;
pub(crate) mod words;

pub use anchor::Anchor;

use crate::text::Reading;
use jiff::Timestamp;
use std::ops::Range;

/// A deadline with the words it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The end of the day, local, unless a time is given.
    pub at: Timestamp,
    pub has_time: bool,
    /// In the folded text.
    pub range: Range<usize>,
    /// 3: says that it is due; 2: asks for something by then; 1: something ends then.
    pub strength: u8,
}

/// All deadlines, in the order of the text.
pub fn deadlines(reading: &Reading, anchor: &Anchor) -> Vec<Deadline> {
    let text = reading.text();
    let mut found: Vec<Deadline> = Vec::new();
    for place in cue::places(reading) {
        if found.last().is_some_and(|last| place.range.start < last.range.end) {
            continue;
        }
        let Some((when, range)) = cue::date_at(text, &place, anchor) else { continue };
        let Some(strength) = veto::strength(reading, &place, &range) else {
            continue;
        };
        if let Some(at) = when.resolve(anchor) {
            found.push(Deadline { at, has_time: when.has_time(), range, strength });
        }
    }
    found
}

/// The one that counts: still to come before past ones, then the surest, then the first to fall due.
pub fn deadline(reading: &Reading, anchor: &Anchor) -> Option<Deadline> {
    let sent = anchor.sent.timestamp();
    deadlines(reading, anchor).into_iter().min_by_key(|d| (d.at < sent, std::cmp::Reverse(d.strength), d.at))
}

#[cfg(test)]
mod tests;
