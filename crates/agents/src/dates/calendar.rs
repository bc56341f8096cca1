//! Written dates, and the year or month that a date without one means.

use super::anchor::Anchor;
use super::cursor::Cursor;
use super::names::month;
use jiff::ToSpan;
use jiff::civil::Date;

const THIS_MONTH: &[&str] =
    &["of this month", "of the month", "dieses monats", "diesen monats", "des monats", "d. m."];
const NEXT_MONTH: &[&str] =
    &["of next month", "naechsten monats", "kommenden monats", "des naechsten monats", "des folgemonats"];

/// What may follow "the 15th" and "zum 15.".
const FOLLOWS: &[&str] = &[
    "a",
    "after",
    "and",
    "around",
    "as",
    "at",
    "because",
    "before",
    "but",
    "by",
    "could",
    "eod",
    "for",
    "from",
    "how",
    "i",
    "if",
    "in",
    "is",
    "it",
    "latest",
    "noon",
    "of",
    "on",
    "or",
    "otherwise",
    "please",
    "she",
    "since",
    "so",
    "thanks",
    "that",
    "the",
    "then",
    "they",
    "this",
    "though",
    "to",
    "unless",
    "via",
    "was",
    "we",
    "what",
    "when",
    "whether",
    "which",
    "who",
    "will",
    "with",
    "would",
    "you",
    "your",
    "an",
    "auf",
    "aufs",
    "aus",
    "bei",
    "bescheid",
    "bis",
    "bitte",
    "damit",
    "das",
    "dein",
    "deine",
    "dem",
    "denn",
    "der",
    "dich",
    "die",
    "dir",
    "du",
    "durch",
    "ein",
    "eine",
    "einen",
    "er",
    "es",
    "euch",
    "eure",
    "fuer",
    "gern",
    "gerne",
    "hier",
    "ich",
    "ihr",
    "ihre",
    "ihren",
    "ihnen",
    "im",
    "ist",
    "ja",
    "kein",
    "keine",
    "klappt",
    "kurz",
    "mich",
    "mir",
    "mit",
    "mittags",
    "nach",
    "noch",
    "nur",
    "ob",
    "oder",
    "ohne",
    "online",
    "per",
    "schon",
    "schriftlich",
    "sie",
    "sind",
    "sonst",
    "spaetestens",
    "ueber",
    "um",
    "und",
    "uns",
    "unter",
    "vom",
    "von",
    "vor",
    "wann",
    "was",
    "weil",
    "welche",
    "wenn",
    "wer",
    "wie",
    "wir",
    "zu",
    "zum",
    "zur",
    "zurueck",
    "zusammen",
];

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
    let this_month = THIS_MONTH.iter().any(|words| next.eat_words(words));
    let next_month = !this_month && NEXT_MONTH.iter().any(|words| next.eat_words(words));
    if this_month || next_month {
        trial = next;
    } else if !(ends || follows_day(next.word())) {
        return None;
    }
    let sent = anchor.sent.date();
    let day = day.try_into().ok()?;
    let found = (i32::from(next_month)..4).find_map(|later| {
        let month = sent.first_of_month().checked_add(later.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok().filter(|date| *date >= sent)
    })?;
    *cursor = trial;
    Some(found)
}

/// A word that goes on with the sentence: a preposition, pronoun, conjunction or verb, and no noun.
fn follows_day(word: &str) -> bool {
    FOLLOWS.contains(&word) || (word.len() > 4 && (word.ends_with("en") || word.ends_with("bar")))
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
    let joined = cursor.eat("-") || cursor.eat("/");
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
    let year = if joined { year_joined(cursor) } else { year_after(cursor) };
    complete(anchor, year, month.into(), day)
}

/// "30/May/25", "30-May-2025".
fn year_joined(cursor: &mut Cursor<'_>) -> Option<i32> {
    let mut trial = *cursor;
    if !(trial.eat("/") || trial.eat("-")) {
        return year_after(cursor);
    }
    let year = match trial.number()? {
        (year, 4) => year,
        (year, 2) => 2000 + year,
        _ => return None,
    };
    *cursor = trial;
    Some(year)
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
    let clock =
        cursor.rest().strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if digits > 2 || clock {
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
