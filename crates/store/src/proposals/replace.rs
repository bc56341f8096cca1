//! Edits: the old proposal is withdrawn and a new one takes its place.

use super::row::load;
use super::submit::submit;
use super::withdraw::withdraw_because;
use crate::backend::Tx;
use crate::signals::signal;
use crate::{DecisionError, NewProposal, Store};
use domain::proposal::Status;
use domain::signal::SignalKind;
use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// What was decided can still be edited while its effect waits, or after it failed.
    pub async fn replace(
        &self,
        ctx: &TenantCtx,
        old: &ProposalId,
        new: NewProposal,
        at: Timestamp,
    ) -> Result<Proposal, DecisionError> {
        let old = old.clone();
        self.write(ctx, move |tx, ctx| replace(tx, ctx, &old, &new, at)).await
    }
}

fn replace(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    old: &ProposalId,
    new: &NewProposal,
    at: Timestamp,
) -> Result<Proposal, DecisionError> {
    if let Some(stored) = load(tx, ctx, &new.proposal.id)? {
        return Ok(stored.proposal);
    }
    let Some(mut stored) = load(tx, ctx, old)? else { return Err(DecisionError::NotFound(old.clone())) };
    let proposal = &stored.proposal;
    let is_over = proposal.status == Status::Pending && proposal.expires_at <= at;
    if is_over || proposal.status == Status::Expired {
        return Err(DecisionError::Expired(Box::new(proposal.clone())));
    }
    if !matches!(proposal.effect.state, EffectState::Proposed | EffectState::Approved | EffectState::Failed) {
        return Err(DecisionError::AlreadyDecided(Box::new(proposal.clone())));
    }
    withdraw_because(tx, ctx, &mut stored, "edited", at)?;
    signal(tx, ctx, SignalKind::Edited, &stored.proposal, at)?;
    Ok(submit(tx, ctx, new, at)?)
}
