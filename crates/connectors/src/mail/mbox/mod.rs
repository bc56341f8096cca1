//! A mbox file, such as Google Takeout writes, as a source: read in constant memory, never written.

mod check;
mod cursor;
mod labels;
mod reader;
mod source;

pub use check::check;
pub use reader::{Message, messages};
pub use source::MboxSource;

#[cfg(test)]
mod tests;
