//! `unsubscribe`: the one-click POST of RFC 8058, through the wall.

use connectors::wall::OneClick;
use domain::effect::{EffectError, Target};
use domain::ports::{BoxFuture, Facts, Outcome, Plan, PlanTarget, Presence, Refusal, Start, Tool};
use domain::{Address, Authorized, Effect, EffectKind, Payload, SourceRef, TenantCtx};

use crate::outcome;
use crate::registry::Reach;

pub struct UnsubscribeTool(pub(crate) Reach);

impl Tool for UnsubscribeTool {
    fn kind(&self) -> EffectKind {
        EffectKind::Unsubscribe
    }

    fn plan(&self, payload: &Payload, facts: &Facts) -> Result<Plan, Refusal> {
        let Payload::Unsubscribe(wanted) = payload else {
            return Err(Refusal { code: "wrong_kind", detail: "This is not an unsubscription.".into() });
        };
        let item = facts
            .item
            .as_ref()
            .ok_or(Refusal { code: "item_gone", detail: "The mail is not here any more.".into() })?;
        // Only what the list itself published: no other URL becomes a request in the user's name.
        if item.list.one_click.as_deref() != Some(wanted.url.as_str()) {
            return Err(Refusal {
                code: "not_one_click",
                detail: "The mail does not offer one-click unsubscribing at this address.".into(),
            });
        }
        let list = item.list.id.clone().or_else(|| item.from.as_ref().map(|from| from.address.clone()));
        Ok(Plan {
            title: format!("Unsubscribe from {}", list.as_deref().unwrap_or("this list")),
            text: format!("Sends “List-Unsubscribe=One-Click” to {}", wanted.url),
            targets: vec![PlanTarget {
                address: Address::new(list.as_deref(), &wanted.url),
                source: Some(SourceRef::item(&item.id)),
            }],
            resolved: Target { account_id: Some(facts.account_id.clone()), ..Target::default() },
            payload: None,
        })
    }

    fn run<'a>(
        &'a self,
        _ctx: &'a TenantCtx,
        effect: Authorized<Effect>,
        start: &'a dyn Start,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let Payload::Unsubscribe(wanted) = &effect.payload else {
                return outcome::failed("wrong_kind", "Not an unsubscription.");
            };
            let url = wanted.url.clone();
            if let Err(error) = self.0.wall.check(&url).await {
                return outcome::failed(error.code(), error.to_string());
            }
            if start.started().await.is_err() {
                return Outcome::NotStarted;
            }
            match self.0.wall.post_one_click(&effect.map(|_| OneClick { url })).await {
                Ok(()) => Outcome::Succeeded,
                Err(error) => {
                    let why = EffectError { code: error.code().to_owned(), detail: error.to_string() };
                    if error.proves_nothing_was_sent() {
                        Outcome::NothingDone(why)
                    } else if error.is_answer() {
                        Outcome::Failed(why)
                    } else {
                        Outcome::Unknown(why)
                    }
                }
            }
        })
    }

    fn reconcile<'a>(&'a self, _: &'a TenantCtx, _: &'a Effect) -> BoxFuture<'a, Presence> {
        Box::pin(async { Presence::CannotTell("A list does not tell whether it took the request.".into()) })
    }

    fn undo(&self, _effect: &Effect) -> Option<Payload> {
        None
    }
}
