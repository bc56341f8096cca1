//! The point of no return, with everything that may still hold an effect back checked in the same transaction.

use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::proposals::{Because, load_effect, overtaken_by, transition};
use crate::settings::is_stopped;
use crate::{Started, Store};
use domain::{EffectId, EffectKind, EffectState, TenantCtx};
use jiff::Timestamp;

const HOUR: i64 = 3_600;

impl Store {
    pub async fn effect_started(
        &self,
        ctx: &TenantCtx,
        id: &EffectId,
        epoch: i64,
        hourly_quota: u32,
        at: Timestamp,
    ) -> Result<Started> {
        let id = id.clone();
        self.write(ctx, move |tx, ctx| {
            let Some(mut stored) = load_effect(tx, ctx, &id)? else {
                return Err(StoreError::NotFound("effect"));
            };
            let effect = &stored.proposal.effect;
            if effect.state != EffectState::Claimed || effect.epoch != epoch {
                return Ok(Started::Fenced);
            }
            if is_stopped(tx, ctx)? {
                return Ok(Started::Stopped);
            }
            if let Some(code) = overtaken_by(tx, ctx, &stored.proposal)? {
                return Ok(Started::Overtaken(code));
            }
            if !within_quota(tx, ctx, effect.kind(), hourly_quota, at)? {
                return Ok(Started::OverQuota);
            }
            stored.proposal.effect.started_at = Some(at);
            transition(tx, ctx, &mut stored, EffectState::Started, Because::at(at))?;
            Ok(Started::Yes)
        })
        .await
    }
}

/// Counts the start if the last hour has room for it.
fn within_quota(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    kind: EffectKind,
    hourly_quota: u32,
    at: Timestamp,
) -> Result<bool> {
    let (kind, second) = (kind.as_str(), at.as_second());
    let starts = tx.number(
        "SELECT CAST(SUM(starts) AS BIGINT) FROM effect_starts WHERE tenant = $1 AND kind = $2 AND second > $3",
        values![&ctx.tenant, kind, second - HOUR],
    )?;
    if starts >= i64::from(hourly_quota) {
        return Ok(false);
    }
    tx.execute(
        "DELETE FROM effect_starts WHERE tenant = $1 AND kind = $2 AND second <= $3",
        values![&ctx.tenant, kind, second - HOUR],
    )?;
    tx.execute(
        "INSERT INTO effect_starts (tenant, kind, second, starts) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (tenant, kind, second) DO UPDATE SET starts = effect_starts.starts + 1",
        values![&ctx.tenant, kind, second],
    )?;
    Ok(true)
}
