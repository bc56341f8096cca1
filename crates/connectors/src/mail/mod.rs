//! Mail: servers and local mailboxes as sources of items, and sending.

pub mod address;
pub mod authentication;
pub mod autoconfig;
pub mod compose;
pub mod folder;
pub mod imap;
pub mod mailbox;
pub mod maildir;
pub mod mbox;
pub mod mime;
pub mod server;
pub mod smtp;
mod tls;
