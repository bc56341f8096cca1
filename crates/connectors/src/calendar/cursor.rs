//! How far each calendar has been read: the private JSON of these connectors behind `domain::source::Cursor`.

use domain::source::Cursor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const VERSION: u32 = 1;

/// Where a user's calendars are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Home {
    pub url: String,
    pub schedules: bool,
    /// It is itself the only calendar.
    pub is_calendar: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marks {
    version: u32,
    pub home: Option<Home>,
    /// By path.
    pub calendars: BTreeMap<String, Mark>,
}

/// What of a calendar was delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub name: String,
    /// What the listing said when all of it was delivered; the same again means that nothing changed.
    pub state: Option<String>,
    /// For the next delta (RFC 6578).
    pub token: Option<String>,
    /// Key to ETag of what was delivered.
    pub known: BTreeMap<String, String>,
    /// The same of what holds no event.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<String, String>,
}

/// Marks whose written form is renewed only when they have grown by a share: writing all ETags with every batch
/// would cost the square of a calendar's size. An older form is true as well: what it lacks is delivered again.
pub(super) struct Progress {
    pub marks: Marks,
    written: Cursor,
    added: usize,
    size: usize,
}

impl Marks {
    pub fn read(cursor: Option<&Cursor>) -> Self {
        let empty = Self { version: VERSION, ..Self::default() };
        let Some(cursor) = cursor.filter(|cursor| !cursor.0.is_empty()) else { return empty };
        match serde_json::from_str::<Self>(&cursor.0) {
            Ok(marks) if marks.version == VERSION => marks,
            _ => {
                tracing::warn!("the cursor of a calendar cannot be read; everything is read again");
                empty
            }
        }
    }

    pub fn write(&self) -> Cursor {
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }
}

impl Mark {
    pub fn etag(&self, key: &str) -> Option<&String> {
        self.known.get(key).or_else(|| self.others.get(key))
    }

    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.known.keys().chain(self.others.keys())
    }
}

impl Progress {
    pub fn new(marks: Marks) -> Self {
        let size = marks.calendars.values().map(|mark| mark.known.len() + mark.others.len()).sum();
        Self { written: marks.write(), marks, added: 0, size }
    }

    /// After so many changes of the marks.
    pub fn cursor(&mut self, changes: usize) -> Cursor {
        self.added += changes;
        if self.added >= 200 + self.size / 4 { self.renewed() } else { self.written.clone() }
    }

    pub fn renewed(&mut self) -> Cursor {
        self.size += self.added;
        self.added = 0;
        self.written = self.marks.write();
        self.written.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_a_strange_one_starts_afresh() {
        let mut marks = Marks::read(None);
        marks.home = Some(Home { url: "https://x/".into(), schedules: true, is_calendar: false });
        let mark = Mark {
            token: Some("t".into()),
            known: [("a.ics".into(), "\"1\"".into())].into(),
            ..Mark::default()
        };
        marks.calendars.insert("/a/".into(), mark);
        assert_eq!(Marks::read(Some(&marks.write())), marks);
        for text in ["{", "[]", r#"{"version":9,"calendars":{}}"#, "null"] {
            assert_eq!(Marks::read(Some(&Cursor(text.into()))), Marks::read(None));
        }
    }
}
