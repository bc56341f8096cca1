//! How far a Maildir has been read: the names and flags of what is known, by folder.

use domain::source::Cursor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const VERSION: u8 = 1;

/// Unique name to flag letters.
pub type Known = BTreeMap<String, String>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    version: u8,
    pub folders: BTreeMap<String, Known>,
}

/// A position whose written form is renewed only when it has grown by a share, because writing all names
/// with every batch would cost the square of a mailbox's size. An older form is true as well: what it lacks
/// is delivered again and recognised.
#[derive(Debug)]
pub struct Progress {
    pub position: Position,
    written: Cursor,
    written_at: usize,
    known: usize,
}

impl Position {
    /// `None` where the cursor is not ours; the mailbox is then read afresh.
    pub fn read(cursor: &Cursor) -> Option<Self> {
        serde_json::from_str::<Self>(&cursor.0).ok().filter(|position| position.version == VERSION)
    }

    fn write(&self) -> Cursor {
        let position = Self { version: VERSION, folders: self.folders.clone() };
        Cursor(serde_json::to_string(&position).unwrap_or_default())
    }

    fn len(&self) -> usize {
        self.folders.values().map(BTreeMap::len).sum()
    }
}

impl Progress {
    pub fn new(position: Position) -> Self {
        let known = position.len();
        Self { written: position.write(), position, written_at: known, known }
    }

    pub fn add(&mut self, folder: &str, unique: String, letters: String) {
        self.known += 1;
        self.position.folders.entry(folder.to_owned()).or_default().insert(unique, letters);
    }

    pub fn cursor(&mut self) -> Cursor {
        if self.known >= self.written_at + 200 + self.written_at / 4 {
            return self.renewed();
        }
        self.written.clone()
    }

    pub fn renewed(&mut self) -> Cursor {
        self.written = self.position.write();
        self.written_at = self.known;
        self.written.clone()
    }
}
