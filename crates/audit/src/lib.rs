//! The audit log's record format, hash chain, signed checkpoints and offline verification. Stores and
//! fetches nothing, and holds no content: ids, kinds, states and codes only.
//!
//! The format, so that anyone can check it without this code. `field(x)` is the length of `x` as a
//! 64-bit big-endian number followed by its bytes; numbers are big-endian too:
//! - genesis hash = SHA-256( field("factotum-audit-v1") field("genesis") field(tenant) )
//! - record hash = SHA-256( field("factotum-audit-v1") field("record") field(tenant) u64(seq)
//!   i128(time in nanoseconds since 1970) field(actor) field(kind) field(subject.kind) field(subject.id)
//!   (0x00, or 0x01 field(reason)) field(the 32 bytes of prev_hash) )
//! - a checkpoint's signature = Ed25519 over field("factotum-audit-v1") field("checkpoint") field(tenant)
//!   u64(seq) field(the 32 bytes of hash) i128(time in nanoseconds since 1970)
//!
//! Sequence numbers start at 1 and have no gaps; the first record's `prev_hash` is the genesis hash.

mod chain;
mod checkpoint;
mod export;
mod hash;
mod record;

pub use chain::{Broken, Chain, Fault, Report, verify_chain};
pub use checkpoint::{Checkpoint, PublicKey, SigningKey};
pub use export::{ExportError, ExportWriter, FORMAT, VERSION, verify_export};
pub use hash::{Hash, MalformedHex};
pub use record::{Draft, Record, Subject, genesis};
