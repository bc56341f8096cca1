//! `move`: to a folder by name; undone by moving back.

use connectors::mail::mailbox::{Folder, Moving};
use domain::payload::Move;
use domain::ports::{BoxFuture, Facts, Outcome, Plan, PlanTarget, Presence, Refusal, Start, Tool};
use domain::{Address, Authorized, Effect, EffectKind, Payload, TenantCtx};

use crate::registry::Reach;
use crate::{outcome, place};

pub struct MoveTool(pub(crate) Reach);

impl Tool for MoveTool {
    fn kind(&self) -> EffectKind {
        EffectKind::Move
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::Move(to) = payload else {
            return Err(Refusal { code: "wrong_kind", detail: "This is not a move.".into() });
        };
        let climbs = to.folder.split('/').any(|part| matches!(part, "." | ".."));
        if to.folder.trim().is_empty() || climbs || to.folder.chars().any(char::is_control) {
            return Err(Refusal { code: "bad_folder", detail: "Name the folder to move to.".into() });
        }
        let item = place::item(facts)?;
        let from = place::folder(item);
        Ok(Plan {
            title: format!("Move to {}", to.folder),
            text: place::line(item),
            targets: vec![PlanTarget { address: Address::new(None, &to.folder), source: None }],
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
        let to = match &effect.payload {
            Payload::Move(to) => Folder::Named(to.folder.clone()),
            _ => Folder::Archive,
        };
        Box::pin(move_to(&self.0, ctx, effect, to, start))
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::NotFound })
    }

    fn undo(&self, effect: &Effect) -> Option<Payload> {
        move_back(effect)
    }
}

/// Shared with `archive`, which is a move to a folder by role.
pub(crate) async fn move_to(
    reach: &Reach,
    ctx: &TenantCtx,
    effect: Authorized<Effect>,
    to: Folder,
    start: &dyn Start,
) -> Outcome {
    let Some(place) = place::best(&effect.target).cloned() else {
        return outcome::failed("item_gone", "The effect names no place of the mail.");
    };
    let mailbox = match place::open(reach, ctx, &effect).await {
        Ok(mailbox) => mailbox,
        Err(outcome) => return outcome,
    };
    if start.started().await.is_err() {
        return Outcome::NotStarted;
    }
    // An undo may come before the sync that would tell where the undone effect put the mail.
    let is_where_it_was = matches!(&to, Folder::Named(folder) if *folder == place.folder);
    let from = effect.undoes.is_some().then(|| match is_where_it_was {
        true => Folder::Archive,
        false => Folder::Named(place.folder.clone()),
    });
    let moving = effect.map(|effect| Moving { place, from, message_id: effect.target.message_id, to });
    match mailbox.move_to(moving).await {
        Ok(Some(place)) => Outcome::Moved(place),
        Ok(None) => Outcome::Succeeded,
        Err(error) => outcome::of_repeatable(error),
    }
}

pub(crate) fn move_back(effect: &Effect) -> Option<Payload> {
    let item_id = effect.payload.item()?.clone();
    let folder = effect.target.before.as_ref()?.get("folder")?.as_str()?.to_owned();
    Some(Payload::Move(Move { item_id, folder }))
}
