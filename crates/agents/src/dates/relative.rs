//! Days counted from the mail or from a day named before: "tomorrow", "a week today", "by then".

use super::clock;
use super::cursor::Cursor;
use super::when::Which;
use jiff::ToSpan;
use jiff::civil::Date;

pub fn day(cursor: &mut Cursor<'_>, sent: Date, which: Which) -> Option<Date> {
    let week =
        ["a week today", "today week", "a week from today", "heute in einer woche", "heute in acht tagen"];
    let fortnight = ["a fortnight today", "two weeks today", "two weeks from today", "heute in zwei wochen"];
    if !cursor.peek().is_some_and(|b| {
        matches!(b, b'a' | b'd' | b'h' | b'm' | b't' | b'u' | b'e' | b'l' | b'n' | b'f' | b'v')
    }) {
        return None;
    }
    let days = if week.iter().any(|words| cursor.eat_words(words)) {
        7
    } else if fortnight.iter().any(|words| cursor.eat_words(words)) {
        14
    } else if cursor.eat_words("day after tomorrow") || cursor.eat_word(&["uebermorgen"]).is_some() {
        2
    } else if cursor.eat_word(&["today", "tonight", "heute", "tonite"]).is_some() {
        0
    } else if cursor
        .eat_word(&["tomorrow", "morgen", "tmrw", "tmr", "tmw", "tomorow", "tommorow", "tommorrow"])
        .is_some()
    {
        1
    } else if which == Which::This && clock::part_of_day(cursor) {
        // "this evening"
        0
    } else {
        return None;
    };
    sent.checked_add(days.days()).ok()
}

/// After a weekday's name: the one of the week after.
pub fn a_week_on(cursor: &mut Cursor<'_>) -> bool {
    ["in einer woche", "in a week", "a week later", "week"].iter().any(|words| cursor.eat_words(words))
}

/// "then", "that day", "dahin": a day that was named before.
pub fn earlier(cursor: &mut Cursor<'_>) -> bool {
    const WORDS: &[&str] = &[
        "then",
        "that day",
        "that date",
        "date above",
        "above date",
        "same day",
        "this date",
        "that deadline",
        "dahin",
        "diesem tag",
        "diesem termin",
        "diesem datum",
        "diesem zeitpunkt",
    ];
    cursor.peek().is_some_and(|b| matches!(b, b'a' | b'd' | b's' | b't'))
        && WORDS.iter().any(|words| cursor.eat_words(words))
}
