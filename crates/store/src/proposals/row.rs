//! A proposal's rows: written once, read back whole, its changing columns saved together.

use crate::backend::{Row, Tx, values};
use crate::error::{Result, StoreError};
use domain::effect::EffectError;
use domain::proposal::{Origin, Risk, Status};
use domain::{Effect, EffectId, EffectState, Payload, Proposal, ProposalId, TenantCtx};
use jiff::Timestamp;
use serde::Serialize;

/// Of `proposals p` and `proposal_contents c`, in the order in which `read` takes them.
const COLUMNS: &str = "p.id, p.origin, p.status, p.digest, p.risk, c.reason, c.preview, c.labels, p.group_id, \
    p.item_id, p.run_id, p.created_at, p.expires_at, p.effect_id, c.payload, c.target, p.state, p.undoes, p.epoch, \
    p.attempts, p.not_before, p.undo_until, p.approved_at, p.started_at, p.error_code, p.error_detail, \
    p.first_attempt_at, p.worker, p.lease_until";
const FROM: &str =
    "FROM proposals p JOIN proposal_contents c ON c.tenant = p.tenant AND c.proposal_id = p.id";

/// A proposal and what only leases need.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) proposal: Proposal,
    pub(crate) first_attempt_at: Option<Timestamp>,
    pub(crate) worker: Option<String>,
    pub(crate) lease_until: Option<Timestamp>,
}

pub(crate) fn load(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &ProposalId) -> Result<Option<Stored>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE p.tenant = $1 AND p.id = $2");
    tx.first(&sql, values![&ctx.tenant, id])?.map(read).transpose()
}

pub(crate) fn load_effect(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &EffectId) -> Result<Option<Stored>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE p.tenant = $1 AND p.effect_id = $2");
    tx.first(&sql, values![&ctx.tenant, id])?.map(read).transpose()
}

/// A page's rows; `conditions` begins with ` AND` or is empty.
pub(super) fn select(conditions: &str) -> String {
    format!("SELECT {COLUMNS} {FROM} WHERE p.tenant = $1{conditions}")
}

pub(super) fn insert(tx: &mut Tx<'_>, ctx: &TenantCtx, stored: &Stored) -> Result<()> {
    let proposal = &stored.proposal;
    let effect = &proposal.effect;
    tx.execute(
        "INSERT INTO proposals (tenant, id, effect_id, origin, status, state, kind, digest, risk, account_id, group_id, \
         item_id, run_id, undoes, created_at, expires_at, approved_at, due_at, not_before, undo_until, epoch, attempts, \
         actor, persona) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
         $20, $21, $22, $23, $24)",
        values![
            &ctx.tenant,
            &proposal.id,
            &effect.id,
            proposal.origin.as_str(),
            proposal.status.as_str(),
            effect.state.as_str(),
            effect.kind().as_str(),
            &proposal.digest,
            proposal.risk.as_str(),
            effect.target.account_id.as_ref(),
            proposal.group.as_ref(),
            proposal.item_id.as_ref(),
            proposal.run_id.as_ref(),
            effect.undoes.as_ref(),
            proposal.created_at,
            proposal.expires_at,
            effect.approved_at,
            due_at(effect),
            effect.not_before,
            effect.undo_until,
            effect.epoch,
            effect.attempts,
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    tx.execute(
        "INSERT INTO proposal_contents (tenant, proposal_id, reason, preview, labels, payload, target) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            &ctx.tenant,
            &proposal.id,
            &proposal.reason,
            json(&proposal.preview)?,
            json(&proposal.labels)?,
            json(&effect.payload)?,
            json(&effect.target)?
        ],
    )?;
    Ok(())
}

/// Everything that a transition or a lease may change.
pub(crate) fn save(tx: &mut Tx<'_>, ctx: &TenantCtx, stored: &Stored) -> Result<()> {
    let proposal = &stored.proposal;
    let effect = &proposal.effect;
    let error = effect.error.as_ref();
    tx.execute(
        "UPDATE proposals SET status = $3, state = $4, due_at = $5, not_before = $6, undo_until = $7, approved_at = $8, \
         started_at = $9, epoch = $10, attempts = $11, error_code = $12, error_detail = $13, first_attempt_at = $14, \
         worker = $15, lease_until = $16 WHERE tenant = $1 AND id = $2",
        values![
            &ctx.tenant,
            &proposal.id,
            proposal.status.as_str(),
            effect.state.as_str(),
            due_at(effect),
            effect.not_before,
            effect.undo_until,
            effect.approved_at,
            effect.started_at,
            effect.epoch,
            effect.attempts,
            error.map(|error| &error.code),
            error.map(|error| &error.detail),
            stored.first_attempt_at,
            stored.worker.as_ref(),
            stored.lease_until
        ],
    )?;
    Ok(())
}

pub(super) fn read(mut row: Row) -> Result<Stored> {
    let id = row.id()?;
    let origin = row.word(Origin::parse)?;
    let status = row.word(Status::parse)?;
    let digest = row.text()?;
    let risk = row.word(Risk::parse)?;
    let reason = row.text()?;
    let preview = row.json()?;
    let labels = row.json()?;
    let group = row.optional_id()?;
    let item_id = row.optional_id()?;
    let run_id: Option<domain::RunId> = row.optional_id()?;
    let created_at = row.time()?;
    let expires_at = row.time()?;
    let effect = Effect {
        id: row.id()?,
        payload: row.json::<Payload>()?,
        target: row.json()?,
        state: row.word(EffectState::parse)?,
        run_id: run_id.clone(),
        item_id: item_id.clone(),
        undoes: row.optional_id()?,
        epoch: row.int()?,
        attempts: row.int()?,
        not_before: row.optional_time()?,
        undo_until: row.optional_time()?,
        approved_at: row.optional_time()?,
        started_at: row.optional_time()?,
        error: match (row.optional_text()?, row.optional_text()?) {
            (Some(code), detail) => Some(EffectError { code, detail: detail.unwrap_or_default() }),
            _ => None,
        },
    };
    let proposal = Proposal {
        id,
        origin,
        status,
        digest,
        risk,
        reason,
        preview,
        labels,
        group,
        item_id,
        run_id,
        created_at,
        expires_at,
        effect,
    };
    Ok(Stored {
        proposal,
        first_attempt_at: row.optional_time()?,
        worker: row.optional_text()?,
        lease_until: row.optional_time()?,
    })
}

/// When an approved effect may be claimed; nothing else is ever due.
fn due_at(effect: &Effect) -> Option<Timestamp> {
    let due = effect.not_before.or(effect.approved_at).unwrap_or(Timestamp::UNIX_EPOCH);
    (effect.state == EffectState::Approved).then_some(due)
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}
