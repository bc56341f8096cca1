//! Triage: what a mail is, how much it matters, what it asks for and by when.

mod action;
mod asks;
mod category;
mod importance;
mod reflex;
mod sender;
pub mod spec;

pub use asks::{Ask, Kind as AskKind, needs_reply};
pub use reflex::Triage;
pub use sender::Sender;

pub(crate) use asks::asks;

/// The category that triage gives.
pub(crate) fn category(
    item: &domain::Item,
    reading: &crate::text::Reading,
    sender: &Sender,
) -> domain::insight::Category {
    category::sort(item, reading, sender).category
}

pub(crate) mod words;

#[cfg(test)]
mod tests;
