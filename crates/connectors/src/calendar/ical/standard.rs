//! Where a calendar departs from RFC 5545 and is read all the same.

use super::lines::{self, Component};
use super::value;
use std::collections::BTreeSet;

/// In words, each once.
pub(super) fn departures(bytes: &[u8], roots: &[Component]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for root in roots {
        component(bytes, root, None, &mut found);
        zones(bytes, root, &mut found);
        let method = super::text::line_of(bytes, root, "METHOD");
        let is_published = method.is_some_and(|line| line.value().trim().eq_ignore_ascii_case("PUBLISH"));
        let invites = |child: &Component| super::text::line_of(bytes, child, "ATTENDEE").is_some();
        if is_published && root.children.iter().any(invites) {
            found.insert("It is published and invites people (RFC 5546 §3.2.1).".into());
        }
    }
    found.into_iter().collect()
}

fn component(bytes: &[u8], part: &Component, parent: Option<&str>, found: &mut BTreeSet<String>) {
    let mut names = BTreeSet::new();
    for line in lines::own_lines(bytes, part) {
        let name = line.name();
        check(&name, &line, part, found);
        names.insert(name);
    }
    let needed: &[&str] = match part.name.as_str() {
        "VCALENDAR" => &["VERSION", "PRODID"],
        "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY" => &["UID", "DTSTAMP"],
        "VALARM" => &["ACTION", "TRIGGER"],
        "VTIMEZONE" => &["TZID"],
        "STANDARD" | "DAYLIGHT" => &["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"],
        _ => &[],
    };
    for name in needed.iter().filter(|name| !names.contains(**name)) {
        found.insert(format!("{} has no {name}.", part.name));
    }
    if part.name == "VCALENDAR" && parent.is_some() {
        found.insert("A calendar lies in another.".into());
    }
    for child in &part.children {
        component(bytes, child, Some(&part.name), found);
    }
}

fn zones(bytes: &[u8], root: &Component, found: &mut BTreeSet<String>) {
    let definitions = root.children.iter().filter(|child| child.name == "VTIMEZONE");
    let ids = definitions.filter_map(|zone| super::text::line_of(bytes, zone, "TZID"));
    let defined: BTreeSet<String> = ids.map(|line| line.value().to_owned()).collect();
    let named = root.children.iter().flat_map(|child| super::text::zone_ids(bytes, child));
    if named.into_iter().any(|id| !defined.contains(&id)) {
        found.insert("A time zone is named and not defined.".into());
    }
}

fn check(name: &str, line: &lines::Line, part: &Component, found: &mut BTreeSet<String>) {
    let value = line.value().trim();
    let bad = match name {
        "" if line.text.trim().is_empty() => {
            found.insert("There are empty lines in it.".into());
            return;
        }
        "" => true,
        "VERSION" => part.name == "VCALENDAR" && value != "2.0",
        "DTSTAMP" | "CREATED" | "LAST-MODIFIED" | "COMPLETED" => {
            value::time(value).is_none_or(|time| !time.is_utc)
        }
        "DTSTART" | "DTEND" | "DUE" | "RECURRENCE-ID" => match value::time(value) {
            None => true,
            Some(time) => {
                let as_day = line.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
                as_day != time.is_day || (time.is_utc && line.parameter("TZID").is_some())
            }
        },
        "ORGANIZER" | "ATTENDEE" | "URL" => value.contains(' ') || !value.contains(':'),
        "DURATION" => !value.starts_with(['P', '-', '+']) || value.len() < 3,
        "STATUS" if part.name == "VEVENT" => {
            !["TENTATIVE", "CONFIRMED", "CANCELLED"].iter().any(|known| known.eq_ignore_ascii_case(value))
        }
        "TZOFFSETFROM" | "TZOFFSETTO" => value::offset(value).is_none(),
        "GEO" => value.split(';').count() != 2 || value.contains('\\'),
        "TRIGGER" => {
            let as_time = line.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE-TIME"));
            as_time != value::time(value).is_some()
        }
        _ => false,
    };
    if bad {
        let name = if name.is_empty() { "A line" } else { name };
        found.insert(format!("{name} is not as the standard has it."));
    }
}
