//! `delete_email_draft`: the undo of a draft; only a draft that we made, found by its Message-ID.

use connectors::mail::mailbox::{Folder, Removal};
use domain::effect::Target;
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{outcome, place};

pub struct DeleteEmailDraft(pub(crate) Reach);

impl Tool for DeleteEmailDraft {
    fn kind(&self) -> EffectKind {
        EffectKind::DeleteEmailDraft
    }

    fn plan(&self, _payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        Ok(Plan {
            title: "Delete the draft again".into(),
            resolved: Target {
                account_id: Some(facts.account_id.clone()),
                from: Some(facts.own.clone()),
                ..Target::default()
            },
            ..Plan::default()
        })
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let Payload::DeleteEmailDraft(draft) = &effect.payload else {
                return outcome::failed("wrong_kind", "Not a draft.");
            };
            let removal = Removal { folder: Folder::Drafts, message_id: draft.message_id.clone() };
            let mailbox = match place::open(&self.0, ctx, &effect).await {
                Ok(mailbox) => mailbox,
                Err(outcome) => return outcome,
            };
            if start.started().await.is_err() {
                return Outcome::NotStarted;
            }
            match mailbox.remove(effect.map(|_| removal)).await {
                Ok(()) => Outcome::Succeeded,
                Err(error) => outcome::of_repeatable(error),
            }
        })
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, _effect: &Effect) -> Option<Payload> {
        None
    }
}
