//! `create_email_draft`: puts a mail into Drafts, keyed by its Message-ID.

use connectors::mail::mailbox::{Filing, Folder};
use domain::payload::DeleteDraft;
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{message, outcome, place};

pub struct CreateEmailDraft(pub(crate) Reach);

impl Tool for CreateEmailDraft {
    fn kind(&self) -> EffectKind {
        EffectKind::CreateEmailDraft
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::CreateEmailDraft(mail) = payload else {
            return Err(Refusal { code: "wrong_kind", detail: "This is not a draft.".into() });
        };
        message::plan("Save draft", mail, facts, Payload::CreateEmailDraft)
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match self.save(ctx, effect, start).await {
                Ok(()) => Outcome::Succeeded,
                Err(outcome) => outcome,
            }
        })
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, effect: &Effect) -> Option<Payload> {
        let message_id = effect.derived_message_id()?;
        let from = effect.target.from.as_ref().map(ToString::to_string);
        Some(Payload::DeleteEmailDraft(DeleteDraft { of: effect.id.clone(), message_id, from }))
    }
}

impl CreateEmailDraft {
    async fn save(
        &self,
        ctx: &TenantCtx,
        effect: Authorized<Effect>,
        start: &dyn Start,
    ) -> Result<(), Outcome> {
        let Payload::CreateEmailDraft(mail) = &effect.payload else {
            return Err(outcome::failed("wrong_kind", "Not a draft."));
        };
        let mailbox = place::open(&self.0, ctx, &effect).await?;
        let message_id = effect.derived_message_id().unwrap_or_default();
        if mailbox.has(&Folder::Drafts, &message_id).await.map_err(outcome::of_repeatable)? {
            return start.started().await.map_err(|_| Outcome::NotStarted);
        }
        let bytes = message::bytes(&self.0, ctx, &effect, mail).await?;
        let at = message::sent_at(&effect).unwrap_or_default();
        start.started().await.map_err(|_| Outcome::NotStarted)?;
        let filing = effect.map(|_| Filing { folder: Folder::Drafts, message_id, bytes, at });
        mailbox.file(filing).await.map_err(outcome::of_repeatable)
    }
}
