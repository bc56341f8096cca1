//! What lies where in a vdir.

use domain::event::Calendar;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The path of a calendar whose files lie in the root itself.
pub(super) const ROOT: &str = ".";
/// Longer names and colours are none.
const LABEL: u64 = 1_000;

pub(super) struct Entry {
    pub key: String,
    pub path: PathBuf,
    /// Another for each version of the file.
    pub stamp: String,
}

pub(super) fn calendars(root: &Path) -> io::Result<Vec<Calendar>> {
    let mut found = Vec::new();
    if !entries(root)?.is_empty() {
        found.push(calendar(root, ROOT));
    }
    for entry in std::fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        if let Some(name) = name.to_str().filter(|name| is_calendar(name))
            && entry.path().is_dir()
        {
            found.push(calendar(&entry.path(), name));
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The folder of a calendar, which need not exist; `None` for what would lead out of the root.
pub(super) fn folder_of(root: &Path, calendar: &str) -> Option<PathBuf> {
    match calendar {
        ROOT => Some(root.to_owned()),
        name => is_calendar(name).then(|| root.join(name)),
    }
}

pub(super) fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(key) = name.to_str().filter(|key| is_key(key)) else { continue };
        // It may be gone by now, or be a link to nowhere.
        let Ok(metadata) = std::fs::metadata(entry.path()) else { continue };
        if metadata.is_file() {
            let stamp = format!(
                "{}.{}-{}-{}",
                metadata.mtime(),
                metadata.mtime_nsec(),
                metadata.size(),
                metadata.ino()
            );
            found.push(Entry { key: key.to_owned(), path: entry.path(), stamp });
        }
    }
    found.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(found)
}

pub(super) fn is_key(key: &str) -> bool {
    is_calendar(key) && Path::new(key).extension().is_some_and(|end| end.eq_ignore_ascii_case("ics"))
}

pub(super) fn etag(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().as_str().chars().take(32).collect()
}

fn is_calendar(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\0'])
}

fn calendar(folder: &Path, path: &str) -> Calendar {
    let own =
        if path == ROOT { folder.file_name().and_then(|name| name.to_str()).unwrap_or(path) } else { path };
    Calendar {
        path: path.to_owned(),
        name: label(folder, "displayname").unwrap_or_else(|| own.to_owned()),
        color: label(folder, "color"),
        read_only: false,
        schedules: false,
    }
}

fn label(folder: &Path, name: &str) -> Option<String> {
    let path = folder.join(name);
    let is_small = std::fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() < LABEL);
    let text = is_small.then(|| std::fs::read_to_string(path).ok()).flatten()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
