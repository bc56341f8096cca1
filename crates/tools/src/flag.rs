//! `flag`: read and flagged marks; undone by the mark that was there.

use connectors::mail::mailbox::Flagging;
use domain::payload::{Flag, SetFlag};
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{outcome, place};

pub struct FlagTool(pub(crate) Reach);

impl Tool for FlagTool {
    fn kind(&self) -> EffectKind {
        EffectKind::Flag
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::Flag(set) = payload else {
            return Err(Refusal { code: "wrong_kind", detail: "This is not a flag.".into() });
        };
        let item = place::item(facts)?;
        let before = match set.flag {
            Flag::Seen => !item.unread,
            Flag::Flagged => item.flagged,
        };
        let title = match (set.flag, set.value) {
            (Flag::Seen, true) => "Mark as read",
            (Flag::Seen, false) => "Mark as unread",
            (Flag::Flagged, true) => "Flag",
            (Flag::Flagged, false) => "Remove the flag",
        };
        Ok(Plan {
            title: title.into(),
            text: place::line(item),
            targets: Vec::new(),
            resolved: place::target(facts, item, serde_json::json!({ "value": before })),
            payload: None,
        })
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let Payload::Flag(SetFlag { flag, value, .. }) = effect.payload.clone() else {
                return outcome::failed("wrong_kind", "Not a flag.");
            };
            let Some(place) = place::best(&effect.target).cloned() else {
                return outcome::failed("item_gone", "The effect names no place of the mail.");
            };
            let mailbox = match place::open(&self.0, ctx, &effect).await {
                Ok(mailbox) => mailbox,
                Err(outcome) => return outcome,
            };
            if start.started().await.is_err() {
                return Outcome::NotStarted;
            }
            match mailbox.set_flag(effect.map(|_| Flagging { place, flag, value })).await {
                Ok(()) => Outcome::Succeeded,
                Err(error) => outcome::of_repeatable(error),
            }
        })
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, effect: &Effect) -> Option<Payload> {
        let Payload::Flag(set) = &effect.payload else { return None };
        let value = effect.target.before.as_ref()?.get("value")?.as_bool()?;
        Some(Payload::Flag(SetFlag { item_id: set.item_id.clone(), flag: set.flag, value }))
    }
}
