//! The end of an attempt or of a reconciliation, with all that follows from it, in one transaction.

use crate::backend::Tx;
use crate::error::{Result, StoreError};
use crate::items::apply;
use crate::proposals::{Because, load_effect, submit::submit, transition};
use crate::signals::signal;
use crate::{Settlement, Store};
use domain::signal::SignalKind;
use domain::{EffectId, EffectState, Proposal, TenantCtx};

impl Store {
    /// Refused when another worker has claimed the effect since, or when it was withdrawn.
    pub async fn settle(
        &self,
        ctx: &TenantCtx,
        id: &EffectId,
        epoch: i64,
        settlement: Settlement,
    ) -> Result<Proposal> {
        let id = id.clone();
        self.write(ctx, move |tx, ctx| settle(tx, ctx, &id, epoch, &settlement)).await
    }
}

fn settle(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    id: &EffectId,
    epoch: i64,
    settlement: &Settlement,
) -> Result<Proposal> {
    let Some(mut stored) = load_effect(tx, ctx, id)? else { return Err(StoreError::NotFound("effect")) };
    let effect = &mut stored.proposal.effect;
    let from = effect.state;
    if effect.epoch != epoch || !matches!(from, EffectState::Claimed | EffectState::Started) {
        return Err(StoreError::Fenced);
    }
    effect.error = settlement.error.clone();
    if settlement.state == EffectState::Approved {
        effect.not_before = settlement.not_before;
        effect.started_at = None;
        if from == EffectState::Claimed && settlement.error.is_none() {
            // It was given back untried (stopped), which is no attempt.
            effect.attempts = (effect.attempts - 1).max(0);
        }
    }
    let code = settlement.error.as_ref().map(|error| error.code.as_str());
    transition(tx, ctx, &mut stored, settlement.state, Because::of(settlement.at, code))?;
    if settlement.state == EffectState::Succeeded {
        undo_what_it_compensates(tx, ctx, &stored.proposal, settlement)?;
    }
    if let Some((item, patch)) = &settlement.patch {
        apply(tx, ctx, item, patch)?;
    }
    if let Some(next) = &settlement.follow_up {
        submit(tx, ctx, next, settlement.at)?;
    }
    Ok(stored.proposal)
}

fn undo_what_it_compensates(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    undoing: &Proposal,
    settlement: &Settlement,
) -> Result<()> {
    let Some(undone) = &undoing.effect.undoes else { return Ok(()) };
    let Some(mut stored) = load_effect(tx, ctx, undone)? else { return Ok(()) };
    if stored.proposal.effect.state.may_become(EffectState::Undone) {
        transition(tx, ctx, &mut stored, EffectState::Undone, Because::at(settlement.at))?;
        signal(tx, ctx, SignalKind::Undone, &stored.proposal, settlement.at)?;
    }
    Ok(())
}
