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

pub(crate) mod words;

#[cfg(test)]
mod tests;
