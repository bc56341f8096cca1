//! A cursor over folded text: the few steps that the date grammar takes.

#[derive(Clone, Copy, Debug)]
pub struct Cursor<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn eat(&mut self, literal: &str) -> bool {
        let yes = self.rest().starts_with(literal);
        if yes {
            self.at += literal.len();
        }
        yes
    }

    /// Spaces; never a line break.
    pub fn spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The letters that follow, without moving.
    pub fn word(&self) -> &'t str {
        let rest = self.rest();
        let end = rest.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Moves over one of these words, if it comes as a whole word.
    pub fn eat_word(&mut self, words: &[&str]) -> Option<&'t str> {
        let word = self.word();
        if word.is_empty() || !words.contains(&word) {
            return None;
        }
        self.at += word.len();
        Some(word)
    }

    /// Moves over a sequence of words with single spaces between, as a whole.
    pub fn eat_words(&mut self, sequence: &str) -> bool {
        let rest = self.rest();
        let whole =
            rest.strip_prefix(sequence).is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric()));
        if whole {
            self.at += sequence.len();
        }
        whole
    }

    /// A number of at most four digits, not part of a longer one.
    pub fn number(&mut self) -> Option<(i32, usize)> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 {
            return None;
        }
        let value = rest[..digits].parse().ok()?;
        self.at += digits;
        Some((value, digits))
    }

    /// At the border of a word or number.
    pub fn at_border(&self) -> bool {
        !self.peek().is_some_and(|b| b.is_ascii_alphanumeric())
    }
}
