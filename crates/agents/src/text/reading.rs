//! A mail prepared for rules: subject and own words, folded, with the language.

use super::fold::Folded;
use super::strip::{self, Own};
use crate::language::{self, Language};
use crate::phrases::{Hit, Marks, Topic};
use domain::Item;
use std::cell::OnceCell;
use std::ops::Range;

/// Text beyond this is not looked at: no ordinary mail says something new after it.
const LOOKED_AT: usize = 20 * 1024;

#[derive(Clone, Debug)]
pub struct Reading {
    /// Subject, a line break, body.
    pub folded: Folded,
    /// Read when first asked for, as are the places of each topic.
    marks: OnceCell<Marks>,
    places: [OnceCell<Vec<Hit>>; Topic::ALL.len()],
    /// Where the body starts in the folded text.
    pub body_start: usize,
    pub language: Language,
    pub forwarded: bool,
    pub quotes: bool,
}

impl Reading {
    /// The sender's own words.
    pub fn own(item: &Item) -> Self {
        Self::build(item, strip::own_words(cap(&item.text, 4 * LOOKED_AT)))
    }

    /// Everything in the mail: for those who ask what a reader could be tricked by.
    pub fn whole(item: &Item) -> Self {
        let text = cap(&item.text, LOOKED_AT).to_owned();
        Self::build(item, Own { text, forwarded: false, quotes: false })
    }

    pub fn text(&self) -> &str {
        self.folded.text()
    }

    pub fn subject(&self) -> &str {
        self.text().get(..self.body_start).unwrap_or_default().trim_end()
    }

    pub fn body(&self) -> &str {
        self.text().get(self.body_start..).unwrap_or_default()
    }

    /// The phrases of a topic, each with its first place, in the order of the table.
    pub fn hits(&self, topic: Topic) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for place in self.found(topic) {
            if hits.iter().all(|hit| hit.phrase != place.phrase) {
                hits.push(place.clone());
            }
        }
        hits.sort_by_key(|hit| hit.phrase);
        hits
    }

    /// Every place of the phrases of a topic, in the order of the text.
    pub fn places(&self, topic: Topic) -> Vec<Hit> {
        self.found(topic).to_vec()
    }

    /// The same, without a copy.
    pub fn found(&self, topic: Topic) -> &[Hit] {
        self.places[topic as usize].get_or_init(|| self.marks().places(self.text(), topic))
    }

    pub fn occurs(&self, topic: Topic) -> bool {
        !self.found(topic).is_empty()
    }

    /// Whether a phrase of the topic stands within a range, without looking beyond its end.
    pub fn occurs_in(&self, topic: Topic, range: &Range<usize>) -> bool {
        self.marks().occurs_in(self.text(), topic, range)
    }

    fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| Marks::read(self.folded.text()))
    }

    fn build(item: &Item, own: Own) -> Self {
        let subject = item.subject.as_deref().unwrap_or_default().replace(['\r', '\n'], " ");
        let mut original = String::with_capacity(subject.len() + own.text.len() + 2);
        original.push_str(cap(&subject, 998));
        original.push_str("\n\n");
        let head = Folded::new(original.clone()).text().len();
        original.push_str(cap(&own.text, LOOKED_AT));
        let folded = Folded::new(original);
        let language = language::detect(folded.text(), &own.text);
        // An empty subject folds away together with its line break.
        let body_start = if head == 0 { 0 } else { (head + 1).min(folded.text().len()) };
        Self {
            folded,
            marks: OnceCell::new(),
            places: std::array::from_fn(|_| OnceCell::new()),
            body_start,
            language,
            forwarded: own.forwarded,
            quotes: own.quotes,
        }
    }
}

/// At most `limit` bytes, cut between characters.
pub fn cap(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}
