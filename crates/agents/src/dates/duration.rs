//! Durations that run from the day of the mail: "within 14 days", "binnen einer Woche", "net 30".

use super::anchor::Anchor;
use super::cursor::Cursor;
use super::when::When;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

const NUMBERS: &[(&str, i32)] = &[
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("twenty", 20),
    ("twenty-one", 21),
    ("twenty-eight", 28),
    ("thirty", 30),
    ("forty-eight", 48),
    ("forty-five", 45),
    ("sixty", 60),
    ("ein", 1),
    ("eine", 1),
    ("einer", 1),
    ("einem", 1),
    ("eines", 1),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("fuenf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwoelf", 12),
    ("vierzehn", 14),
    ("fuenfzehn", 15),
    ("zwanzig", 20),
    ("einundzwanzig", 21),
    ("dreissig", 30),
];

enum Unit {
    Hours,
    Days,
    BusinessDays,
    Weeks,
    Months,
}

/// A number and a unit; `bare` also takes a number without one as days ("net 30").
pub fn parse(
    text: &str,
    at: usize,
    anchor: &Anchor,
    base: Option<Date>,
    bare: bool,
) -> Option<(When, usize)> {
    let mut cursor = Cursor::new(text, at);
    cursor.eat(":");
    cursor.spaces();
    for _ in 0..5 {
        let filler = [
            "of",
            "von",
            "the",
            "next",
            "der",
            "den",
            "naechsten",
            "kommenden",
            "only",
            "nur",
            "about",
            "in",
            "just",
            "noch",
            "at",
            "most",
            "to",
            "max",
            "maximal",
            "spaetestens",
            "strictly",
            "dieser",
            "folgenden",
            "following",
        ];
        if cursor.eat_word(&filler).is_none() {
            break;
        }
        cursor.spaces();
    }
    let count = match cursor.number() {
        Some((count, _)) => count,
        None => {
            let rest = cursor.rest();
            let end = rest.bytes().position(|b| !b.is_ascii_alphabetic() && b != b'-').unwrap_or(rest.len());
            let word = &rest[..end];
            let (_, count) = NUMBERS.iter().find(|(name, _)| *name == word)?;
            cursor.at += word.len();
            *count
        }
    };
    if cursor.eat(" (") {
        // "fourteen (14) days", "14 (fourteen) days"
        if cursor.number().is_none() {
            cursor.at += cursor.word().len();
        }
        if !cursor.eat(")") {
            return None;
        }
    }
    let mut after = cursor;
    after.spaces();
    after.eat("-");
    let business = ["business", "working", "work", "banking"];
    let mut working = after.eat_word(&business).is_some();
    if !working {
        let _ = after.eat_word(&["calendar", "full", "kalender", "volle", "vollen", "ganze", "ganzen"]);
    }
    after.spaces();
    let unit = match after.word() {
        "h" | "hour" | "hours" | "hrs" | "hr" | "stunde" | "stunden" | "std" => Unit::Hours,
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "kalendertage" | "kalendertagen" => Unit::Days,
        "werktag" | "werktage" | "werktagen" | "arbeitstag" | "arbeitstage" | "arbeitstagen"
        | "bankarbeitstagen" | "bankarbeitstage" | "geschaeftstagen" | "geschaeftstage" => {
            working = true;
            Unit::BusinessDays
        }
        "week" | "weeks" | "woche" | "wochen" => Unit::Weeks,
        "fortnight" => {
            after.at += "fortnight".len();
            return span(anchor, base, (2 * count).weeks(), after.at);
        }
        "month" | "months" | "monat" | "monats" | "monate" | "monaten" => Unit::Months,
        _ if bare && cursor.at_border() && !is_amount(&cursor) => {
            return span(anchor, base, count.days(), cursor.at);
        }
        _ => return None,
    };
    after.at += after.word().len();
    let end = after.at;
    match unit {
        Unit::Hours if count <= 96 => {
            let at = anchor.sent.checked_add(count.hours()).ok()?;
            Some((When::at(at.timestamp(), at.date()), end))
        }
        Unit::Hours => None,
        Unit::Days | Unit::BusinessDays if working => business_days(anchor, base, count, end),
        Unit::Days | Unit::BusinessDays => span(anchor, base, count.days(), end),
        Unit::Weeks => span(anchor, base, count.weeks(), end),
        Unit::Months => span(anchor, base, count.months(), end),
    }
}

fn span(anchor: &Anchor, base: Option<Date>, span: Span, end: usize) -> Option<(When, usize)> {
    let date = base.unwrap_or_else(|| anchor.sent.date()).checked_add(span).ok()?;
    Some((When::on(date), end))
}

fn business_days(anchor: &Anchor, base: Option<Date>, count: i32, end: usize) -> Option<(When, usize)> {
    let mut date = base.unwrap_or_else(|| anchor.sent.date());
    let mut left = count.min(250);
    while left > 0 {
        date = date.tomorrow().ok()?;
        left -= i32::from(!matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday));
    }
    Some((When::on(date), end))
}

/// "netto 4.980,15": a figure that goes on.
fn is_amount(cursor: &Cursor<'_>) -> bool {
    let rest = cursor.rest();
    rest.strip_prefix(['.', ',', ':']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || ["eur", "gbp", "usd", "chf", "$", "%"].iter().any(|unit| rest.trim_start().starts_with(unit))
}
