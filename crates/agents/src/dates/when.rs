//! A point in time as people write it: day, weekday, end of a period, time of day, in any order.

use super::anchor::Anchor;
use super::cursor::Cursor;
use super::{calendar, clock, names, period, relative};
use jiff::civil::{Date, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    pub date: Option<Date>,
    pub time: Option<Time>,
    /// "by then", "that day": the day named before.
    pub earlier: bool,
    /// Counted in hours from the mail.
    exact: Option<Timestamp>,
    zone: Option<TimeZone>,
    weekday: Option<(Weekday, Which)>,
    /// Weeks after the mail's own.
    week: Option<i64>,
    end_of_day: bool,
    /// "Friday in a week".
    later: bool,
}

/// What stood before a day's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Plain,
    This,
    Next,
    AfterNext,
    Coming,
}

/// Parses at `at`, which a cue has just introduced; returns where it ends.
pub fn parse(text: &str, at: usize, anchor: &Anchor) -> Option<(When, usize)> {
    let mut cursor = Cursor::new(text, at);
    let mut when = When::default();
    let mut end = None;
    for _ in 0..5 {
        let fillers = skip_fillers(&mut cursor, end.is_some());
        if !component(&mut cursor, &mut when, fillers, anchor) {
            break;
        }
        end = Some(cursor.at);
    }
    let end = end?;
    if when.date.is_none() && when.weekday.is_some() {
        let mut tail = Cursor::new(text, end);
        tail.spaces();
        if relative::a_week_on(&mut tail) {
            when.later = true;
            return Some((when, tail.at));
        }
        // "the Monday after Thanksgiving": another day than the name alone says.
        if matches!(tail.word(), "after" | "following" | "before" | "nach" | "vor") {
            return None;
        }
    }
    Some((when, end))
}

impl When {
    pub fn on(date: Date) -> Self {
        Self { date: Some(date), ..Self::default() }
    }

    /// Counted in hours.
    pub fn at(at: Timestamp, date: Date) -> Self {
        Self { date: Some(date), exact: Some(at), ..Self::default() }
    }

    pub fn has_time(&self) -> bool {
        self.time.is_some() || self.exact.is_some()
    }

    /// Whether a day is named, and not only a time.
    pub fn has_day(&self) -> bool {
        self.date.is_some() || self.weekday.is_some() || self.end_of_day || self.exact.is_some()
    }

    /// Only a time of day.
    pub fn lacks_day(&self) -> bool {
        !self.has_day() && !self.earlier && self.week.is_none()
    }

    /// The end of the day unless a time is given.
    pub fn resolve(&self, anchor: &Anchor) -> Option<Timestamp> {
        if let Some(exact) = self.exact {
            return Some(exact);
        }
        let date = self.day(anchor)?;
        let zone = self.zone.clone().unwrap_or_else(|| anchor.sent.time_zone().clone());
        let time = self.time.unwrap_or(time(23, 59, 59, 0));
        Some(date.to_datetime(time).to_zoned(zone).ok()?.timestamp())
    }

    pub fn day(&self, anchor: &Anchor) -> Option<Date> {
        let sent = anchor.sent.date();
        if self.date.is_some() {
            return self.date;
        }
        if let Some((day, which)) = self.weekday {
            let day = weekday(sent, day, which, self.week)?;
            return if self.later { day.checked_add(7.days()).ok() } else { Some(day) };
        }
        // "by next week" names no day.
        if self.week.is_some() || self.earlier {
            return None;
        }
        if self.end_of_day {
            return Some(sent);
        }
        match self.time {
            Some(time) if time > anchor.sent.time() => Some(sent),
            Some(_) => sent.tomorrow().ok(),
            None => None,
        }
    }
}

/// What stood before a component and changes its meaning.
#[derive(Clone, Copy, Debug)]
struct Fillers {
    which: Which,
    article: bool,
}

