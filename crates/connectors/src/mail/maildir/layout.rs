//! The documented layout: `cur`, `new`, `tmp`, the names of files in them, and folders as Maildir++ has them
//! (`.Archive.2025` beside the inbox) or as plain directories.

use crate::mail::folder;
use crate::mail::imap::names;
use domain::source::{Flags, FolderRole};
use std::io;
use std::path::{Path, PathBuf};

pub const INBOX: &str = "INBOX";
/// Between the unique name of a message and its flags.
const INFO: &str = ":2,";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// As people read it, levels divided by `/`.
    pub name: String,
    pub role: FolderRole,
    pub path: PathBuf,
}

/// One message's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name without flags, which a message keeps.
    pub unique: String,
    /// Letters of the flags, sorted.
    pub letters: String,
    pub path: PathBuf,
}

impl Entry {
    pub fn flags(&self) -> Flags {
        flags(&self.letters)
    }
}

pub fn flags(letters: &str) -> Flags {
    Flags { seen: letters.contains('S'), flagged: letters.contains('F'), answered: letters.contains('R') }
}

/// All folders, the inbox first.
pub fn folders(root: &Path) -> io::Result<Vec<Folder>> {
    let mut found = Vec::new();
    if is_maildir(root) {
        found.push(Folder { name: INBOX.into(), role: FolderRole::Inbox, path: root.to_owned() });
    }
    let mut levels = vec![(root.to_owned(), String::new())];
    while let Some((level, prefix)) = levels.pop() {
        for entry in std::fs::read_dir(&level)?.flatten() {
            let file_name = entry.file_name();
            let Some(file_name) = file_name.to_str().filter(|n| !matches!(*n, "cur" | "new" | "tmp")) else {
                continue;
            };
            let path = entry.path();
            if !path.is_dir() {
                continue;
            }
            if let Some(dotted) = file_name.strip_prefix('.') {
                if prefix.is_empty() && !dotted.is_empty() && is_maildir(&path) {
                    found.push(named(names::decode(&dotted.replace('.', "/")), path));
                }
            } else {
                let name = format!("{prefix}{file_name}");
                levels.push((path.clone(), format!("{name}/")));
                if is_maildir(&path) {
                    found.push(named(name, path));
                }
            }
        }
    }
    found.sort_by(|a, b| (a.role != FolderRole::Inbox, &a.name).cmp(&(b.role != FolderRole::Inbox, &b.name)));
    found.dedup_by(|a, b| a.name == b.name);
    Ok(found)
}

/// Where a folder of that name lies, or would: a new one in the way of the others.
pub fn path_of(root: &Path, name: &str) -> io::Result<PathBuf> {
    if let Some(known) = folders(root)?.into_iter().find(|folder| folder.name == name) {
        return Ok(known.path);
    }
    if name == INBOX {
        return Ok(root.to_owned());
    }
    let is_bad =
        |level: &str| level.is_empty() || level.starts_with('.') || matches!(level, "cur" | "new" | "tmp");
    if name.chars().any(char::is_control) || name.split('/').any(is_bad) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{name}` cannot be a folder")));
    }
    Ok(if is_maildir(root) || std::fs::read_dir(root)?.next().is_none() {
        root.join(format!(".{}", names::encode(name).replace('/', ".")))
    } else {
        root.join(name)
    })
}

/// The messages of a folder. One that another program is just moving from `new` to `cur` counts once.
pub fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for (sub, is_new) in [("cur", false), ("new", true)] {
        let directory = match std::fs::read_dir(folder.join(sub)) {
            Ok(directory) => directory,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in directory {
            let entry = entry?;
            let file_name = entry.file_name();
            // Maildir names are ASCII by their documentation; hidden files are other programs' notes.
            let Some(file_name) = file_name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let (unique, letters) = split(file_name);
            let letters = if is_new { String::new() } else { letters };
            found.push(Entry { unique: unique.to_owned(), letters, path: entry.path() });
        }
    }
    found.sort_by(|a, b| a.unique.cmp(&b.unique));
    found.dedup_by(|later, earlier| {
        later.unique == earlier.unique && later.path.parent() != earlier.path.parent()
    });
    Ok(found)
}

pub fn file_name(unique: &str, letters: &str) -> String {
    let mut letters: Vec<char> = letters.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    format!("{unique}{INFO}{}", letters.into_iter().collect::<String>())
}

/// Makes a folder; a Maildir++ one says by `maildirfolder` that it is part of another.
pub fn create(root: &Path, folder: &Path) -> io::Result<()> {
    for sub in ["cur", "new", "tmp"] {
        std::fs::create_dir_all(folder.join(sub))?;
    }
    if folder.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with('.')) && folder != root {
        std::fs::OpenOptions::new().create(true).append(true).open(folder.join("maildirfolder"))?;
    }
    if let Some(parent) = folder.parent() {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}

fn split(file_name: &str) -> (&str, String) {
    match file_name.split_once(INFO) {
        None => (file_name.split_once(':').map_or(file_name, |(unique, _)| unique), String::new()),
        Some((unique, letters)) => (unique, letters.chars().filter(char::is_ascii_alphabetic).collect()),
    }
}

fn is_maildir(path: &Path) -> bool {
    path.join("cur").is_dir() || path.join("new").is_dir()
}

fn named(name: String, path: PathBuf) -> Folder {
    Folder { role: folder::role(&name), name, path }
}
