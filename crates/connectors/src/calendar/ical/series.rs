//! The events of an object that an edit is about, and the occurrence of a series that has none of its own yet.

use super::change::{EditError, like};
use super::component::Vevent;
use super::lines::{self, Component};
use super::text::{Edits, line_of};
use super::timing::recurrence_id;
use super::zone::{Moment, Zone, by_name};
use super::{Group, parse};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// Its first object, and the calendar around it, where nothing of it is cut off.
pub(super) fn whole(parsed: &super::Parsed) -> Result<(&Group, &Component), EditError> {
    let group = parsed.groups.first().ok_or(EditError::Unreadable)?;
    let calendar = parsed.index.roots.get(group.calendar).ok_or(EditError::Unreadable)?;
    let has_end = |component: &Component| component.body.end < component.range.end;
    let all_end = has_end(calendar) && calendar.children.iter().all(has_end);
    if calendar.name == "VCALENDAR" && all_end { Ok((group, calendar)) } else { Err(EditError::Unreadable) }
}

pub(super) fn component_of<'a>(calendar: &'a Component, vevent: &Vevent) -> Result<&'a Component, EditError> {
    calendar.children.iter().find(|child| child.range == vevent.range).ok_or(EditError::Unreadable)
}

pub(super) fn master_of(group: &Group) -> Option<&Vevent> {
    group.vevents.first().filter(|vevent| vevent.replaces.is_none())
}

/// The local start, in the master's zone, of the occurrence with that name.
pub(super) fn occurrence(group: &Group, id: &str) -> Option<DateTime> {
    let master = master_of(group)?;
    let moment = match id.parse::<Timestamp>() {
        Ok(at) => Moment { local: Zone::Utc.local(at), is_day: false, zone: Zone::Utc },
        Err(_) => {
            let day: jiff::civil::Date = id.parse().ok()?;
            Moment { local: day.at(0, 0, 0, 0), is_day: true, zone: Zone::Utc }
        }
    };
    // A floating series names its occurrences as if they were UTC.
    let moment = if master.start.is_floating() { Moment { zone: Zone::Floating, ..moment } } else { moment };
    let local = master.local_of(&moment);
    (find_override(group, id).is_some() || master.takes_place_at(local)).then_some(local)
}

pub(super) fn find_override<'a>(group: &'a Group, id: &str) -> Option<&'a Vevent> {
    let master = master_of(group);
    group.vevents.iter().find(|vevent| {
        let name = |replaced: &Moment| match master {
            Some(master) => {
                recurrence_id(&Moment { local: master.local_of(replaced), ..master.start.clone() })
            }
            None => recurrence_id(replaced),
        };
        vevent.replaces.as_ref().is_some_and(|replaced| name(replaced) == id)
    })
}

/// Copies the master for one occurrence, behind the object's last event.
pub(super) fn with_override(raw: &[u8], id: &str) -> Result<Vec<u8>, EditError> {
    let parsed = parse(raw);
    let (group, calendar) = whole(&parsed)?;
    if find_override(group, id).is_some() {
        return Ok(raw.to_vec());
    }
    let master = master_of(group).ok_or(EditError::NoSuchOccurrence)?;
    let local = occurrence(group, id).ok_or(EditError::NoSuchOccurrence)?;
    let component = component_of(calendar, master)?;
    let copy = raw.get(component.range.clone()).unwrap_or_default();
    let index = lines::index(copy);
    let copied = index.roots.first().ok_or(EditError::Unreadable)?;
    let start = line_of(copy, copied, "DTSTART").ok_or(EditError::Unreadable)?;
    let moment = Moment { local, ..master.start.clone() };
    let mut edits = Edits::default();
    for name in ["RRULE", "RDATE", "EXDATE", "EXRULE"] {
        edits.set(copy, copied, name, &[]);
    }
    edits.set(copy, copied, "RECURRENCE-ID", &[like(&start, "RECURRENCE-ID", &moment)]);
    edits.set(copy, copied, "DTSTART", &[like(&start, "DTSTART", &moment)]);
    if let Some(line) = line_of(copy, copied, "DTEND") {
        let end = super::timing::end(&moment, master.length);
        let zone = line.parameter("TZID").and_then(by_name).unwrap_or(moment.zone.clone());
        let zone = if line.value().trim().ends_with(['Z', 'z']) { Zone::Utc } else { zone };
        let end = Moment { local: zone.local(end), is_day: moment.is_day, zone };
        edits.set(copy, copied, "DTEND", &[like(&line, "DTEND", &end)]);
    }
    let text = edits.apply(copy);
    let last = group.vevents.iter().map(|vevent| vevent.range.end).max().unwrap_or(component.range.end);
    let mut edited = raw.get(..last).unwrap_or_default().to_vec();
    edited.extend_from_slice(&text);
    edited.extend_from_slice(raw.get(last..).unwrap_or_default());
    Ok(edited)
}
