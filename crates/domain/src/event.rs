//! Calendar events as lists, conflicts and cards show them. The iCalendar text (RFC 5545) stays beside, byte for byte,
//! and is what is edited.

use crate::address::Address;
use crate::insight::words;
use crate::item::Place;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

words!(EventStatus { Confirmed = "confirmed", Tentative = "tentative", Cancelled = "cancelled" } default Confirmed);

words!(
    /// PARTSTAT.
    Response {
        NeedsAction = "needs_action", Accepted = "accepted", Tentative = "tentative", Declined = "declined",
        Delegated = "delegated",
    } default NeedsAction
);

words!(
    /// METHOD of an iTIP message (RFC 5546), as far as mails carry it.
    Method {
        Publish = "publish", Request = "request", Reply = "reply", Cancel = "cancel", Counter = "counter",
        DeclineCounter = "declinecounter", Refresh = "refresh", Add = "add",
    } default Publish
);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    #[serde(flatten)]
    pub address: Address,
    pub response: Response,
    #[serde(default)]
    pub optional: bool,
}

/// One VEVENT: a single event, the master of a series, or one changed occurrence of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub uid: String,
    /// The calendar's name for people; the place keeps its path.
    pub calendar: String,
    pub summary: String,
    pub description: String,
    /// All-day events: midnight in `time_zone`, or UTC without one.
    pub start: Timestamp,
    pub end: Timestamp,
    pub all_day: bool,
    /// An IANA name; `None` for UTC, and for floating times, which count in the user's zone.
    pub time_zone: Option<String>,
    /// No zone at all was given.
    pub floating: bool,
    pub location: Option<String>,
    pub status: EventStatus,
    /// TRANSP:TRANSPARENT does not make busy.
    pub transparent: bool,
    pub organizer: Option<Address>,
    pub attendees: Vec<Attendee>,
    /// RRULE as it stands; RDATE and EXDATE are read from the text.
    pub rrule: Option<String>,
    /// RDATE without RRULE repeats too.
    pub repeats: bool,
    /// Which occurrence this is, as RFC 3339, or a date for all-day events.
    pub recurrence_id: Option<String>,
    pub sequence: i64,
}

/// A moment, or a day for all-day events: `2026-05-03T14:00:00Z` or `2026-05-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EventTime {
    At(Timestamp),
    Day(Date),
}

/// A calendar of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its place at the provider: a CalDAV path, a folder's name, or a file.
    pub path: String,
    pub name: String,
    pub color: Option<String>,
    pub read_only: bool,
    /// The server mails attendees by itself when an event is written (RFC 6638).
    pub schedules: bool,
}

/// What a mail's `text/calendar` part asks for (iTIP over mail, RFC 6047).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub method: Method,
    /// All components of one UID, the master first.
    pub events: Vec<Event>,
    /// The part as it stands, which is what is put into the calendar.
    pub text: String,
}

/// A calendar object (one UID with all its components) that is new or was changed elsewhere.
#[derive(Clone, Debug)]
pub struct InboundEvent {
    /// Folder: the calendar's path. Key: the object's path below it.
    pub place: Place,
    pub etag: Option<String>,
    pub raw: Arc<[u8]>,
    /// The master first; overrides after it. Never empty.
    pub events: Vec<Event>,
    /// When it takes place, from its start on, up to `expanded_to` (see [`HORIZON`] and [`MOST_OCCURRENCES`]); the
    /// grammar expands, the store only keeps and finds.
    pub occurrences: Vec<Occurrence>,
    /// Where the expansion ended; `None` if there are no more occurrences.
    pub expanded_to: Option<Timestamp>,
    /// Parts that could not be read, named for the user.
    pub problems: Vec<String>,
}

/// How far ahead of now occurrences are kept in the store; beyond, they are expanded when asked for.
pub const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 750);
/// Occurrences of one object that are kept in the store at most.
pub const MOST_OCCURRENCES: usize = 2_000;

/// A stretch of time in which an event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub start: Timestamp,
    pub end: Timestamp,
    pub all_day: bool,
    pub recurrence_id: Option<String>,
    /// Index into the object's events: the master, or the override that replaces this occurrence.
    pub of: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_moment_are_told_apart() {
        let read = |text: &str| serde_json::from_value::<EventTime>(text.into());
        assert!(matches!(read("2026-05-03"), Ok(EventTime::Day(_))));
        assert!(matches!(read("2026-05-03T14:00:00Z"), Ok(EventTime::At(_))));
        assert!(matches!(read("2026-05-03T14:00:00+02:00"), Ok(EventTime::At(_))));
        assert!(read("tomorrow").is_err());
    }
}
