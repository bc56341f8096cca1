//! Times of day: by the clock, spoken, with a zone; and the words that mean the end of a day.

use super::anchor::Anchor;
use super::cursor::Cursor;
use jiff::civil::{Time, time};
use jiff::tz::{Offset, TimeZone};

const HOURS: &[&[&str]] = &[
    &["one", "eins", "ein"],
    &["two", "zwei"],
    &["three", "drei"],
    &["four", "vier"],
    &["five", "fuenf"],
    &["six", "sechs"],
    &["seven", "sieben"],
    &["eight", "acht"],
    &["nine", "neun"],
    &["ten", "zehn"],
    &["eleven", "elf"],
    &["twelve", "zwoelf"],
];

const END_OF_DAY: &[&str] = &[
    "eod",
    "eob",
    "cob",
    "cop",
    "close of business",
    "close of play",
    "close of day",
    "close of trading",
    "end of day",
    "end of the day",
    "end of the working day",
    "end of the business day",
    "end of business day",
    "end of business",
    "end of play",
    "end of work",
    "end of working hours",
    "end of my day",
    "end of your day",
    "day's end",
    "tagesende",
    "feierabend",
    "dienstschluss",
    "geschaeftsschluss",
    "bueroschluss",
    "arbeitsende",
    "ende des tages",
    "ende des arbeitstages",
];

/// Parts of a day too vague for a time; they leave the day.
const PARTS: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "night",
    "lunchtime",
    "lunch",
    "abend",
    "abends",
    "frueh",
    "morgens",
    "vormittag",
    "vormittags",
    "nachmittag",
    "nachmittags",
    "nacht",
];

/// Places by whose clocks people say what they mean, as "10.30 London".
const PLACES: &[(&str, &str)] = &[
    ("london", "Europe/London"),
    ("uk", "Europe/London"),
    ("dublin", "Europe/Dublin"),
    ("berlin", "Europe/Berlin"),
    ("german", "Europe/Berlin"),
    ("frankfurt", "Europe/Berlin"),
    ("munich", "Europe/Berlin"),
    ("vienna", "Europe/Vienna"),
    ("wien", "Europe/Vienna"),
    ("zurich", "Europe/Zurich"),
    ("paris", "Europe/Paris"),
    ("new york", "America/New_York"),
    ("eastern", "America/New_York"),
    ("central", "America/Chicago"),
    ("chicago", "America/Chicago"),
    ("mountain", "America/Denver"),
    ("pacific", "America/Los_Angeles"),
    ("singapore", "Asia/Singapore"),
    ("hong kong", "Asia/Hong_Kong"),
    ("tokyo", "Asia/Tokyo"),
    ("sydney", "Australia/Sydney"),
    ("india", "Asia/Kolkata"),
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
];

pub fn end_of_day(cursor: &mut Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|b| matches!(b, b'a'..=b'g' | b't')) // the first letters of the table
        && END_OF_DAY.iter().any(|form| cursor.eat_words(form))
}

pub fn part_of_day(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat_word(PARTS).is_some()
}

