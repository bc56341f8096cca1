//! Which dates after a cue are no deadline of the reader: opening hours, deliveries, promises, ranges, farewells.

use super::cue::{Kind, Place};
use crate::phrases::{Topic, compile};
use crate::text::Reading;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "from 10", "vom 3.", "Mo", "zwischen 9 Uhr": the first half of a range.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:\b(?:from|von|vom|between|zwischen|ab)(?: the| dem| den)? (?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|die|mit|don|sam|mai|okt|dez|heute|today|now|morgen|tomorrow)[^.!?\n]{0,25}|\d(?:[.:]\d\d)?\.?(?: ?(?:uhr|am|pm|h))?|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|maerz|mai|juni|juli|oktober|dezember)\.?) ?$",
    )
});
/// "See you Friday", "Bis Freitag!", "Bis morgen dann".
static FAREWELL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^[ \n]*(?:also |dann |na dann |ok,? |super,? |gut,? |danke,? |vielen dank,? |prima,? |schoen,? |freu mich,? |see you )?bis (?:zum |am |kommenden |naechsten |spaeter |dann )?[a-z0-9. :]{1,28}[.!,;:) -]*(?:um \d\d?(?:[:.]\d\d)?(?: uhr)?)?[.!, ]*$",
    )
});
static OVERDUE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\b(?:was|war|since|seit|overdue|ueberfaellig)\b"));

/// How sure it is that the date binds the reader; none if it does not.
pub fn strength(reading: &Reading, place: &Place, range: &Range<usize>) -> Option<u8> {
    let (text, body_start) = (reading.text(), reading.body_start);
    let sentence = reading.folded.sentence(range.clone());
    let said = |topic| reading.occurs_in(topic, &sentence);
    let words = text.get(sentence.clone())?;
    let before = text.get(sentence.start.min(place.range.start)..place.range.start)?;
    let in_subject = place.range.start < body_start;
    let explicit = said(Topic::Explicit);
    if matches!(place.kind, Kind::Until | Kind::Before) {
        let by = text.get(place.range.clone()).is_some_and(|cue| cue.starts_with("by"));
        if (!by && RANGE.is_match(before.as_bytes())) || FAREWELL.is_match(words.as_bytes()) {
            return None;
        }
        if before.trim_end().ends_with("see you") {
            return None;
        }
    }
    if !explicit && said(Topic::Elsewhere) {
        return None;
    }
    if place.kind == Kind::Due {
        // "was due on 3 March" still binds, less than a date to come.
        return Some(if OVERDUE.is_match(words.as_bytes()) { 2 } else { 3 });
    }
    let promised = said(Topic::Promise)
        || words.contains(" will ")
        || words.contains(" wird ")
        || words.contains(" werden ");
    if !explicit && promised && !said(Topic::Needed) {
        return None;
    }
    match place.kind {
        Kind::Ends => Some(if said(Topic::Duty) { 2 } else { 1 }),
        Kind::Terms | Kind::Now => Some(2),
        _ if said(Topic::Duty) => Some(2),
        // "Feedback by Friday" as a subject asks without a verb.
        _ if in_subject && range.end >= body_start.saturating_sub(2) => Some(1),
        _ => None,
    }
}
