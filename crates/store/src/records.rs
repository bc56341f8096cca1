//! What goes in and out of the store beyond the domain's own nouns.

use domain::effect::EffectError;
use domain::event::Occurrence;
use domain::insight::{ActionType, Category, Safety, Summary, Triage, Verdict};
use domain::item::{ItemKind, Place};
use domain::proposal::{Known, Origin, Status};
use domain::run::{Intent, RunEvent, RunStatus};
use domain::source::{Cursor, Flags};
use domain::{
    AccountId, BlobId, Effect, EffectId, EffectKind, EffectState, Event, GroupId, Item, ItemId, Proposal,
    ProposalId, RunId, TenantId, ThreadId, UserId,
};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// A page of a list, newest first; `next` is opaque and absent at the end.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub data: Vec<T>,
    pub next: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    pub limit: u32,
    pub cursor: Option<String>,
}

// --- accounts

#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub address: String,
    pub name: Option<String>,
    /// `imap`, `maildir`, `mbox`.
    pub kind: String,
    /// Servers, folders and switches; never a secret.
    pub config: serde_json::Value,
    /// Sealed by `vault`.
    pub secret: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub address: String,
    pub name: Option<String>,
    pub kind: String,
    pub config: serde_json::Value,
    pub secret: Option<String>,
    pub created_at: Timestamp,
    pub cursor: Option<Cursor>,
    pub syncing: bool,
    pub last_synced_at: Option<Timestamp>,
    pub error: Option<EffectError>,
    /// Failures in a row, for the backoff.
    pub failures: i64,
    /// Stored items of the account, and those without insight yet.
    pub items: u64,
    pub pending: u64,
}

// --- items

/// A mail to store; `item.id` and `item.thread_id` are used only if it is new (and starts a thread).
#[derive(Clone, Debug)]
pub struct Arrival {
    pub item: Item,
    pub place: Place,
    pub flags: Flags,
    /// Keyed hash of the raw bytes: the identity within the account.
    pub content_hash: String,
    /// IBANs named in the text, normalised, for "changed bank detail".
    pub bank_details: Vec<String>,
}

/// A calendar object to store, new or changed; `item.id` is used only if its place is new.
#[derive(Clone, Debug)]
pub struct EventArrival {
    pub item: Item,
    pub place: Place,
    pub etag: Option<String>,
    /// The master first.
    pub parts: Vec<Event>,
    pub occurrences: Vec<Occurrence>,
    pub expanded_to: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub enum Ingested {
    Arrived(Box<Arrival>),
    Event(Box<EventArrival>),
    Flagged { place: Place, flags: Flags },
    Gone { place: Place },
    FolderReset { folder: String },
}

/// One batch: items, places, flags, cursor, contacts, threads and the run that looks at the new items.
#[derive(Clone, Debug)]
pub struct Ingest {
    pub account: AccountId,
    pub changes: Vec<Ingested>,
    pub cursor: Cursor,
    /// Used for a `handle_items` run over the new items that are not the user's own; not made when there are none.
    pub run: RunId,
    pub parent: Option<RunId>,
    pub at: Timestamp,
}

#[derive(Clone, Debug, Default)]
pub struct IngestReport {
    pub arrived: u64,
    pub changed: u64,
    pub run: Option<RunId>,
}

#[derive(Clone, Debug, Default)]
pub struct ItemQuery {
    pub kind: Option<ItemKind>,
    /// Events are listed by when they take place, and not among what came in.
    pub without_events: bool,
    pub account_id: Option<AccountId>,
    /// Full text over subject, sender, recipients and body; all words must occur, the last as a prefix.
    pub query: Option<String>,
    pub folder: Option<String>,
    pub unread: Option<bool>,
    pub archived: Option<bool>,
    pub thread_id: Option<ThreadId>,
    pub sender: Option<String>,
    pub recipient: Option<String>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub category: Option<Category>,
    pub action_type: Option<ActionType>,
    pub awaiting_reply: Option<bool>,
    pub verdict: Option<Verdict>,
    pub due_before: Option<Timestamp>,
}

/// Events that take place within `from` and `to`.
#[derive(Clone, Debug, Default)]
pub struct EventQuery {
    pub from: Timestamp,
    pub to: Timestamp,
    pub account_id: Option<AccountId>,
    /// The calendar's path.
    pub calendar: Option<String>,
    /// Only what makes busy: neither transparent nor cancelled nor declined.
    pub busy: bool,
}

/// A calendar object as it was last seen.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    pub item: ItemId,
    pub account: AccountId,
    pub place: Place,
    pub etag: Option<String>,
    pub parts: Vec<Event>,
    pub raw: Option<BlobId>,
    pub expanded_to: Option<Timestamp>,
}

/// Open items by what they ask for: in the inbox (not archived, not sent), `waiting` = awaiting a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCounts {
    pub reply: u64,
    pub waiting: u64,
    pub pay: u64,
    pub schedule: u64,
    pub read: u64,
    pub all: u64,
}

#[derive(Clone, Debug)]
pub enum InsightPart {
    Triage(Triage),
    Safety(Safety),
    Summary(Summary),
}

/// How a succeeded effect changed an item here, before the next sync confirms it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemPatch {
    pub unread: Option<bool>,
    pub flagged: Option<bool>,
    pub answered: Option<bool>,
    /// All places are replaced by this folder (keys unknown until the next sync).
    pub folder: Option<String>,
    pub archived: Option<bool>,
    /// It was moved, and lies at this place alone.
    pub place: Option<Place>,
}

