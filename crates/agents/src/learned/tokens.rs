//! Words of folded text: figures, links and addresses become place holders.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    pub word: &'t str,
    pub range: Range<usize>,
}

/// The tokens of a piece of text that starts at `from`.
pub fn tokens(text: &str, from: usize) -> Vec<Token<'_>> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] <= b' ' {
            at += 1;
            continue;
        }
        let end = bytes[at..].iter().position(|b| *b <= b' ').map_or(bytes.len(), |length| at + length);
        chunk(text, at..end, from, &mut found);
        at = end;
    }
    found
}

/// What stands between two spaces.
fn chunk<'t>(text: &'t str, range: Range<usize>, from: usize, found: &mut Vec<Token<'t>>) {
    let piece = &text[range.clone()];
    let mut push = |word, range: Range<usize>| {
        found.push(Token { word, range: from + range.start..from + range.end });
    };
    if piece.contains("://") || piece.starts_with("www.") {
        return push("LINK", range);
    }
    if piece.contains('@') && piece.contains('.') {
        return push("ADDRESS", range);
    }
    let bytes = piece.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let kind = |b: u8| (b.is_ascii_alphabetic() || b == b'_', b.is_ascii_digit());
        let (letter, digit) = kind(bytes[at]);
        if letter {
            // "don't", "let's": one word.
            while at < bytes.len()
                && (kind(bytes[at]).0
                    || (bytes[at] == b'\'' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)))
            {
                at += 1;
            }
            push(&piece[start..at], range.start + start..range.start + at);
        } else if digit {
            while at < bytes.len()
                && (kind(bytes[at]).1
                    || (matches!(bytes[at], b'.' | b',' | b':' | b'/')
                        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
            {
                at += 1;
            }
            push(figure(&piece[start..at]), range.start + start..range.start + at);
        } else {
            let word = match bytes[at] {
                b'?' => "?",
                b'!' => "!",
                b'%' => "%",
                b'$' => "$",
                b':' if at + 1 < bytes.len() && matches!(bytes[at + 1], b')' | b'-') => ":)",
                _ => "",
            };
            if !word.is_empty() {
                push(word, range.start + at..range.start + at + 1);
            }
            at += 1;
        }
    }
}

/// A figure by its form: a time, a date, an amount, a year, a long or a short number.
fn figure(figure: &str) -> &'static str {
    let digits = figure.bytes().filter(u8::is_ascii_digit).count();
    if figure.contains(':') {
        "TIME"
    } else if figure.contains('/') || figure.matches('.').count() >= 2 {
        "DATE"
    } else if figure.contains(['.', ',']) {
        "AMOUNT"
    } else if digits == 4 && figure.starts_with("20") {
        "YEAR"
    } else if digits >= 5 {
        "LONG"
    } else {
        "NUMBER"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_veils() {
        let words: Vec<&str> = tokens(
            "don't pay 12,50 eur by 3.12.2026 at 10:30? see https://x.example/a or mail a@b.example!",
            0,
        )
        .iter()
        .map(|t| t.word)
        .collect();
        assert_eq!(
            words,
            [
                "don't", "pay", "AMOUNT", "eur", "by", "DATE", "at", "TIME", "?", "see", "LINK", "or",
                "mail", "ADDRESS"
            ]
        );
        let text = "ab, cd";
        assert_eq!(tokens(&text[4..], 4)[0].range, 4..6);
    }
}
