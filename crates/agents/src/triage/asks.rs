//! Whether the sender waits for an answer: questions and requests, less what only sounds like them.

use super::sender::{Addressed, Sender};
use super::spec;
use crate::Context;
use crate::phrases::Topic;
use crate::text::{Folded, Reading, sentence};
use domain::Item;
use domain::insight::Category;
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

/// The sentences that ask, the strongest first; empty where no answer is due.
pub(crate) fn asks(
    item: &Item,
    context: &Context,
    reading: &Reading,
    sender: &Sender,
    category: Category,
    named: bool,
) -> Vec<Ask> {
    if item.outgoing
        || item.answered
        || sender.no_reply
        || context.threads.get(&item.id).is_some_and(|t| t.answered)
    {
        return Vec::new();
    }
    let told = matches!(category, Category::Receipt | Category::Newsletter | Category::Promotion);
    if (sender.bulk && !sender.discussion) || (told && (sender.automated || sender.role)) {
        return Vec::new();
    }
    let everybody = reading.occurs(Topic::Everybody);
    let aside = sender.addressed == Addressed::Copied || sender.discussion;
    // Whoever is only copied in, or reads along on a list, answers when called by name.
    if aside && !named {
        return Vec::new();
    }
    let mut found = collect(reading, sender);
    let mut points: i32 = found.iter().map(|ask| ask.points).sum::<i32>().min(9);
    if reading.occurs(Topic::NoneDue) {
        points -= 6;
    }
    if reading.occurs(Topic::Selling) && sender.known == domain::proposal::Known::New {
        points -= 5;
    }
    if everybody && !named {
        points -= if sender.addressed == Addressed::Directly { 1 } else { 5 };
    }
    let wanted = if sender.automated {
        spec::REPLY_FROM_PROGRAM
    } else if sender.role {
        spec::REPLY_FROM_OFFICE
    } else {
        spec::REPLY_FROM_PERSON
    };
    if points < wanted {
        return Vec::new();
    }
    found.sort_by_key(|ask| (std::cmp::Reverse(ask.points), ask.range.start));
    found
}

const CALLS: &[&str] = &[
    "hi ", "hello ", "hey ", "dear ", "hallo ", "liebe ", "lieber ", "@", "& ", " und ", " and ", "frau ",
    "herr ", "mr ", "ms ", "mrs ",
];

/// The user is called by name: "@sam", "Sam, could you …".
pub(crate) fn named(reading: &Reading, context: &Context, item: &Item) -> bool {
    let me =
        context.accounts.get(item.account_id.as_str()).and_then(|a| a.name.as_deref()).unwrap_or_default();
    let names = me.split_whitespace().map(str::to_owned);
    let locals = context.own.iter().filter_map(|own| own.split('@').next()).map(str::to_owned);
    let body = reading.body();
    names.chain(locals).map(Folded::new).any(|name| {
        let name = name.text();
        name.len() >= 3
            && body.match_indices(name).any(|(at, _)| called(&body[..at], &body[at + name.len()..]))
    })
}

/// Whether what stands around a name makes it a call: "@sam", "Hallo Frau Keller", "…? Sam, could you".
fn called(head: &str, tail: &str) -> bool {
    if head.ends_with('@') {
        return true;
    }
    let whole = !tail.starts_with(|c: char| c.is_ascii_alphanumeric());
    let opens = head.is_empty() || head.ends_with('\n') || head.trim_end().ends_with(['.', '!', '?', ',']);
    whole && (CALLS.iter().any(|word| head.ends_with(word)) || (opens && tail.starts_with([',', ':', '!'])))
}

/// Each sentence of the body counts once, with its strongest words.
fn collect(reading: &Reading, sender: &Sender) -> Vec<Ask> {
    let text = reading.text();
    let hits = reading.found(Topic::Asking);
    if hits.is_empty() && !text.contains('?') {
        return Vec::new();
    }
    let hollow = reading.found(Topic::Hollow);
    let mut found = Vec::new();
    for range in sentence::all(text) {
        let inside = |place: &Range<usize>| place.start >= range.start && place.start < range.end;
        if hollow.iter().any(|h| inside(&h.range)) {
            continue;
        }
        let elsewhere = text[range.clone()].contains("http") || text[range.clone()].contains("www.");
        let best = hits.iter().filter(|h| inside(&h.range)).max_by_key(|h| (h.weight, h.code == "meeting"));
        let in_subject = range.end <= reading.body_start;
        let words = &text[range.clone()];
        let ask = match best {
            Some(hit) => Some((kind(hit.code), hit.weight)),
            None if words.ends_with('?') && words.len() > 8 => Some((Kind::Question, 2)),
            None => None,
        };
        // A request to pay, or one that links to where it is done, wants a deed and no answer.
        let deed = |kind| kind == Kind::Request && (elsewhere || reading.occurs_in(Topic::Paying, &range));
        if let Some((kind, points)) =
            ask.filter(|(kind, points)| *points > 5 || !(deed(*kind) || (sender.role && elsewhere)))
        {
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
