//! What crosses our own wires: REST bodies and stream events; source of the OpenAPI document.
//! Never imports `domain`: the server translates, so that neither side bends the other.

pub mod accounts;
pub mod audit;
pub mod effects;
pub mod errors;
pub mod events;
pub mod items;
pub mod page;
pub mod proposals;
pub mod runs;
pub mod settings;
pub mod sync;
pub mod today;

pub use errors::Problem;
pub use page::Page;
