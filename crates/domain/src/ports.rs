//! Ports: what the core asks of the outside, object-safe with boxed futures.

use crate::authority::Authorized;
use crate::effect::{Effect, EffectError, EffectKind, Target};
use crate::ids::{AccountId, BlobId, ItemId};
use crate::item::{Authentication, ListHeaders, Place};
use crate::payload::Payload;
use crate::source::{Batch, Cursor, SourceError};
use crate::tenant::TenantCtx;
use crate::{Address, Integrity, SourceRef};
use std::future::Future;
use std::pin::Pin;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A connected account that delivers items.
pub trait Source: Send + Sync {
    /// Reads all changes since `cursor`, newest first, in batches; returns the last cursor.
    /// A batch is stored before the next is read.
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>>;
    /// Returns when something may have changed (IDLE, file notification, or a poll interval).
    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>>;
    /// The folders that a user can move to.
    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>>;
}

pub trait Sink: Send {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>>;
}

/// Checks a message's sender by DKIM, SPF and DMARC; never `fail` when DNS is dead.
pub trait Authenticator: Send + Sync {
    fn authenticate<'a>(&'a self, raw: &'a [u8]) -> BoxFuture<'a, Authentication>;
}

/// What the gate resolved for a tool before it previews or resolves an effect.
#[derive(Clone, Debug)]
pub struct Facts {
    pub account_id: AccountId,
    /// The account's own address and name.
    pub own: Address,
    pub item: Option<ItemFacts>,
}

#[derive(Clone, Debug)]
pub struct ItemFacts {
    pub id: ItemId,
    pub integrity: Integrity,
    pub message_id: Option<String>,
    pub subject: Option<String>,
    pub from: Option<Address>,
    pub places: Vec<Place>,
    pub unread: bool,
    pub flagged: bool,
    pub list: ListHeaders,
}

impl ItemFacts {
    pub fn of(item: &crate::Item, places: Vec<Place>) -> Self {
        Self {
            id: item.id.clone(),
            integrity: item.integrity,
            message_id: item.message_id.clone(),
            subject: item.subject.clone(),
            from: item.from.clone(),
            places,
            unread: item.unread,
            flagged: item.flagged,
            list: item.list.clone(),
        }
    }
}

/// What a tool says an effect would do; the gate adds how the user knows each target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub title: String,
    pub text: String,
    pub targets: Vec<PlanTarget>,
    pub resolved: Target,
    /// The payload with defaults filled in, as it will be written.
    pub payload: Option<Payload>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlanTarget {
    pub address: Address,
    /// Set where the value was read in an item rather than typed.
    pub source: Option<SourceRef>,
}

/// Why a draft cannot become an effect at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refusal {
    pub code: &'static str,
    pub detail: String,
}

/// The last step before the point of no return. A tool calls it exactly once, right before the first
/// byte that could have an effect; on an error it must leave without writing.
pub trait Start: Send + Sync {
    fn started<'a>(&'a self) -> BoxFuture<'a, Result<(), NotStarted>>;
}

/// The gate did not let the attempt start (stopped, overtaken, or another worker took over).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStarted;

/// What is known after an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Succeeded,
    /// Succeeded, and the item lies at this place now.
    Moved(Place),
    /// The provider refused for good.
    Failed(EffectError),
    /// A passing error that proves that nothing was done.
    NothingDone(EffectError),
    /// It may have happened.
    Unknown(EffectError),
    /// The reason for the effect is gone (the mail is not there any more).
    Overtaken(EffectError),
    /// `Start::started` said no.
    NotStarted,
}

/// What a search for the effect's traces found. Absence counts only where the provider promises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    Found,
    ProvenAbsent,
    NotFound,
    CannotTell(String),
}

/// One verb that writes to the outside.
pub trait Tool: Send + Sync {
    fn kind(&self) -> EffectKind;
    /// Checks and resolves a payload: pure over the facts.
    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal>;
    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome>;
    /// Looks for presence of what a started attempt may have written.
    fn reconcile<'a>(&'a self, ctx: &'a TenantCtx, effect: &'a Effect) -> BoxFuture<'a, Presence>;
    /// The next ledgered step once this effect has succeeded (the Sent copy of a mail).
    fn follow_up(&self, _effect: &Effect) -> Option<Payload> {
        None
    }
    /// The compensation of a succeeded effect, where there is one.
    fn undo(&self, effect: &Effect) -> Option<Payload>;
}

/// The table of tools, as the executor sees it.
pub trait Toolbox: Send + Sync {
    fn tool(&self, kind: EffectKind) -> Option<&dyn Tool>;
}

/// Sources by account, as the engine sees them.
pub trait Sources: Send + Sync {
    fn open<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        account: &'a AccountId,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, SourceError>>;
}

/// Raw bytes of what was ingested, kept by keyed hash.
pub trait Content: Send + Sync {
    /// Keeps each durably enough to be named by a database row; the ids in the same order.
    fn keep<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        contents: Vec<std::sync::Arc<[u8]>>,
    ) -> BoxFuture<'a, Result<Vec<BlobId>, SourceError>>;
    fn read<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        blob: &'a BlobId,
    ) -> BoxFuture<'a, Result<Vec<u8>, SourceError>>;
    fn erase<'a>(&'a self, ctx: &'a TenantCtx, blobs: Vec<BlobId>) -> BoxFuture<'a, Result<(), SourceError>>;
}

/// Ids and the clock, so that tests can set both.
pub trait Clock: Send + Sync {
    fn now(&self) -> jiff::Timestamp;
    fn new_id(&self) -> String;
}

impl std::fmt::Debug for dyn Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tool({})", self.kind())
    }
}
