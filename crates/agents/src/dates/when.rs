//! A point in time as people write it: day, weekday, end of a period, time of day, in any order.

use super::anchor::Anchor;
use super::calendar;
use super::cursor::Cursor;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    pub date: Option<Date>,
    pub time: Option<Time>,
    pub zone: Option<TimeZone>,
    /// Counted in hours from the mail.
    pub exact: Option<Timestamp>,
    weekday: Option<(Weekday, Which)>,
    /// Weeks after the mail's own.
    week: Option<i64>,
    end_of_day: bool,
    /// "Friday in a week".
    later: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Plain,
    This,
    Next,
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
        let tail = text.get(end..).unwrap_or_default();
        if let Some(skip) = ["in einer woche", "in a week", "week "]
            .iter()
            .find_map(|w| tail.strip_prefix(' ').filter(|t| t.starts_with(w)).map(|_| w.len() + 1))
        {
            when.later = true;
            return Some((when, end + skip));
        }
        // "the Monday after Thanksgiving": another day than the name alone says.
        if [" after", " following", " before", " nach ", " vor "].iter().any(|w| tail.starts_with(w)) {
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

    /// The end of the day unless a time is given.
    pub fn resolve(&self, anchor: &Anchor) -> Option<Timestamp> {
        if let Some(exact) = self.exact {
            return Some(exact);
        }
        let time = self.time.unwrap_or(jiff::civil::time(23, 59, 59, 0));
        let date = self.day(anchor)?;
        let zone = self.zone.clone().unwrap_or_else(|| anchor.sent.time_zone().clone());
        Some(date.to_datetime(time).to_zoned(zone).ok()?.timestamp())
    }

    fn day(&self, anchor: &Anchor) -> Option<Date> {
        let sent = anchor.sent.date();
        if let Some(date) = self.date {
            return Some(date);
        }
        if let Some((day, which)) = self.weekday {
            let day = weekday(sent, day, which, self.week)?;
            return if self.later { day.checked_add(7.days()).ok() } else { Some(day) };
        }
        if self.week.is_some() {
            // "by next week" names no day.
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
    let start = *cursor;
    loop {
        cursor.spaces();
        if inside && (cursor.eat(",") || cursor.eat("(") || cursor.eat("- ") || cursor.eat("@")) {
            continue;
        }
        if !inside && cursor.eat(":") {
            continue;
        }
        let word = cursor.word();
        match word {
            "next" | "naechsten" | "naechste" | "naechster" | "naechstes" | "naechstem" => {
                fillers.which = Which::Next
            }
            "this" | "diesen" | "dieser" | "dieses" | "diese" | "diesem" => fillers.which = Which::This,
            "coming" | "upcoming" | "kommenden" | "kommende" | "kommender" | "kommendes" | "kommendem" => {
                fillers.which = Which::Coming;
            }
            "the" | "den" | "dem" | "der" | "zum" | "zur" | "am" => fillers.article = true,
            "also" | "dh" if inside => {}
            "einschliesslich" | "inkl" | "incl" | "including" | "first" | "thing" | "on" | "at"
            | "around" | "about" | "um" | "gegen" | "latest" | "spaetestens" | "noch" | "of" | "or"
            | "before" | "ca" | "etwa" | "bis" | "vor" | "our" | "your"
                if !(inside && matches!(word, "or" | "before" | "your" | "our" | "of")) => {}
            _ => {
                if cursor.at == start.at {
                    return fillers;
                }
                return fillers;
            }
        }
        cursor.at += word.len();
    }
}

fn component(cursor: &mut Cursor<'_>, when: &mut When, fillers: Fillers, anchor: &Anchor) -> bool {
    let sent = anchor.sent.date();
    if when.exact.is_some() {
        return false;
    }
    if when.time.is_none() {
        if let Some((time, zone)) = time_of_day(cursor) {
            when.time = Some(time);
            when.zone = zone;
            return true;
        }
        if !when.end_of_day && end_of_day(cursor) {
            when.end_of_day = true;
            return true;
        }
    }
    if when.date.is_none() {
        if let Some(date) = calendar::written(cursor, anchor) {
            when.date = Some(date);
            return true;
        }
        if when.weekday.is_none() && when.week.is_none() {
            if let Some(date) =
                relative_day(cursor, sent, when).or_else(|| end_of_period(cursor, sent, fillers.which))
            {
                when.date = Some(date);
                return true;
            }
            if let Some(date) = calendar::day_of_month(cursor, anchor, fillers.article) {
                when.date = Some(date);
                return true;
            }
        }
    }
    if when.week.is_none() && when.date.is_none() && cursor.eat_word(&["week", "woche"]).is_some() {
        when.week = match fillers.which {
            Which::Next | Which::Coming => Some(1),
            Which::This => Some(0),
            Which::Plain => return false,
        };
        return true;
    }
    let noon = cursor.word().ends_with("mittag")
        && !cursor.word().ends_with("ormittag")
        && !cursor.word().ends_with("chmittag");
    if when.weekday.is_none()
        && let Some(day) = calendar::weekday(cursor)
    {
        // "Freitagmittag"
        if noon && when.time.is_none() {
            when.time = Some(jiff::civil::time(12, 0, 0, 0));
        }
        when.weekday = Some((day, fillers.which));
        return true;
    }
    false
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
        Which::Plain | Which::This | Which::Coming => Some(coming),
    }
}

fn relative_day(cursor: &mut Cursor<'_>, sent: Date, when: &mut When) -> Option<Date> {
    const AFTER: &[&str] = &["day after tomorrow"];
    if AFTER.iter().any(|w| cursor.eat_words(w)) || cursor.eat_word(&["uebermorgen"]).is_some() {
        part_of_day(cursor, when);
        return sent.checked_add(2.days()).ok();
    }
    if cursor.eat_word(&["today", "tonight", "heute", "tonite"]).is_some() {
        part_of_day(cursor, when);
        return Some(sent);
    }
    if cursor.eat_word(&["tomorrow", "morgen", "tmrw"]).is_some() {
        part_of_day(cursor, when);
        return sent.tomorrow().ok();
    }
    None
}

/// "tomorrow noon", "heute Mittag" name a time; "morning" and "Abend" are too vague for one.
fn part_of_day(cursor: &mut Cursor<'_>, when: &mut When) {
    let mut trial = *cursor;
    trial.spaces();
    if trial.eat_word(&["noon", "midday", "mittag"]).is_some() {
        if when.time.is_none() {
            when.time = Some(jiff::civil::time(12, 0, 0, 0));
        }
    } else if trial
        .eat_word(&["morning", "afternoon", "evening", "night", "abend", "frueh", "vormittag", "nachmittag"])
        .is_none()
    {
        return;
    }
    *cursor = trial;
}

fn end_of_day(cursor: &mut Cursor<'_>) -> bool {
    const FORMS: &[&str] = &[
        "eod",
        "eob",
        "cob",
        "close of business",
        "close of play",
        "end of day",
        "end of the day",
        "end of the working day",
        "end of business",
        "end of business day",
        "end of play",
        "end of working hours",
        "tagesende",
        "feierabend",
        "dienstschluss",
        "geschaeftsschluss",
        "buerosschluss",
        "ende des tages",
        "ende des arbeitstages",
        "end of my day",
        "end of your day",
        "day's end",
    ];
    FORMS.iter().any(|form| cursor.eat_words(form))
}

fn end_of_period(cursor: &mut Cursor<'_>, sent: Date, which: Which) -> Option<Date> {
    let mut trial = *cursor;
    let short = trial.eat_word(&[
        "eow",
        "eom",
        "eoy",
        "monatsende",
        "jahresende",
        "quartalsende",
        "wochenende",
        "weekend",
    ]);
    let date = match short {
        Some("eow" | "wochenende" | "weekend") => end_of_week(sent, i64::from(which == Which::Next))?,
        Some("eom" | "monatsende") => sent.last_of_month(),
        Some("quartalsende") => end_of_quarter(sent, 0)?,
        Some(_) => sent.last_of_year(),
        None => {
            if !["end of", "the end of", "ende", "schluss", "close of"].iter().any(|w| trial.eat_words(w)) {
                return None;
            }
            let mut next = 0;
            for _ in 0..3 {
                trial.spaces();
                let Some(word) = trial.eat_word(&[
                    "the",
                    "this",
                    "next",
                    "der",
                    "des",
                    "dieser",
                    "dieses",
                    "diesen",
                    "naechster",
                    "naechsten",
                    "naechstes",
                    "kommender",
                    "kommenden",
                    "kommendes",
                    "kommende",
                    "naechste",
                    "laufenden",
                    "current",
                    "coming",
                    "following",
                    "our",
                    "diese",
                ]) else {
                    break;
                };
                next += i64::from(
                    word.starts_with("next")
                        || word.starts_with("naechst")
                        || word.starts_with("komm")
                        || word == "coming"
                        || word == "following",
                );
            }
            let word = trial.word();
            trial.at += word.len();
            match word {
                "week" | "woche" => end_of_week(sent, next)?,
                "month" | "monats" | "monat" => sent.checked_add(next.months()).ok()?.last_of_month(),
                "quarter" | "quartals" => end_of_quarter(sent, next)?,
                "year" | "jahres" | "jahr" => sent.checked_add(next.years()).ok()?.last_of_year(),
                name => end_of_month(&mut trial, sent, calendar::month(name)?)?,
            }
        }
    };
    *cursor = trial;
    Some(date)
}

/// The end of the working week; on the weekend, of the next.
fn end_of_week(sent: Date, later: i64) -> Option<Date> {
    weekday(sent, Weekday::Friday, Which::This, None)?.checked_add((7 * later).days()).ok()
}

fn end_of_quarter(sent: Date, later: i64) -> Option<Date> {
    let left = i64::from((3 - sent.month() % 3) % 3) + 3 * later;
    Some(sent.first_of_month().checked_add(left.months()).ok()?.last_of_month())
}

fn end_of_month(cursor: &mut Cursor<'_>, sent: Date, month: i8) -> Option<Date> {
    let mut trial = *cursor;
    trial.spaces();
    let year = match trial.number() {
        Some((year, 4)) => {
            *cursor = trial;
            year.try_into().ok()?
        }
        _ if month >= sent.month() => sent.year(),
        _ => sent.year().checked_add(1)?,
    };
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

fn time_of_day(cursor: &mut Cursor<'_>) -> Option<(Time, Option<TimeZone>)> {
    let mut trial = *cursor;
    if trial.eat_word(&["noon", "midday", "mittag", "mittags"]).is_some() {
        *cursor = trial;
        return Some((jiff::civil::time(12, 0, 0, 0), zone(cursor)));
    }
    if trial.eat_word(&["midnight", "mitternacht"]).is_some() {
        *cursor = trial;
        return Some((jiff::civil::time(23, 59, 59, 0), zone(cursor)));
    }
    if let Some(time) = spoken(&mut trial) {
        *cursor = trial;
        return Some((time, None));
    }
    let (hour, digits) = trial.number()?;
    if digits > 2 {
        return None;
    }
    let mut minute = 0;
    let mut clock = false;
    let mut dotted = trial;
    if trial.eat(":") {
        let (value, 2) = trial.number()? else { return None };
        minute = value;
        clock = true;
    } else if dotted.eat(".")
        && let Some((value, 2)) = dotted.number()
    {
        // "17.30 Uhr", "5.30pm"; else it is a date.
        let mut after = dotted;
        after.spaces();
        if matches!(after.word(), "uhr" | "pm" | "am" | "h") {
            minute = value;
            trial = dotted;
        }
    }
    let mut after = trial;
    after.spaces();
    let hour = match after.word() {
        "am" | "a" | "pm" | "p" if (1..=12).contains(&hour) => {
            let word = after.word();
            after.at += word.len();
            if word.len() == 1 && !(after.eat(".m.") || after.eat(".m")) {
                return None;
            }
            // "am" after "17:00" is German for "on": "17:00 am Freitag".
            if word == "am" && clock && !after.at_border() {
                return None;
            }
            trial = after;
            hour % 12 + if word.starts_with('p') { 12 } else { 0 }
        }
        "uhr" | "h" => {
            after.at += after.word().len();
            trial = after;
            hour
        }
        "noon" if hour == 12 => {
            after.at += 4;
            trial = after;
            12
        }
        _ if clock => hour,
        // "by 5 today": in working hours.
        "today" | "tomorrow" | "tonight" | "heute" | "morgen" if (1..=12).contains(&hour) => afternoon(hour),
        _ => return None,
    };
    if !trial.at_border() {
        return None;
    }
    let time = match (hour, minute) {
        (24, 0) => jiff::civil::time(23, 59, 59, 0),
        _ => Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok()?,
    };
    *cursor = trial;
    Some((time, zone(cursor)))
}

/// "halb drei", "viertel nach vier".
fn spoken(cursor: &mut Cursor<'_>) -> Option<Time> {
    const HOURS: &[&str] = &[
        "eins", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwoelf",
    ];
    let mut trial = *cursor;
    let minutes = if trial.eat_words("halb") {
        -30
    } else if trial.eat_words("viertel nach") {
        15
    } else if trial.eat_words("viertel vor") {
        -15
    } else {
        return None;
    };
    trial.spaces();
    let hour = match trial.number() {
        Some((hour, 1 | 2)) => hour,
        Some(_) => return None,
        None => {
            let word = trial.eat_word(HOURS)?;
            i32::try_from(HOURS.iter().position(|known| *known == word)?).ok()? + 1
        }
    };
    *cursor = trial;
    let total = afternoon(hour) * 60 + minutes;
    Time::new((total / 60).try_into().ok()?, (total % 60).try_into().ok()?, 0, 0).ok()
}

/// An hour by a twelve-hour clock as people mean it in working hours.
fn afternoon(hour: i32) -> i32 {
    if (1..=7).contains(&hour) { hour + 12 } else { hour }
}

/// A zone's name right after the time.
fn zone(cursor: &mut Cursor<'_>) -> Option<TimeZone> {
    let mut trial = *cursor;
    trial.spaces();
    trial.eat("(");
    let word = trial.word();
    let fixed = |hours: i8| Some(TimeZone::fixed(Offset::constant(hours)));
    let named = |name: &str| TimeZone::get(name).ok();
    let zone = match word {
        "utc" | "gmt" | "z" => fixed(0),
        "bst" | "cet" | "mez" | "wat" => fixed(1),
        "cest" | "mesz" | "eet" | "sast" => fixed(2),
        "eest" | "msk" => fixed(3),
        "sgt" | "hkt" | "awst" => fixed(8),
        "jst" | "kst" => fixed(9),
        "est" => fixed(-5),
        "edt" => fixed(-4),
        "cdt" => fixed(-5),
        "mdt" => fixed(-6),
        "pst" => fixed(-8),
        "pdt" => fixed(-7),
        "et" => named("America/New_York"),
        "ct" => named("America/Chicago"),
        "pt" => named("America/Los_Angeles"),
        _ => None,
    }?;
    trial.at += word.len();
    trial.eat(")");
    *cursor = trial;
    Some(zone)
}
