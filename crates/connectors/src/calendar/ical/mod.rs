//! iCalendar (RFC 5545) and the messages made of it (RFC 5546): read, expanded, edited, built. No IO.
//!
//! Any bytes are read, and what cannot be understood is named. Edits change lines, so that every byte which an
//! edit does not concern stays as it is. Properties, rules and Windows' zone names are read by calcard.

mod change;
mod component;
mod draft;
mod expand;
mod itip;
mod lines;
mod moving;
mod object;
mod offsets;
mod people;
mod rule;
mod series;
mod standard;
mod text;
mod timing;
mod value;
mod zone;

pub use change::{Change, EditError, Times, exclude, set_partstat, update};
pub use draft::{Draft, build};
pub use expand::{expand, outlook, span};
pub use itip::{cancel, reply, request, stored};
pub use object::{Piece, is_whole, name, split};

use component::Vevent;
use domain::event::{Event, Method};
use lines::{Component, Index};
use zone::Zones;

/// Longer texts are not read at all.
pub const LONGEST: usize = 10 * 1024 * 1024;
/// Attendees of an event that are read.
pub const ATTENDEES: usize = 5_000;
/// RDATEs and EXDATEs that are read.
pub const DATES: usize = 10_000;
/// Longer descriptions end there.
pub const TEXT_BYTES: usize = 256 * 1024;

/// What some bytes hold.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Of an iTIP message; calendars as they are stored have none.
    pub method: Option<Method>,
    /// By UID, in the order in which they begin.
    pub objects: Vec<Object>,
    /// What concerns no single object.
    pub problems: Vec<String>,
}

/// Where a calendar departs from the standard and is read all the same: for who looks for the reason of a trouble.
pub fn departures(bytes: &[u8]) -> Vec<String> {
    if bytes.len() > LONGEST {
        return Vec::new();
    }
    standard::departures(bytes, &lines::index(bytes).roots)
}

/// Everything about one UID.
#[derive(Clone, Debug)]
pub struct Object {
    pub uid: String,
    /// The master first, then changed occurrences; never empty. Their `calendar` is empty.
    pub events: Vec<Event>,
    pub problems: Vec<String>,
}

/// Reads any bytes. A REPLY or CANCEL without a start has that of the occurrence it names, else its DTSTAMP.
pub fn read(bytes: &[u8]) -> Document {
    let parsed = parse(bytes);
    let objects = parsed.groups.into_iter().map(|group| Object {
        uid: group.uid,
        events: group.vevents.into_iter().map(|vevent| vevent.event).collect(),
        problems: group.problems,
    });
    Document { method: parsed.method, objects: objects.collect(), problems: parsed.problems }
}

/// The same with what expanding and editing need.
struct Parsed {
    index: Index,
    method: Option<Method>,
    groups: Vec<Group>,
    problems: Vec<String>,
}

struct Group {
    uid: String,
    vevents: Vec<Vevent>,
    problems: Vec<String>,
    /// The root component it lies in.
    calendar: usize,
}

fn parse(bytes: &[u8]) -> Parsed {
    if bytes.len() > LONGEST {
        let problems = vec![format!("It is larger than {} MB and is not read.", LONGEST >> 20)];
        return Parsed { index: Index::default(), method: None, groups: Vec::new(), problems };
    }
    let mut index = lines::index(bytes);
    let mut problems = std::mem::take(&mut index.problems);
    let mut groups: Vec<Group> = Vec::new();
    let mut known = std::collections::HashMap::new();
    let mut method = None;
    let is_calendar = |root: &Component| root.name == "VCALENDAR";
    if !index.roots.iter().any(is_calendar) {
        problems.push("It is no calendar.".into());
    }
    for (calendar, root) in index.roots.iter().enumerate() {
        let of_calendar = is_calendar(root).then(|| method_of(bytes, root)).flatten();
        method = method.or(of_calendar);
        let is_message = of_calendar.is_some_and(|method| method != Method::Publish);
        let mut zones = if is_calendar(root) { Zones::read(bytes, root) } else { Zones::none() };
        let events: Vec<&Component> = match root.name.as_str() {
            "VCALENDAR" => root.children.iter().filter(|child| child.name == "VEVENT").collect(),
            "VEVENT" => vec![root],
            _ => Vec::new(),
        };
        for component in events {
            let mut found = Vec::new();
            let vevent = component::read(bytes, component, &mut zones, is_message, &mut found);
            found.append(&mut zones.problems);
            let Some(vevent) = vevent else {
                problems.append(&mut found);
                continue;
            };
            let uid = vevent.event.uid.clone();
            let group = *known.entry(uid.clone()).or_insert_with(|| {
                groups.push(Group { uid, vevents: Vec::new(), problems: Vec::new(), calendar });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(group) {
                group.vevents.push(vevent);
                group.problems.append(&mut found);
            }
        }
    }
    for group in &mut groups {
        group.vevents.sort_by_key(|vevent| vevent.replaces.is_some());
        if group.vevents.iter().filter(|vevent| vevent.replaces.is_none()).count() > 1 {
            group.problems.push("It is there more than once; the first counts.".into());
        }
        let mut seen = std::collections::HashSet::new();
        group.problems.retain(|problem| seen.insert(problem.clone()));
    }
    Parsed { index, method, groups, problems }
}

fn method_of(bytes: &[u8], calendar: &Component) -> Option<Method> {
    let line = lines::own_lines(bytes, calendar).find(|line| line.name() == "METHOD")?;
    Method::parse(&line.value().trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
