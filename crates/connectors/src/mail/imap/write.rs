//! The writes on a mailbox: each takes an `Authorized` value and tells whether it may have happened.

use super::connection::{Answer, Connection, Failure};
use super::delta::item_flags;
use super::folders::{self, Folder};
use crate::mail::server::ServerError;
use domain::Authorized;
use domain::item::Place;
use domain::source::{Flags, FolderRole};
use imap_codec::imap_types::IntoStatic;
use imap_codec::imap_types::command::{CommandBody, SelectParameter};
use imap_codec::imap_types::core::{AString, Literal};
use imap_codec::imap_types::datetime::DateTime;
use imap_codec::imap_types::extensions::binary::LiteralOrLiteral8;
use imap_codec::imap_types::extensions::uidplus::UidElement;
use imap_codec::imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItem, MessageDataItemName};
use imap_codec::imap_types::flag::{Flag, StoreResponse, StoreType};
use imap_codec::imap_types::mailbox::Mailbox;
use imap_codec::imap_types::response::{Capability, Code, Data};
use imap_codec::imap_types::search::SearchKey;
use imap_codec::imap_types::sequence::SequenceSet;
use jiff::Timestamp;
use std::num::NonZeroU32;

/// Puts a message into a folder, which is made if it is missing.
#[derive(Clone, Debug)]
pub struct Append {
    pub folder: String,
    pub message: Vec<u8>,
    pub flags: Flags,
    pub is_draft: bool,
    /// The server's own time if absent.
    pub received_at: Option<Timestamp>,
}

/// Moves a message to a folder, which is made if it is missing.
#[derive(Clone, Debug)]
pub struct MoveMessage {
    pub place: Place,
    pub folder: String,
}

#[derive(Clone, Debug)]
pub struct SetFlags {
    pub place: Place,
    pub add: Flags,
    pub remove: Flags,
}

/// Removes a message for good.
#[derive(Clone, Debug)]
pub struct DeleteMessage {
    pub place: Place,
}

/// What is known after a write that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The message is not at its place any more; nothing was done.
    #[error("{0}")]
    Gone(String),
    /// The server said no; nothing was done.
    #[error(transparent)]
    Refused(ServerError),
    /// It broke before the server had the whole command; nothing was done.
    #[error(transparent)]
    NothingDone(ServerError),
    /// It broke before the answer; it may have happened.
    #[error(transparent)]
    Unanswered(ServerError),
}

/// A session that is logged in and can write.
pub struct ImapWriter {
    connection: Connection,
    folders: Vec<Folder>,
    selected: Option<(String, u32)>,
}

impl WriteError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gone(_) => "gone",
            Self::Refused(error) | Self::NothingDone(error) | Self::Unanswered(error) => error.code(),
        }
    }

    /// The same failure when a part of the write was done before it.
    fn after_a_part(self) -> Self {
        match self {
            Self::NothingDone(error) | Self::Refused(error) => Self::Unanswered(error),
            other => other,
        }
    }
}

