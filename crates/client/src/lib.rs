//! Typed client of the Factotum API: one file per resource, streams that resume, and one error type.
//! Every POST carries an `Idempotency-Key`, so that repeating it after a broken connection repeats nothing.

mod accounts;
mod audit;
mod blobs;
mod effects;
mod error;
mod events;
mod health;
mod http;
mod items;
mod preferences;
mod proposals;
mod runs;
mod stop;
mod stream;
mod sync;
mod today;

pub use error::ClientError;
pub use health::Health;
pub use http::Client;
pub use items::ItemFilter;
pub use proposals::{Decided, ProposalFilter};
pub use runs::PageFilter;
pub use stream::{Event, EventStream, From};
