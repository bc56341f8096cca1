//! The registry of tools: one file per verb, one table that lists them.

mod archive;
mod create_email_draft;
mod delete_email_draft;
mod file_sent_copy;
mod flag;
mod message;
mod move_mail;
mod outcome;
mod place;
mod registry;
mod send_email;
mod unsubscribe;

pub use registry::{Outside, Registry};
