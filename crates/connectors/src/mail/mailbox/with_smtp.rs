//! Any mailbox with an SMTP server as its way out.

use domain::Authorized;
use domain::item::Place;
use domain::ports::BoxFuture;

use super::imap::not_reached;
use super::{
    Done, Envelope, Filing, Flagging, Folder, Mailbox, MailboxError, Moving, Ready, Removal, Sent, Trouble,
};
use crate::mail::smtp::{self, Message, SmtpSender, Submission};

pub struct WithSmtp<M> {
    mailbox: M,
    smtp: SmtpSender,
    files_sent_copies: bool,
}

impl<M: Mailbox> WithSmtp<M> {
    /// `files_sent_copies`: the provider files what goes out through its own SMTP.
    pub fn new(mailbox: M, smtp: SmtpSender, files_sent_copies: bool) -> Self {
        Self { mailbox, smtp, files_sent_copies }
    }
}

impl<M: Mailbox> Mailbox for WithSmtp<M> {
    fn has<'a>(&'a self, folder: &'a Folder, message_id: &'a str) -> Done<'a, bool> {
        self.mailbox.has(folder, message_id)
    }
    fn file(&self, filing: Authorized<Filing>) -> Done<'_> {
        self.mailbox.file(filing)
    }
    fn move_to(&self, moving: Authorized<Moving>) -> Done<'_, Option<Place>> {
        self.mailbox.move_to(moving)
    }
    fn set_flag(&self, flagging: Authorized<Flagging>) -> Done<'_> {
        self.mailbox.set_flag(flagging)
    }
    fn remove(&self, removal: Authorized<Removal>) -> Done<'_> {
        self.mailbox.remove(removal)
    }

    fn prepare(&self, envelope: Envelope) -> Done<'_, Box<dyn Ready>> {
        Box::pin(async move {
            let message = Message { from: envelope.from, to: envelope.recipients, bytes: envelope.bytes };
            match self.smtp.prepare(&message).await {
                Ok(ready) => {
                    Ok(Box::new(Prepared { ready, from: message.from, to: message.to }) as Box<dyn Ready>)
                }
                Err(submission) => Err(trouble(submission)),
            }
        })
    }

    /// SMTP itself keeps no trace.
    fn sent<'a>(&'a self, _: &'a str) -> Done<'a, Sent> {
        Box::pin(async { Ok(Sent::Unknown) })
    }

    fn files_sent_copies(&self) -> bool {
        self.files_sent_copies
    }
}

struct Prepared {
    ready: smtp::Ready,
    from: String,
    to: Vec<String>,
}

impl Ready for Prepared {
    fn send(self: Box<Self>, message: Authorized<Vec<u8>>) -> BoxFuture<'static, Result<(), MailboxError>> {
        Box::pin(async move {
            let Prepared { ready, from, to } = *self;
            match ready.send(&message.map(|bytes| Message { from, to, bytes })).await {
                Submission::Accepted { .. } => Ok(()),
                other => Err(trouble(other)),
            }
        })
    }

    fn abandon(self: Box<Self>) -> BoxFuture<'static, ()> {
        // A connection that closes before DATA has sent nothing (RFC 5321 §4.1.1.5).
        Box::pin(async move { drop(self) })
    }
}

fn trouble(submission: Submission) -> MailboxError {
    match submission {
        // Not reached by callers that look for success first; claiming nothing is the safe reading.
        Submission::Accepted { reply } => MailboxError::new(Trouble::Unanswered, "unexpected", reply),
        Submission::Refused(refusal) => MailboxError::new(Trouble::Permanent, "refused", refusal.text),
        Submission::NothingDone(error) => not_reached(error),
        Submission::Unanswered(error) => {
            MailboxError::new(Trouble::Unanswered, "no_answer", error.to_string())
        }
    }
}
