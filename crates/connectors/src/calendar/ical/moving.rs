//! Other times for an event, and for what names its occurrences by them.

use super::Group;
use super::change::{Times, like};
use super::component::Vevent;
use super::draft::{definition, time};
use super::lines::{Component, Line};
use super::series::component_of;
use super::text::{Edits, line_of, newline};
use super::value::{folded, written};
use super::zone::{Moment, Zone};
use domain::event::EventTime;

pub(super) fn set_times(
    edits: &mut Edits,
    raw: &[u8],
    calendar: &Component,
    component: &Component,
    vevent: &Vevent,
    group: &Group,
    times: &Times,
) {
    let old = line_of(raw, component, "DTSTART");
    let old_id = old.as_ref().and_then(|line| line.parameter("TZID").map(str::to_owned));
    let wanted = times.time_zone.as_deref().filter(|_| matches!(times.start, EventTime::At(_)));
    // A zone that the object knows under another name keeps that name.
    let id = match (wanted, old_id) {
        (Some(wanted), Some(old)) if vevent.start.zone.name().as_deref() == Some(wanted) => Some(old),
        (Some(wanted), _) => {
            let has =
                |zone: &Component| line_of(raw, zone, "TZID").is_some_and(|line| line.value() == wanted);
            if !calendar.children.iter().any(|child| child.name == "VTIMEZONE" && has(child))
                && let Some(definition) = definition(wanted, times.start)
            {
                let at = calendar.children.first().map_or(calendar.body.end, |child| child.range.start);
                let text: String = definition.iter().map(|line| folded(line, newline(raw))).collect();
                edits.replace(at..at, text);
            }
            Some(wanted.to_owned())
        }
        (None, _) => None,
    };
    let line = |name: &str, at: EventTime| match at {
        EventTime::At(at) if wanted.is_none() && vevent.start.is_floating() => {
            format!("{name}:{}", written(Zone::Utc.local(at), false, false))
        }
        at => time(name, at, id.as_deref()),
    };
    let start = line("DTSTART", times.start);
    edits.set(raw, component, "DTSTART", std::slice::from_ref(&start));
    edits.set(raw, component, "DTEND", &[line("DTEND", times.end)]);
    edits.set(raw, component, "DURATION", &[]);
    if vevent.replaces.is_none() {
        move_names(edits, raw, calendar, component, vevent, group, &start);
    }
}

/// Exceptions and changed occurrences are named by their start: it moves with the series.
fn move_names(
    edits: &mut Edits,
    raw: &[u8],
    calendar: &Component,
    component: &Component,
    master: &Vevent,
    group: &Group,
    start: &str,
) {
    let line = Line { range: 0..0, text: start.to_owned() };
    let mut zones = super::Zones::none();
    let Some(new) = super::timing::time(&line, &mut zones, &mut Vec::new()) else { return };
    if new.local == master.start.local
        && new.is_day == master.start.is_day
        && new.zone.name() == master.start.zone.name()
    {
        return;
    }
    let distance = new.local.duration_since(master.start.local);
    let moved = |moment: &Moment| {
        let local = master.local_of(moment).checked_add(distance).unwrap_or(new.local);
        let local = if new.is_day { local.date().at(0, 0, 0, 0) } else { local };
        Moment { local, ..new.clone() }
    };
    let excepted: Vec<String> =
        master.except.iter().map(|moment| like(&line, "EXDATE", &moved(moment))).collect();
    if !excepted.is_empty() {
        edits.set(raw, component, "EXDATE", &excepted);
    }
    for changed in &group.vevents {
        if let (Some(replaced), Ok(component)) = (&changed.replaces, component_of(calendar, changed)) {
            edits.set(raw, component, "RECURRENCE-ID", &[like(&line, "RECURRENCE-ID", &moved(replaced))]);
        }
    }
}
