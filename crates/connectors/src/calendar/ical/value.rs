//! Single values between text and types: times, durations, offsets, text.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A time before its zone is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub local: DateTime,
    pub is_day: bool,
    pub is_utc: bool,
}

/// A DURATION (RFC 5545 §3.3.6): days and weeks are as long as they are, the rest is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Duration {
    pub days: i64,
    pub seconds: i64,
}

/// `20260503`, `20260503T140000`, `20260503T140000Z`; a leap second is the one before.
pub(super) fn time(text: &str) -> Option<Written> {
    let text = text.trim();
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
    };
    let narrow = |number: i16| i8::try_from(number).ok();
    let day = Date::new(digits(0..4)?, narrow(digits(4..6)?)?, narrow(digits(6..8)?)?).ok()?;
    match text.as_bytes().get(8) {
        None => Some(Written { local: day.at(0, 0, 0, 0), is_day: true, is_utc: false }),
        Some(b'T' | b't') => {
            // Seconds are left out by some.
            let (second, end) = match digits(13..15) {
                Some(second) => (second.min(59), 15),
                None => (0, 13),
            };
            let time =
                Time::new(narrow(digits(9..11)?)?, narrow(digits(11..13)?)?, narrow(second)?, 0).ok()?;
            let is_utc = match text.get(end..)? {
                "" => false,
                "Z" | "z" => true,
                _ => return None,
            };
            Some(Written { local: day.to_datetime(time), is_day: false, is_utc })
        }
        _ => None,
    }
}

/// `+0100`, `-043000`.
pub(super) fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    Offset::from_seconds(sign * seconds).ok()
}

pub(super) fn written(local: DateTime, is_day: bool, is_utc: bool) -> String {
    let day = local.strftime("%Y%m%d");
    if is_day {
        day.to_string()
    } else {
        format!("{day}T{}{}", local.strftime("%H%M%S"), if is_utc { "Z" } else { "" })
    }
}

/// TEXT (RFC 5545 §3.3.11).
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            control if control.is_control() && control != '\t' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A parameter's value in quotes where it needs them; a quote cannot be written (RFC 6868 `^'` can).
pub(super) fn parameter(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let plain = plain.replace('^', "^^").replace('"', "^'");
    if plain.contains([';', ':', ',']) { format!("\"{plain}\"") } else { plain }
}

/// A content line, folded at 75 octets and between characters.
pub(super) fn folded(line: &str, newline: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / 60 + 4);
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 74 {
            folded.push_str(newline);
            folded.push(' ');
            width = 1;
        }
        folded.push(letter);
        width += letter.len_utf8();
    }
    folded.push_str(newline);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let local = jiff::civil::date(2026, 5, 3).at(14, 5, 6, 0);
        assert_eq!(time("20260503T140506"), Some(Written { local, is_day: false, is_utc: false }));
        assert_eq!(time("20260503T140506Z"), Some(Written { local, is_day: false, is_utc: true }));
        assert!(time("20260503").is_some_and(|day| day.is_day));
        assert_eq!(time("20161231T235960Z").map(|leap| leap.local.second()), Some(59));
        for bad in
            ["", "2026-05-03", "20260532", "20260503T25", "20260503T140506X", "２０２６0503", "+2026050"]
        {
            assert_eq!(time(bad), None, "{bad}");
        }
    }

    #[test]
    fn folds_lie_between_characters() {
        let line = format!("SUMMARY:{}", "ü€x".repeat(60));
        let folded = folded(&line, "\r\n");
        assert!(folded.split("\r\n").all(|piece| piece.len() <= 75));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn a_text_cannot_end_its_line() {
        assert_eq!(escaped("a\r\nEND:VEVENT\\;,\u{7}"), "a\\nEND:VEVENT\\\\\\;\\,");
        assert_eq!(parameter("A \"B\"\r\nX:y"), "\"A ^'B^'X:y\"");
    }
}
