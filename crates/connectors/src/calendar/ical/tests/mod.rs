//! What is read, expanded, changed and said about events.

mod corpora;
mod edits;
mod hostile;
mod reading;

use super::*;
use jiff::Timestamp;

/// A calendar with one event of these lines.
fn event(lines: &str) -> String {
    let lines = lines.trim().replace('\n', "\r\n");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260101T000000Z\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Starts and names of occurrences in 2026.
fn starts(raw: &[u8]) -> Vec<String> {
    let found = expand(raw, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), 50);
    found.iter().map(|occurrence| occurrence.start.to_string()).collect()
}