impl ImapWriter {
    pub(super) fn new(connection: Connection, folders: Vec<Folder>) -> Self {
        Self { connection, folders, selected: None }
    }

    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }

    pub fn folder_for(&self, role: FolderRole) -> Option<&Folder> {
        self.folders.iter().find(|folder| folder.role == role)
    }

    /// The flags of the message at `place`, or `None` if it is not there (any more).
    pub async fn locate(&mut self, place: &Place) -> Result<Option<Flags>, ServerError> {
        let Some(uid) = self.select_place(place).await? else { return Ok(None) };
        let answer = self
            .connection
            .run(CommandBody::Fetch {
                sequence_set: SequenceSet::from(uid),
                macro_or_item_names: MacroOrMessageDataItemNames::MessageDataItemNames(vec![
                    MessageDataItemName::Uid,
                    MessageDataItemName::Flags,
                ]),
                uid: true,
                modifiers: Vec::new(),
            })
            .await?;
        let found = answer.data().find_map(|data| match data {
            Data::Fetch { items, .. } if items.as_ref().contains(&MessageDataItem::Uid(uid)) => Some(items),
            _ => None,
        });
        Ok(found.map(|items| {
            let flags = items.as_ref().iter().find_map(|item| match item {
                MessageDataItem::Flags(flags) => Some(item_flags(flags)),
                _ => None,
            });
            flags.unwrap_or_default()
        }))
    }

    /// Where in `folder` messages with this Message-ID lie.
    pub async fn find_message_id(
        &mut self,
        folder: &str,
        message_id: &str,
    ) -> Result<Vec<Place>, ServerError> {
        if !self.folders.iter().any(|known| known.name == folder) {
            return Ok(Vec::new());
        }
        let validity = self.select(folder).await?;
        let fault = |_| ServerError::Protocol(format!("“{folder}” cannot be searched for this Message-ID."));
        let header = AString::try_from("Message-ID").map_err(fault)?;
        let value = AString::try_from(message_id.to_owned()).map_err(fault)?;
        let criteria = SearchKey::Header(header, value).into();
        let answer = self.connection.run(CommandBody::Search { charset: None, criteria, uid: true }).await?;
        let found = answer.data().filter_map(|data| match data {
            Data::Search(uids, _) => Some(uids),
            _ => None,
        });
        Ok(found
            .flatten()
            .map(|uid| Place { folder: folder.to_owned(), key: format!("{validity}:{uid}") })
            .collect())
    }

    pub async fn search_message_id(&mut self, folder: &str, message_id: &str) -> Result<bool, ServerError> {
        Ok(!self.find_message_id(folder, message_id).await?.is_empty())
    }

    /// Files a message; its new place, where the server tells it (UIDPLUS).
    pub async fn append(&mut self, append: &Authorized<Append>) -> Result<Option<Place>, WriteError> {
        let literal = Literal::try_from(append.message.clone()).map_err(|_| {
            WriteError::Refused(ServerError::Refused(
                "A message with a NUL byte cannot be filed by IMAP.".to_owned(),
            ))
        })?;
        let command = CommandBody::Append {
            mailbox: self.mailbox(&append.folder).map_err(WriteError::NothingDone)?,
            flags: flag_names(&append.flags, append.is_draft),
            date: append.received_at.and_then(internal_date),
            message: LiteralOrLiteral8::Literal(literal),
        };
        let answer = self.write_into(&append.folder, command).await?;
        Ok(answer.codes().find_map(|code| match code {
            Code::AppendUid { uid_validity, uid } => {
                Some(Place { folder: append.folder.clone(), key: format!("{uid_validity}:{uid}") })
            }
            _ => None,
        }))
    }

    /// Moves a message by MOVE, else by COPY and removal; its new place, where the server tells it (UIDPLUS).
    pub async fn move_message(
        &mut self,
        moving: &Authorized<MoveMessage>,
    ) -> Result<Option<Place>, WriteError> {
        let uid = self.present(&moving.place).await?;
        let sequence_set = SequenceSet::from(uid);
        let mailbox = self.mailbox(&moving.folder).map_err(WriteError::NothingDone)?;
        if self.connection.can(&Capability::Move) {
            let command = CommandBody::Move { sequence_set, mailbox, uid: true };
            return Ok(copied_to(&self.write_into(&moving.folder, command).await?, &moving.folder));
        }
        let copied =
            self.write_into(&moving.folder, CommandBody::Copy { sequence_set, mailbox, uid: true }).await?;
        // The copy exists: from here on a break leaves the message twice, which is shown, not hidden.
        self.remove(uid).await.map_err(WriteError::after_a_part)?;
        Ok(copied_to(&copied, &moving.folder))
    }

    pub async fn set_flags(&mut self, set: &Authorized<SetFlags>) -> Result<(), WriteError> {
        let uid = self.present(&set.place).await?;
        let (add, remove) = (flag_names(&set.add, false), flag_names(&set.remove, false));
        let is_half_done = !add.is_empty();
        if is_half_done {
            self.store(uid, StoreType::Add, add).await?;
        }
        if remove.is_empty() {
            return Ok(());
        }
        let removed = self.store(uid, StoreType::Remove, remove).await;
        if is_half_done { removed.map_err(WriteError::after_a_part) } else { removed }
    }

    pub async fn delete(&mut self, delete: &Authorized<DeleteMessage>) -> Result<(), WriteError> {
        let uid = self.present(&delete.place).await?;
        self.remove(uid).await
    }

    /// Marks as deleted and expunges only this message, or leaves it marked where the server cannot do that.
    async fn remove(&mut self, uid: NonZeroU32) -> Result<(), WriteError> {
        self.store(uid, StoreType::Add, vec![Flag::Deleted]).await?;
        if self.connection.can(&Capability::UidPlus) {
            let expunge = CommandBody::ExpungeUid { sequence_set: SequenceSet::from(uid) };
            self.write(expunge).await.map_err(WriteError::after_a_part)?;
        }
        Ok(())
    }

    async fn store(
        &mut self,
        uid: NonZeroU32,
        kind: StoreType,
        flags: Vec<Flag<'static>>,
    ) -> Result<(), WriteError> {
        let command = CommandBody::Store {
            sequence_set: SequenceSet::from(uid),
            kind,
            response: StoreResponse::Silent,
            flags,
            uid: true,
            modifiers: Vec::new(),
        };
        self.write(command).await?;
        Ok(())
    }

    /// The UID of a message that is there.
    async fn present(&mut self, place: &Place) -> Result<NonZeroU32, WriteError> {
        let gone = || WriteError::Gone(format!("The message is not in “{}” any more.", place.folder));
        match self.locate(place).await.map_err(WriteError::NothingDone)? {
            Some(_) => place_key(&place.key).map(|(_, uid)| uid).ok_or_else(gone),
            None => Err(gone()),
        }
    }

    async fn select_place(&mut self, place: &Place) -> Result<Option<NonZeroU32>, ServerError> {
        let Some((validity, uid)) = place_key(&place.key) else { return Ok(None) };
        if !self.folders.iter().any(|folder| folder.name == place.folder) {
            return Ok(None);
        }
        Ok((self.select(&place.folder).await? == validity).then_some(uid))
    }

    /// Opens a folder for writing; returns its UIDVALIDITY.
    async fn select(&mut self, folder: &str) -> Result<u32, ServerError> {
        if let Some((selected, validity)) = &self.selected
            && selected == folder
        {
            return Ok(*validity);
        }
        self.selected = None;
        let parameters: Vec<SelectParameter> = Vec::new();
        let answer =
            self.connection.run(CommandBody::Select { mailbox: self.mailbox(folder)?, parameters }).await?;
        let validity = answer.codes().find_map(|code| match code {
            Code::UidValidity(validity) => Some(validity.get()),
            _ => None,
        });
        let validity = validity.unwrap_or_default();
        self.selected = Some((folder.to_owned(), validity));
        Ok(validity)
    }

    /// A write whose target folder is made when the server says that it is missing.
    async fn write_into(
        &mut self,
        folder: &str,
        command: CommandBody<'static>,
    ) -> Result<Answer, WriteError> {
        let is_missing = !self.folders.iter().any(|known| known.name == folder);
        let first = match self.attempt(command.clone()).await {
            Err(Failed::Refused { code: Some(Code::TryCreate), .. }) if is_missing => {
                let mailbox = self.mailbox(folder).map_err(WriteError::NothingDone)?;
                self.write(CommandBody::Create { mailbox }).await?;
                self.folders = folders::list(&mut self.connection).await.map_err(WriteError::NothingDone)?;
                self.attempt(command).await
            }
            first => first,
        };
        first.map_err(WriteError::from)
    }

    async fn write(&mut self, command: CommandBody<'static>) -> Result<Answer, WriteError> {
        self.attempt(command).await.map_err(WriteError::from)
    }

    async fn attempt(&mut self, command: CommandBody<'static>) -> Result<Answer, Failed> {
        let tag = self.connection.send(command).await.map_err(|failure| match failure {
            Failure::Refused { code, error } => Failed::Refused { code, error },
            Failure::Broken(error) => Failed::Broken(WriteError::NothingDone(error)),
        })?;
        self.connection.finish(&tag).await.map_err(|failure| match failure {
            Failure::Refused { code, error } => Failed::Refused { code, error },
            Failure::Broken(error) => Failed::Broken(WriteError::Unanswered(error)),
        })
    }

    fn mailbox(&self, folder: &str) -> Result<Mailbox<'static>, ServerError> {
        folders::mailbox(&folders::wire_name(&self.folders, folder), &self.connection)
    }
}

