//! Identifiers: opaque strings that the caller makes (UUIDv7 in practice), one type per noun.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
            pub fn into_string(self) -> String {
                self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    )*};
}

ids!(
    /// The isolation boundary; leads every key.
    TenantId,
    UserId,
    PersonaId,
    AccountId,
    ItemId,
    ThreadId,
    RunId,
    EffectId,
    ProposalId,
    /// A task's proposals that are decided together.
    GroupId,
    /// Keyed hash of a blob's content, hexadecimal.
    BlobId,
);

impl BlobId {
    /// A mail's part: cut out of the mail's own bytes when it is needed, never kept twice.
    pub fn of_part(item: &ItemId, part: u32) -> Self {
        Self(format!("{item}.{part}"))
    }
}
