//! RRULE in local time: calcard's grammar and engine, bounded, and begun near the window that is asked for.

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDay, ICalendarEntry, ICalendarFrequency,
    ICalendarMonth, ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue, ICalendarWeekday,
};
use calcard::{Entry, Parser};
use chrono::{Datelike, Timelike};
use jiff::Span;
use jiff::civil::{DateTime, Weekday, date};

/// Starts that a rule with COUNT may go through from its beginning.
const COUNTED: usize = 100_000;
/// Starts in one turn of a rule: the engine makes a whole year of a yearly rule at once.
const DENSITY: usize = 50_000;

/// `None` where the text is no rule.
pub(super) fn parse(text: &str) -> Option<ICalendarRecurrenceRule> {
    let text = format!("BEGIN:VEVENT\r\nRRULE:{}\r\nEND:VEVENT\r\n", text.trim().replace(['\r', '\n'], ""));
    let Entry::ICalendar(calendar) = Parser::new(&text).entry() else { return None };
    let entry = calendar.components.into_iter().next()?.entries.into_iter().next()?;
    match entry.values.into_iter().next()? {
        ICalendarValue::RecurrenceRule(rule) => Some(*rule),
        _ => None,
    }
}

/// UNTIL in UTC becomes the local time of the start's zone; a day stands for its last second.
pub(super) fn localise(rule: &mut ICalendarRecurrenceRule, to_local: impl Fn(DateTime) -> DateTime) {
    let Some(until) = &rule.until else { return };
    let Some(local) = civil(until) else {
        rule.until = None;
        return;
    };
    let local = match (until.has_time(), until.has_zone()) {
        (false, _) => local.date().at(23, 59, 59, 0),
        (true, true) => to_local(local),
        (true, false) => local,
    };
    rule.until = Some(partial(local));
}

/// Local starts from `from` to `to`, in their order; the error says why the rule cannot be followed.
/// `start` itself is not among them unless the rule makes it.
pub(super) fn starts(
    rule: &ICalendarRecurrenceRule,
    start: DateTime,
    from: DateTime,
    to: DateTime,
    limit: usize,
) -> Result<Vec<DateTime>, String> {
    let mut rule = rule.clone();
    spell_out(&mut rule, start);
    let density = density(&rule);
    if density > DENSITY {
        return Err("Its repetition is too dense to be shown.".into());
    }
    let until = rule.until.as_ref().and_then(civil).map_or(to, |until| until.min(to));
    if until < start || from > until {
        return Ok(Vec::new());
    }
    rule.until = Some(partial(until));
    let (begin, most) = match rule.count {
        Some(_) => (start, COUNTED),
        // What lies between the beginning of the turn and the window is made as well.
        None => (near(&rule, start, from), limit.saturating_add(density * 3)),
    };
    let mut dates = expand(rule, begin, most)?;
    dates.retain(|local| *local >= start && *local >= from && *local <= until);
    dates.truncate(limit);
    Ok(dates)
}

/// Whether the rule can be followed at all.
pub(super) fn check(rule: &ICalendarRecurrenceRule, start: DateTime) -> Result<(), String> {
    let first = ICalendarRecurrenceRule { until: None, count: None, ..rule.clone() };
    starts(&first, start, start, start, 1).map(|_| ())
}

/// The last start that the rule makes, where it ends.
pub(super) fn last(rule: &ICalendarRecurrenceRule, start: DateTime) -> Option<DateTime> {
    if let (None, Some(until)) = (rule.count, rule.until.as_ref().and_then(civil)) {
        return Some(until);
    }
    rule.count?;
    let far = date(9000, 1, 1).at(0, 0, 0, 0);
    let all = starts(rule, start, start, far, COUNTED).ok()?;
    if all.len() >= COUNTED { None } else { Some(all.last().copied().unwrap_or(start)) }
}

