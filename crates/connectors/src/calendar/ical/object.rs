//! A file with many UIDs, taken apart into calendar objects as servers keep them.

use super::lines::{self, Component};
use super::text::{newline, zone_ids, zones_for};
use super::{Group, Parsed, parse};

/// One UID's object, with the bytes of its events and zones as they stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub uid: String,
    pub raw: Vec<u8>,
}

/// By UID, in the order in which they begin. A file with one UID comes back byte for byte.
pub fn split(bytes: &[u8]) -> Vec<Piece> {
    let parsed = parse(bytes);
    if let [group] = parsed.groups.as_slice() {
        return vec![Piece { uid: group.uid.clone(), raw: bytes.to_vec() }];
    }
    parsed
        .groups
        .iter()
        .map(|group| Piece { uid: group.uid.clone(), raw: cut_out(bytes, &parsed, group) })
        .collect()
}

/// X-WR-CALNAME, which calendars on the web call themselves by.
pub fn name(bytes: &[u8]) -> Option<String> {
    let index = lines::index(bytes);
    let calendar = index.roots.iter().find(|root| root.name == "VCALENDAR")?;
    let line = lines::own_lines(bytes, calendar).find(|line| line.name() == "X-WR-CALNAME")?;
    let name = line.value().replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
    (!name.trim().is_empty()).then(|| name.trim().chars().take(200).collect())
}

/// Whether it is a calendar from its beginning to its end, and small enough to be read.
pub fn is_whole(bytes: &[u8]) -> bool {
    let index = lines::index(bytes);
    let calendars = index.roots.iter().filter(|root| root.name == "VCALENDAR");
    let ends = |root: &Component| root.body.end < root.range.end;
    bytes.len() <= super::LONGEST && calendars.clone().count() > 0 && calendars.clone().all(ends)
}

fn cut_out(bytes: &[u8], parsed: &Parsed, group: &Group) -> Vec<u8> {
    let slice = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
    let newline = newline(bytes);
    let mut raw = Vec::new();
    raw.extend_from_slice(format!("BEGIN:VCALENDAR{newline}").as_bytes());
    let empty = Vec::new();
    let calendar = parsed.index.roots.get(group.calendar).filter(|root| root.name == "VCALENDAR");
    let children: &Vec<Component> = calendar.map_or(&empty, |calendar| &calendar.children);
    if let Some(calendar) = calendar {
        for line in lines::own_lines(bytes, calendar) {
            raw.extend_from_slice(slice(line.range));
        }
        let is_ours = |child: &&Component| group.vevents.iter().any(|vevent| vevent.range == child.range);
        let wanted: Vec<String> =
            children.iter().filter(is_ours).flat_map(|child| zone_ids(bytes, child)).collect();
        for zone in zones_for(bytes, calendar, &wanted) {
            raw.extend_from_slice(slice(zone));
        }
    }
    for vevent in &group.vevents {
        raw.extend_from_slice(slice(vevent.range.clone()));
    }
    if !raw.ends_with(b"\n") {
        raw.extend_from_slice(newline.as_bytes());
    }
    raw.extend_from_slice(format!("END:VCALENDAR{newline}").as_bytes());
    raw
}
