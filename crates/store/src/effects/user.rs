//! What the user may do about an effect: retry it, resolve it, take it back while it waits.

use crate::Store;
use crate::error::{Result, StoreError};
use crate::proposals::{self, Because, load_effect, transition};
use crate::signals::signal;
use domain::signal::SignalKind;
use domain::{EffectId, EffectState, Proposal, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// From one of the states `from` to `to`; any other state is `WrongState`.
    ///
    /// A retry counts its attempts from zero and is due at once. That includes an effect that waits for its
    /// own next attempt (`approved` with an error); one that waits in its undo window is not hurried.
    pub async fn user_transition(
        &self,
        ctx: &TenantCtx,
        id: &EffectId,
        from: &[EffectState],
        to: EffectState,
        at: Timestamp,
    ) -> Result<Proposal> {
        let (id, from) = (id.clone(), from.to_vec());
        self.write(ctx, move |tx, ctx| {
            let Some(mut stored) = load_effect(tx, ctx, &id)? else {
                return Err(StoreError::NotFound("effect"));
            };
            let effect = &mut stored.proposal.effect;
            let state = effect.state;
            let is_hurried = state == to && to == EffectState::Approved && effect.error.is_some();
            if !from.contains(&state) || (state == to && !is_hurried) {
                return Err(StoreError::WrongState(state));
            }
            match to {
                EffectState::Approved => {
                    effect.attempts = 0;
                    effect.not_before = Some(at);
                    effect.started_at = None;
                    stored.first_attempt_at = None;
                }
                EffectState::Succeeded => effect.error = None,
                _ => {}
            }
            if is_hurried {
                proposals::save(tx, ctx, &stored)?;
                return Ok(stored.proposal);
            }
            transition(tx, ctx, &mut stored, to, Because::at(at))?;
            if to == EffectState::Undone {
                signal(tx, ctx, SignalKind::Undone, &stored.proposal, at)?;
            }
            Ok(stored.proposal)
        })
        .await
    }
}
