//! Times and lengths as an event's lines give them.

use super::lines::Line;
use super::value::{self, Duration, Written};
use super::zone::{Moment, Zone, Zones, shown};
use calcard::icalendar::ICalendarValue;
use calcard::{Entry, Parser};
use jiff::{SignedDuration, Span, Timestamp};

/// How long an event takes, and so each of its occurrences.
#[derive(Clone, Copy, Debug)]
pub(super) enum Length {
    /// From DTSTART to DTEND.
    Exact(SignedDuration),
    Nominal(Duration),
}

/// When an occurrence that starts then ends.
pub(super) fn end(start: &Moment, length: Length) -> Timestamp {
    let begin = start.instant();
    match length {
        Length::Exact(length) => {
            begin.checked_add(length.max(SignedDuration::ZERO)).unwrap_or(Timestamp::MAX)
        }
        Length::Nominal(length) => {
            let days = Span::new().try_days(length.days).and_then(|days| start.local.checked_add(days));
            let end = days.map_or(begin, |local| start.zone.instant(local));
            end.checked_add(SignedDuration::from_secs(length.seconds)).unwrap_or(Timestamp::MAX)
        }
    }
}

/// As the domain writes it: RFC 3339, or a date.
pub(super) fn recurrence_id(moment: &Moment) -> String {
    if moment.is_day { moment.local.date().to_string() } else { moment.instant().to_string() }
}

pub(super) fn time(line: &Line, zones: &mut Zones, problems: &mut Vec<String>) -> Option<Moment> {
    match value::time(line.value()) {
        Some(written) => Some(placed(written, line, zones)),
        None => {
            problems.push(format!("{} cannot be read: {}", line.name(), shown(line.value())));
            None
        }
    }
}

pub(super) fn placed(written: Written, line: &Line, zones: &mut Zones) -> Moment {
    let zone = match line.parameter("TZID") {
        _ if written.is_day => Zone::Utc,
        _ if written.is_utc => Zone::Utc,
        Some(id) if !id.trim().is_empty() => zones.resolve(id),
        _ => Zone::Floating,
    };
    Moment { local: written.local, is_day: written.is_day, zone }
}

pub(super) fn duration(text: &str) -> Option<Duration> {
    let text = format!("BEGIN:VEVENT\r\nDURATION:{}\r\nEND:VEVENT\r\n", text.trim());
    let Entry::ICalendar(calendar) = Parser::new(&text).entry() else { return None };
    match calendar.components.first()?.entries.first()?.values.first()? {
        ICalendarValue::Duration(written) if !written.neg => Some(Duration {
            days: i64::from(written.weeks) * 7 + i64::from(written.days),
            seconds: i64::from(written.hours) * 3600
                + i64::from(written.minutes) * 60
                + i64::from(written.seconds),
        }),
        _ => None,
    }
}
