//! Composition root and HTTP: config, wiring, routes, thin handlers, identity, streams, the demo.

mod accounts;
mod auditor;
mod clock;
mod config;
mod content;
mod data_folder;
mod demo;
mod extract;
mod handlers;
mod idempotency;
mod identity;
mod problem;
mod ready;
mod routes;
mod serve;
mod state;
mod translate;
mod wiring;

pub use config::{ServeArgs, default_data_folder};
pub use routes::openapi;
pub use serve::{Role, run};