enum Failed {
    Refused { code: Option<Code<'static>>, error: ServerError },
    Broken(WriteError),
}

impl From<Failed> for WriteError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Refused { error, .. } => WriteError::Refused(error),
            Failed::Broken(error) => error,
        }
    }
}

/// Where the one message that was copied lies now (RFC 4315 §3, COPYUID).
fn copied_to(answer: &Answer, folder: &str) -> Option<Place> {
    answer.codes().find_map(|code| match code {
        Code::CopyUid { uid_validity, destination, .. } => match destination.0.as_ref() {
            [UidElement::Single(uid)] => {
                Some(Place { folder: folder.to_owned(), key: format!("{uid_validity}:{uid}") })
            }
            _ => None,
        },
        _ => None,
    })
}

fn place_key(key: &str) -> Option<(u32, NonZeroU32)> {
    let (validity, uid) = key.split_once(':')?;
    Some((validity.parse().ok()?, uid.parse().ok()?))
}

fn flag_names(flags: &Flags, is_draft: bool) -> Vec<Flag<'static>> {
    let named = [
        (flags.seen, Flag::Seen),
        (flags.flagged, Flag::Flagged),
        (flags.answered, Flag::Answered),
        (is_draft, Flag::Draft),
    ];
    named.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag).collect()
}

fn internal_date(time: Timestamp) -> Option<DateTime> {
    let date = chrono::DateTime::from_timestamp(time.as_second(), 0)?;
    DateTime::try_from(date.fixed_offset()).ok().map(IntoStatic::into_static)
}
