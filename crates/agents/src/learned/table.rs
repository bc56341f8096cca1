//! The table of weights, read once.

use super::answer::{Answer, COUNT};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

static TEXT: &str = include_str!("weights.tsv");

pub static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// The share of a word in a mail of so many words; `bench/train/train.py` has the same formula.
pub fn share(words: usize) -> f32 {
    8.0 / (words as f32 + 40.0).sqrt()
}

/// A feature's name as a number: the family and each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    pub fn of(family: &str, parts: &[&str]) -> Self {
        let mut key = mix(0x9e37_79b9_7f4a_7c15, family);
        for part in parts {
            key = mix(key, part);
        }
        Self(key)
    }

    /// Of a word on its own.
    pub fn word(word: &str) -> Self {
        Self(mix(0x9e37_79b9_7f4a_7c15, word))
    }

    pub fn number(self) -> u64 {
        self.0
    }
}

/// Eight bytes at a time.
fn mix(key: u64, text: &str) -> u64 {
    const SPREAD: u64 = 0xff51_afd7_ed55_8ccd;
    let mut key = (key ^ text.len() as u64).wrapping_mul(SPREAD);
    let (whole, rest) = text.as_bytes().as_chunks::<8>();
    for piece in whole {
        key = (key ^ u64::from_le_bytes(*piece)).wrapping_mul(SPREAD);
        key ^= key >> 29;
    }
    let rest = rest.iter().fold(0u64, |bytes, byte| bytes << 8 | u64::from(*byte));
    key = (key ^ rest).wrapping_mul(SPREAD);
    key ^ key >> 29
}

/// A key is a good hash already.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

pub struct Table {
    rows: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    /// Where each row's weights start; one more than there are rows.
    starts: Vec<u32>,
    weights: Vec<(u8, f32)>,
    pub bias: [f32; COUNT],
}

impl Table {
    /// Lines that say nothing known are passed over; a test finds none.
    fn read(text: &str) -> Self {
        let mut table =
            Self { rows: HashMap::default(), starts: Vec::new(), weights: Vec::new(), bias: [0.0; COUNT] };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, entries)) = line.split_once('\t') else { continue };
            let weights = entries.split(' ').filter_map(|entry| {
                let (answer, weight) = entry.split_once('=')?;
                Some((Answer::parse(answer)?.place(), weight.parse::<f32>().ok()?))
            });
            if name == "bias:" {
                weights.for_each(|(answer, weight)| table.bias[answer as usize] = weight);
                continue;
            }
            let Some((family, parts)) = name.split_once(':') else { continue };
            let parts: Vec<&str> = parts.split(' ').collect();
            let start = table.weights.len() as u32;
            table.weights.extend(weights);
            table.rows.insert(Key::of(family, &parts).0, table.starts.len() as u32);
            table.starts.push(start);
        }
        table.starts.push(table.weights.len() as u32);
        table
    }

    pub fn row(&self, key: Key) -> Option<u32> {
        self.rows.get(&key.0).copied()
    }

    pub fn weights(&self, row: u32) -> &[(u8, f32)] {
        let at = row as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self.weights.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood_and_no_two_share_a_key() {
        assert!(TEXT.len() < 300_000, "{}", TEXT.len());
        let lines: Vec<&str> = TEXT.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(TABLE.rows(), lines.len() - 1);
        let entries: usize =
            lines[1..].iter().map(|line| line.split(['\t', ' ']).filter(|e| e.contains('=')).count()).sum();
        assert_eq!(TABLE.weights.len(), entries);
        assert_eq!(lines[0].matches('=').count(), COUNT, "{}", lines[0]);
        assert!(lines[1..].windows(2).all(|pair| pair[0] < pair[1]), "sorted");
    }

    #[test]
    fn keys_tell_parts_apart() {
        assert_ne!(Key::of("b", &["ab", "c"]), Key::of("b", &["a", "bc"]));
        assert_ne!(Key::of("b", &["a", "b"]), Key::of("b", &["b", "a"]));
        assert_ne!(Key::of("w", &["a"]), Key::of("s", &["a"]));
    }
}
