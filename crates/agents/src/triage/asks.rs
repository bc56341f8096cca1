//! Whether the sender waits for an answer: questions and requests, less what only sounds like them.

use super::sender::{Addressed, Sender};
use super::spec;
use crate::Context;
use crate::phrases::Topic;
use crate::text::{Reading, sentence};
use domain::Item;
use std::ops::Range;

/// A sentence that asks for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub kind: Kind,
    pub points: i32,
    /// The sentence, in the folded text.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Question,
    Request,
    Meeting,
}

/// Whether the sender waits for the user's answer.
pub fn needs_reply(item: &Item, context: &Context) -> bool {
    let reading = Reading::own(item);
    !asks(item, context, &reading, &Sender::of(item, context)).is_empty()
}

/// The sentences that ask, the strongest first; empty where no answer is due.
pub(crate) fn asks(item: &Item, context: &Context, reading: &Reading, sender: &Sender) -> Vec<Ask> {
    if item.outgoing
        || item.answered
        || sender.no_reply
        || context.threads.get(&item.id).is_some_and(|t| t.answered)
    {
        return Vec::new();
    }
    if reading.forwarded && reading.body().trim().is_empty() {
        return Vec::new();
    }
    let mut found = collect(reading);
    let mut points: i32 = found.iter().map(|ask| ask.points).sum::<i32>().min(9);
    if reading.occurs(Topic::NoneDue) {
        points -= 6;
    }
    if reading.occurs(Topic::Selling) && sender.known == domain::proposal::Known::New {
        points -= 5;
    }
    points -= match sender.addressed {
        Addressed::Directly => 0,
        Addressed::AmongMany | Addressed::Unnamed => i32::from(reading.occurs(Topic::Everybody)) * 2,
        Addressed::Copied => 3,
    };
    let wanted = if sender.bulk {
        return Vec::new();
    } else if sender.automated {
        spec::REPLY_FROM_PROGRAM
    } else {
        spec::REPLY_FROM_PERSON
    };
    if points < wanted {
        return Vec::new();
    }
    found.sort_by_key(|ask| (std::cmp::Reverse(ask.points), ask.range.start));
    found
}

/// Each sentence of the body counts once, with its strongest words.
fn collect(reading: &Reading) -> Vec<Ask> {
    let text = reading.text();
    let hits = reading.places(Topic::Asking);
    if hits.is_empty() && !text.contains('?') {
        return Vec::new();
    }
    let hollow = reading.places(Topic::Hollow);
    let mut found = Vec::new();
    for range in sentence::all(text) {
        let inside = |place: &Range<usize>| place.start >= range.start && place.start < range.end;
        if hollow.iter().any(|h| inside(&h.range)) {
            continue;
        }
        let best = hits.iter().filter(|h| inside(&h.range)).max_by_key(|h| (h.weight, h.code == "meeting"));
        let in_subject = range.end <= reading.body_start;
        let words = &text[range.clone()];
        let ask = match best {
            Some(hit) => Some((kind(hit.code), hit.weight)),
            None if words.ends_with('?') && words.len() > 8 => Some((Kind::Question, 2)),
            None => None,
        };
        if let Some((kind, points)) = ask {
            found.push(Ask { kind, points: if in_subject { 1 } else { points }, range });
        }
    }
    found
}

fn kind(code: &str) -> Kind {
    match code {
        "meeting" => Kind::Meeting,
        "request" => Kind::Request,
        _ => Kind::Question,
    }
}
