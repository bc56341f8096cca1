//! Triage: what a mail is, how much it matters, what it asks for and by when.

mod action;
mod asks;
mod category;
mod reflex;
mod rules;
mod sender;
mod settle;
pub mod spec;

pub use asks::{Ask, Kind as AskKind};
pub use reflex::Triage;
pub use rules::Rules;
pub use sender::{Addressed, Sender};

pub(crate) mod words;

#[cfg(test)]
mod tests;
