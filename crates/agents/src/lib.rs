//! Agents: one folder each, pure. Every agent has a `reflex` that works with no model.

pub mod dates;
pub mod domains;
pub mod email;
pub mod language;
pub mod learned;
pub mod money;
pub mod phrases;
pub mod safety;
pub mod study;
pub mod text;
pub mod triage;

#[cfg(test)]
mod fixture;

use domain::insight::{Safety, Summary, Triage};
use domain::proposal::Known;
use domain::{Address, Item, ItemId, Payload};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

/// What an agent may know beside the items themselves; gathered before it is asked, so that it needs no IO.
#[derive(Clone, Debug)]
pub struct Context {
    pub now: Timestamp,
    /// The user's zone.
    pub zone: TimeZone,
    /// The user's language, ISO 639-1, where set.
    pub language: Option<String>,
    /// All of the user's own addresses, lower case.
    pub own: HashSet<String>,
    /// The account's own name and address, by account id.
    pub accounts: HashMap<String, Address>,
    /// Appended to drafts where set.
    pub signature: Option<String>,
    /// Drafts go out as `send_email` or stay as `create_email_draft`.
    pub replies_as_drafts: bool,
    /// How the user knows each sender of the batch, by lower-case address; absent means new.
    pub known: HashMap<String, Known>,
    /// Domains that mail came from before this batch, lower case.
    pub seen_domains: HashSet<String>,
    /// Names under which contacts write, lower case, with their addresses (for display-name tricks).
    pub contact_names: HashMap<String, HashSet<String>>,
    /// Bank accounts (normalised IBANs) that a sender address named in earlier mails.
    pub bank_details: HashMap<String, HashSet<String>>,
    /// Facts of an item's thread, by item id.
    pub threads: HashMap<ItemId, ThreadFacts>,
    /// The user's words for a reply that was asked for (`draft_reply` with text).
    pub reply_text: Option<String>,
    /// A reply was asked for: draft it whatever the rules say.
    pub reply_asked: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadFacts {
    /// No later mail in the thread.
    pub is_newest: bool,
    /// A later mail of the user is in the thread.
    pub answered: bool,
    /// The user has written in this thread before.
    pub user_took_part: bool,
}

/// A part of an item's insight.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Triage(Triage),
    Safety(Safety),
    Summary(Summary),
}

/// An effect that an agent would like to propose, and why, in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub item_id: ItemId,
    pub payload: Payload,
    pub reason: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub parts: Vec<(ItemId, Part)>,
    pub drafts: Vec<Draft>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{agent} could not answer: {code}")]
pub struct AgentError {
    pub agent: &'static str,
    pub code: &'static str,
}

pub trait Agent: Send + Sync {
    fn name(&self) -> &'static str;
    /// The deterministic answer, without a model. Never panics on any content.
    fn reflex(&self, context: &Context, items: &[Item]) -> Result<Found, AgentError>;
}

/// Every agent; adding one is a folder and a line here. Triage and safety know nothing of each other's answers;
/// email drafts only for mails whose safety is known.
pub fn all() -> [&'static dyn Agent; 3] {
    [&triage::Triage, &safety::Safety, &email::Email]
}
