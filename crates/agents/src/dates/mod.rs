//! Deadlines in prose, English and German: only those that the reader has to meet.

pub mod anchor;
mod calendar;
mod clause;
mod clock;
mod command;
mod cue;
mod cursor;
mod duration;
mod names;
mod period;
mod relative;
mod weigh;
mod when;
pub(crate) mod words;

pub use anchor::Anchor;

use crate::text::Reading;
use jiff::{Timestamp, ToSpan};
use std::ops::Range;

/// A deadline with the words it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// The end of the day, local, unless a time is given.
    pub at: Timestamp,
    pub has_time: bool,
    /// In the folded text.
    pub range: Range<usize>,
    /// 3: says that it is due; 2: asks for something by then.
    pub strength: u8,
}

/// Beyond this a date is no deadline but a plan.
const DAYS_AHEAD: i64 = 400;

/// All deadlines still to come when the mail was sent, in the order of the text.
pub fn deadlines(reading: &Reading, anchor: &Anchor) -> Vec<Deadline> {
    let text = reading.text();
    let mut found: Vec<Deadline> = Vec::new();
    let evidence = weigh::Evidence::of(reading);
    let sent = anchor.sent.timestamp();
    let first = anchor.sent.start_of_day().map_or(sent, |day| day.timestamp());
    let last = anchor.sent.checked_add(DAYS_AHEAD.days()).map_or(sent, |day| day.timestamp());
    for place in cue::places(reading) {
        if found.last().is_some_and(|last| place.range.start < last.range.end) {
            continue;
        }
        let Some((when, range)) = cue::date_at(text, &place, anchor) else { continue };
        let Some(at) = when.resolve(anchor).filter(|at| (first..=last).contains(at)) else { continue };
        if let Some(strength) = weigh::strength(reading, &evidence, anchor, &place, &when, &range) {
            found.push(Deadline { at, has_time: when.has_time(), range, strength });
        }
    }
    found
}

/// The one that counts: the surest, then the first to fall due.
pub fn deadline(reading: &Reading, anchor: &Anchor) -> Option<Deadline> {
    deadlines(reading, anchor).into_iter().min_by_key(|d| (std::cmp::Reverse(d.strength), d.at))
}

#[cfg(test)]
mod tests;
