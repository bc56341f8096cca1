//! Words of both languages by what they mean, so that what is learned in one language holds in the other.

use std::sync::LazyLock;

/// A meaning and its folded words; a word that ends in `*` stands for all that begin with it.
pub static CONCEPTS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("concepts.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(name, words)| (name, words.split(", ").collect())).collect()
});
