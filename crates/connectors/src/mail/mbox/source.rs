//! The mbox as a source: in the order of the file, going on where it was left when the file has grown.

use super::cursor::{Last, Position};
use super::labels;
use super::reader::messages;
use crate::mail::{folder, mime};
use domain::item::Place;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, InboundMail, SourceError};
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A batch ends at so many messages or bytes.
const BATCH: usize = 200;
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Messages that are not kept (deleted, junk) end a batch too, so that it ends some time.
const LOOKED_AT: usize = 5_000;
const POLL: Duration = Duration::from_secs(15);

pub struct MboxSource {
    path: PathBuf,
    /// Length and time of the file when it was last read.
    seen: Mutex<Option<(u64, SystemTime)>>,
}

struct Piece {
    changes: Vec<Change>,
    position: Position,
    is_last: bool,
}

impl MboxSource {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), seen: Mutex::new(None) }
    }

    async fn read_all(&self, cursor: Option<Cursor>, sink: &mut dyn Sink) -> Result<Cursor, SourceError> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = stamp(&self.path).ok();
        let path = self.path.clone();
        let mut piece = self.blocking(move || begin(&path, cursor.as_ref())).await?;
        loop {
            let Piece { changes, position, is_last } = piece;
            let cursor = position.write();
            if is_last && changes.is_empty() {
                return Ok(cursor);
            }
            let path = self.path.clone();
            // The next piece is read while this one is stored.
            let next = (!is_last).then(|| tokio::task::spawn_blocking(move || read(&path, position)));
            if !changes.is_empty() {
                sink.store(Batch { changes, cursor: cursor.clone(), remaining: None }).await?;
            }
            let Some(next) = next else { return Ok(cursor) };
            let next = next.await.map_err(|e| SourceError::Unavailable(e.to_string()))?;
            piece = next.map_err(|error| unavailable(&self.path, &error))?;
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, SourceError> {
        let done =
            tokio::task::spawn_blocking(work).await.map_err(|e| SourceError::Unavailable(e.to_string()))?;
        done.map_err(|error| unavailable(&self.path, &error))
    }
}

impl Source for MboxSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(self.read_all(cursor, sink))
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            loop {
                let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                let now = self
                    .blocking({
                        let path = self.path.clone();
                        move || stamp(&path)
                    })
                    .await?;
                if seen != Some(now) {
                    return Ok(());
                }
                tokio::time::sleep(POLL).await;
            }
        })
    }

    /// A mbox is only read: nothing can be moved in it.
    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// What has to be said before the reading goes on: a new file, or a last message that has grown.
fn begin(path: &Path, cursor: Option<&Cursor>) -> io::Result<Piece> {
    let mut file = File::open(path)?;
    let fresh = Position::of(&mut file)?;
    let Some(mut position) = cursor.and_then(Position::read) else {
        let changes = if cursor.is_some() { reset(&[own_folder(path)]) } else { Vec::new() };
        return Ok(Piece { changes, position: fresh, is_last: false });
    };
    if !position.is_of(&mut file)? {
        let folders: Vec<String> = position.folders.into_iter().collect();
        return Ok(Piece { changes: reset(&folders), position: fresh, is_last: false });
    }
    position.renew_head(&mut file)?;
    let mut changes = Vec::new();
    if !is_boundary(&mut file, position.offset)?
        && let Some(last) = position.last.take()
    {
        let place = Place { folder: last.folder, key: last.start.to_string() };
        changes.push(Change::Gone { place });
        position.offset = last.start;
    }
    Ok(Piece { changes, position, is_last: false })
}

fn read(path: &Path, mut position: Position) -> io::Result<Piece> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(position.offset))?;
    let own = own_folder(path);
    let mut changes = Vec::new();
    let mut bytes = 0;
    for (looked_at, message) in messages(file, position.offset).enumerate() {
        if changes.len() == BATCH || bytes >= BATCH_BYTES || looked_at == LOOKED_AT {
            return Ok(Piece { changes, position, is_last: false });
        }
        let message = message?;
        position.offset = message.end;
        let filed = labels::read(&message.raw, &own);
        position.last = Some(Last { start: message.start, folder: filed.folder.clone() });
        if filed.is_deleted || !folder::is_read(filed.role) || message.raw.is_empty() {
            continue;
        }
        bytes += message.raw.len();
        position.folders.insert(filed.folder.clone());
        let parsed = mime::parse(&message.raw);
        let received_at =
            filed.received_at.or(message.at).or(parsed.sent_at).unwrap_or(Timestamp::UNIX_EPOCH);
        changes.push(Change::Arrived(Box::new(InboundMail {
            place: Place { folder: filed.folder, key: message.start.to_string() },
            role: filed.role,
            flags: filed.flags,
            received_at,
            raw: message.raw.into(),
            parsed,
        })));
    }
    Ok(Piece { changes, position, is_last: true })
}

/// Whether a new message may begin there: at the end, or at a `From ` line after the gap.
fn is_boundary(file: &mut File, offset: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(offset))?;
    let mut head = Vec::new();
    file.take(64).read_to_end(&mut head)?;
    let start = head.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(head.len());
    let (_, rest) = head.split_at(start);
    Ok(rest.is_empty() || rest.starts_with(b"From "))
}

fn reset(folders: &[String]) -> Vec<Change> {
    folders.iter().map(|folder| Change::FolderReset { folder: folder.clone() }).collect()
}

/// `Inbox.mbox` stands for the inbox; a name that says nothing is the folder's name.
fn own_folder(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    match folder::role(&stem) {
        domain::source::FolderRole::Inbox => "INBOX".to_owned(),
        _ if stem.is_empty() => "mbox".to_owned(),
        _ => stem,
    }
}

fn stamp(path: &Path) -> io::Result<(u64, SystemTime)> {
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.len(), metadata.modified()?))
}

fn unavailable(path: &Path, error: &io::Error) -> SourceError {
    SourceError::Unavailable(format!("the mbox {} cannot be read: {error}", path.display()))
}
