//! Constants of the triage agent.

pub const NAME: &str = "triage";
pub const ANSWERED_BY: &str = "reflex";

/// Points from which a person's mail asks for an answer.
pub const REPLY_FROM_PERSON: i32 = 2;
/// The same for mails that a program sent; those rarely read what comes back.
pub const REPLY_FROM_PROGRAM: i32 = 5;
/// The same for an office or a firm: it asks for deeds more often than for answers.
pub const REPLY_FROM_OFFICE: i32 = 4;
/// A mail to more people than this asks nobody in particular.
pub const MANY_RECIPIENTS: usize = 6;
/// A deadline within this many hours makes a mail urgent, within this many days important.
pub const URGENT_HOURS: i64 = 36;
pub const SOON_DAYS: i64 = 7;
/// Evidence quotes are cut to this many characters.
pub const QUOTE: usize = 200;
