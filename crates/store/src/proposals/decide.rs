//! Decisions: bound to what was seen, the first one wins, a batch is decided as a whole or not at all.

use super::row::load;
use super::transition::{Because, transition};
use crate::backend::Tx;
use crate::error::StoreError;
use crate::signals::signal;
use crate::{Decision, DecisionError, Store};
use domain::proposal::Status;
use domain::signal::SignalKind;
use domain::{EffectState, Proposal, TenantCtx};
use jiff::Timestamp;

impl Store {
    pub async fn decide(
        &self,
        ctx: &TenantCtx,
        decisions: Vec<Decision>,
        at: Timestamp,
    ) -> Result<Vec<Proposal>, DecisionError> {
        self.write(ctx, move |tx, ctx| {
            decisions.iter().map(|decision| decide(tx, ctx, decision, at)).collect()
        })
        .await
    }
}

fn decide(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    decision: &Decision,
    at: Timestamp,
) -> Result<Proposal, DecisionError> {
    let Some(mut stored) = load(tx, ctx, &decision.proposal)? else {
        return Err(DecisionError::NotFound(decision.proposal.clone()));
    };
    let proposal = &stored.proposal;
    match proposal.status {
        Status::Pending if proposal.expires_at <= at => return Err(DecisionError::Expired(boxed(proposal))),
        Status::Pending => {}
        Status::Expired => return Err(DecisionError::Expired(boxed(proposal))),
        _ => return Err(DecisionError::AlreadyDecided(boxed(proposal))),
    }
    let (to, kind) = match decision.status {
        Status::Approved => (EffectState::Approved, SignalKind::Approved),
        Status::Rejected => (EffectState::Rejected, SignalKind::Rejected),
        other => return Err(StoreError::Internal(format!("{other} is not a decision")).into()),
    };
    let is_seen = match &decision.digest {
        Some(digest) => *digest == proposal.digest,
        None => to == EffectState::Rejected,
    };
    if !is_seen {
        return Err(DecisionError::Changed(boxed(proposal)));
    }
    let effect = &mut stored.proposal.effect;
    if to == EffectState::Approved {
        effect.approved_at = Some(at);
        effect.not_before = decision.not_before;
        effect.undo_until = decision.undo_until;
    }
    let because = Because { at, code: None, reason: decision.digest.as_deref() };
    transition(tx, ctx, &mut stored, to, because)?;
    signal(tx, ctx, kind, &stored.proposal, at)?;
    Ok(stored.proposal)
}

fn boxed(proposal: &Proposal) -> Box<Proposal> {
    Box::new(proposal.clone())
}
