//! Nouns and pure decisions of Factotum: no IO, no clock, no SQL, no HTTP, no async runtime.

pub mod address;
pub mod authority;
pub mod digest;
pub mod effect;
pub mod event;
pub mod ids;
pub mod insight;
pub mod item;
pub mod label;
pub mod payload;
pub mod policy;
pub mod ports;
pub mod proposal;
pub mod run;
pub mod signal;
pub mod source;
pub mod tenant;

pub use address::Address;
pub use authority::{Authorized, Mint};
pub use effect::{Effect, EffectClass, EffectKind, EffectState};
pub use event::Event;
pub use ids::*;
pub use insight::Insight;
pub use item::Item;
pub use label::{Integrity, Label, SourceRef};
pub use payload::Payload;
pub use proposal::Proposal;
pub use tenant::TenantCtx;
