//! One audit record: who did what to which subject and why, by ids and codes, linked to the one before.

use crate::hash::{Encoding, Hash};
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// What a record is about, for example `proposal` and its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    pub kind: String,
    pub id: String,
}

/// A link of a tenant's chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub tenant: String,
    /// From 1, without gaps.
    pub seq: u64,
    pub time: Timestamp,
    /// `user:<id>`, `agent:<name>` or `system`.
    pub actor: String,
    /// A fact in the past tense, for example `proposal.approved`.
    pub kind: String,
    pub subject: Subject,
    /// A code, never a sentence.
    #[serde(deserialize_with = "Option::deserialize")]
    pub reason: Option<String>,
    pub prev_hash: Hash,
    pub hash: Hash,
}

/// A record before it has its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub time: Timestamp,
    pub actor: String,
    pub kind: String,
    pub subject: Subject,
    /// A code of letters, digits and `_ . : -`, at most 64 bytes. Anything else could be content, which must
    /// not enter an append-only log, and is sealed as `withheld`.
    pub reason: Option<String>,
}

impl Subject {
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }
}

impl Draft {
    /// Gives the record its place. `prev_hash` is the hash of the tenant's last record, or [`genesis`].
    /// The time is cut to microseconds, which is what every database keeps.
    pub fn seal(self, tenant: &str, seq: u64, prev_hash: Hash) -> Record {
        let mut record = Record {
            tenant: tenant.to_owned(),
            seq,
            time: to_microseconds(self.time),
            actor: self.actor,
            kind: self.kind,
            subject: self.subject,
            reason: self.reason.map(code_or_withheld),
            prev_hash,
            hash: prev_hash,
        };
        record.hash = record.expected_hash();
        record
    }
}

impl Record {
    /// The hash that this record's fields must have.
    pub fn expected_hash(&self) -> Hash {
        Encoding::new("record")
            .field(self.tenant.as_bytes())
            .number(self.seq)
            .time(self.time)
            .field(self.actor.as_bytes())
            .field(self.kind.as_bytes())
            .field(self.subject.kind.as_bytes())
            .field(self.subject.id.as_bytes())
            .optional(self.reason.as_deref().map(str::as_bytes))
            .field(self.prev_hash.as_bytes())
            .hash()
    }
}

/// What the first record of a tenant links to; differs by tenant, so that one tenant's log cannot pass
/// for another's.
pub fn genesis(tenant: &str) -> Hash {
    Encoding::new("genesis").field(tenant.as_bytes()).hash()
}

pub(crate) fn to_microseconds(time: Timestamp) -> Timestamp {
    let options = jiff::TimestampRound::new().smallest(Unit::Microsecond).mode(jiff::RoundMode::Floor);
    // Rounding down fails only next to the earliest representable time.
    time.round(options).unwrap_or(time)
}

fn code_or_withheld(reason: String) -> String {
    let is_code = !reason.is_empty()
        && reason.len() <= 64
        && reason.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
    if is_code { reason } else { "withheld".to_owned() }
}