fn skip_fillers(cursor: &mut Cursor<'_>, inside: bool) -> Fillers {
    let mut fillers = Fillers { which: Which::Plain, article: false };
    loop {
        cursor.spaces();
        if inside && [",", "(", "- ", "@", "/ "].iter().any(|mark| cursor.eat(mark)) {
            continue;
        }
        if !inside && (cursor.eat(":") || cursor.eat("~")) {
            continue;
        }
        let word = cursor.word();
        match word {
            "next" => fillers.which = Which::Next,
            "this" => fillers.which = Which::This,
            "coming" | "upcoming" => fillers.which = Which::Coming,
            _ if word.starts_with("uebernaechste") => fillers.which = Which::AfterNext,
            _ if word.starts_with("naechste") => fillers.which = Which::Next,
            _ if word.starts_with("kommende") => fillers.which = Which::Coming,
            "diesen" | "dieser" | "dieses" | "diese" | "diesem" => fillers.which = Which::This,
            "the" | "den" | "dem" | "der" | "zum" | "zur" | "am" => fillers.article = true,
            "also" | "dh" if inside => {}
            "einschliesslich" | "inkl" | "incl" | "including" | "first" | "thing" | "on" | "at"
            | "around" | "about" | "um" | "gegen" | "latest" | "spaetestens" | "laengstens" | "noch"
            | "ca" | "circa" | "etwa" | "bis" | "say" | "like" | "roughly" | "exactly" | "genau"
            | "punkt" | "sharp" => {}
            "of" | "or" | "before" | "vor" | "our" | "your" if !inside => {}
            "of" if ["of next", "of this", "of the coming"].iter().any(|w| cursor.rest().starts_with(w)) => {}
            _ => return fillers,
        }
        cursor.at += cursor.word().len();
        cursor.eat(".");
    }
}

fn component(cursor: &mut Cursor<'_>, when: &mut When, fillers: Fillers, anchor: &Anchor) -> bool {
    let sent = anchor.sent.date();
    let figure = cursor.peek().is_some_and(|b| b.is_ascii_digit());
    if when.exact.is_some() || !(figure || cursor.peek().is_some_and(|b| b.is_ascii_alphabetic())) {
        return false;
    }
    if when.time.is_none() {
        if let Some((time, zone)) = clock::time_of_day(cursor, anchor) {
            when.time = Some(time);
            when.zone = zone;
            return true;
        }
        if !figure && !when.end_of_day && clock::end_of_day(cursor) {
            when.end_of_day = true;
            return true;
        }
    }
    if !figure && (when.has_day() || when.week.is_some()) && clock::part_of_day(cursor) {
        return true;
    }
    if !figure && !when.has_day() && !when.earlier && relative::earlier(cursor) {
        when.earlier = true;
        return true;
    }
    if when.date.is_none() {
        if let Some(date) = calendar::written(cursor, anchor).or_else(|| names::feast(cursor, sent)) {
            when.date = Some(date);
            return true;
        }
        if when.weekday.is_none() && when.week.is_none() {
            let which = fillers.which;
            let date = relative::day(cursor, sent, which)
                .or_else(|| period::end_of_period(cursor, sent, which))
                .or_else(|| calendar::day_of_month(cursor, anchor, fillers.article));
            if date.is_some() {
                when.date = date;
                return true;
            }
        } else if let Some(date) = calendar::day_of_month(cursor, anchor, fillers.article) {
            when.date = Some(date);
            return true;
        }
    }
    if when.week.is_none() && when.date.is_none() && cursor.eat_word(&["week", "woche"]).is_some() {
        let after_next = cursor.eat_words(" after next");
        when.week = match fillers.which {
            _ if after_next => Some(2),
            Which::AfterNext => Some(2),
            Which::Next | Which::Coming => Some(1),
            Which::This => Some(0),
            Which::Plain => return false,
        };
        return true;
    }
    named(cursor, when, fillers.which)
}

/// A weekday's name: "Freitagmittag" names a time, too.
fn named(cursor: &mut Cursor<'_>, when: &mut When, which: Which) -> bool {
    let word = cursor.word();
    let noon = word.ends_with("mittag") && !word.ends_with("ormittag") && !word.ends_with("chmittag");
    if when.weekday.is_some() {
        return false;
    }
    let Some(day) = names::weekday(cursor) else { return false };
    if noon && when.time.is_none() {
        when.time = Some(time(12, 0, 0, 0));
    }
    when.weekday = Some((day, which));
    true
}

/// The next such day; on the day itself, a week later. "Next" is the one of the next calendar week.
fn weekday(sent: Date, day: Weekday, which: Which, week: Option<i64>) -> Option<Date> {
    let monday = sent.checked_sub(i64::from(sent.weekday().to_monday_zero_offset()).days()).ok()?;
    let in_week =
        |weeks: i64| monday.checked_add((weeks * 7 + i64::from(day.to_monday_zero_offset())).days()).ok();
    if let Some(weeks) = week {
        return in_week(weeks);
    }
    let ahead =
        i64::from((day.to_monday_zero_offset() - sent.weekday().to_monday_zero_offset()).rem_euclid(7));
    let coming = sent.checked_add((if ahead == 0 { 7 } else { ahead }).days()).ok()?;
    match which {
        Which::This if ahead == 0 => Some(sent),
        Which::Next => in_week(1),
        Which::AfterNext => coming.checked_add(7.days()).ok(),
        Which::Plain | Which::This | Which::Coming => Some(coming),
    }
}
