//! Constants of the email agent.

pub const NAME: &str = "email";
pub const ANSWERED_BY: &str = "reflex";

/// Characters of a summary, and of each bullet.
pub const SUMMARY: usize = 140;
pub const BULLETS: usize = 4;
/// Replies are proposed to mails younger than this.
pub const FRESH_DAYS: i64 = 14;
/// Characters of the sender's question that a reply repeats.
pub const ECHO: usize = 120;
