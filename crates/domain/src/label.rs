//! Labels: where data came from and how far it is trusted, joined as data meet.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Ordered from most to least trusted, so that joining is `max`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Integrity {
    /// Typed by the user, persona instructions, administrator's configuration.
    Trusted,
    /// Mail from a contact that is authenticated.
    Known,
    /// Everything else that was read.
    #[default]
    Untrusted,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceRef {
    pub kind: String,
    pub id: String,
}

impl SourceRef {
    pub fn item(id: &crate::ItemId) -> Self {
        Self { kind: "item".into(), id: id.to_string() }
    }
    pub fn user(id: &str) -> Self {
        Self { kind: "user".into(), id: id.to_owned() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub integrity: Integrity,
    pub sources: BTreeSet<SourceRef>,
    /// Confidentiality tags such as `personal`.
    #[serde(default)]
    pub tags: BTreeSet<String>,
}

impl Label {
    /// The label of what the user typed; the neutral element of `join`.
    pub fn trusted() -> Self {
        Self { integrity: Integrity::Trusted, sources: BTreeSet::new(), tags: BTreeSet::new() }
    }

    /// The label of something an account delivered.
    pub fn of_item(id: &crate::ItemId, integrity: Integrity) -> Self {
        Self { integrity, sources: [SourceRef::item(id)].into(), tags: ["personal".to_owned()].into() }
    }

    /// What the meeting of two values may be trusted for: the worse of both, from all their sources.
    pub fn join(mut self, other: &Label) -> Self {
        self.integrity = self.integrity.max(other.integrity);
        self.sources.extend(other.sources.iter().cloned());
        self.tags.extend(other.tags.iter().cloned());
        self
    }
}
