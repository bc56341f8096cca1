//! Writing to a Maildir: every write is a rename, and durable before it is reported.

use super::layout::{self, Entry};
use crate::mail::mailbox::{
    Done, Envelope, Filing, Flagging, Folder, Mailbox, MailboxError, Moving, Ready, Removal, Sent, Trouble,
};
use crate::mail::mime;
use domain::Authorized;
use domain::item::Place;
use domain::payload::Flag;
use domain::ports::BoxFuture;
use domain::source::FolderRole;
use jiff::Timestamp;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Enough of a file for its headers.
const HEADER_BYTES: u64 = 256 * 1024;

/// A Maildir that mails are filed in. Its way out is its own Sent folder: what is sent from here is a file
/// there, written in one step, so that a sending is provable either way.
#[derive(Clone, Debug)]
pub struct MaildirMailbox {
    root: PathBuf,
}

impl MaildirMailbox {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn blocking<'a, T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, MailboxError> + Send + 'static,
    ) -> Done<'a, T> {
        let root = self.root.clone();
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || work(&root)).await;
            done.unwrap_or_else(|error| {
                Err(MailboxError::new(Trouble::Unanswered, "broken_off", error.to_string()))
            })
        })
    }
}

impl Mailbox for MaildirMailbox {
    fn has<'a>(&'a self, folder: &'a Folder, message_id: &'a str) -> Done<'a, bool> {
        let (folder, message_id) = (folder.clone(), message_id.to_owned());
        self.blocking(move |root| {
            let path = resolve(root, &folder).map_err(before)?;
            Ok(find(&path, &message_id).map_err(before)?.is_some())
        })
    }

    fn file(&self, filing: Authorized<Filing>) -> Done<'_> {
        let filing = filing.into_inner();
        self.blocking(move |root| put(root, &filing))
    }

    fn move_to(&self, moving: Authorized<Moving>) -> Done<'_, Option<Place>> {
        let moving = moving.into_inner();
        self.blocking(move |root| relocate(root, &moving))
    }

    fn set_flag(&self, flagging: Authorized<Flagging>) -> Done<'_> {
        let flagging = flagging.into_inner();
        self.blocking(move |root| flag(root, &flagging))
    }

    fn remove(&self, removal: Authorized<Removal>) -> Done<'_> {
        let removal = removal.into_inner();
        self.blocking(move |root| {
            let path = resolve(root, &removal.folder).map_err(before)?;
            // Not there is what was asked for.
            let Some(entry) = find(&path, &removal.message_id).map_err(before)? else { return Ok(()) };
            match std::fs::remove_file(&entry.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(before(error)),
                _ => sync_parent(&entry.path).map_err(after),
            }
        })
    }

    fn prepare(&self, _: Envelope) -> Done<'_, Box<dyn Ready>> {
        let mailbox = self.clone();
        self.blocking(move |root| {
            let path = resolve(root, &Folder::Sent).map_err(before)?;
            layout::create(root, &path).map_err(before)?;
            Ok(Box::new(mailbox) as Box<dyn Ready>)
        })
    }

    fn sent<'a>(&'a self, message_id: &'a str) -> Done<'a, Sent> {
        let message_id = message_id.to_owned();
        self.blocking(move |root| {
            let sent = resolve(root, &Folder::Sent).map_err(before)?;
            if find(&sent, &message_id).map_err(before)?.is_some() {
                return Ok(Sent::Yes);
            }
            // The user may have moved it on.
            for folder in layout::folders(root).map_err(before)?.iter().filter(|folder| folder.path != sent) {
                if find(&folder.path, &message_id).map_err(before)?.is_some() {
                    return Ok(Sent::Yes);
                }
            }
            Ok(Sent::No)
        })
    }

    fn files_sent_copies(&self) -> bool {
        true
    }
}

impl Ready for MaildirMailbox {
    fn send(self: Box<Self>, message: Authorized<Vec<u8>>) -> BoxFuture<'static, Result<(), MailboxError>> {
        self.blocking(move |root| {
            let bytes = message.into_inner();
            let parsed = mime::parse(&bytes);
            let Some(message_id) = parsed.message_id else {
                return Err(MailboxError::new(
                    Trouble::Permanent,
                    "bad_message_id",
                    "the mail has no Message-ID",
                ));
            };
            let at =
                parsed.sent_at.unwrap_or_else(|| Timestamp::try_from(SystemTime::now()).unwrap_or_default());
            put(root, &Filing { folder: Folder::Sent, message_id, bytes, at })
        })
    }

    fn abandon(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

/// Writes to `tmp`, then renames: a reader sees the whole message or none. Repeating it changes nothing.
fn put(root: &Path, filing: &Filing) -> Result<(), MailboxError> {
    let folder = resolve(root, &filing.folder).map_err(before)?;
    layout::create(root, &folder).map_err(before)?;
    if find(&folder, &filing.message_id).map_err(before)?.is_some() {
        return Ok(());
    }
    let letters = if filing.folder == Folder::Drafts { "DS" } else { "S" };
    let hash = blake3::hash(filing.message_id.as_bytes()).to_hex();
    let unique = format!("{}.{}.factotum", filing.at.as_second(), hash.get(..32).unwrap_or_default());
    let temporary = folder.join("tmp").join(&unique);
    let target = folder.join("cur").join(layout::file_name(&unique, letters));
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
        file.write_all(&filing.bytes)?;
        file.set_modified(SystemTime::from(filing.at))?;
        file.sync_all()
    };
    let written = write().and_then(|()| std::fs::rename(&temporary, &target));
    if let Err(error) = written {
        // What is left in `tmp` is nobody's; it only takes room.
        if let Err(left) = std::fs::remove_file(&temporary) {
            tracing::debug!(%left, "a temporary file stays");
        }
        return Err(before(error));
    }
    sync_parent(&target).map_err(after)
}

