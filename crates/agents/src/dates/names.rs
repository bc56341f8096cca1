//! Names of months, weekdays and feasts.

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

/// Feasts with a fixed day.
const FEASTS: &[(&str, i8, i8)] = &[
    ("christmas eve", 12, 24),
    ("christmas day", 12, 25),
    ("boxing day", 12, 26),
    ("new year's eve", 12, 31),
    ("new year's day", 1, 1),
    ("halloween", 10, 31),
    ("st nicholas", 12, 6),
    ("heiligabend", 12, 24),
    ("heilig abend", 12, 24),
    ("silvester", 12, 31),
    ("neujahr", 1, 1),
    ("nikolaus", 12, 6),
    ("dreikoenig", 1, 6),
    ("allerheiligen", 11, 1),
    ("martini", 11, 11),
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

/// "Christmas Eve", "Silvester": the next one.
pub fn feast(cursor: &mut Cursor<'_>, sent: Date) -> Option<Date> {
    if !cursor.peek().is_some_and(|b| matches!(b, b'a'..=b'd' | b'h' | b'm' | b'n' | b's')) {
        return None;
    }
    let (_, month, day) = FEASTS.iter().find(|(name, _, _)| cursor.eat_words(name))?;
    let this = Date::new(sent.year(), *month, *day).ok()?;
    if this >= sent { Some(this) } else { Date::new(sent.year().checked_add(1)?, *month, *day).ok() }
}
