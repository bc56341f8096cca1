//! What dates in a mail are relative to: when and where it was sent, and who reads it.

use crate::Context;
use crate::language::Language;
use crate::text::Folded;
use domain::Item;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

#[derive(Clone, Debug)]
pub struct Anchor {
    pub sent: Zoned,
    /// `3/4` is 3 April; absent where neither language nor offset tell.
    pub day_first: Option<bool>,
    /// Where the user is.
    pub reader: TimeZone,
    /// Names of the user and of the other people the mail is addressed to, folded.
    pub own: Vec<String>,
    pub others: Vec<String>,
}

impl Anchor {
    /// The sender's offset, unless the user's zone has the same one at that time: then the user's zone,
    /// which knows when clocks change. UTC is what machines write, so it says nothing about a place.
    pub fn of(item: &Item, context: &Context, language: Language) -> Self {
        let at = item.sent_at.unwrap_or(item.received_at);
        let offset = item.sent_offset.and_then(|seconds| Offset::from_seconds(seconds).ok());
        let users = context.zone.to_offset(at);
        let zone = match offset {
            Some(offset) if offset != users && offset != Offset::UTC => TimeZone::fixed(offset),
            _ => context.zone.clone(),
        };
        let mut anchor = Self::at(at, zone, language, offset.or(Some(users)));
        anchor.reader = context.zone.clone();
        if item.to.len() + item.cc.len() < 2 {
            return anchor;
        }
        let (own, others): (Vec<_>, Vec<_>) =
            item.to.iter().chain(&item.cc).partition(|address| context.own.contains(&address.key()));
        if own.is_empty() {
            // Sent to a list: its name is nobody's.
            return anchor;
        }
        anchor.own = own.into_iter().flat_map(names).collect();
        anchor.others =
            others.into_iter().flat_map(names).filter(|name| !anchor.own.contains(name)).collect();
        anchor
    }

    pub fn at(at: Timestamp, zone: TimeZone, language: Language, offset: Option<Offset>) -> Self {
        let at_greenwich =
            matches!(zone.iana_name(), Some("Europe/London" | "Europe/Dublin" | "Europe/Lisbon"));
        let day_first = match (language, offset.map(|o| o.seconds() / 3600)) {
            (Language::German | Language::Other(_), _) => Some(true),
            (Language::English, Some(-11..=-3)) => Some(false),
            (Language::English, Some(1..=14)) => Some(true),
            (Language::English, Some(0)) if at_greenwich => Some(true),
            _ => None,
        };
        Self { sent: at.to_zoned(zone.clone()), day_first, reader: zone, own: Vec::new(), others: Vec::new() }
    }
}

/// First and last name, as they would stand in the folded text.
fn names(address: &domain::Address) -> Vec<String> {
    let folded = Folded::new(address.name.clone().unwrap_or_default());
    let words: Vec<&str> = folded.text().split_whitespace().collect();
    let ends = [words.first(), words.last()].into_iter().flatten();
    let named = |word: &&&str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    ends.filter(named).map(|word| (*word).to_owned()).collect()
}
