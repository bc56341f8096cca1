//! Sentences of folded text: enough of a grammar to tell "bis 3. Dezember" from an end of sentence.

use std::ops::Range;

/// All sentences in order; a line break always ends one.
pub fn all(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 0..text.len() {
        if ends_at(text.as_bytes(), end) {
            push(text, start..end + 1, &mut found);
            start = end + 1;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// The sentence that holds the start of `range`.
pub fn around(text: &str, range: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let from = range.start.min(bytes.len());
    let start = (0..from).rev().find(|at| ends_at(bytes, *at)).map_or(0, |at| at + 1);
    let last = range.end.clamp(from, bytes.len());
    let end = (last.saturating_sub(1).max(from)..bytes.len()).find(|at| ends_at(bytes, *at));
    start..end.map_or(bytes.len(), |at| at + 1)
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let (front, back) = (piece.len() - piece.trim_start().len(), piece.trim_end().len());
    if front < back {
        found.push(range.start + front..range.start + back);
    }
}

fn ends_at(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'!' | b'?' => {
            !matches!(bytes.get(at + 1), Some(b'!' | b'?' | b')' | b'"' | b'=' | b'&' | b'/'))
                && bytes.get(at + 1).is_none_or(|b| b.is_ascii_whitespace())
        }
        b'.' => {
            if bytes.get(at + 1).is_some_and(|b| !b.is_ascii_whitespace()) {
                return false;
            }
            let word_start = bytes[..at].iter().rposition(|b| b.is_ascii_whitespace()).map_or(0, |i| i + 1);
            !abbreviates(&bytes[word_start..at], bytes.get(at + 2).copied())
        }
        _ => false,
    }
}

/// A full stop after these does not end a sentence: "3. Dezember", "z. B.", "Dr. Vogt", "p.m. on".
fn abbreviates(word: &[u8], next: Option<u8>) -> bool {
    const WORDS: &[&[u8]] = &[
        b"dr", b"mr", b"mrs", b"ms", b"prof", b"nr", b"no", b"st", b"str", b"ca", b"bzw", b"inkl", b"zzgl",
        b"ggf", b"evtl", b"usw", b"e.g", b"i.e", b"z.b", b"d.h", b"jan", b"feb", b"mar", b"apr", b"jun",
        b"jul", b"aug", b"sep", b"sept", b"oct", b"okt", b"nov", b"dec", b"dez", b"mo", b"di", b"mi", b"do",
        b"fr", b"sa", b"so", b"approx", b"vs", b"abs", b"tel", b"hr", b"fr", b"frau", b"max", b"min", b"std",
        b"inc", b"ltd", b"co",
    ];
    if next.is_none() {
        return false;
    }
    let number = !word.is_empty() && word.len() <= 2 && word.iter().all(u8::is_ascii_digit);
    let day_month = word.len() <= 5 && word.first().is_some_and(u8::is_ascii_digit) && word.contains(&b'.');
    let single = word.len() == 1 && word[0].is_ascii_alphabetic() && word[0] != b'i';
    number || (day_month && next.is_some_and(|b| b.is_ascii_lowercase())) || single || WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        all(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn splits_prose() {
        assert_eq!(
            split("hi sam,\ncan you pay by the 3. dezember? dr. vogt asks. thanks!! bye"),
            ["hi sam,", "can you pay by the 3. dezember?", "dr. vogt asks.", "thanks!!", "bye"]
        );
        assert!(all("").is_empty());
    }

    #[test]
    fn finds_the_sentence_around() {
        let text = "one. two is here. three";
        let at = text.find("is").expect("found");
        assert_eq!(&text[around(text, at..at + 2)], " two is here.");
        assert_eq!(around("", 0..0), 0..0);
    }
}
