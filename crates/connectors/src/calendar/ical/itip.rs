//! Messages about events (iTIP, RFC 5546) from the object they are about.

use super::change::{EditError, is_of, like, partstat};
use super::draft::{PRODUCT, name_of, plain, stamp};
use super::lines::{self, Component};
use super::parse;
use super::series::{component_of, master_of, occurrence, whole};
use super::text::{Edits, line_of, newline, with_parameter, zone_ids, zones_for};
use super::value::folded;
use super::zone::Moment;
use domain::Address;
use domain::event::Response;
use jiff::Timestamp;

/// The answer to an invitation, for its organiser: about all that the invitation holds, or one occurrence.
pub fn reply(
    raw: &[u8],
    recurrence_id: Option<&str>,
    attendee: &Address,
    response: Response,
    at: Timestamp,
) -> Result<Vec<u8>, EditError> {
    message(raw, "REPLY", recurrence_id, |component| {
        let mut lines = kept(raw, component, &["UID", "SEQUENCE", "ORGANIZER", "SUMMARY"]);
        lines.push(stamp(at));
        let invited = lines::own_lines(raw, component)
            .find(|line| line.name() == "ATTENDEE" && is_of(line, &attendee.address));
        lines.push(match invited {
            Some(line) => with_parameter(&line, "PARTSTAT", partstat(response)),
            None => {
                let name = name_of(attendee);
                format!("ATTENDEE{name};PARTSTAT={}:mailto:{}", partstat(response), plain(&attendee.address))
            }
        });
        lines
    })
}

/// Calls the event off, for its attendees: all of it, or one occurrence.
pub fn cancel(raw: &[u8], recurrence_id: Option<&str>, at: Timestamp) -> Result<Vec<u8>, EditError> {
    message(raw, "CANCEL", recurrence_id, |component| {
        let mut lines = kept(raw, component, &["UID", "ORGANIZER", "ATTENDEE", "SUMMARY", "LOCATION"]);
        let sequence =
            line_of(raw, component, "SEQUENCE").and_then(|line| line.value().trim().parse::<i64>().ok());
        lines.push(format!("SEQUENCE:{}", sequence.unwrap_or(0).saturating_add(1)));
        lines.push("STATUS:CANCELLED".to_owned());
        lines.push(stamp(at));
        lines
    })
}

/// The invitation that a stored object makes, without the owner's alarms.
pub fn request(raw: &[u8]) -> Result<Vec<u8>, EditError> {
    let parsed = parse(raw);
    let (_, calendar) = whole(&parsed)?;
    let mut edits = Edits::default();
    edits.set(raw, calendar, "METHOD", &["METHOD:REQUEST".to_owned()]);
    for event in calendar.children.iter().filter(|child| child.name == "VEVENT") {
        for alarm in event.children.iter().filter(|child| child.name == "VALARM") {
            edits.replace(alarm.range.clone(), "");
        }
    }
    Ok(edits.apply(raw))
}

/// An invitation as a calendar keeps it: without METHOD (RFC 4791 §4.1), and else byte for byte.
pub fn stored(raw: &[u8]) -> Result<Vec<u8>, EditError> {
    let parsed = parse(raw);
    let (_, calendar) = whole(&parsed)?;
    let mut edits = Edits::default();
    edits.set(raw, calendar, "METHOD", &[]);
    Ok(edits.apply(raw))
}

fn message(
    raw: &[u8],
    method: &str,
    recurrence_id: Option<&str>,
    lines_for: impl Fn(&Component) -> Vec<String>,
) -> Result<Vec<u8>, EditError> {
    let parsed = parse(raw);
    let (group, calendar) = whole(&parsed)?;
    let newline = newline(raw);
    let mut events: Vec<Vec<String>> = Vec::new();
    let mut zones = Vec::new();
    match recurrence_id {
        None => {
            for vevent in &group.vevents {
                let component = component_of(calendar, vevent)?;
                let mut lines = lines_for(component);
                let times = ["DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"];
                lines.extend(kept(raw, component, &times));
                zones.extend(zone_ids(raw, component));
                events.push(lines);
            }
        }
        Some(id) => {
            let master = master_of(group);
            let local = occurrence(group, id);
            let (Some(master), Some(local)) = (master, local) else {
                // An invitation to that occurrence alone.
                let alone =
                    group.vevents.iter().find(|vevent| vevent.event.recurrence_id.as_deref() == Some(id));
                let component = component_of(calendar, alone.ok_or(EditError::NoSuchOccurrence)?)?;
                let mut lines = lines_for(component);
                lines.extend(kept(raw, component, &["DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"]));
                zones.extend(zone_ids(raw, component));
                return Ok(assemble(raw, calendar, method, &zones, &[lines], newline));
            };
            let component = component_of(calendar, master)?;
            let start = line_of(raw, component, "DTSTART").ok_or(EditError::Unreadable)?;
            let moment = Moment { local, ..master.start.clone() };
            let mut lines = lines_for(component);
            lines.push(like(&start, "DTSTART", &moment));
            lines.push(like(&start, "RECURRENCE-ID", &moment));
            zones.extend(zone_ids(raw, component));
            events.push(lines);
        }
    }
    Ok(assemble(raw, calendar, method, &zones, &events, newline))
}

fn assemble(
    raw: &[u8],
    calendar: &Component,
    method: &str,
    zones: &[String],
    events: &[Vec<String>],
    newline: &str,
) -> Vec<u8> {
    let mut text = Vec::new();
    let line = |text: &mut Vec<u8>, line: &str| text.extend_from_slice(folded(line, newline).as_bytes());
    for head in ["BEGIN:VCALENDAR", "VERSION:2.0", PRODUCT, &format!("METHOD:{method}")] {
        line(&mut text, head);
    }
    for zone in zones_for(raw, calendar, zones) {
        text.extend_from_slice(raw.get(zone).unwrap_or_default());
    }
    for event in events {
        line(&mut text, "BEGIN:VEVENT");
        event.iter().for_each(|own| line(&mut text, own));
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}

/// The component's lines of those names, unfolded.
fn kept(raw: &[u8], component: &Component, names: &[&str]) -> Vec<String> {
    let is_wanted = |line: &lines::Line| names.contains(&line.name().as_str());
    lines::own_lines(raw, component).filter(is_wanted).map(|line| line.text).collect()
}
