//! All features of a mail: the one definition, for training and for scoring.

use super::person::People;
use super::{shape, wording};
use crate::text::Reading;
use crate::triage::{Rules, Sender};
use crate::{Context, safety};
use domain::Item;
use std::ops::Range;

/// What features are read from.
pub struct Seen<'a> {
    pub item: &'a Item,
    pub context: &'a Context,
    /// The sender's own words.
    pub reading: &'a Reading,
    pub sender: &'a Sender,
    /// Absent where only fraud is asked for, which does not need them.
    pub rules: Option<&'a Rules>,
    pub case: &'a safety::Case,
}

/// Where features go: into a sum, or into a list of names for training.
pub trait Sink {
    /// A fact or the hit of a rule; counts whole.
    fn fact(&mut self, family: &'static str, name: &[&str], range: Range<usize>);
    /// A word or a pair; counts less the longer the mail is.
    fn word(&mut self, family: &'static str, name: &[&str], range: Range<usize>);
    /// How many words the mail has.
    fn length(&mut self, words: usize);
}

pub fn collect(seen: &Seen<'_>, sink: &mut impl Sink) {
    let people = People::of(seen.item, seen.context);
    shape::collect(seen, sink);
    wording::collect(seen, &people, sink);
}

/// Names of features, as training reads them.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub facts: std::collections::BTreeSet<String>,
    pub words: std::collections::BTreeSet<String>,
    pub length: usize,
}

impl Sink for Names {
    fn fact(&mut self, family: &'static str, name: &[&str], _: Range<usize>) {
        self.facts.insert(format!("{family}:{}", name.join(" ")));
    }

    fn word(&mut self, family: &'static str, name: &[&str], _: Range<usize>) {
        self.words.insert(format!("{family}:{}", name.join(" ")));
    }

    fn length(&mut self, words: usize) {
        self.length = words;
    }
}
