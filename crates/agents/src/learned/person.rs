//! Names of the user and the sender, so that a weight is never learned for a person.

use crate::Context;
use crate::text::Folded;
use domain::Item;

/// Folded words of names.
#[derive(Clone, Debug, Default)]
pub struct People {
    me: Vec<String>,
    sender: Vec<String>,
}

/// Shorter words are too often something else.
const LEAST: usize = 3;

impl People {
    pub fn of(item: &Item, context: &Context) -> Self {
        let account = context.accounts.get(item.account_id.as_str());
        let me = account.and_then(|a| a.name.as_deref()).unwrap_or_default();
        let mut people = Self::default();
        split(me, &mut people.me);
        for own in &context.own {
            split(own.split('@').next().unwrap_or_default(), &mut people.me);
        }
        if let Some(from) = &item.from {
            split(from.name.as_deref().unwrap_or_default(), &mut people.sender);
            people.sender.retain(|word| !people.me.contains(word));
        }
        people
    }

    /// The word, or a place holder for somebody's name.
    pub fn veiled<'w>(&self, word: &'w str) -> &'w str {
        if word.len() < LEAST {
            word
        } else if self.me.iter().any(|name| name == word) {
            "ME"
        } else if self.sender.iter().any(|name| name == word) {
            "SENDER"
        } else {
            word
        }
    }
}

fn split(name: &str, into: &mut Vec<String>) {
    if name.is_empty() {
        return;
    }
    let folded = Folded::new(name.to_owned());
    let words = folded.text().split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= LEAST);
    into.extend(words.map(str::to_owned));
}
