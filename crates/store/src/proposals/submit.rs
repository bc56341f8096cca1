//! New proposals: waiting for a decision, already approved where the user asked for the effect, or rejected by a
//! setting of the user's.

use super::row::{Stored, insert, load};
use super::transition::{Because, announce, note};
use super::withdraw::withdraw_because;
use crate::NewProposal;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::signals::{of_own_effect, signal};
use domain::proposal::Status;
use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use jiff::Timestamp;

pub(crate) fn submit(tx: &mut Tx<'_>, ctx: &TenantCtx, new: &NewProposal, at: Timestamp) -> Result<Proposal> {
    if let Some(stored) = load(tx, ctx, &new.proposal.id)? {
        return Ok(stored.proposal);
    }
    let mut proposal = new.proposal.clone();
    let state = proposal.effect.state;
    match (proposal.status, state) {
        (Status::Pending, EffectState::Proposed) | (Status::Rejected, EffectState::Rejected) => {}
        (Status::Approved, EffectState::Approved) => {
            proposal.effect.approved_at = Some(proposal.effect.approved_at.unwrap_or(at));
        }
        _ => return Err(StoreError::WrongState(state)),
    }
    withdraw_older(tx, ctx, &proposal, at)?;
    let mut stored = Stored { proposal, first_attempt_at: None, worker: None, lease_until: None };
    insert(tx, ctx, &stored)?;
    let proposal = &mut stored.proposal;
    proposal.effect.state = EffectState::Proposed;
    note(tx, ctx, proposal, None, Because::at(at))?;
    if state == EffectState::Approved {
        proposal.effect.state = state;
        let because = Because { at, code: None, reason: Some(&new.proposal.digest) };
        note(tx, ctx, proposal, Some(EffectState::Proposed), because)?;
        if let Some(kind) = of_own_effect(proposal) {
            signal(tx, ctx, kind, proposal, at)?;
        }
    }
    if state == EffectState::Rejected {
        // By the user's setting, and not by a decision: it teaches nothing.
        proposal.effect.state = state;
        note(tx, ctx, proposal, Some(EffectState::Proposed), Because::of(at, Some("dangerous")))?;
    }
    announce(tx, ctx, proposal, None, at)?;
    Ok(stored.proposal)
}

/// A newer proposal of one kind for one item takes the place of the older one, if nobody decided that yet.
fn withdraw_older(tx: &mut Tx<'_>, ctx: &TenantCtx, new: &Proposal, at: Timestamp) -> Result<()> {
    let Some(item) = &new.item_id else { return Ok(()) };
    let rows = tx.query(
        "SELECT id FROM proposals WHERE tenant = $1 AND item_id = $2 AND kind = $3 AND status = 'pending'",
        values![&ctx.tenant, item, new.effect.kind().as_str()],
    )?;
    for mut row in rows {
        let id: ProposalId = row.id()?;
        if let Some(mut older) = load(tx, ctx, &id)? {
            withdraw_because(tx, ctx, &mut older, "replaced", at)?;
        }
    }
    Ok(())
}
