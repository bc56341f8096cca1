//! Time zones: the IANA name where one is given in whatever disguise, else the offsets that the calendar brings.

use super::lines::{self, Component};
use super::offsets::Offsets;
use super::value;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub(super) enum Zone {
    Utc,
    /// Wherever the reader is; counted as if it were UTC.
    Floating,
    Named(TimeZone),
    /// Known by its VTIMEZONE alone.
    Offsets(Arc<Offsets>),
}

/// A time as it was written.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub local: DateTime,
    pub is_day: bool,
    pub zone: Zone,
}

/// The zones of one calendar.
pub(super) struct Zones {
    known: HashMap<String, Zone>,
    pub problems: Vec<String>,
}

impl Zone {
    /// RFC 5545 §3.3.5: in a gap the offset before it counts, and of two the first.
    pub fn instant(&self, local: DateTime) -> Timestamp {
        match self {
            Zone::Utc | Zone::Floating => at_offset(local, Offset::UTC),
            Zone::Named(zone) => zone
                .to_ambiguous_timestamp(local)
                .compatible()
                .unwrap_or_else(|_| at_offset(local, Offset::UTC)),
            Zone::Offsets(offsets) => at_offset(local, offsets.at_local(local)),
        }
    }

    pub fn local(&self, instant: Timestamp) -> DateTime {
        match self {
            Zone::Utc | Zone::Floating => Offset::UTC.to_datetime(instant),
            Zone::Named(zone) => zone.to_datetime(instant),
            Zone::Offsets(offsets) => offsets.at_instant(instant).to_datetime(instant),
        }
    }

    /// `None` for UTC, floating times and zones without an IANA name.
    pub fn name(&self) -> Option<String> {
        match self {
            Zone::Named(zone) => zone.iana_name().map(str::to_owned),
            _ => None,
        }
    }
}

impl Moment {
    pub fn instant(&self) -> Timestamp {
        self.zone.instant(self.local)
    }

    pub fn is_floating(&self) -> bool {
        !self.is_day && matches!(self.zone, Zone::Floating)
    }
}

impl Zones {
    /// Reads the VTIMEZONEs among a calendar's components.
    pub fn read(bytes: &[u8], calendar: &Component) -> Self {
        let mut zones = Self { known: HashMap::new(), problems: Vec::new() };
        for component in calendar.children.iter().filter(|child| child.name == "VTIMEZONE") {
            let (mut id, mut location) = (None, None);
            for line in lines::own_lines(bytes, component) {
                match line.name().as_str() {
                    "TZID" => id = Some(line.value().to_owned()),
                    "X-LIC-LOCATION" => location = Some(line.value().to_owned()),
                    _ => {}
                }
            }
            let Some(id) = id else { continue };
            let named = by_name(&id).or_else(|| location.as_deref().and_then(by_name));
            let zone = match named {
                Some(zone) => zone,
                None => match Offsets::read(bytes, component) {
                    Some(offsets) => {
                        zones.problems.push(format!(
                            "The time zone “{}” is unknown; the offsets given with it are used.",
                            shown(&id)
                        ));
                        Zone::Offsets(Arc::new(offsets))
                    }
                    None => continue,
                },
            };
            zones.known.insert(id, zone);
        }
        zones
    }

    pub fn none() -> Self {
        Self { known: HashMap::new(), problems: Vec::new() }
    }

    /// What a TZID stands for; floating where nothing is known of it.
    pub fn resolve(&mut self, id: &str) -> Zone {
        if let Some(zone) = self.known.get(id) {
            return zone.clone();
        }
        let zone = by_name(id).unwrap_or_else(|| {
            self.problems.push(format!(
                "The time zone “{}” does not exist; its times are read as local ones.",
                shown(id)
            ));
            Zone::Floating
        });
        // Bounded: an attack may name a million zones.
        if self.known.len() < 1_000 {
            self.known.insert(id.to_owned(), zone.clone());
        }
        zone
    }
}

/// An IANA name, one at the end of a path (Olson, Mozilla, Evolution), a Windows name, or a plain offset.
pub(super) fn by_name(id: &str) -> Option<Zone> {
    let id = id.trim().trim_matches('"');
    if let Some(zone) = iana(id) {
        return Some(zone);
    }
    let parts: Vec<&str> = id.split('/').filter(|part| !part.is_empty()).collect();
    for length in [3, 2, 1] {
        let found = parts.len().checked_sub(length).and_then(|from| iana(&parts.get(from..)?.join("/")));
        if found.is_some() && (length > 1 || parts.len() > 1) {
            return found;
        }
    }
    if let Ok(calcard::common::timezone::Tz::Tz(known)) = id.parse::<calcard::common::timezone::Tz>() {
        return iana(known.name());
    }
    let offset = id.strip_prefix("GMT").or_else(|| id.strip_prefix("UTC")).unwrap_or(id);
    value::offset(offset).map(|offset| Zone::Named(TimeZone::fixed(offset)))
}

fn iana(name: &str) -> Option<Zone> {
    if ["utc", "etc/utc", "z", "gmt", "etc/gmt", "zulu"].contains(&name.to_ascii_lowercase().as_str()) {
        return Some(Zone::Utc);
    }
    // `local` and POSIX rules are no IANA names, and jiff reads neither here.
    let looks_like_one =
        name.len() < 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_-+".contains(&b));
    looks_like_one.then(|| TimeZone::get(name).ok().map(Zone::Named)).flatten()
}

fn at_offset(local: DateTime, offset: Offset) -> Timestamp {
    offset.to_timestamp(local).unwrap_or(if local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN })
}

pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_disguise() {
        for (id, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
            ("/softwarestudio.org/Olson_20011030_5/America/Indiana/Knox", "America/Indiana/Knox"),
            ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("Eastern Standard Time", "America/New_York"),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ] {
            assert_eq!(by_name(id).and_then(|zone| zone.name()).as_deref(), Some(name), "{id}");
        }
        assert!(matches!(by_name("UTC"), Some(Zone::Utc)));
        let noon = jiff::civil::date(2026, 5, 3).at(12, 0, 0, 0);
        assert_eq!(by_name("GMT+0200").unwrap().instant(noon).to_string(), "2026-05-03T10:00:00Z");
        for id in ["Customized Time Zone", "Mars/Olympus", "", "Paris Hilton", "../../etc/passwd"] {
            assert!(by_name(id).is_none(), "{id}");
        }
    }

    #[test]
    fn gaps_and_folds() {
        let berlin = by_name("Europe/Berlin").unwrap();
        let at = |month, day, hour| jiff::civil::date(2026, month, day).at(hour, 30, 0, 0);
        assert_eq!(berlin.instant(at(3, 29, 2)).to_string(), "2026-03-29T01:30:00Z");
        assert_eq!(berlin.instant(at(10, 25, 2)).to_string(), "2026-10-25T00:30:00Z");
    }
}
