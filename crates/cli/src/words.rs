//! Text by others made safe and short for a terminal, and numbers as people read them.

/// What a stranger wrote must not move the cursor, hide words or turn them around: control characters and
/// bidirectional overrides are shown as what they are. Line ends and tabs stay.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\n' | '\t' => cleaned.push(character),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
                cleaned.extend(character.escape_unicode());
            }
            _ if character.is_control() => cleaned.extend(character.escape_unicode()),
            _ => cleaned.push(character),
        }
    }
    cleaned
}

/// The same on one line.
pub(crate) fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of at most `most` characters.
pub(crate) fn short(text: &str, most: usize) -> String {
    let line = line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// `Anna Berg <anna@example.org>`.
pub(crate) fn mailbox(name: Option<&str>, address: &str) -> String {
    match name.map(line).filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} <{}>", line(address)),
        None => line(address),
    }
}

/// `1 mail`, `3,214 mails`.
pub(crate) fn count(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number))
}

pub(crate) fn thousands(number: u64) -> String {
    indicatif::HumanCount(number).to_string()
}

pub(crate) fn bytes(number: u64) -> String {
    indicatif::HumanBytes(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::{clean, line, short};

    #[test]
    fn control_characters_and_overrides_are_shown_not_obeyed() {
        assert_eq!(clean("a\u{1b}[2Jb\r\nc\td\re"), "a\\u{1b}[2Jb\nc\td\\u{d}e");
        assert_eq!(clean("gpj.\u{202e}exe\u{2066}"), "gpj.\\u{202e}exe\\u{2066}");
        assert_eq!(clean("Grüße – 日本 👍"), "Grüße – 日本 👍");
    }

    #[test]
    fn one_line_stays_one_line_and_short_stays_short() {
        assert_eq!(line("Re:\n  your\r\n order "), "Re: your order");
        assert_eq!(short("Rechnung für November", 12), "Rechnung fü…");
        assert_eq!(short("kurz", 4), "kurz");
    }
}
