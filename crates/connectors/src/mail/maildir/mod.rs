//! A Maildir or Maildir++ on this machine: as a source of mails, and as a mailbox to write to.

mod cursor;
mod layout;
mod mailbox;
mod scan;
mod source;
pub(crate) mod watch;

pub use mailbox::MaildirMailbox;
pub use source::MaildirSource;

#[cfg(test)]
mod tests;
