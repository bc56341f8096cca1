//! When a series takes place: its rule, its extra dates, without its exceptions, with its changed occurrences.

use super::component::Vevent;
use super::timing::{self, Length};
use super::zone::Moment;
use super::{Group, parse, rule};
use domain::event::{HORIZON, MOST_OCCURRENCES, Occurrence};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Span, Timestamp};
use std::collections::{BTreeMap, HashSet};

/// The first object's occurrences that overlap `from..to`, by start, at most `limit` of them. `of` counts as the
/// object's events do in `read`. Cancelled occurrences are among them: the status of their event says so.
/// Floating times count as if they were UTC.
pub fn expand(raw: &[u8], from: Timestamp, to: Timestamp, limit: usize) -> Vec<Occurrence> {
    match parse(raw).groups.first() {
        Some(group) if from < to => Series::of(group).expand(from, to, limit),
        _ => Vec::new(),
    }
}

/// What the store keeps of the first object: its occurrences from the first on, and where the list of them ends
/// if it is not whole.
pub fn outlook(raw: &[u8], now: Timestamp) -> (Vec<Occurrence>, Option<Timestamp>) {
    let parsed = parse(raw);
    let Some(group) = parsed.groups.first() else { return (Vec::new(), None) };
    let horizon = now.checked_add(HORIZON).unwrap_or(Timestamp::MAX);
    let mut found =
        Series::of(group).expand(Timestamp::MIN, Timestamp::MAX.min(horizon), MOST_OCCURRENCES + 1);
    if let Some(first_missing) = found.get(MOST_OCCURRENCES).map(|occurrence| occurrence.start) {
        found.truncate(MOST_OCCURRENCES);
        return (found, Some(first_missing));
    }
    let is_whole = matches!(span_of(group), Some((_, Some(end))) if end <= horizon);
    (found, (!is_whole).then_some(horizon))
}

/// From the first start to the last end of the first object, as far as both can be said; `None` in the second
/// place for a series without an end.
pub fn span(raw: &[u8]) -> Option<(Timestamp, Option<Timestamp>)> {
    span_of(parse(raw).groups.first()?)
}

fn span_of(group: &Group) -> Option<(Timestamp, Option<Timestamp>)> {
    let first = group.vevents.iter().map(|vevent| vevent.event.start).min()?;
    let mut last = group.vevents.iter().map(|vevent| vevent.event.end).max()?;
    for vevent in &group.vevents {
        for extra in &vevent.extra {
            last = last.max(timing::end(&extra.moment, vevent.length_of(extra.length)));
        }
        if let Some(rule) = &vevent.rule {
            let rule = vevent.localised(rule);
            let Some(local) = rule::last(&rule, vevent.start.local) else { return Some((first, None)) };
            last = last.max(timing::end(&vevent.at(local), vevent.length));
        }
    }
    Some((first, Some(last)))
}

struct Series<'a> {
    master: Option<(usize, &'a Vevent)>,
    overrides: Vec<(usize, &'a Vevent, &'a Moment)>,
}

impl<'a> Series<'a> {
    fn of(group: &'a Group) -> Self {
        let mut series = Self { master: None, overrides: Vec::new() };
        for (of, vevent) in group.vevents.iter().enumerate() {
            match &vevent.replaces {
                Some(replaced) => series.overrides.push((of, vevent, replaced)),
                None => series.master = series.master.or(Some((of, vevent))),
            }
        }
        series
    }

    fn expand(&self, from: Timestamp, to: Timestamp, limit: usize) -> Vec<Occurrence> {
        let overlaps = |start: Timestamp, end: Timestamp| start < to && (end > from || start >= from);
        let mut found = Vec::new();
        for (of, vevent, replaced) in &self.overrides {
            let (start, end) = (vevent.event.start, vevent.event.end);
            if overlaps(start, end) {
                let recurrence_id = Some(self.id(replaced));
                found.push(Occurrence { start, end, all_day: vevent.event.all_day, recurrence_id, of: *of });
            }
        }
        if let Some((of, master)) = self.master {
            let repeats = master.event.repeats || master.rule.is_some();
            let changed: HashSet<DateTime> =
                self.overrides.iter().map(|(_, _, replaced)| master.local_of(replaced)).collect();
            let futures = self.futures(master);
            let longest =
                futures.iter().map(|(_, _, _, later)| later.longest()).chain([master.longest()]).max();
            // A change of this and the future may have moved them by days.
            let moved = futures.iter().map(|(_, _, shift, _)| shift.unsigned_abs()).max().unwrap_or_default();
            let margin = SignedDuration::try_from(moved).unwrap_or_default() + longest.unwrap_or_default();
            let early = from.checked_sub(margin).unwrap_or(Timestamp::MIN);
            let late =
                to.checked_add(SignedDuration::try_from(moved).unwrap_or_default()).unwrap_or(Timestamp::MAX);
            for (local, length) in master.starts(early, late, limit.saturating_add(changed.len())) {
                if changed.contains(&local) {
                    continue;
                }
                let future = futures.iter().rev().find(|(at, ..)| *at <= local);
                let (of, moment, length) = match future {
                    Some((_, of, shift, later)) => {
                        let shifted = local.checked_add(*shift).unwrap_or(local);
                        (*of, later.at(shifted), later.length)
                    }
                    None => (of, master.at(local), length),
                };
                let (start, end) = (moment.instant(), timing::end(&moment, length));
                if overlaps(start, end) {
                    let recurrence_id = repeats.then(|| timing::recurrence_id(&master.at(local)));
                    found.push(Occurrence { start, end, all_day: moment.is_day, recurrence_id, of });
                }
            }
        }
        found.sort_by_key(|occurrence| (occurrence.start, occurrence.of));
        found.dedup_by(|a, b| a.start == b.start && a.of == b.of && a.recurrence_id == b.recurrence_id);
        found.truncate(limit);
        found
    }

