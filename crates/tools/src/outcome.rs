//! A mailbox's trouble as the ledger's outcome, before and after the point of no return.

use connectors::mail::mailbox::{MailboxError, Trouble};
use domain::effect::EffectError;
use domain::ports::Outcome;

pub fn of(error: MailboxError) -> Outcome {
    let why = EffectError { code: error.code.to_owned(), detail: error.detail };
    match error.kind {
        Trouble::Passing => Outcome::NothingDone(why),
        Trouble::Permanent => Outcome::Failed(why),
        Trouble::Gone => Outcome::Overtaken(why),
        Trouble::Unanswered => Outcome::Unknown(why),
    }
}

/// For writes that may be repeated: not knowing is as good as nothing done.
pub fn of_repeatable(error: MailboxError) -> Outcome {
    match of(error) {
        Outcome::Unknown(why) => Outcome::NothingDone(why),
        other => other,
    }
}

pub fn failed(code: &str, detail: impl Into<String>) -> Outcome {
    Outcome::Failed(EffectError { code: code.to_owned(), detail: detail.into() })
}
