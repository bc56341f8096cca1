//! Ends of weeks, months, quarters and years, and weeks by their number.

use super::cursor::Cursor;
use super::names;
use super::when::Which;
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

const SHORT: &[&str] = &[
    "eow",
    "eom",
    "eoy",
    "weekend",
    "wochenende",
    "wochenschluss",
    "monatsende",
    "monatsschluss",
    "monatsletzten",
    "ultimo",
    "quartalsende",
    "jahresende",
    "jahresschluss",
    "jahreswechsel",
];

/// Articles and the like between "end of" and the period.
const BETWEEN: &[&str] = &[
    "the",
    "this",
    "next",
    "current",
    "coming",
    "following",
    "our",
    "calendar",
    "working",
    "business",
    "der",
    "des",
    "die",
    "dieser",
    "dieses",
    "diesen",
    "diese",
    "naechster",
    "naechsten",
    "naechstes",
    "naechste",
    "kommender",
    "kommenden",
    "kommendes",
    "kommende",
    "laufenden",
    "laufender",
    "folgenden",
];

/// "end of next week", "Ende Mai", "month-end", "EOW", "Ende KW 47".
pub fn end_of_period(cursor: &mut Cursor<'_>, sent: Date, which: Which) -> Option<Date> {
    if !cursor.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut trial = *cursor;
    let later = i64::from(which == Which::Next);
    let date = match trial.eat_word(SHORT) {
        Some("eow" | "wochenende" | "wochenschluss" | "weekend") => end_of_week(sent, later)?,
        Some("eom" | "monatsende" | "monatsschluss" | "monatsletzten" | "ultimo") => sent.last_of_month(),
        Some("quartalsende") => end_of_quarter(sent, 0)?,
        Some(_) => sent.last_of_year(),
        None => joined(&mut trial, sent, later).or_else(|| spelled(&mut trial, sent))?,
    };
    *cursor = trial;
    Some(date)
}

/// "month-end", "year end", "week's end".
fn joined(cursor: &mut Cursor<'_>, sent: Date, later: i64) -> Option<Date> {
    let mut trial = *cursor;
    let unit = trial.eat_word(&["week", "month", "quarter", "year"])?;
    trial.eat("'s");
    if !(trial.eat("-") || trial.eat(" ")) || trial.eat_word(&["end"]).is_none() {
        return None;
    }
    *cursor = trial;
    period(unit, sent, later)
}

fn spelled(cursor: &mut Cursor<'_>, sent: Date) -> Option<Date> {
    let mut trial = *cursor;
    trial.eat_word(&["the"]);
    trial.spaces();
    if !["end of", "end", "close of", "ende", "schluss", "letzten tag", "last day of", "last working day of"]
        .iter()
        .any(|w| trial.eat_words(w))
    {
        return None;
    }
    let mut later = 0;
    for _ in 0..3 {
        trial.spaces();
        let Some(word) = trial.eat_word(BETWEEN) else { break };
        let next = ["next", "naechst", "komm", "folgend"].iter().any(|start| word.starts_with(start));
        later += i64::from(next || word == "coming" || word == "following");
    }
    let word = trial.word();
    trial.at += word.len();
    let date = match word {
        "kw" | "week" | "cw" | "kalenderwoche" | "woche" if week_number(&mut trial.clone()).is_some() => {
            week(sent, week_number(&mut trial)?)?
        }
        "week" | "woche" | "month" | "monats" | "monat" | "quarter" | "quartals" | "year" | "jahres"
        | "jahr" => period(word, sent, later)?,
        "q" => {
            let (number @ 1..=4, 1) = trial.number()? else { return None };
            end_of_month(&mut trial, sent, (3 * number).try_into().ok()?)?
        }
        name => {
            trial.eat(".");
            end_of_month(&mut trial, sent, names::month(name)?)?
        }
    };
    *cursor = trial;
    Some(date)
}

fn period(unit: &str, sent: Date, later: i64) -> Option<Date> {
    match unit {
        "week" | "woche" => end_of_week(sent, later),
        "month" | "monats" | "monat" => Some(sent.checked_add(later.months()).ok()?.last_of_month()),
        "quarter" | "quartals" => end_of_quarter(sent, later),
        _ => Some(sent.checked_add(later.years()).ok()?.last_of_year()),
    }
}

/// The end of the working week; on the weekend, of the next.
fn end_of_week(sent: Date, later: i64) -> Option<Date> {
    let ahead =
        (Weekday::Friday.to_monday_zero_offset() - sent.weekday().to_monday_zero_offset()).rem_euclid(7);
    sent.checked_add((i64::from(ahead) + 7 * later).days()).ok()
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

fn week_number(cursor: &mut Cursor<'_>) -> Option<i8> {
    cursor.spaces();
    let (number @ 1..=53, 1 | 2) = cursor.number()? else { return None };
    cursor.at_border().then(|| number.try_into().ok())?
}

/// The Friday of a week by its number: this year's, or next year's where that is past.
fn week(sent: Date, number: i8) -> Option<Date> {
    let year = sent.iso_week_date().year();
    [Some(year), year.checked_add(1)]
        .into_iter()
        .flatten()
        .filter_map(|year| ISOWeekDate::new(year, number, Weekday::Friday).ok())
        .map(|week| week.date())
        .find(|date| *date >= sent)
}
