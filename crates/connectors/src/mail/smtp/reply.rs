//! What an error of the SMTP dialogue means for the message.

use super::{Refusal, Submission};
use crate::mail::server::{ServerError, quoted};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Severity;
use std::error::Error as _;

/// The meaning of an error while the server cannot have accepted the message: a reply code, or a break before
/// the final dot.
pub(super) fn before_the_end(name: &str, about: Option<&str>, error: &Error) -> Submission {
    let Some(code) = error.status() else {
        return Submission::NothingDone(broken(
            name,
            error,
            "before it got the whole message; it is tried again later",
        ));
    };
    let number = u16::from(code);
    let about = about.map_or_else(String::new, |about| format!(" for {about}"));
    let said = quoted(&words(error), None);
    if code.severity == Severity::PermanentNegativeCompletion {
        // 530: authentication required, 550 and the like: about this message.
        let text = format!("{name} refused{about}: {number} “{said}”.");
        return Submission::Refused(Refusal { permanent: number != 530, code: Some(number), text });
    }
    let text = format!("{name} does not take it now{about}: {number} “{said}”; it is tried again later.");
    Submission::NothingDone(ServerError::Unavailable(text))
}

pub(super) fn broken(name: &str, error: &Error, when: &str) -> ServerError {
    let said = quoted(&words(error), None);
    ServerError::Unavailable(format!("{name} broke off ({said}) {when}."))
}

/// The server's own words, or the reason of the break.
pub(super) fn words(error: &Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}