fn expand(rule: ICalendarRecurrenceRule, begin: DateTime, limit: usize) -> Result<Vec<DateTime>, String> {
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    let begin = ICalendarValue::PartialDateTime(Box::new(partial(begin)));
    event.entries.push(ICalendarEntry::new(ICalendarProperty::Dtstart).with_value(begin));
    let rule = ICalendarValue::RecurrenceRule(Box::new(rule));
    event.entries.push(ICalendarEntry::new(ICalendarProperty::Rrule).with_value(rule));
    let calendar = ICalendar { components: vec![event] };
    let expanded = calendar.expand_dates(Tz::Floating, limit);
    if !expanded.errors.is_empty() {
        return Err("Its repetition is not one that the standard knows.".into());
    }
    let local = |event: &calcard::icalendar::dates::CalendarEvent<chrono::DateTime<Tz>, _>| {
        let time = event.start.naive_local();
        let narrow = |number: u32| i8::try_from(number).ok();
        let (hour, minute) = (narrow(time.hour())?, narrow(time.minute())?);
        let (month, day, second) = (narrow(time.month())?, narrow(time.day())?, narrow(time.second())?);
        DateTime::new(i16::try_from(time.year()).ok()?, month, day, hour, minute, second, 0).ok()
    };
    let mut dates: Vec<DateTime> = expanded.events.iter().filter_map(local).collect();
    dates.sort_unstable();
    dates.dedup();
    Ok(dates)
}

/// Writes out what a rule takes from its start, so that it can begin elsewhere.
fn spell_out(rule: &mut ICalendarRecurrenceRule, start: DateTime) {
    use ICalendarFrequency::{Daily, Hourly, Minutely, Monthly, Secondly, Weekly, Yearly};
    // Outside of these rules a number before the day means nothing (RFC 5545 §3.3.10).
    if !matches!(rule.freq, Monthly | Yearly) {
        rule.byday.iter_mut().for_each(|day| day.ordwk = None);
    }
    rule.interval = Some(rule.interval.unwrap_or(1).max(1));
    let has_days = !(rule.byweekno.is_empty()
        && rule.byyearday.is_empty()
        && rule.bymonthday.is_empty()
        && rule.byday.is_empty());
    if !has_days {
        match rule.freq {
            Yearly => {
                if rule.bymonth.is_empty() {
                    rule.bymonth = vec![ICalendarMonth::new(start.month().unsigned_abs(), false)];
                }
                rule.bymonthday = vec![start.day()];
            }
            Monthly => rule.bymonthday = vec![start.day()],
            Weekly => rule.byday = vec![ICalendarDay { ordwk: None, weekday: weekday(start.weekday()) }],
            Daily | Hourly | Minutely | Secondly => {}
        }
    }
    let coarser = |than: ICalendarFrequency| rule.freq < than;
    let (no_hour, no_minute, no_second) = (coarser(Hourly), coarser(Minutely), coarser(Secondly));
    if rule.byhour.is_empty() && no_hour {
        rule.byhour = vec![start.hour().unsigned_abs()];
    }
    if rule.byminute.is_empty() && no_minute {
        rule.byminute = vec![start.minute().unsigned_abs()];
    }
    if rule.bysecond.is_empty() && no_second {
        rule.bysecond = vec![start.second().unsigned_abs()];
    }
    // A leap second is the one before.
    rule.bysecond.iter_mut().for_each(|second| *second = (*second).min(59));
    rule.bysecond.dedup();
}

fn density(rule: &ICalendarRecurrenceRule) -> usize {
    use ICalendarFrequency::{Daily, Hourly, Minutely, Monthly, Secondly, Weekly, Yearly};
    let (hours, minutes, seconds) =
        (rule.byhour.len().clamp(1, 24), rule.byminute.len().clamp(1, 60), rule.bysecond.len().clamp(1, 60));
    match rule.freq {
        Yearly => 366 * hours * minutes * seconds,
        Monthly => 31 * hours * minutes * seconds,
        Weekly => 7 * hours * minutes * seconds,
        Daily => hours * minutes * seconds,
        Hourly => minutes * seconds,
        Minutely => seconds,
        Secondly => 1,
    }
}

