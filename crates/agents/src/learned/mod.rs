//! Learned weights: one readable table that says how much each word, rule hit and fact speaks for each answer.
//!
//! No language model and no randomness: a sum of weights, the same on every machine. `bench/train` makes the table.

mod answer;
mod concept;
mod features;
mod person;
mod scores;
mod shape;
mod table;
mod tokens;
mod wording;
pub(crate) mod words;

pub use answer::Answer;
pub use features::{Names, Seen, Sink, collect};
pub use scores::Scores;

/// The sums for a mail.
pub fn weigh(seen: &Seen<'_>) -> Scores {
    let mut sum = scores::Sum::new();
    collect(seen, &mut sum);
    sum.scores()
}
