//! Names of months and weekdays, written dates, and the year that a date without one means.

use super::anchor::Anchor;
use super::cursor::Cursor;
use jiff::civil::{Date, Weekday};

const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("januar", 1),
    ("jaenner", 1),
    ("jan", 1),
    ("february", 2),
    ("februar", 2),
    ("feber", 2),
    ("feb", 2),
    ("march", 3),
    ("maerz", 3),
    ("mrz", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("mai", 5),
    ("june", 6),
    ("juni", 6),
    ("jun", 6),
    ("july", 7),
    ("juli", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("oktober", 10),
    ("oct", 10),
    ("okt", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dezember", 12),
    ("dec", 12),
    ("dez", 12),
];

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("montag", Weekday::Monday),
    ("mon", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("dienstag", Weekday::Tuesday),
    ("tue", Weekday::Tuesday),
    ("tues", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("weds", Weekday::Wednesday),
    ("mittwoch", Weekday::Wednesday),
    ("wed", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("donnerstag", Weekday::Thursday),
    ("thu", Weekday::Thursday),
    ("thur", Weekday::Thursday),
    ("thurs", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("freitag", Weekday::Friday),
    ("fri", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("samstag", Weekday::Saturday),
    ("sonnabend", Weekday::Saturday),
    ("sat", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
    ("sonntag", Weekday::Sunday),
    ("sun", Weekday::Sunday),
    ("mo", Weekday::Monday),
    ("di", Weekday::Tuesday),
    ("mi", Weekday::Wednesday),
    ("do", Weekday::Thursday),
    ("fr", Weekday::Friday),
    ("sa", Weekday::Saturday),
    ("so", Weekday::Sunday),
];

pub fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find(|(name, _)| *name == word).map(|(_, month)| *month)
}

/// A weekday by name; two-letter forms only where `short` allows them ("Fr., 3.12.").
pub fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let word = cursor.word();
    // "Montagabend", "Freitagmittag".
    let stem = ["abend", "mittag", "vormittag", "nachmittag", "frueh"]
        .iter()
        .find_map(|part| word.strip_suffix(part));
    let name = stem.filter(|s| s.len() > 5).unwrap_or(word);
    let (_, day) = WEEKDAYS.iter().find(|(known, _)| *known == name)?;
    let mut after = *cursor;
    after.at += word.len();
    if word.len() == 2 {
        // Only right before a date: "Do 5.12." and never the verb.
        let full_stop = after.eat(".");
        after.eat(",");
        after.spaces();
        if !after.peek().is_some_and(|b| b.is_ascii_digit()) || (!full_stop && word == "so") {
            return None;
        }
    } else if after.peek() == Some(b'.') && word.len() <= 5 {
        after.at += 1;
    }
    *cursor = after;
    Some(*day)
}

/// A date that names its day: ISO, with a month's name, or in figures.
pub fn written(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<Date> {
    let forms: [fn(&mut Cursor<'_>, &Anchor) -> Option<Date>; 5] =
        [iso, day_month, month_day, dotted, slashed];
    forms.iter().find_map(|form| {
        let mut trial = *cursor;
        let date = form(&mut trial, anchor)?;
        *cursor = trial;
        Some(date)
    })
}

/// "the 15th", "den 15.": the next day of that number.
pub fn day_of_month(cursor: &mut Cursor<'_>, anchor: &Anchor, after_article: bool) -> Option<Date> {
    let mut trial = *cursor;
    let (day, digits) = trial.number()?;
    if digits > 2 {
        return None;
    }
    let ordinal = trial.eat_word(&["st", "nd", "rd", "th"]).is_some();
    let german =
        !ordinal && after_article && trial.eat(".") && !trial.peek().is_some_and(|b| b.is_ascii_digit());
    if !ordinal && !german {
        return None;
    }
    let mut next = trial;
    next.spaces();
    // "the 3rd draft", "den 3. Entwurf", "5th floor": an ordinal, no day.
    let ends = next.at_border() && next.peek() != Some(b'-');
    let goes_on = next.eat_words("of this month")
        || next.eat_words("of the month")
        || next.eat_words("of next month")
        || next.eat_words("dieses monats")
        || next.eat_words("des monats");
    let follows = [
        "at", "so", "if", "and", "or", "to", "please", "um", "an", "bei", "zu", "und", "oder", "bitte",
        "with", "for", "by", "latest",
    ];
    if !(ends || goes_on || follows.contains(&next.word()) || german_verb(next.word())) {
        return None;
    }
    if goes_on {
        trial = next;
    }
    let sent = anchor.sent.date();
    let this = Date::new(sent.year(), sent.month(), day.try_into().ok()?).ok();
    let found = match this {
        Some(date) if date >= sent => date,
        _ => {
            let later = sent.first_of_month().checked_add(jiff::Span::new().months(1)).ok()?;
            Date::new(later.year(), later.month(), day.try_into().ok()?).ok()?
        }
    };
    *cursor = trial;
    Some(found)
}

fn german_verb(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("en") || word.ends_with("bar"))
}

fn iso(cursor: &mut Cursor<'_>, _: &Anchor) -> Option<Date> {
    let (year, digits) = cursor.number()?;
    if digits != 4 || !cursor.eat("-") {
        return None;
    }
    let (month, _) = cursor.number()?;
    if !cursor.eat("-") {
        return None;
    }
    let (day, _) = cursor.number()?;
    if cursor.peek() == Some(b't') {
        return date(year, month, day);
    }
    cursor.at_border().then(|| date(year, month, day))?
}

/// "3 March 2026", "3rd of March", "3. Dez. 2026".
fn day_month(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<Date> {
    let (day, digits) = cursor.number()?;
    if digits > 2 {
        return None;
    }
    if cursor.eat_word(&["st", "nd", "rd", "th"]).is_none() {
        cursor.eat(".");
    }
    cursor.eat("-");
    cursor.spaces();
    if cursor.eat_word(&["of"]).is_some() {
        cursor.spaces();
    }
    let word = cursor.word();
    let month = month(word)?;
    cursor.at += word.len();
    if word.len() <= 4 {
        cursor.eat(".");
    }
    let year = year_after(cursor);
    complete(anchor, year, month.into(), day)
}

/// "March 3, 2026", "Mar. 3rd".
fn month_day(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<Date> {
    let word = cursor.word();
    let month = month(word)?;
    cursor.at += word.len();
    cursor.eat(".");
    cursor.spaces();
    if cursor.eat_word(&["the"]).is_some() {
        cursor.spaces();
    }
    let (day, digits) = cursor.number()?;
    if digits > 2 || cursor.peek() == Some(b':') {
        return None;
    }
    let _ = cursor.eat_word(&["st", "nd", "rd", "th"]);
    let year = year_after(cursor);
    complete(anchor, year, month.into(), day)
}

/// "3.12.", "03.12.2026", "3.12.26".
fn dotted(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<Date> {
    let (day, digits) = cursor.number()?;
    if digits > 2 || !cursor.eat(".") {
        return None;
    }
    if cursor.peek() == Some(b' ') {
        // "3. 12. 2026"
        cursor.at += 1;
    }
    let (month, digits) = cursor.number()?;
    if digits > 2 {
        return None;
    }
    let closed = cursor.eat(".");
    let mut trial = *cursor;
    trial.spaces();
    let year = match trial.number() {
        Some((year, 4)) if closed => Some(year),
        Some((year, 2)) if closed && trial.at - cursor.at == 2 => Some(2000 + year),
        _ => None,
    };
    if year.is_some() {
        *cursor = trial;
    } else if !closed {
        // "17.30 Uhr", version "3.1": a date in German ends in a full stop, or ends the sentence.
        let mut next = *cursor;
        next.spaces();
        if digits != 2 || next.word() == "uhr" || next.word() == "h" || anchor.day_first != Some(true) {
            return None;
        }
    }
    cursor.at_border().then(|| complete(anchor, year, month, day))?
}

/// "3/4", "03/04/2026": by context, or not at all.
fn slashed(cursor: &mut Cursor<'_>, anchor: &Anchor) -> Option<Date> {
    let (first, digits) = cursor.number()?;
    let separator = cursor.peek().filter(|b| matches!(b, b'/' | b'-'))? as char;
    let mut part = [0u8; 4];
    let separator: &str = separator.encode_utf8(&mut part);
    cursor.at += 1;
    let (second, digits2) = cursor.number()?;
    if digits > 2 || digits2 > 2 {
        return None;
    }
    let mut trial = *cursor;
    let year = if trial.eat(separator) {
        match trial.number() {
            Some((year, 4)) => Some(year),
            Some((year, 2)) => Some(2000 + year),
            _ => return None,
        }
    } else if separator == "-" {
        return None;
    } else {
        None
    };
    if year.is_some() {
        *cursor = trial;
    }
    if !cursor.at_border() || cursor.peek() == Some(b'/') {
        return None;
    }
    let day_first = match (first > 12, second > 12) {
        (true, true) => return None,
        (true, false) => true,
        (false, true) => false,
        (false, false) if first == second => true,
        (false, false) => anchor.day_first?,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    complete(anchor, year, month, day)
}

fn year_after(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut trial = *cursor;
    trial.eat(",");
    trial.spaces();
    match trial.number() {
        Some((year, 4)) if (1990..2200).contains(&year) && trial.at_border() => {
            *cursor = trial;
            Some(year)
        }
        _ => None,
    }
}

/// Without a year: the next such day, or one just past (a reminder names what was due).
fn complete(anchor: &Anchor, year: Option<i32>, month: i32, day: i32) -> Option<Date> {
    if let Some(year) = year {
        return date(year, month, day);
    }
    let sent = anchor.sent.date();
    let distance = |d: Date| d.since(sent).map_or(0, |s| s.get_days());
    let this = date(sent.year().into(), month, day);
    match this {
        Some(d) if distance(d) < -60 => date(i32::from(sent.year()) + 1, month, day),
        Some(d) if distance(d) > 320 => {
            let last = date(i32::from(sent.year()) - 1, month, day)?;
            Some(if distance(last) >= -45 { last } else { d })
        }
        Some(d) => Some(d),
        None => (1..=4).find_map(|later| date(i32::from(sent.year()) + later, month, day)),
    }
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}
