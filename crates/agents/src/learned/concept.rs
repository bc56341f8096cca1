//! What a word means, by the table of concepts.

use super::table::{AsIs, Key};
use super::words::concepts::CONCEPTS;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

/// Shorter beginnings would stand for too much.
const LEAST: usize = 4;

static MEANINGS: LazyLock<Meanings> = LazyLock::new(Meanings::new);

struct Meanings {
    whole: HashMap<u64, u8, BuildHasherDefault<AsIs>>,
    /// By their first four letters, the longest first.
    begin: HashMap<u64, Vec<(&'static str, u8)>, BuildHasherDefault<AsIs>>,
}

impl Meanings {
    fn new() -> Self {
        let mut meanings = Self { whole: HashMap::default(), begin: HashMap::default() };
        for (at, (_, words)) in CONCEPTS.iter().enumerate() {
            for word in words {
                match word.strip_suffix('*') {
                    Some(start) => {
                        let stem = Key::word(&start[..LEAST]).number();
                        meanings.begin.entry(stem).or_default().push((start, at as u8));
                    }
                    None => {
                        meanings.whole.entry(Key::word(word).number()).or_insert(at as u8);
                    }
                }
            }
        }
        // Of equals, the first in the table.
        meanings.begin.values_mut().for_each(|stems| stems.sort_by_key(|(stem, _)| Reverse(stem.len())));
        meanings
    }
}

/// The place of the word's meaning in the table.
pub fn of(word: &str) -> Option<u8> {
    let meanings = &*MEANINGS;
    if let Some(found) = meanings.whole.get(&Key::word(word).number()) {
        return Some(*found);
    }
    let stems = meanings.begin.get(&Key::word(word.get(..LEAST)?).number())?;
    stems.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, concept)| *concept)
}

pub fn name(concept: u8) -> &'static str {
    CONCEPTS.get(concept as usize).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_words_of_both_languages() {
        let meaning = |word| of(word).map(name);
        assert_eq!((meaning("could"), meaning("koenntest")), (Some("can"), Some("can")));
        assert_eq!((meaning("invoice"), meaning("rechnungsbetrag")), (Some("bill"), Some("bill")));
        assert_eq!((meaning("zebra"), meaning(""), meaning("rech")), (None, None, None));
    }

    #[test]
    fn the_table_is_sound() {
        assert!(CONCEPTS.len() < 64);
        for (name, words) in CONCEPTS.iter() {
            assert!(!name.is_empty() && !words.is_empty());
            for word in words {
                let start = word.strip_suffix('*');
                assert!(start.is_none_or(|s| s.len() >= LEAST), "{word}");
            }
        }
    }
}
