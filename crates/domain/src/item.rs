//! Items: what was ingested, in one normalised form.

use crate::address::Address;
use crate::event::{Event, Invitation};
use crate::ids::{AccountId, BlobId, ItemId, ThreadId};
use crate::insight::Insight;
use crate::label::Integrity;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    #[default]
    Email,
    Event,
    Message,
    Transaction,
    Document,
    Recording,
    Forecast,
}

/// Where a copy of an item lies at its provider: a folder and the provider's key in it
/// (IMAP: `UIDVALIDITY:UID`; Maildir: the unique name without flags; mbox: byte offset).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    pub folder: String,
    pub key: String,
}

/// An attachment; its bytes are part `part` of the raw message and are cut out when asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub part: u32,
}

/// What a message's headers say about its list (RFC 2369, RFC 2919, RFC 8058).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHeaders {
    pub id: Option<String>,
    /// `https` URL that takes the RFC 8058 one-click POST; only set with `List-Unsubscribe-Post`.
    pub one_click: Option<String>,
    pub unsubscribe: Option<String>,
    /// `Precedence: bulk|list|junk`, `Auto-Submitted` other than `no`, or a vacation header.
    pub bulk: bool,
    pub auto_submitted: bool,
}

/// Result of one authentication method (RFC 8601 §2.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthResult {
    Pass,
    Fail,
    /// The sender publishes nothing.
    None,
    /// Not checked, or the check could not be made (dead DNS is never `fail`).
    #[default]
    Unknown,
}

/// Whether the From domain is proved, and by whom that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    pub dkim: AuthResult,
    pub spf: AuthResult,
    pub dmarc: AuthResult,
    /// The domain that a passing DKIM signature (`d=`) or SPF proved, aligned with From or not.
    pub domain: Option<String>,
    /// The trusted `authserv-id`, or `local` when we verified; absent when nobody did.
    pub by: Option<String>,
}

impl Authentication {
    /// The From domain is proved (DMARC, or aligned DKIM checked by us).
    pub fn proves(&self, from_domain: &str) -> bool {
        self.by.is_some()
            && (self.dmarc == AuthResult::Pass
                || (self.dkim == AuthResult::Pass
                    && self.domain.as_deref().is_some_and(|d| aligned(d, from_domain))))
    }
}

/// Relaxed alignment (RFC 7489 §3.1.1) as far as it goes without a public suffix list:
/// equal, or one below the other with at least two labels left.
fn aligned(signer: &str, from: &str) -> bool {
    let (signer, from) = (signer.to_lowercase(), from.to_lowercase());
    let below = |inner: &str, outer: &str| outer.contains('.') && inner.ends_with(&format!(".{outer}"));
    signer == from || below(&from, &signer) || below(&signer, &from)
}

/// A part of the raw message that agents look at beyond its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it goes.
    pub href: String,
    /// What it says (HTML anchor text), empty for a bare URL in text.
    pub text: String,
}

/// One normalised thing that was ingested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    pub kind: ItemKind,
    pub account_id: AccountId,
    pub thread_id: Option<ThreadId>,
    /// With angle brackets.
    pub message_id: Option<String>,
    /// The item that used the same Message-ID first, with other bytes.
    pub duplicate_of: Option<ItemId>,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub folders: Vec<String>,
    pub subject: Option<String>,
    pub from: Option<Address>,
    pub reply_to: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub received_at: Timestamp,
    /// The Date header, with the sender's offset in seconds: what prose dates are relative to.
    pub sent_at: Option<Timestamp>,
    pub sent_offset: Option<i32>,
    pub unread: bool,
    pub flagged: bool,
    pub answered: bool,
    pub archived: bool,
    /// Sent by the account's owner.
    pub outgoing: bool,
    pub awaiting_reply: bool,
    pub attachments: Vec<Attachment>,
    /// Plain text: the text part, or the HTML part converted.
    pub text: String,
    pub has_html: bool,
    pub links: Vec<Link>,
    pub list: ListHeaders,
    pub auth: Authentication,
    /// Media types of structured parts, e.g. `text/calendar`, `application/ld+json`.
    pub structured: Vec<String>,
    pub integrity: Integrity,
    pub raw: Option<BlobId>,
    pub size: u64,
    pub insight: Option<Insight>,
    /// Of items of the kind `event`: the component, or the occurrence that a range asked for.
    #[serde(default)]
    pub event: Option<Box<Event>>,
    /// What `text/calendar` parts ask for.
    #[serde(default)]
    pub invitations: Vec<Invitation>,
}

impl Item {
    /// With nothing in it yet.
    pub fn new(id: ItemId, kind: ItemKind, account_id: AccountId, received_at: Timestamp) -> Self {
        Self {
            id,
            kind,
            account_id,
            thread_id: None,
            message_id: None,
            duplicate_of: None,
            in_reply_to: None,
            references: Vec::new(),
            folders: Vec::new(),
            subject: None,
            from: None,
            reply_to: None,
            to: Vec::new(),
            cc: Vec::new(),
            received_at,
            sent_at: None,
            sent_offset: None,
            unread: false,
            flagged: false,
            answered: false,
            archived: false,
            outgoing: false,
            awaiting_reply: false,
            attachments: Vec::new(),
            text: String::new(),
            has_html: false,
            links: Vec::new(),
            list: ListHeaders::default(),
            auth: Authentication::default(),
            structured: Vec::new(),
            integrity: Integrity::default(),
            raw: None,
            size: 0,
            insight: None,
            event: None,
            invitations: Vec::new(),
        }
    }
}
