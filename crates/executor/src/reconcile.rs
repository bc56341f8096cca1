//! After a crash: what became of an effect that had started? Presence is proof, absence is not.

use domain::ports::Presence;
use domain::{Effect, EffectClass, EffectState, TenantCtx};
use store::Settlement;

use crate::attempt::{error, settlement};
use crate::gate::Gate;

impl Gate {
    pub(crate) async fn reconcile(&self, ctx: &TenantCtx, effect: &Effect) -> Settlement {
        let again = |why| settlement(EffectState::Approved, self.clock.now(), error("interrupted", why));
        match effect.kind().class() {
            EffectClass::Repeatable => {
                return again("It was interrupted and is done again; twice is the same as once.");
            }
            EffectClass::Keyed => return again("It was interrupted and is done again under the same key."),
            EffectClass::Once => {}
        }
        let presence = match self.toolbox.tool(effect.kind()) {
            Some(tool) => tool.reconcile(ctx, effect).await,
            None => Presence::CannotTell("Nothing here can look for it.".into()),
        };
        let now = self.clock.now();
        match presence {
            Presence::Found => {
                Settlement { error: None, ..settlement(EffectState::Succeeded, now, error("", "")) }
            }
            Presence::ProvenAbsent => again("It was interrupted before anything was done."),
            Presence::NotFound => settlement(
                EffectState::Unknown,
                now,
                error(
                    "outcome_unknown",
                    "It was interrupted while it was being done, and no trace of it was found. Look for yourself, then resolve it.",
                ),
            ),
            Presence::CannotTell(why) => {
                settlement(EffectState::Unknown, now, error("outcome_unknown", &why))
            }
        }
    }
}