/// The beginning of a turn of the rule shortly before the window.
fn near(rule: &ICalendarRecurrenceRule, start: DateTime, from: DateTime) -> DateTime {
    use ICalendarFrequency::{Daily, Hourly, Minutely, Monthly, Secondly, Weekly, Yearly};
    let interval = i64::from(rule.interval.unwrap_or(1).max(1));
    let whole = |distance: i64| (distance - 1).div_euclid(interval) * interval;
    let seconds = from.duration_since(start).as_secs();
    let moved = match rule.freq {
        Yearly => {
            let years = whole(i64::from(from.year() - start.year()));
            (years > 0)
                .then(|| i16::try_from(i64::from(start.year()) + years).ok())
                .flatten()
                .map(|year| date(year, 1, 1))
        }
        Monthly => {
            let months = i64::from(from.year() - start.year()) * 12 + i64::from(from.month() - start.month());
            let months = whole(months);
            (months > 0)
                .then(|| start.date().first_of_month().checked_add(Span::new().months(months)).ok())
                .flatten()
        }
        Weekly => {
            let first = rule.wkst.map_or(Weekday::Monday, civil_weekday);
            let into_week = i64::from(first.until(start.weekday()));
            let week = start.date().checked_sub(Span::new().days(into_week)).unwrap_or(start.date());
            let weeks = whole(seconds / (7 * 86_400));
            (weeks > 0).then(|| week.checked_add(Span::new().days(weeks * 7)).ok()).flatten()
        }
        Daily => {
            let days = whole(seconds / 86_400);
            (days > 0).then(|| start.date().checked_add(Span::new().days(days)).ok()).flatten()
        }
        Hourly | Minutely | Secondly => {
            let unit = match rule.freq {
                Hourly => 3600,
                Minutely => 60,
                _ => 1,
            };
            let units = whole(seconds / unit);
            if units <= 0 {
                return start;
            }
            let Ok(moved) = start.checked_add(Span::new().seconds(units * unit)) else { return start };
            let (minute, second) =
                (if unit > 60 { 0 } else { moved.minute() }, if unit > 1 { 0 } else { moved.second() });
            return moved.date().at(moved.hour(), minute, second, 0);
        }
    };
    moved.map_or(start, |day| day.at(0, 0, 0, 0))
}

fn civil(time: &PartialDateTime) -> Option<DateTime> {
    let narrow = |number: Option<u8>| i8::try_from(number.unwrap_or(0)).ok();
    let (month, day) = (narrow(Some(time.month?))?, narrow(Some(time.day?))?);
    let second = narrow(time.second)?.min(59);
    let year = i16::try_from(time.year?).ok()?;
    DateTime::new(year, month, day, narrow(time.hour)?, narrow(time.minute)?, second, 0).ok()
}

fn partial(local: DateTime) -> PartialDateTime {
    PartialDateTime {
        year: Some(local.year().unsigned_abs()),
        month: Some(local.month().unsigned_abs()),
        day: Some(local.day().unsigned_abs()),
        hour: Some(local.hour().unsigned_abs()),
        minute: Some(local.minute().unsigned_abs()),
        second: Some(local.second().unsigned_abs()),
        ..PartialDateTime::default()
    }
}

fn weekday(day: Weekday) -> ICalendarWeekday {
    match day {
        Weekday::Sunday => ICalendarWeekday::Sunday,
        Weekday::Monday => ICalendarWeekday::Monday,
        Weekday::Tuesday => ICalendarWeekday::Tuesday,
        Weekday::Wednesday => ICalendarWeekday::Wednesday,
        Weekday::Thursday => ICalendarWeekday::Thursday,
        Weekday::Friday => ICalendarWeekday::Friday,
        Weekday::Saturday => ICalendarWeekday::Saturday,
    }
}

fn civil_weekday(day: ICalendarWeekday) -> Weekday {
    match day {
        ICalendarWeekday::Sunday => Weekday::Sunday,
        ICalendarWeekday::Monday => Weekday::Monday,
        ICalendarWeekday::Tuesday => Weekday::Tuesday,
        ICalendarWeekday::Wednesday => Weekday::Wednesday,
        ICalendarWeekday::Thursday => Weekday::Thursday,
        ICalendarWeekday::Friday => Weekday::Friday,
        ICalendarWeekday::Saturday => Weekday::Saturday,
    }
}
