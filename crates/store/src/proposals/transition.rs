//! The one place where an effect changes its state: checked against the ledger's table, and written to
//! ledger, audit and activity together.

use super::row::{Stored, save};
use crate::activity::tell;
use crate::audit_log::record;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::runs::wake;
use domain::proposal::Status;
use domain::{EffectState, Proposal, TenantCtx};
use jiff::Timestamp;
use serde_json::json;

/// When and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Because<'a> {
    pub(crate) at: Timestamp,
    /// For the ledger.
    pub(crate) code: Option<&'a str>,
    /// For the audit log: the digest that was decided on, or the code.
    pub(crate) reason: Option<&'a str>,
}

impl<'a> Because<'a> {
    pub(crate) fn at(at: Timestamp) -> Self {
        Self { at, code: None, reason: None }
    }
    pub(crate) fn of(at: Timestamp, code: Option<&'a str>) -> Self {
        Self { at, code, reason: code }
    }
}

/// Takes the effect to its next state and saves whatever else was changed in `stored`.
pub(crate) fn transition(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    stored: &mut Stored,
    to: EffectState,
    because: Because<'_>,
) -> Result<()> {
    let from = stored.proposal.effect.state;
    if !from.may_become(to) {
        return Err(StoreError::WrongState(from));
    }
    stored.proposal.effect.state = to;
    if from == EffectState::Proposed {
        stored.proposal.status = decision(to);
    }
    if !matches!(to, EffectState::Claimed | EffectState::Started) {
        stored.worker = None;
        stored.lease_until = None;
    }
    save(tx, ctx, stored)?;
    note(tx, ctx, &stored.proposal, Some(from), because)?;
    announce(tx, ctx, &stored.proposal, Some(from), because.at)?;
    if let Some(run) = &stored.proposal.run_id
        && (from == EffectState::Proposed || to.is_settled())
    {
        wake(tx, ctx, run, because.at)?;
    }
    Ok(())
}

/// Ledger and audit.
pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    proposal: &Proposal,
    from: Option<EffectState>,
    because: Because<'_>,
) -> Result<()> {
    let effect = &proposal.effect;
    tx.execute(
        "INSERT INTO ledger (tenant, effect_id, seq, at, from_state, to_state, epoch, code, actor, persona) VALUES \
         ($1, $2, (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger WHERE tenant = $1 AND effect_id = $2), $3, $4, $5, $6, \
         $7, $8, $9)",
        values![
            &ctx.tenant,
            &effect.id,
            because.at,
            from.map(EffectState::as_str),
            effect.state.as_str(),
            effect.epoch,
            because.code,
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    let (kind, subject) = fact(from, effect.state);
    let id = if subject == "proposal" { proposal.id.as_str() } else { effect.id.as_str() };
    record(tx, ctx, because.at, kind, subject, id, because.reason)
}

pub(super) fn announce(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    proposal: &Proposal,
    from: Option<EffectState>,
    at: Timestamp,
) -> Result<()> {
    let effect = &proposal.effect;
    let (_, topic) = fact(from, effect.state);
    let id = if topic == "proposal" { proposal.id.as_str() } else { effect.id.as_str() };
    let data = json!({
        "type": topic, "id": id, "proposal_id": proposal.id, "effect_id": effect.id, "kind": effect.kind(),
        "status": proposal.status, "state": effect.state, "item_id": proposal.item_id, "run_id": proposal.run_id,
    });
    tell(tx, ctx, at, topic, &data)
}

/// What the state says about the decision; an effect that is still proposed has none.
fn decision(to: EffectState) -> Status {
    match to {
        EffectState::Rejected => Status::Rejected,
        EffectState::Expired => Status::Expired,
        EffectState::Withdrawn => Status::Withdrawn,
        _ => Status::Approved,
    }
}

/// The audit kind of a change and its subject, which is also its topic in the activity.
fn fact(from: Option<EffectState>, to: EffectState) -> (&'static str, &'static str) {
    use EffectState::*;
    match (from, to) {
        (None, _) => ("proposal.submitted", "proposal"),
        (Some(Proposed), Approved) => ("proposal.approved", "proposal"),
        (Some(Failed), Approved) => ("effect.retried", "effect"),
        (_, Approved) => ("effect.returned", "effect"),
        (_, Proposed) => ("proposal.submitted", "proposal"),
        (_, Rejected) => ("proposal.rejected", "proposal"),
        (_, Expired) => ("proposal.expired", "proposal"),
        (Some(Proposed), Withdrawn) => ("proposal.withdrawn", "proposal"),
        (_, Withdrawn) => ("effect.withdrawn", "effect"),
        (_, Claimed) => ("effect.claimed", "effect"),
        (_, Started) => ("effect.started", "effect"),
        (_, Succeeded) => ("effect.succeeded", "effect"),
        (_, Failed) => ("effect.failed", "effect"),
        (_, Unknown) => ("effect.unknown", "effect"),
        (_, Undone) => ("effect.undone", "effect"),
    }
}
