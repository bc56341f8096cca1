//! The writing side of a mailbox, whatever carries it: each write takes the gate's authority.

mod imap;
mod with_smtp;

pub use imap::ImapMailbox;
pub use with_smtp::WithSmtp;

use domain::Authorized;
use domain::item::Place;
use domain::payload::Flag;
use domain::ports::BoxFuture;
use jiff::Timestamp;

/// A folder by its role or by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    Sent,
    Drafts,
    Archive,
    Named(String),
}

/// A message to put into a folder, recognised by its Message-ID.
#[derive(Clone, Debug)]
pub struct Filing {
    pub folder: Folder,
    pub message_id: String,
    pub bytes: Vec<u8>,
    pub at: Timestamp,
}

#[derive(Clone, Debug)]
pub struct Moving {
    pub place: Place,
    /// Looked into first, by Message-ID: a mail that we moved ourselves may lie elsewhere than the last sync saw.
    pub from: Option<Folder>,
    /// By which an earlier attempt's success is recognised in the folder it moved to.
    pub message_id: Option<String>,
    pub to: Folder,
}

#[derive(Clone, Debug)]
pub struct Flagging {
    pub place: Place,
    pub flag: Flag,
    pub value: bool,
}

#[derive(Clone, Debug)]
pub struct Removal {
    pub folder: Folder,
    pub message_id: String,
}

/// A mail and its envelope: who takes bounces, who gets it.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub from: String,
    pub recipients: Vec<String>,
    /// What will be sent; servers are asked for the size and the encoding it needs.
    pub bytes: Vec<u8>,
}

/// Why a mailbox did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct MailboxError {
    pub code: &'static str,
    pub detail: String,
    pub kind: Trouble,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing was done, and a later try may work.
    Passing,
    /// Nothing was done, and a later try meets the same.
    Permanent,
    /// The message is not where it was.
    Gone,
    /// It may have been done.
    Unanswered,
}

impl MailboxError {
    pub fn new(kind: Trouble, code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), kind }
    }
}

pub type Done<'a, T = ()> = BoxFuture<'a, Result<T, MailboxError>>;

/// One account's mailbox, open for an effect.
pub trait Mailbox: Send + Sync {
    /// Whether a message with this Message-ID lies in the folder.
    fn has<'a>(&'a self, folder: &'a Folder, message_id: &'a str) -> Done<'a, bool>;
    fn file(&self, filing: Authorized<Filing>) -> Done<'_>;
    /// The message's new place, as far as the provider tells it; `Gone` if the message is neither at its place nor
    /// in the folder it should come to.
    fn move_to(&self, moving: Authorized<Moving>) -> Done<'_, Option<Place>>;
    fn set_flag(&self, flagging: Authorized<Flagging>) -> Done<'_>;
    /// A message that is not there is as good as removed.
    fn remove(&self, removal: Authorized<Removal>) -> Done<'_>;
    /// Everything up to the point where a mail could leave: connection, login, sender, each recipient.
    fn prepare(&self, envelope: Envelope) -> Done<'_, Box<dyn Ready>>;
    /// Whether the way out keeps what it sent where `sent` can see it.
    fn sent<'a>(&'a self, message_id: &'a str) -> Done<'a, Sent>;
    /// The provider files sent mails by itself.
    fn files_sent_copies(&self) -> bool {
        false
    }
}

/// A transport that waits for the message itself.
pub trait Ready: Send {
    /// Sends the bytes; `Unanswered` when the final dot went out and no answer came.
    fn send(self: Box<Self>, message: Authorized<Vec<u8>>) -> BoxFuture<'static, Result<(), MailboxError>>;
    /// Leaves politely without sending.
    fn abandon(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// What the way out knows of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    Yes,
    /// Proved: the transport writes in one atomic step that leaves a trace.
    No,
    Unknown,
}
