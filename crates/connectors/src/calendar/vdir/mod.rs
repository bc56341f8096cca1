//! A folder of calendars as vdirsyncer keeps them: a folder for each, a file for each object, `displayname` and
//! `color` beside them. As a source of events, and to write to.

mod layout;
mod source;
mod write;

pub use source::VdirSource;
pub use write::VdirCalendars;

#[cfg(test)]
mod tests;
