//! `archive`: out of the inbox into the archive folder; undone by moving back.

use connectors::mail::mailbox::Folder;
use domain::ports::{BoxFuture, Facts, Outcome, Plan, Presence, Refusal, Start, Tool};
use domain::{Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::move_mail::{move_back, move_to};
use crate::place;
use crate::registry::Reach;

pub struct ArchiveTool(pub(crate) Reach);

impl Tool for ArchiveTool {
    fn kind(&self) -> EffectKind {
        EffectKind::Archive
    }

    fn plan(&self, _payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let item = place::item(facts)?;
        let from = place::folder(item);
        Ok(Plan {
            title: "Archive".into(),
            text: place::line(item),
            targets: Vec::new(),
            resolved: place::target(facts, item, serde_json::json!({ "folder": from })),
            payload: None,
        })
    }

    fn run<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(move_to(&self.0, ctx, effect, Folder::Archive, start))
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, effect: &Effect) -> Option<Payload> {
        move_back(effect)
    }
}
