//! A VTIMEZONE as it describes itself: its onsets, one after the other.

use super::lines::{self, Component};
use super::{rule, value};
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// More than a century of two changes a year.
const ONSETS: usize = 400;

#[derive(Debug)]
pub(super) struct Offsets {
    /// By local time.
    onsets: Vec<Onset>,
}

#[derive(Debug)]
struct Onset {
    /// In the offset before.
    local: DateTime,
    before: Offset,
    after: Offset,
}

impl Offsets {
    pub fn read(bytes: &[u8], component: &Component) -> Option<Self> {
        let mut onsets = Vec::new();
        let observances =
            component.children.iter().filter(|part| matches!(part.name.as_str(), "STANDARD" | "DAYLIGHT"));
        for observance in observances.take(ONSETS) {
            let (mut start, mut before, mut after, mut repeats) = (None, None, None, None);
            let mut dates = Vec::new();
            for line in lines::own_lines(bytes, observance) {
                let text = line.value();
                match line.name().as_str() {
                    "DTSTART" => start = value::time(text).map(|time| time.local),
                    "TZOFFSETFROM" => before = value::offset(text),
                    "TZOFFSETTO" => after = value::offset(text),
                    "RRULE" => repeats = rule::parse(text),
                    "RDATE" if dates.len() < ONSETS => {
                        dates.extend(text.split(',').filter_map(value::time).map(|time| time.local));
                    }
                    _ => {}
                }
            }
            let (Some(start), Some(after)) = (start, after) else { continue };
            let before = before.unwrap_or(after);
            dates.push(start);
            if let Some(mut repeats) = repeats {
                // UNTIL is in UTC, and the onsets are in the offset before.
                rule::localise(&mut repeats, |utc| before.to_datetime(super::zone::Zone::Utc.instant(utc)));
                let from = start.max(date(1960, 1, 1).at(0, 0, 0, 0));
                let to = date(2110, 1, 1).at(0, 0, 0, 0);
                dates.extend(rule::starts(&repeats, start, from, to, ONSETS).unwrap_or_default());
            }
            dates.truncate(ONSETS);
            onsets.extend(dates.into_iter().map(|local| Onset { local, before, after }));
        }
        onsets.sort_by_key(|onset| onset.local);
        onsets.dedup_by_key(|onset| onset.local);
        (!onsets.is_empty()).then_some(Self { onsets })
    }

    pub fn at_local(&self, local: DateTime) -> Offset {
        let next = self.onsets.partition_point(|onset| onset.local <= local);
        let Some(onset) = next.checked_sub(1).and_then(|last| self.onsets.get(last)) else {
            return self.onsets.first().map_or(Offset::UTC, |first| first.before);
        };
        let gap = i64::from(onset.after.seconds() - onset.before.seconds());
        let in_gap = gap > 0
            && onset.local.checked_add(Span::new().seconds(gap)).is_ok_and(|end_of_gap| local < end_of_gap);
        if in_gap { onset.before } else { onset.after }
    }

    pub fn at_instant(&self, instant: Timestamp) -> Offset {
        let began = |onset: &Onset| onset.before.to_timestamp(onset.local).is_ok_and(|at| at <= instant);
        match self.onsets.partition_point(began).checked_sub(1).and_then(|last| self.onsets.get(last)) {
            Some(onset) => onset.after,
            None => self.onsets.first().map_or(Offset::UTC, |first| first.before),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &[u8] = b"BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010325T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

    #[test]
    fn it_agrees_with_the_zone_that_it_copies() {
        let index = lines::index(ZONE);
        let ours = Offsets::read(ZONE, &index.roots[0]).unwrap();
        let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
        let mut local = date(2025, 1, 1).at(0, 30, 0, 0);
        while local.year() < 2028 {
            let theirs = berlin.to_ambiguous_timestamp(local).compatible().unwrap();
            let instant = ours.at_local(local).to_timestamp(local).unwrap();
            assert_eq!(instant, theirs, "{local}");
            assert_eq!(ours.at_instant(instant), berlin.to_offset(instant), "{local}");
            local = local.checked_add(Span::new().hours(1)).unwrap();
        }
    }
}
