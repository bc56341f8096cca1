//! Calendars: servers, folders and files as sources of events, and writing to them.

pub mod caldav;
mod cursor;
pub mod ical;
pub mod ics;
pub mod vdir;
pub mod write;

use domain::event::InboundEvent;
use domain::item::Place;
use jiff::Timestamp;
use std::sync::Arc;

/// Changes of one batch at most.
const BATCH: usize = 100;

/// An object as it arrives; `None` where it holds no event that could be read.
fn inbound(place: Place, etag: Option<String>, calendar: &str, raw: Vec<u8>) -> Option<InboundEvent> {
    let document = ical::read(&raw);
    let mut problems = document.problems;
    let mut events = Vec::new();
    // One object holds one UID; what a server let through beside it is not lost.
    for object in document.objects {
        events.extend(object.events);
        problems.extend(object.problems);
    }
    for event in &mut events {
        calendar.clone_into(&mut event.calendar);
    }
    if events.is_empty() {
        tracing::debug!(problems = problems.len(), "a calendar object without events");
        return None;
    }
    let (occurrences, expanded_to) = ical::outlook(&raw, Timestamp::now());
    Some(InboundEvent { place, etag, raw: Arc::from(raw), events, occurrences, expanded_to, problems })
}
