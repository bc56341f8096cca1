//! What a source of items delivers: arrivals and changes, each batch with the cursor after it.

use crate::address::Address;
use crate::event::{InboundEvent, Invitation};
use crate::item::{Attachment, Authentication, Link, ListHeaders, Place};
use jiff::Timestamp;
use std::sync::Arc;

/// How far a source has been read; only its own connector understands it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub String);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub seen: bool,
    pub flagged: bool,
    pub answered: bool,
}

/// The special use of a folder (RFC 6154), as far as items care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FolderRole {
    Inbox,
    Sent,
    Drafts,
    Archive,
    Junk,
    Trash,
    #[default]
    Other,
}

/// A mail as its grammar read it; the raw bytes stay beside it.
#[derive(Clone, Debug, Default)]
pub struct ParsedMail {
    pub message_id: Option<String>,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub subject: Option<String>,
    pub from: Option<Address>,
    pub reply_to: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub sent_at: Option<Timestamp>,
    pub sent_offset: Option<i32>,
    pub text: String,
    pub has_html: bool,
    pub links: Vec<Link>,
    pub attachments: Vec<Attachment>,
    pub structured: Vec<String>,
    pub invitations: Vec<Invitation>,
    pub list: ListHeaders,
    pub auth: Authentication,
}

#[derive(Clone, Debug)]
pub struct InboundMail {
    pub place: Place,
    pub role: FolderRole,
    pub flags: Flags,
    pub received_at: Timestamp,
    pub raw: Arc<[u8]>,
    pub parsed: ParsedMail,
}

#[derive(Clone, Debug)]
pub enum Change {
    Arrived(Box<InboundMail>),
    /// A calendar object is new at this place, or was changed there.
    Event(Box<InboundEvent>),
    /// Flags set elsewhere.
    Flagged {
        place: Place,
        flags: Flags,
    },
    /// The copy at this place is gone (deleted or moved away elsewhere).
    Gone {
        place: Place,
    },
    /// All keys of the folder are void (UIDVALIDITY changed); arrivals follow.
    FolderReset {
        folder: String,
    },
}

/// Changes and the cursor that holds once they are stored.
#[derive(Clone, Debug)]
pub struct Batch {
    pub changes: Vec<Change>,
    pub cursor: Cursor,
    /// Messages still to be read in this sync, where the source knows.
    pub remaining: Option<u64>,
}

#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum SourceError {
    /// Refused credentials: not retried until the user acts.
    #[error("{0}")]
    Unauthorized(String),
    /// Down, slow, or broke off: retried with backoff.
    #[error("{0}")]
    Unavailable(String),
    /// Answered what the protocol does not allow.
    #[error("{0}")]
    Protocol(String),
    /// Our side could not keep what was read.
    #[error("{0}")]
    NotStored(String),
}

impl SourceError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => "login_refused",
            Self::Unavailable(_) => "unavailable",
            Self::Protocol(_) => "protocol",
            Self::NotStored(_) => "not_stored",
        }
    }
}