fn relocate(root: &Path, moving: &Moving) -> Result<Option<Place>, MailboxError> {
    let target = resolve(root, &moving.to).map_err(before)?;
    layout::create(root, &target).map_err(before)?;
    let found = match before_the_sync(root, moving).map_err(before)? {
        Some(found) => Some(found),
        None => at(root, &moving.place).map_err(before)?,
    };
    let Some((folder, entry)) = found else {
        // An earlier attempt may have moved it.
        let there = there(&target, moving).map_err(before)?.ok_or_else(gone)?;
        return place_in(root, &target, there.unique).map_err(after);
    };
    if folder != target {
        rename(&entry, &target, &entry.letters)?;
    }
    place_in(root, &target, entry.unique).map_err(after)
}

fn place_in(root: &Path, folder: &Path, unique: String) -> io::Result<Option<Place>> {
    let found = layout::folders(root)?.into_iter().find(|known| known.path == folder);
    Ok(found.map(|known| Place { folder: known.name, key: unique }))
}

fn before_the_sync(root: &Path, moving: &Moving) -> io::Result<Option<(PathBuf, Entry)>> {
    let (Some(from), Some(message_id)) = (&moving.from, &moving.message_id) else { return Ok(None) };
    let folder = resolve(root, from)?;
    Ok(find(&folder, message_id)?.map(|entry| (folder, entry)))
}

fn there(target: &Path, moving: &Moving) -> io::Result<Option<Entry>> {
    let same = layout::entries(target)?.into_iter().find(|entry| entry.unique == moving.place.key);
    match (same, &moving.message_id) {
        (None, Some(message_id)) => find(target, message_id),
        (same, _) => Ok(same),
    }
}

fn flag(root: &Path, flagging: &Flagging) -> Result<(), MailboxError> {
    let letter = match flagging.flag {
        Flag::Seen => 'S',
        Flag::Flagged => 'F',
    };
    let Some((folder, entry)) = at(root, &flagging.place).map_err(before)? else { return Err(gone()) };
    if entry.letters.contains(letter) == flagging.value {
        return Ok(());
    }
    let mut letters = entry.letters.replace(letter, "");
    if flagging.value {
        letters.push(letter);
    }
    rename(&entry, &folder, &letters)
}

/// One step for every reader; a message that vanished in between is gone.
fn rename(entry: &Entry, folder: &Path, letters: &str) -> Result<(), MailboxError> {
    let current = folder.join("cur");
    std::fs::create_dir_all(&current).map_err(before)?;
    let to = current.join(layout::file_name(&entry.unique, letters));
    match std::fs::rename(&entry.path, &to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(gone()),
        done => done.map_err(before)?,
    }
    sync_parent(&to).and_then(|()| sync_parent(&entry.path)).map_err(after)
}

/// The message at a place, under whatever flags it has now.
fn at(root: &Path, place: &Place) -> io::Result<Option<(PathBuf, Entry)>> {
    let folder = layout::path_of(root, &place.folder)?;
    let entry = layout::entries(&folder)?.into_iter().find(|entry| entry.unique == place.key);
    Ok(entry.map(|entry| (folder, entry)))
}

/// A message by its Message-ID. Ours are found by their name, others by their headers, newest first.
fn find(folder: &Path, message_id: &str) -> io::Result<Option<Entry>> {
    let hash = blake3::hash(message_id.as_bytes()).to_hex();
    let mark = format!(".{}.factotum", hash.get(..32).unwrap_or_default());
    let mut entries = layout::entries(folder)?;
    if let Some(ours) = entries.iter().position(|entry| entry.unique.ends_with(&mark)) {
        return Ok(Some(entries.swap_remove(ours)));
    }
    entries.reverse();
    for entry in entries {
        let mut head = Vec::new();
        match File::open(&entry.path).and_then(|file| file.take(HEADER_BYTES).read_to_end(&mut head)) {
            Ok(_) if mime::message_id(&head).as_deref() == Some(message_id) => return Ok(Some(entry)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(None)
}

fn resolve(root: &Path, folder: &Folder) -> io::Result<PathBuf> {
    let (role, name) = match folder {
        Folder::Named(name) => return layout::path_of(root, name),
        Folder::Sent => (FolderRole::Sent, "Sent"),
        Folder::Drafts => (FolderRole::Drafts, "Drafts"),
        Folder::Archive => (FolderRole::Archive, "Archive"),
    };
    let folders = layout::folders(root)?;
    let of_role = folders.iter().filter(|known| known.role == role && !known.name.contains('/'));
    match of_role.min_by_key(|known| known.name != name) {
        Some(known) => Ok(known.path.clone()),
        None => layout::path_of(root, name),
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn gone() -> MailboxError {
    MailboxError::new(Trouble::Gone, "gone", "the message is not where it was")
}

/// An error while nothing was visible yet.
fn before(error: io::Error) -> MailboxError {
    let (trouble, code) = match error.kind() {
        io::ErrorKind::InvalidInput => (Trouble::Permanent, "bad_folder"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            (Trouble::Permanent, "not_permitted")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (Trouble::Passing, "disk_full"),
        _ => (Trouble::Passing, "unavailable"),
    };
    MailboxError::new(trouble, code, format!("the Maildir refused: {error}"))
}

/// An error when the change was made and may not outlast a power cut.
fn after(error: io::Error) -> MailboxError {
    MailboxError::new(
        Trouble::Unanswered,
        "not_durable",
        format!("the Maildir may not have kept it: {error}"),
    )
}
