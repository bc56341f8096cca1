//! Folding: lower-case ASCII with single spaces, and the way back to the exact words.
//!
//! Rules match bytes, so that they run on a DFA: `ä` is `ae`, `ß` is `ss`, `’` is `'`, `€` is `eur`.
//! A soft line wrap is a space; a paragraph or a short line ends in `\n`, which no rule crosses by accident.

use std::ops::Range;
use unicode_normalization::char::decompose_compatible;

/// Lines at least this long are taken as wrapped by the sender's program.
const WRAPPED: usize = 50;

/// Folded text beside its original.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    original: String,
    text: String,
    /// For each byte of `text`, where its character starts in `original`.
    offsets: Vec<u32>,
}

impl Folded {
    pub fn new(original: String) -> Self {
        let mut folder = Folder { text: String::with_capacity(original.len()), offsets: Vec::new(), line: 0 };
        folder.offsets.reserve(original.len());
        folder.run(&original);
        let Folder { text, offsets, .. } = folder;
        Self { original, text, offsets }
    }

    /// ASCII, lower case.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn original(&self) -> &str {
        &self.original
    }

    /// The exact words behind a range of the folded text.
    pub fn quote(&self, range: Range<usize>) -> &str {
        let start = self.offsets.get(range.start).map_or(self.original.len(), |o| *o as usize);
        let end = self.offsets.get(range.end).map_or(self.original.len(), |o| *o as usize);
        self.original.get(start..end.max(start)).unwrap_or_default().trim()
    }

    /// The sentence around a range, as a range of the folded text.
    pub fn sentence(&self, range: Range<usize>) -> Range<usize> {
        super::sentence::around(&self.text, range)
    }
}

struct Folder {
    text: String,
    offsets: Vec<u32>,
    /// Characters since the last line break.
    line: usize,
}

impl Folder {
    fn run(&mut self, original: &str) {
        let mut breaks = 0usize;
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii() {
                match byte {
                    b'\n' => {
                        breaks += 1;
                        at += 1;
                        continue;
                    }
                    b' ' | b'\t' | b'\r' | 0x0b | 0x0c => {
                        if breaks == 0 {
                            self.space(at);
                            self.line += 1;
                        }
                        at += 1;
                        continue;
                    }
                    0..=0x1f | 0x7f => {
                        at += 1;
                        continue;
                    }
                    _ => {}
                }
                if breaks > 0 {
                    self.line_break(breaks, byte, at);
                    breaks = 0;
                }
                self.push(byte.to_ascii_lowercase(), at);
                self.line += 1;
                at += 1;
            } else {
                let Some(c) = original[at..].chars().next() else { break };
                let ignored =
                    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}');
                if !ignored {
                    if breaks > 0 {
                        self.line_break(breaks, b'a', at);
                        breaks = 0;
                    }
                    self.character(c, at);
                    self.line += 1;
                }
                at += c.len_utf8();
            }
        }
    }

    fn push(&mut self, byte: u8, at: usize) {
        self.text.push(byte as char);
        self.offsets.push(at as u32);
    }

    fn space(&mut self, at: usize) {
        if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
            self.push(b' ', at);
        }
    }

    /// A break is soft where a long line goes on with a word.
    fn line_break(&mut self, breaks: usize, next: u8, at: usize) {
        let wrapped = breaks == 1 && self.line >= WRAPPED && !matches!(next, b'-' | b'*' | b'#' | b'=');
        self.line = 0;
        if wrapped {
            return self.space(at);
        }
        while self.text.ends_with(' ') {
            self.text.pop();
            self.offsets.pop();
        }
        if !self.text.ends_with('\n') && !self.text.is_empty() {
            self.push(b'\n', at);
        }
    }

    fn character(&mut self, c: char, at: usize) {
        let folded = match c {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' => "oe",
            'ü' | 'Ü' => "ue",
            'ß' | 'ẞ' => "ss",
            'æ' | 'Æ' => "ae",
            'ø' | 'Ø' => "o",
            'ł' | 'Ł' => "l",
            '€' => "eur",
            '£' => "gbp",
            '¥' => "jpy",
            '‘' | '’' | '‚' | '‛' | '´' | 'ʼ' | '′' => "'",
            '“' | '”' | '„' | '«' | '»' | '‟' => "\"",
            '–' | '—' | '−' | '‐' | '‑' | '‒' => "-",
            '…' => "...",
            '•' | '·' | '▪' | '●' | '◦' => "*",
            c if c.is_whitespace() => return self.space(at),
            c => return self.decomposed(c, at),
        };
        for byte in folded.bytes() {
            self.push(byte, at);
        }
    }

    /// Accents go, full-width and mathematical letters become plain; other scripts keep a place holder.
    fn decomposed(&mut self, c: char, at: usize) {
        let mut any = false;
        decompose_compatible(c, |part| {
            if part.is_ascii_graphic() {
                self.push(part.to_ascii_lowercase() as u8, at);
                any = true;
            }
        });
        if !any {
            if c.is_alphanumeric() {
                self.push(b'_', at);
            } else {
                self.space(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_finds_the_way_back() {
        let folded = Folded::new("Schöne Grüße\u{200b},\r\n\r\nzahle 12 € – bitte!".to_owned());
        assert_eq!(folded.text(), "schoene gruesse,\nzahle 12 eur - bitte!");
        let at = folded.text().find("gruesse").expect("found");
        assert_eq!(folded.quote(at..at + 7), "Grüße\u{200b}");
        let all = 0..folded.text().len();
        assert_eq!(folded.quote(all), folded.original());
    }

    #[test]
    fn wraps_are_spaces_and_short_lines_are_not() {
        let long = "please send the signed contract back to us at the latest\nby Friday.\nHi\nthere";
        assert_eq!(
            Folded::new(long.to_owned()).text(),
            "please send the signed contract back to us at the latest by friday.\nhi\nthere"
        );
    }

    #[test]
    fn fancy_letters_become_plain() {
        assert_eq!(Folded::new("𝐏𝐚𝐲𝐩𝐚𝐥 ｓｅｃｕｒｅ Привет".to_owned()).text(), "paypal secure ______");
    }
}
