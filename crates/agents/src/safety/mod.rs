//! Safety: whether a mail is what it claims to be, in points that add up to a verdict.

mod acquaintance;
mod attachments;
mod bank;
mod case;
mod claims;
mod links;
mod phrases;
mod reflex;
mod sender;
pub mod weights;

pub(crate) use acquaintance::Acquaintance;
pub(crate) use case::Case;
pub use reflex::Safety;
pub(crate) use reflex::{examine, verdict};

pub(crate) mod words;

#[cfg(test)]
mod tests;
