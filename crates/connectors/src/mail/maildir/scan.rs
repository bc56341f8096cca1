//! What has changed between a known position and the directories, and the reading of what is new.

use super::cursor::{Known, Position};
use super::layout::{self, Folder};
use crate::mail::{folder, mime};
use domain::item::Place;
use domain::source::{Change, FolderRole, InboundMail};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A batch ends at so many messages or bytes.
pub const BATCH: usize = 200;
pub const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// A longer file is no mail that anyone sent; it is left alone.
const MAIL_BYTES: u64 = 512 * 1024 * 1024;

/// A message to be read.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub folder: String,
    pub role: FolderRole,
    pub unique: String,
    pub letters: String,
    path: PathBuf,
    modified: SystemTime,
}

pub struct Scan {
    /// Flags and departures, which need no reading.
    pub changes: Vec<Change>,
    /// Newest first.
    pub arrivals: Vec<Arrival>,
    /// The position with the changes, without the arrivals.
    pub position: Position,
}

pub fn scan(root: &Path, before: &Position) -> io::Result<Scan> {
    let mut scan = Scan { changes: Vec::new(), arrivals: Vec::new(), position: Position::default() };
    let folders = layout::folders(root)?;
    for found in folders.iter().filter(|found| folder::is_read(found.role)) {
        let empty = BTreeMap::new();
        let known = before.folders.get(&found.name).unwrap_or(&empty);
        compare(found, known, &mut scan)?;
    }
    for (name, known) in &before.folders {
        if !scan.position.folders.contains_key(name) {
            scan.changes.extend(known.keys().map(|unique| gone(name, unique)));
        }
    }
    scan.arrivals.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| b.unique.cmp(&a.unique)));
    Ok(scan)
}

/// Reads arrivals from the front; returns what could be read and how many were taken.
pub fn read(arrivals: &[Arrival]) -> (Vec<(Arrival, InboundMail)>, usize) {
    let mut mails = Vec::new();
    let mut taken = 0;
    let mut bytes = 0;
    for arrival in arrivals {
        if mails.len() == BATCH || bytes >= BATCH_BYTES {
            break;
        }
        taken += 1;
        // Another program renamed or removed it since the scan; the next scan sees what became of it.
        let Some(raw) = contents(arrival) else { continue };
        bytes += raw.len();
        let mail = InboundMail {
            place: Place { folder: arrival.folder.clone(), key: arrival.unique.clone() },
            role: arrival.role,
            flags: layout::flags(&arrival.letters),
            received_at: Timestamp::try_from(arrival.modified).unwrap_or(Timestamp::UNIX_EPOCH),
            parsed: mime::parse(&raw),
            raw: raw.into(),
        };
        mails.push((arrival.clone(), mail));
    }
    (mails, taken)
}

fn compare(found: &Folder, known: &Known, scan: &mut Scan) -> io::Result<()> {
    let mut kept = Known::new();
    for entry in layout::entries(&found.path)? {
        match known.get(&entry.unique) {
            None => {
                let Ok(metadata) = std::fs::metadata(&entry.path) else { continue };
                if !metadata.is_file() {
                    continue;
                }
                scan.arrivals.push(Arrival {
                    folder: found.name.clone(),
                    role: found.role,
                    unique: entry.unique,
                    letters: entry.letters,
                    path: entry.path,
                    modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                });
            }
            Some(letters) => {
                let flags = entry.flags();
                if flags != layout::flags(letters) {
                    let place = Place { folder: found.name.clone(), key: entry.unique.clone() };
                    scan.changes.push(Change::Flagged { place, flags });
                }
                kept.insert(entry.unique, entry.letters);
            }
        }
    }
    scan.changes
        .extend(known.keys().filter(|u| !kept.contains_key(*u)).map(|unique| gone(&found.name, unique)));
    scan.position.folders.insert(found.name.clone(), kept);
    Ok(())
}

fn gone(folder: &str, unique: &str) -> Change {
    Change::Gone { place: Place { folder: folder.to_owned(), key: unique.to_owned() } }
}

fn contents(arrival: &Arrival) -> Option<Vec<u8>> {
    let size = std::fs::metadata(&arrival.path).ok()?.len();
    if size > MAIL_BYTES {
        tracing::warn!(folder = arrival.folder, size, "a file in the Maildir is too long to be read");
        return None;
    }
    std::fs::read(&arrival.path).ok()
}
