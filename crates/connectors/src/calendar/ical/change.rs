//! Changes to a stored object: lines of one event are replaced, everything else keeps its bytes.

use super::draft::{attendee, organizer, rule_text, stamp};
use super::lines::{self, Component, Line};
use super::moving::set_times;
use super::parse;
use super::series::{component_of, find_override, master_of, occurrence, whole, with_override};
use super::text::{Edits, line_of, newline, with_parameter};
use super::value::{escaped, folded, written};
use super::zone::{Moment, Zone};
use domain::Address;
use domain::event::{EventStatus, EventTime, Response};
use jiff::Timestamp;

/// What becomes different; `None` leaves as it is, `Some(None)` takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub summary: Option<String>,
    pub description: Option<Option<String>>,
    pub location: Option<Option<String>>,
    pub times: Option<Times>,
    pub rrule: Option<Option<String>>,
    /// All that there shall be; those who stay keep their line with their answer.
    pub attendees: Option<Vec<Address>>,
    pub organizer: Option<Address>,
    pub status: Option<EventStatus>,
}

/// `end` as in `Draft`. Without a zone: in UTC, but floating events stay floating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    pub start: EventTime,
    pub end: EventTime,
    pub time_zone: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("The event cannot be read well enough to be changed.")]
    Unreadable,
    #[error("The series does not take place then.")]
    NoSuchOccurrence,
    #[error("This address is not among the attendees.")]
    NotInvited,
}

impl EditError {
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable_event",
            Self::NoSuchOccurrence => "no_such_occurrence",
            Self::NotInvited => "not_invited",
        }
    }
}

/// Changes the whole event, or one occurrence: `recurrence_id` is as in `Event` and `Occurrence`. SEQUENCE grows
/// where RFC 5546 §2.1.4 asks for it; DTSTAMP becomes `at`.
pub fn update(
    raw: &[u8],
    recurrence_id: Option<&str>,
    change: &Change,
    at: Timestamp,
) -> Result<Vec<u8>, EditError> {
    let raw = match recurrence_id {
        Some(id) => with_override(raw, id)?,
        None => raw.to_vec(),
    };
    let parsed = parse(&raw);
    let (group, calendar) = whole(&parsed)?;
    let vevent = match recurrence_id {
        Some(id) => find_override(group, id).ok_or(EditError::NoSuchOccurrence)?,
        None => group.vevents.first().ok_or(EditError::Unreadable)?,
    };
    let component = component_of(calendar, vevent)?;
    let mut edits = Edits::default();
    let mut set = |name: &str, new: Vec<String>| edits.set(&raw, component, name, &new);
    if let Some(summary) = &change.summary {
        set("SUMMARY", vec![format!("SUMMARY:{}", escaped(summary))]);
    }
    for (name, text) in [("DESCRIPTION", &change.description), ("LOCATION", &change.location)] {
        if let Some(text) = text {
            set(name, text.iter().map(|text| format!("{name}:{}", escaped(text))).collect());
        }
    }
    if let Some(rule) = &change.rrule {
        set("RRULE", rule.iter().map(|rule| format!("RRULE:{}", rule_text(rule))).collect());
    }
    if let Some(status) = change.status {
        set("STATUS", vec![format!("STATUS:{}", status.as_str().to_ascii_uppercase())]);
    }
    if let Some(address) = &change.organizer {
        set("ORGANIZER", vec![organizer(address)]);
    }
    if let Some(attendees) = &change.attendees {
        set("ATTENDEE", attendee_lines(&raw, component, attendees));
    }
    if change.times.is_some() || change.rrule.is_some() || change.status.is_some() {
        set("SEQUENCE", vec![format!("SEQUENCE:{}", vevent.event.sequence.saturating_add(1))]);
    }
    if let Some(times) = &change.times {
        set_times(&mut edits, &raw, calendar, component, vevent, group, times);
    }
    touch(&mut edits, &raw, component, at);
    Ok(edits.apply(&raw))
}

