//! A mailbox on an IMAP server. It has no way out by itself: see `WithSmtp`.

use domain::Authorized;
use domain::item::Place;
use domain::payload::Flag;
use domain::source::{Flags, FolderRole};
use tokio::sync::{Mutex, MutexGuard};

use super::{
    Done, Envelope, Filing, Flagging, Folder, Mailbox, MailboxError, Moving, Ready, Removal, Sent, Trouble,
};
use crate::mail::imap::{Append, DeleteMessage, ImapSource, ImapWriter, MoveMessage, SetFlags, WriteError};
use crate::mail::server::ServerError;

/// One login serves all steps of an effect.
pub struct ImapMailbox {
    source: ImapSource,
    writer: Mutex<Option<ImapWriter>>,
}

impl ImapMailbox {
    pub fn new(source: ImapSource) -> Self {
        Self { source, writer: Mutex::new(None) }
    }

    async fn writer(&self) -> Result<Writer<'_>, MailboxError> {
        let mut slot = self.writer.lock().await;
        if slot.is_none() {
            *slot = Some(self.source.writer().await.map_err(not_reached)?);
        }
        Ok(Writer(slot))
    }
}

/// The open session; whatever fails, the next step logs in afresh.
struct Writer<'a>(MutexGuard<'a, Option<ImapWriter>>);

impl Writer<'_> {
    fn get(&mut self) -> Result<&mut ImapWriter, MailboxError> {
        self.0
            .as_mut()
            .ok_or_else(|| MailboxError::new(Trouble::Passing, "unavailable", "The connection is gone."))
    }

    fn name(&mut self, folder: &Folder) -> Result<String, MailboxError> {
        let (role, fallback) = match folder {
            Folder::Named(name) => return Ok(name.clone()),
            Folder::Sent => (FolderRole::Sent, "Sent"),
            Folder::Drafts => (FolderRole::Drafts, "Drafts"),
            Folder::Archive => (FolderRole::Archive, "Archive"),
        };
        Ok(self.get()?.folder_for(role).map_or_else(|| fallback.to_owned(), |folder| folder.name.clone()))
    }

    fn ended<T>(&mut self, result: Result<T, WriteError>) -> Result<T, MailboxError> {
        result.map_err(|error| {
            *self.0 = None;
            not_written(error)
        })
    }

    async fn find(&mut self, folder: &Folder, message_id: &str) -> Result<Vec<Place>, MailboxError> {
        let name = self.name(folder)?;
        let found = self.get()?.find_message_id(&name, message_id).await;
        found.map_err(|error| {
            *self.0 = None;
            not_reached(error)
        })
    }
}

impl Mailbox for ImapMailbox {
    fn has<'a>(&'a self, folder: &'a Folder, message_id: &'a str) -> Done<'a, bool> {
        Box::pin(async move { Ok(!self.writer().await?.find(folder, message_id).await?.is_empty()) })
    }

    fn file(&self, filing: Authorized<Filing>) -> Done<'_> {
        Box::pin(async move {
            let mut writer = self.writer().await?;
            let folder = writer.name(&filing.folder)?;
            let is_draft = filing.folder == Folder::Drafts;
            let append = filing.map(|filing| Append {
                folder,
                message: filing.bytes,
                flags: Flags { seen: true, ..Flags::default() },
                is_draft,
                received_at: Some(filing.at),
            });
            let appended = writer.get()?.append(&append).await;
            writer.ended(appended).map(|_| ())
        })
    }

    fn move_to(&self, moving: Authorized<Moving>) -> Done<'_, Option<Place>> {
        Box::pin(async move {
            let mut writer = self.writer().await?;
            let folder = writer.name(&moving.to)?;
            let (to, message_id) = (moving.to.clone(), moving.message_id.clone());
            let found = match (&moving.from, &message_id) {
                (Some(from), Some(message_id)) => writer.find(from, message_id).await?.into_iter().next(),
                _ => None,
            };
            let message = moving.map(|moving| MoveMessage { place: found.unwrap_or(moving.place), folder });
            let moved = writer.get()?.move_message(&message).await;
            // An earlier attempt may have moved it, and not every server tells the new UID.
            if let (Err(WriteError::Gone(_)) | Ok(None), Some(message_id)) = (&moved, &message_id)
                && let Some(there) = writer.find(&to, message_id).await?.pop()
            {
                return Ok(Some(there));
            }
            writer.ended(moved)
        })
    }

    fn set_flag(&self, flagging: Authorized<Flagging>) -> Done<'_> {
        Box::pin(async move {
            let mut writer = self.writer().await?;
            let set = flagging.map(|flagging| {
                let flags = match flagging.flag {
                    Flag::Seen => Flags { seen: true, ..Flags::default() },
                    Flag::Flagged => Flags { flagged: true, ..Flags::default() },
                };
                let (add, remove) =
                    if flagging.value { (flags, Flags::default()) } else { (Flags::default(), flags) };
                SetFlags { place: flagging.place, add, remove }
            });
            let done = writer.get()?.set_flags(&set).await;
            writer.ended(done)
        })
    }

    fn remove(&self, removal: Authorized<Removal>) -> Done<'_> {
        Box::pin(async move {
            let mut writer = self.writer().await?;
            let places = writer.find(&removal.folder, &removal.message_id).await?;
            for delete in removal.map(|_| places).each() {
                let deleted = writer.get()?.delete(&delete.map(|place| DeleteMessage { place })).await;
                writer.ended(deleted)?;
            }
            Ok(())
        })
    }

    fn prepare(&self, _: Envelope) -> Done<'_, Box<dyn Ready>> {
        let detail =
            "This account has no SMTP server, so nothing can be sent from it. Add it again with --smtp.";
        Box::pin(async move { Err(MailboxError::new(Trouble::Permanent, "no_smtp", detail)) })
    }

    fn sent<'a>(&'a self, _: &'a str) -> Done<'a, Sent> {
        Box::pin(async { Ok(Sent::Unknown) })
    }
}

pub(crate) fn not_reached(error: ServerError) -> MailboxError {
    let kind = match &error {
        ServerError::Unauthorized(_) | ServerError::Untrusted(_) => Trouble::Permanent,
        _ => Trouble::Passing,
    };
    MailboxError::new(kind, error.code(), error.to_string())
}

fn not_written(error: WriteError) -> MailboxError {
    let kind = match &error {
        WriteError::Gone(_) => Trouble::Gone,
        WriteError::Refused(_) => Trouble::Permanent,
        WriteError::NothingDone(_) => Trouble::Passing,
        WriteError::Unanswered(_) => Trouble::Unanswered,
    };
    MailboxError::new(kind, error.code(), error.to_string())
}
