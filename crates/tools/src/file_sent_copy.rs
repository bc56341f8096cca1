//! `file_sent_copy`: the second write of sending a mail, keyed by its Message-ID.

use connectors::mail::mailbox::{Filing, Folder};
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{message, outcome, place};

pub struct FileSentCopy(pub(crate) Reach);

impl Tool for FileSentCopy {
    fn kind(&self) -> EffectKind {
        EffectKind::FileSentCopy
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::FileSentCopy(copy) = payload else {
            return Err(Refusal { code: "wrong_kind", detail: "This is not a copy to file.".into() });
        };
        let mut plan = message::plan("File the sent mail", &copy.mail, facts, Payload::SendEmail)?;
        plan.title = "File the copy in Sent".to_owned();
        plan.targets.clear();
        // The payload stays as it is: its bytes must be those that were sent.
        plan.payload = None;
        Ok(plan)
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match self.file(ctx, effect, start).await {
                Ok(()) => Outcome::Succeeded,
                Err(outcome) => outcome,
            }
        })
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        // Keyed: it is done again and looks for itself first.
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, _effect: &Effect) -> Option<Payload> {
        None
    }
}

impl FileSentCopy {
    async fn file(
        &self,
        ctx: &TenantCtx,
        effect: Authorized<Effect>,
        start: &dyn Start,
    ) -> Result<(), Outcome> {
        let Payload::FileSentCopy(copy) = &effect.payload else {
            return Err(outcome::failed("wrong_kind", "Not a copy."));
        };
        let mailbox = place::open(&self.0, ctx, &effect).await?;
        let message_id = effect.derived_message_id().unwrap_or_default();
        if mailbox.has(&Folder::Sent, &message_id).await.map_err(outcome::of_repeatable)? {
            // Filed by an attempt before a crash, or by the server itself.
            return start.started().await.map_err(|_| Outcome::NotStarted);
        }
        if mailbox.files_sent_copies() {
            return start.started().await.map_err(|_| Outcome::NotStarted);
        }
        let bytes = message::bytes(&self.0, ctx, &effect, &copy.mail).await?;
        let at = copy.sent_at;
        start.started().await.map_err(|_| Outcome::NotStarted)?;
        let filing = effect.map(|_| Filing { folder: Folder::Sent, message_id, bytes, at });
        mailbox.file(filing).await.map_err(outcome::of_repeatable)
    }
}