/// Takes one occurrence out of its series (EXDATE).
pub fn exclude(raw: &[u8], recurrence_id: &str, at: Timestamp) -> Result<Vec<u8>, EditError> {
    let parsed = parse(raw);
    let (group, calendar) = whole(&parsed)?;
    let master = master_of(group).ok_or(EditError::NoSuchOccurrence)?;
    let changed = find_override(group, recurrence_id);
    let local = occurrence(group, recurrence_id).ok_or(EditError::NoSuchOccurrence)?;
    let component = component_of(calendar, master)?;
    let mut edits = Edits::default();
    if let Some(changed) = changed {
        edits.replace(changed.range.clone(), "");
    }
    let start = line_of(raw, component, "DTSTART").ok_or(EditError::Unreadable)?;
    let line = like(&start, "EXDATE", &Moment { local, ..master.start.clone() });
    let place = component.children.first().map_or(component.body.end, |child| child.range.start);
    edits.replace(place..place, folded(&line, newline(raw)));
    let sequence = format!("SEQUENCE:{}", master.event.sequence.saturating_add(1));
    edits.set(raw, component, "SEQUENCE", &[sequence]);
    touch(&mut edits, raw, component, at);
    Ok(edits.apply(raw))
}

/// An attendee's answer in a stored object: in all its events, or for one occurrence.
pub fn set_partstat(
    raw: &[u8],
    recurrence_id: Option<&str>,
    attendee: &str,
    response: Response,
    at: Timestamp,
) -> Result<Vec<u8>, EditError> {
    let raw = match recurrence_id {
        Some(id) => with_override(raw, id)?,
        None => raw.to_vec(),
    };
    let parsed = parse(&raw);
    let (group, calendar) = whole(&parsed)?;
    let only = recurrence_id.and_then(|id| find_override(group, id)).map(|vevent| vevent.range.clone());
    let mut edits = Edits::default();
    let mut is_invited = false;
    for vevent in group.vevents.iter().filter(|vevent| only.as_ref().is_none_or(|only| *only == vevent.range))
    {
        let component = component_of(calendar, vevent)?;
        let mut answered = false;
        for line in lines::own_lines(&raw, component).filter(|line| line.name() == "ATTENDEE") {
            if is_of(&line, attendee) {
                let text = with_parameter(&line, "PARTSTAT", partstat(response));
                edits.replace(line.range.clone(), folded(&text, newline(&raw)));
                answered = true;
            }
        }
        if answered {
            touch(&mut edits, &raw, component, at);
        }
        is_invited |= answered;
    }
    if is_invited { Ok(edits.apply(&raw)) } else { Err(EditError::NotInvited) }
}

pub(super) fn partstat(response: Response) -> &'static str {
    match response {
        Response::NeedsAction => "NEEDS-ACTION",
        Response::Accepted => "ACCEPTED",
        Response::Tentative => "TENTATIVE",
        Response::Declined => "DECLINED",
        Response::Delegated => "DELEGATED",
    }
}

pub(super) fn is_of(line: &Line, address: &str) -> bool {
    let value = line.value().trim();
    let value = value.split_once(':').map_or(value, |(_, address)| address);
    value.eq_ignore_ascii_case(address)
        || line.parameter("EMAIL").is_some_and(|email| email.eq_ignore_ascii_case(address))
}

/// A line of that name in the form of another: same zone, or a day like it.
pub(super) fn like(line: &Line, name: &str, moment: &Moment) -> String {
    let is_utc = matches!(moment.zone, Zone::Utc) && !moment.is_day;
    format!("{name}{}:{}", line.parameters(), written(moment.local, moment.is_day, is_utc))
}

fn attendee_lines(raw: &[u8], component: &Component, wanted: &[Address]) -> Vec<String> {
    let known: Vec<Line> =
        lines::own_lines(raw, component).filter(|line| line.name() == "ATTENDEE").collect();
    let line = |address: &Address| match known.iter().find(|line| is_of(line, &address.address)) {
        Some(line) => line.text.clone(),
        None => attendee(address),
    };
    wanted.iter().map(line).collect()
}

fn touch(edits: &mut Edits, raw: &[u8], component: &Component, at: Timestamp) {
    edits.set(raw, component, "DTSTAMP", &[stamp(at)]);
    if line_of(raw, component, "LAST-MODIFIED").is_some() {
        let now = written(Zone::Utc.local(at), false, true);
        edits.set(raw, component, "LAST-MODIFIED", &[format!("LAST-MODIFIED:{now}")]);
    }
}
