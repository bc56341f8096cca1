//! `send_email`: submits a mail. The copy in Sent is the next ledgered step.

use connectors::mail::compose;
use connectors::mail::mailbox::{Envelope, Folder, Sent};
use domain::payload::FileSentCopy;
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{message, outcome, place};

pub struct SendEmail(pub(crate) Reach);

impl Tool for SendEmail {
    fn kind(&self) -> EffectKind {
        EffectKind::SendEmail
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::SendEmail(mail) = payload else { return Err(wrong_kind()) };
        message::check_sendable(mail)?;
        let verb = if mail.in_reply_to.is_some() { "Send reply" } else { "Send mail" };
        message::plan(verb, mail, facts, Payload::SendEmail)
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match self.submit(ctx, effect, start).await {
                Ok(()) => Outcome::Succeeded,
                Err(outcome) => outcome,
            }
        })
    }

    fn reconcile<'a>(&'a self, ctx: &'a TenantCtx, effect: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async move {
            let Some(message_id) = effect.derived_message_id() else {
                return Presence::CannotTell("The mail has no Message-ID.".into());
            };
            let Ok(mailbox) = place::open(&self.0, ctx, effect).await else {
                return Presence::CannotTell("The mailbox could not be opened to look for the mail.".into());
            };
            match (mailbox.sent(&message_id).await, mailbox.has(&Folder::Sent, &message_id).await) {
                (Ok(Sent::Yes), _) | (_, Ok(true)) => Presence::Found,
                (Ok(Sent::No), Ok(false)) => Presence::ProvenAbsent,
                (_, Err(error)) => Presence::CannotTell(error.detail),
                // Our own copy is filed afterwards: its absence proves nothing.
                _ => Presence::NotFound,
            }
        })
    }

    fn follow_up(&self, effect: &Effect) -> Option<Payload> {
        let Payload::SendEmail(mail) = &effect.payload else { return None };
        let sent_at = message::sent_at(effect)?;
        Some(Payload::FileSentCopy(FileSentCopy { of: effect.id.clone(), sent_at, mail: mail.clone() }))
    }

    /// A mail that left cannot be called back.
    fn undo(&self, _effect: &Effect) -> Option<Payload> {
        None
    }
}

impl SendEmail {
    async fn submit(
        &self,
        ctx: &TenantCtx,
        effect: Authorized<Effect>,
        start: &dyn Start,
    ) -> Result<(), Outcome> {
        let Payload::SendEmail(mail) = &effect.payload else {
            return Err(outcome::failed("wrong_kind", "Not a mail."));
        };
        let bytes = message::bytes(&self.0, ctx, &effect, mail).await?;
        let envelope = envelope(&effect, mail, bytes.clone())?;
        let mailbox = place::open(&self.0, ctx, &effect).await?;
        let ready = mailbox.prepare(envelope).await.map_err(outcome::of)?;
        if start.started().await.is_err() {
            ready.abandon().await;
            return Err(Outcome::NotStarted);
        }
        ready.send(effect.map(|_| bytes)).await.map_err(outcome::of)
    }
}

fn envelope(effect: &Effect, mail: &domain::payload::Mail, bytes: Vec<u8>) -> Result<Envelope, Outcome> {
    let recipients =
        compose::recipients(mail).map_err(|error| outcome::failed(error.code(), error.to_string()))?;
    let recipients = recipients.into_iter().map(|recipient| recipient.address).collect();
    let from = effect.target.from.as_ref().map(|own| own.address.clone());
    let from = from.ok_or_else(|| outcome::failed("no_account", "The mail has no sender."))?;
    Ok(Envelope { from, recipients, bytes })
}

fn wrong_kind() -> Refusal {
    Refusal { code: "wrong_kind", detail: "This is not a mail to send.".into() }
}
