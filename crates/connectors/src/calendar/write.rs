//! The writing side of calendars, whatever keeps them: each write takes the gate's authority and says what it
//! rests on, so that nothing which was changed elsewhere is overwritten.

use domain::Authorized;
use domain::event::Calendar;
use domain::item::Place;
use domain::ports::BoxFuture;
use std::sync::Arc;

/// When a write may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing has that key yet.
    IfNew,
    /// The object is still the one with this ETag.
    IfEtag(String),
}

/// A calendar object to store.
#[derive(Clone, Debug)]
pub struct Put {
    /// `Calendar::path`.
    pub calendar: String,
    /// Of a new object `key_for` its UID, so that a second attempt meets the first; else its place's key.
    pub key: String,
    pub bytes: Vec<u8>,
    pub condition: Condition,
}

#[derive(Clone, Debug)]
pub struct Delete {
    pub place: Place,
    pub etag: String,
}

/// A stored object, as it is now.
#[derive(Clone, Debug)]
pub struct Found {
    pub place: Place,
    pub etag: String,
    pub raw: Arc<[u8]>,
}

/// Why calendars did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct CalendarError {
    pub code: &'static str,
    pub detail: String,
    pub kind: Trouble,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing was done, and a later try may work.
    Passing,
    /// Nothing was done, and a later try meets the same.
    Permanent,
    /// Nothing was done: the object is another by now, or there is one already.
    Changed,
    /// The object is not there any more.
    Gone,
    /// It may have been done.
    Unanswered,
}

impl CalendarError {
    pub fn new(kind: Trouble, code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), kind }
    }
}

pub type Done<'a, T = ()> = BoxFuture<'a, Result<T, CalendarError>>;

/// One account's calendars, open for an effect.
pub trait Calendars: Send + Sync {
    /// The ETag after it.
    fn put(&self, put: Authorized<Put>) -> Done<'_, String>;
    fn delete(&self, delete: Authorized<Delete>) -> Done<'_>;
    /// In any of the calendars.
    fn find<'a>(&'a self, uid: &'a str) -> Done<'a, Option<Found>>;
    /// What lies at a place now.
    fn get<'a>(&'a self, place: &'a Place) -> Done<'a, Option<Found>>;
    fn calendars(&self) -> Done<'_, Vec<Calendar>>;
}

/// The key of a new object: its UID where that can be a file's name everywhere, else a hash of it.
pub fn key_for(uid: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_@.".contains(&byte);
    if !uid.is_empty() && uid.len() <= 100 && uid.bytes().all(is_plain) && !uid.starts_with('.') {
        return format!("{uid}.ics");
    }
    let hash = blake3::hash(uid.as_bytes()).to_hex();
    format!("{}.ics", hash.get(..40).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_file_names() {
        assert_eq!(key_for("a-b_1@x.example"), "a-b_1@x.example.ics");
        for uid in ["", "../x", ".hidden", "a/b", "ü", &"x".repeat(200)] {
            let key = key_for(uid);
            assert!(
                key.len() == 44 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'),
                "{key}"
            );
        }
        assert_ne!(key_for("a/b"), key_for("a/c"));
    }
}
