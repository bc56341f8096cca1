//! A new event from its fields.

use super::value::{escaped, folded, parameter, written};
use super::zone::{Zone, by_name};
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType};
use domain::Address;
use domain::event::EventTime;
use jiff::civil::date;
use jiff::{Span, Timestamp};

pub(super) const PRODUCT: &str = "PRODID:-//Factotum//Factotum//EN";

#[derive(Clone, Debug)]
pub struct Draft {
    pub uid: String,
    pub summary: String,
    pub start: EventTime,
    /// The first moment after it; for days the day after the last.
    pub end: EventTime,
    /// An IANA name; without one, or with one that is unknown, times are written in UTC.
    pub time_zone: Option<String>,
    pub location: Option<String>,
    pub description: Option<String>,
    pub organizer: Option<Address>,
    pub attendees: Vec<Address>,
    pub rrule: Option<String>,
    pub sequence: i64,
    /// A display alarm so many minutes before the start.
    pub alarm_minutes: Option<i64>,
    /// DTSTAMP.
    pub at: Timestamp,
}

/// A whole calendar object, without METHOD.
pub fn build(draft: &Draft) -> Vec<u8> {
    let zone = draft.time_zone.as_deref().filter(|_| matches!(draft.start, EventTime::At(_)));
    let zone = zone.and_then(|name| Some((name, definition(name, draft.start)?)));
    let id = zone.as_ref().map(|(name, _)| *name);
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned(), PRODUCT.to_owned()];
    lines.extend(zone.iter().flat_map(|(_, definition)| definition.clone()));
    lines.extend([
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&draft.uid)),
        stamp(draft.at),
        time("DTSTART", draft.start, id),
        time("DTEND", draft.end, id),
        format!("SUMMARY:{}", escaped(&draft.summary)),
        format!("SEQUENCE:{}", draft.sequence),
    ]);
    lines.extend(draft.location.as_ref().map(|location| format!("LOCATION:{}", escaped(location))));
    lines.extend(draft.description.as_ref().map(|text| format!("DESCRIPTION:{}", escaped(text))));
    lines.extend(draft.rrule.as_ref().map(|rule| format!("RRULE:{}", rule_text(rule))));
    lines.extend(draft.organizer.as_ref().map(organizer));
    lines.extend(draft.attendees.iter().map(attendee));
    if let Some(minutes) = draft.alarm_minutes {
        lines.extend(alarm(minutes, &draft.summary));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line, "\r\n")).collect::<String>().into_bytes()
}

pub(super) fn stamp(at: Timestamp) -> String {
    format!("DTSTAMP:{}", written(Zone::Utc.local(at), false, true))
}

/// In the zone of that TZID, else in UTC.
pub(super) fn time(name: &str, time: EventTime, id: Option<&str>) -> String {
    match time {
        EventTime::Day(day) => format!("{name};VALUE=DATE:{}", written(day.at(0, 0, 0, 0), true, false)),
        EventTime::At(at) => match id.and_then(|id| Some((id, by_name(id)?))) {
            Some((id, zone)) if !matches!(zone, Zone::Utc) => {
                format!("{name};TZID={}:{}", parameter(id), written(zone.local(at), false, false))
            }
            _ => format!("{name}:{}", written(Zone::Utc.local(at), false, true)),
        },
    }
}

pub(super) fn rule_text(rule: &str) -> String {
    let rule = rule.trim().trim_start_matches("RRULE:");
    rule.chars().filter(|letter| !letter.is_control()).collect()
}

pub(super) fn organizer(address: &Address) -> String {
    format!("ORGANIZER{}:mailto:{}", name_of(address), plain(&address.address))
}

pub(super) fn attendee(address: &Address) -> String {
    format!(
        "ATTENDEE{};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{}",
        name_of(address),
        plain(&address.address)
    )
}

pub(super) fn name_of(address: &Address) -> String {
    address.name.as_deref().map_or(String::new(), |name| format!(";CN={}", parameter(name)))
}

pub(super) fn plain(address: &str) -> String {
    address.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace()).collect()
}

fn alarm(minutes: i64, summary: &str) -> [String; 5] {
    let sign = if minutes >= 0 { "-" } else { "" };
    [
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{}", escaped(summary)),
        format!("TRIGGER:{sign}PT{}M", minutes.unsigned_abs()),
        "END:VALARM".to_owned(),
    ]
}

/// The zone's VTIMEZONE from the year of that time on; `None` for UTC and unknown zones.
pub(super) fn definition(name: &str, from: EventTime) -> Option<Vec<String>> {
    let Some(Zone::Named(_)) = by_name(name) else { return None };
    let year = match from {
        EventTime::At(at) => Zone::Utc.local(at).year(),
        EventTime::Day(day) => day.year(),
    };
    let begin = Zone::Utc.instant(date(year.clamp(1900, 9000), 1, 1).at(0, 0, 0, 0));
    let end = Zone::Utc.local(begin).checked_add(Span::new().years(10)).ok()?;
    let end = Zone::Utc.instant(end);
    let mut calendar =
        ICalendar { components: vec![ICalendarComponent::new(ICalendarComponentType::VCalendar)] };
    calendar.add_timezone(name, begin.as_second(), end.as_second())?;
    let text = calendar.to_string();
    let lines = text.lines().skip_while(|line| *line != "BEGIN:VTIMEZONE");
    let mut definition: Vec<String> = Vec::new();
    for line in lines {
        definition.push(line.to_owned());
        if line == "END:VTIMEZONE" {
            return Some(definition);
        }
    }
    None
}