/// "17:30", "5.30 pm", "17 Uhr 30", "noon", "halb acht", "five o'clock", with a zone where one follows.
pub fn time_of_day(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<(Time, Option<TimeZone>)> {
    let mut trial = *cursor;
    let found = if trial.eat_word(&["noon", "midday", "mittag", "mittags"]).is_some() {
        time(12, 0, 0, 0)
    } else if trial.eat_word(&["midnight", "mitternacht"]).is_some() {
        time(23, 59, 0, 0)
    } else if let Some(spoken) = spoken(&mut trial) {
        spoken
    } else {
        figures(&mut trial)?
    };
    *cursor = trial;
    Some((found, zone(cursor, anchor)))
}

fn figures(trial: &mut Cursor<'_>) -> Option<Time> {
    let (hour, digits) = trial.number()?;
    if digits > 2 {
        return None;
    }
    let mut minute = 0;
    let mut clock = false;
    let mut dotted = *trial;
    if trial.eat(":") {
        let (value, 2) = trial.number()? else { return None };
        minute = value;
        clock = true;
    } else if (dotted.eat(".") || dotted.eat("h"))
        && let Some((value, 2)) = dotted.number()
    {
        // "17.30 Uhr", "5.30pm", "17h30"; else it is a date.
        let by_letter = trial.peek() == Some(b'h');
        let mut after = dotted;
        after.spaces();
        if by_letter || matches!(after.word(), "uhr" | "pm" | "am" | "h" | "p" | "a") {
            minute = value;
            clock = by_letter;
            *trial = dotted;
        }
    }
    let mut after = *trial;
    after.spaces();
    let hour = match after.word() {
        "am" | "a" | "pm" | "p" if (1..=12).contains(&hour) => {
            let word = after.word();
            after.at += word.len();
            if word.len() == 1 && !(after.eat(".m.") || after.eat(".m") || after.eat(". m.")) {
                return None;
            }
            // "am" is also German for "on": "bis 10 am Freitag".
            let mut next = after;
            next.spaces();
            let german = word == "am"
                && (next.word().ends_with("tag") || next.word() == "mittwoch" || next.word() == "kommenden");
            if german && !clock {
                return None;
            }
            if german {
                hour
            } else {
                *trial = after;
                hour % 12 + if word.starts_with('p') { 12 } else { 0 }
            }
        }
        "uhr" | "h" => {
            after.at += after.word().len();
            *trial = after;
            if minute == 0 && !clock {
                // "17 Uhr 30"
                after.spaces();
                if let Some((value, 2)) = after.number()
                    && after.at_border()
                    && after.peek() != Some(b'.')
                {
                    minute = value;
                    *trial = after;
                }
            }
            hour
        }
        "o" if after.rest().starts_with("o'clock") && (1..=12).contains(&hour) => {
            after.at += "o'clock".len();
            *trial = after;
            afternoon(hour)
        }
        "noon" if hour == 12 => {
            after.at += 4;
            *trial = after;
            12
        }
        _ if clock => hour,
        // "by 5 today", "by 10 on Friday": in working hours.
        "today" | "tomorrow" | "tonight" | "heute" | "morgen" if (1..=12).contains(&hour) => afternoon(hour),
        "on" if (1..=12).contains(&hour) && names_day(after) => afternoon(hour),
        _ => return None,
    };
    if !trial.at_border() {
        return None;
    }
    match (hour, minute) {
        (24, 0) => Some(time(23, 59, 0, 0)),
        _ => Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok(),
    }
}

/// "on Friday", "on the 3rd".
fn names_day(mut cursor: Cursor<'_>) -> bool {
    cursor.eat_word(&["on"]);
    cursor.spaces();
    cursor.word() == "the" || super::names::weekday(&mut cursor).is_some()
}

/// "halb drei", "viertel nach vier", "half past two", "five o'clock", "fuenf Uhr".
fn spoken(cursor: &mut Cursor<'_>) -> Option<Time> {
    let mut trial = *cursor;
    let minutes = if trial.eat_words("halb") {
        Some(-30)
    } else if trial.eat_words("half past") {
        Some(30)
    } else if ["viertel nach", "quarter past", "a quarter past"].iter().any(|w| trial.eat_words(w)) {
        Some(15)
    } else if ["viertel vor", "quarter to", "a quarter to"].iter().any(|w| trial.eat_words(w)) {
        Some(-15)
    } else {
        None
    };
    trial.spaces();
    let hour = match (minutes, trial.number()) {
        (Some(_), Some((hour, 1 | 2))) => hour,
        (_, Some(_)) => return None,
        (_, None) => {
            let word = trial.word();
            let at = HOURS.iter().position(|names| names.contains(&word))?;
            trial.at += word.len();
            i32::try_from(at).ok()? + 1
        }
    };
    if minutes.is_none() {
        trial.spaces();
        if !trial.eat("o'clock") && trial.eat_word(&["uhr"]).is_none() {
            return None;
        }
    }
    if hour > 12 || !trial.at_border() {
        return None;
    }
    *cursor = trial;
    let total = afternoon(hour) * 60 + minutes.unwrap_or(0);
    Time::new((total / 60).try_into().ok()?, (total % 60).try_into().ok()?, 0, 0).ok()
}

/// An hour by a twelve-hour clock as people mean it in working hours.
fn afternoon(hour: i32) -> i32 {
    if (1..=7).contains(&hour) { hour + 12 } else { hour }
}

/// A zone's name right after the time: "CET", "London", "your time".
fn zone(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<TimeZone> {
    let mut trial = *cursor;
    trial.spaces();
    let bracket = trial.eat("(");
    let found = if trial.eat_words("your time") || trial.eat_words("your end") {
        anchor.reader.clone()
    } else if trial.eat_words("my time") || trial.eat_words("our time") || trial.eat_words("local time") {
        anchor.sent.time_zone().clone()
    } else if let Some((_, name)) = PLACES.iter().find(|(place, _)| trial.eat_words(place)) {
        trial.eat_words(" time");
        TimeZone::get(name).ok()?
    } else {
        let hours = match trial.word() {
            "utc" | "gmt" | "z" => 0,
            "bst" | "cet" | "mez" | "wat" => 1,
            "cest" | "mesz" | "eet" | "sast" => 2,
            "eest" | "msk" => 3,
            "sgt" | "hkt" | "awst" => 8,
            "jst" | "kst" => 9,
            "edt" => -4,
            "est" | "cdt" => -5,
            "mdt" => -6,
            "pdt" => -7,
            "pst" => -8,
            _ => return None,
        };
        trial.at += trial.word().len();
        TimeZone::fixed(Offset::constant(hours))
    };
    if bracket {
        trial.eat(")");
    }
    *cursor = trial;
    Some(found)
}
