//! How far a mbox has been read, and by which it is known that it is still the same file.

use domain::source::Cursor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

const VERSION: u8 = 1;
const HEAD_BYTES: u64 = 4096;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    version: u8,
    /// Everything before is read.
    pub offset: u64,
    /// The message that ends there, which may have been still growing.
    pub last: Option<Last>,
    /// Length and hash of the file's start.
    head: (u64, String),
    pub folders: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub start: u64,
    pub folder: String,
}

impl Position {
    pub fn of(file: &mut File) -> io::Result<Self> {
        let length = file.metadata()?.len().min(HEAD_BYTES);
        Ok(Self { version: VERSION, head: (length, hash(file, length)?), ..Self::default() })
    }

    pub fn read(cursor: &Cursor) -> Option<Self> {
        serde_json::from_str::<Self>(&cursor.0).ok().filter(|position| position.version == VERSION)
    }

    pub fn write(&self) -> Cursor {
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }

    /// A file that is shorter than what was read, or begins otherwise, is another one.
    pub fn is_of(&self, file: &mut File) -> io::Result<bool> {
        let length = file.metadata()?.len();
        Ok(length >= self.offset && length >= self.head.0 && hash(file, self.head.0)? == self.head.1)
    }

    /// A start that was short when it was hashed is hashed anew as the file grows.
    pub fn renew_head(&mut self, file: &mut File) -> io::Result<()> {
        let length = file.metadata()?.len().min(HEAD_BYTES);
        if length > self.head.0 {
            self.head = (length, hash(file, length)?);
        }
        Ok(())
    }
}

fn hash(file: &mut File, length: u64) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(length).read_to_end(&mut head)?;
    Ok(blake3::hash(&head).to_hex().to_string())
}