    /// Changes of an occurrence and all after it: from when, by which event, moved how far.
    fn futures(&self, master: &Vevent) -> Vec<(DateTime, usize, SignedDuration, &'a Vevent)> {
        let mut futures: Vec<_> = self
            .overrides
            .iter()
            .filter(|(_, vevent, _)| vevent.and_future)
            .map(|(of, vevent, replaced)| {
                let at = master.local_of(replaced);
                (at, *of, vevent.start.local.duration_since(at), *vevent)
            })
            .collect();
        futures.sort_by_key(|(at, ..)| *at);
        futures
    }

    /// As the master would name it, whichever zone the override wrote it in.
    fn id(&self, replaced: &Moment) -> String {
        match self.master {
            Some((_, master)) => timing::recurrence_id(&master.at(master.local_of(replaced))),
            None => timing::recurrence_id(replaced),
        }
    }
}

impl Vevent {
    fn at(&self, local: DateTime) -> Moment {
        Moment { local, ..self.start.clone() }
    }

    /// Whether the series has an occurrence that starts then.
    pub(super) fn takes_place_at(&self, local: DateTime) -> bool {
        let instant = self.at(local).instant();
        let after = instant.checked_add(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MAX);
        self.starts(instant, after, 10).contains_key(&local)
    }

    /// A time of another line in the zone of this event's start.
    pub(super) fn local_of(&self, moment: &Moment) -> DateTime {
        match (self.start.is_day, moment.is_day) {
            (true, _) => moment.local.date().at(0, 0, 0, 0),
            // A date names the occurrence of that day.
            (false, true) => moment.local.date().to_datetime(self.start.local.time()),
            (false, false) if moment.is_floating() => moment.local,
            (false, false) => self.start.zone.local(moment.instant()),
        }
    }

    fn localised(
        &self,
        rule: &calcard::icalendar::ICalendarRecurrenceRule,
    ) -> calcard::icalendar::ICalendarRecurrenceRule {
        let mut rule = rule.clone();
        let is_day = self.start.is_day;
        rule::localise(&mut rule, |utc| match is_day {
            true => utc,
            false => self.start.zone.local(super::zone::Zone::Utc.instant(utc)),
        });
        rule
    }

    fn length_of(&self, length: Length) -> Length {
        match length {
            Length::Exact(SignedDuration::MIN) => self.length,
            given => given,
        }
    }

    /// For a look back: what began that long ago may still go on.
    fn longest(&self) -> SignedDuration {
        let hours = |length: Length| match length {
            Length::Exact(length) => length,
            Length::Nominal(length) => {
                SignedDuration::from_hours(length.days.saturating_mul(25).min(10_000_000))
                    .saturating_add(SignedDuration::from_secs(length.seconds))
            }
        };
        let extras = self.extra.iter().map(|extra| hours(self.length_of(extra.length)));
        extras.chain([hours(self.length)]).max().unwrap_or_default()
    }

    /// Local starts around the window. DTSTART is the first occurrence whether the rule makes it or not
    /// (RFC 5545 §3.8.5.3) and counts as one.
    fn starts(&self, from: Timestamp, to: Timestamp, limit: usize) -> BTreeMap<DateTime, Length> {
        // Right after a clock change the window reaches as far as if there had been none: what falls into a gap
        // is moved out of it, and of two equal times the first counts.
        let around = |instant: Timestamp| {
            let hours = Span::new().hours(3);
            let local = self.start.zone.local(instant);
            let before = instant.checked_sub(hours).map_or(local, |before| self.start.zone.local(before));
            let unchanged = before.checked_add(hours).unwrap_or(local);
            (local.min(unchanged), local.max(unchanged))
        };
        let begins = self.start.zone.local(from);
        let (from, to) = (around(from).0, around(to).1);
        // What the wider window makes before the real one must not use up the limit, not even second by second.
        let before = usize::try_from(begins.duration_since(from).as_secs()).unwrap_or_default();
        let mut starts = BTreeMap::new();
        if self.start.local >= from && self.start.local <= to {
            starts.insert(self.start.local, self.length);
        }
        if let Some(rule) = &self.rule {
            let mut rule = self.localised(rule);
            if let Some(count) = rule.count {
                let first = rule::starts(&rule, self.start.local, self.start.local, self.start.local, 1);
                let makes_start = first.is_ok_and(|first| !first.is_empty());
                rule.count = Some(if makes_start { count } else { count.saturating_sub(1) });
            }
            // Exceptions take away from what is made.
            let most = limit.saturating_add(self.except.len()).saturating_add(before * 2 + 1);
            let made = match rule.count {
                Some(0) => Vec::new(),
                _ => rule::starts(&rule, self.start.local, from, to, most).unwrap_or_default(),
            };
            starts.extend(made.into_iter().map(|local| (local, self.length)));
        }
        for extra in &self.extra {
            let local = self.local_of(&extra.moment);
            if local >= from && local <= to {
                starts.insert(local, self.length_of(extra.length));
            }
        }
        for except in &self.except {
            match (self.start.is_day, except.is_day) {
                // A date excludes whatever begins on that day.
                (false, true) => starts.retain(|local, _| local.date() != except.local.date()),
                _ => {
                    starts.remove(&self.local_of(except));
                }
            }
        }
        starts
    }
}
