//! Email: what a mail says in a sentence or two, and a reply where one is due.

mod reflex;
mod reply;
mod returned;
mod salutation;
pub mod spec;
mod summary;
mod wording;

pub use reflex::Email;

#[cfg(test)]
mod tests;