/// What agents may know of the world around a batch of items.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// By lower-case address, for the senders of the batch.
    pub known: HashMap<String, Known>,
    /// Sender domains of earlier items.
    pub seen_domains: HashSet<String>,
    pub contact_names: HashMap<String, HashSet<String>>,
    pub bank_details: HashMap<String, HashSet<String>>,
    /// newest in thread, answered later by the user, user took part before.
    pub threads: HashMap<ItemId, (bool, bool, bool)>,
}

// --- runs

#[derive(Clone, Debug)]
pub struct NewRun {
    pub id: RunId,
    pub parent: Option<RunId>,
    pub intent: Intent,
    pub accounts: Vec<AccountId>,
    pub items: Vec<ItemId>,
    /// The user's words and switches; content, kept apart from the journal and erasable.
    pub content: serde_json::Value,
    pub at: Timestamp,
}

#[derive(Clone, Debug)]
pub struct RunRow {
    pub id: RunId,
    pub parent: Option<RunId>,
    pub intent: Intent,
    pub status: RunStatus,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub content: serde_json::Value,
    pub events: Vec<JournalEntry>,
}

#[derive(Clone, Debug)]
pub struct JournalEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub event: RunEvent,
}

/// A run under lease.
#[derive(Clone, Debug)]
pub struct ClaimedRun {
    pub tenant: TenantId,
    pub epoch: i64,
    pub row: RunRow,
}

/// One step of a run: everything is stored in one transaction, or, when fenced, nothing.
#[derive(Clone, Debug, Default)]
pub struct RunStep {
    pub events: Vec<RunEvent>,
    pub status: RunStatus,
    pub insights: Vec<(ItemId, InsightPart)>,
    pub proposals: Vec<NewProposal>,
    /// Give the lease back; the run sleeps until something wakes it (or `wake_at`).
    pub release: bool,
    pub wake_at: Option<Timestamp>,
}

// --- proposals and effects

#[derive(Clone, Debug)]
pub struct NewProposal {
    /// Proposal and effect as they shall stand; a pending one of the same effect kind and item is withdrawn.
    pub proposal: Proposal,
}

#[derive(Clone, Debug, Default)]
pub struct ProposalQuery {
    pub status: Option<Status>,
    pub state: Option<EffectState>,
    pub item_id: Option<ItemId>,
    pub run_id: Option<RunId>,
    pub group: Option<GroupId>,
    /// None = all.
    pub origin: Option<Origin>,
}

/// A decision on one proposal, bound to what was seen.
#[derive(Clone, Debug)]
pub struct Decision {
    pub proposal: ProposalId,
    /// `None` only where nothing is let through (reject).
    pub digest: Option<String>,
    /// `Approved` or `Rejected`.
    pub status: Status,
    /// When the executor may claim, and until when the user may take it back (both None for rejects).
    pub not_before: Option<Timestamp>,
    pub undo_until: Option<Timestamp>,
}

/// Why a decision was refused; nothing of the batch was stored.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    #[error("there is no such proposal")]
    NotFound(ProposalId),
    #[error("the proposal was already decided")]
    AlreadyDecided(Box<Proposal>),
    #[error("the proposal is not what was seen")]
    Changed(Box<Proposal>),
    #[error("the proposal expired")]
    Expired(Box<Proposal>),
    #[error(transparent)]
    Store(#[from] crate::StoreError),
}

/// An effect under lease.
#[derive(Clone, Debug)]
pub struct ClaimedEffect {
    pub tenant: TenantId,
    pub effect: Effect,
    pub first_attempt_at: Timestamp,
}

/// The end of an attempt or of a reconciliation, in one transaction.
#[derive(Clone, Debug)]
pub struct Settlement {
    pub state: EffectState,
    pub error: Option<EffectError>,
    /// For `Approved` (retry): not before.
    pub not_before: Option<Timestamp>,
    /// The next ledgered step, already approved.
    pub follow_up: Option<NewProposal>,
    pub patch: Option<(ItemId, ItemPatch)>,
    /// An attempt that is to be repeated by the user only: `Failed → Approved` counts from zero again.
    pub at: Timestamp,
}

/// A proposal that its own reason has overtaken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overtaken {
    pub proposal: ProposalId,
    pub effect: EffectId,
    pub kind: EffectKind,
    /// `answered`, `deleted`, `moved`.
    pub code: &'static str,
}

// --- the tenant's stream

/// One line of the tenant's activity: ids and states only.
#[derive(Clone, Debug)]
pub struct Activity {
    pub seq: i64,
    pub at: Timestamp,
    /// `run`, `agent`, `proposal`, `effect`, `sync`.
    pub topic: String,
    pub data: serde_json::Value,
}

// --- idempotency keys

#[derive(Clone, Debug)]
pub enum KeyClaim {
    Fresh,
    InFlight,
    Answered {
        status: u16,
        body: String,
    },
    /// The same key with another body.
    Reused,
}

#[derive(Clone, Debug)]
pub struct NewUser {
    pub tenant: TenantId,
    pub user: UserId,
    pub name: String,
    /// Hash of the bearer token.
    pub token_hash: String,
    pub at: Timestamp,
}

/// The gate's last answer before the first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    Yes,
    /// The tenant's stop switch is on; the effect stays claimed until its lease is given back.
    Stopped,
    Fenced,
    OverQuota,
    /// `answered`, `deleted`.
    Overtaken(&'static str),
}

/// Where the database is and how many threads serve it.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// A file path, `sqlite:PATH` (with `?max_pages=N` bounded), or `postgres://…`.
    pub url: String,
    /// Postgres only: SQLite has one writer.
    pub writers: usize,
    pub readers: usize,
}
