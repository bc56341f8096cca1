//! Claims: an effect belongs to one worker at a time, and each claim has a new epoch.

use crate::backend::{Tx, Value, values};
use crate::error::Result;
use crate::proposals::{Because, Stored, load, transition};
use crate::{ClaimedEffect, Store, proposals};
use domain::{EffectState, ProposalId, TenantCtx, TenantId};
use jiff::Timestamp;

impl Store {
    /// Approved effects that are due, of tenants that have not stopped; the longest due first.
    pub async fn claim_effects(
        &self,
        worker: &str,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedEffect>> {
        let worker = worker.to_owned();
        self.write_any(move |tx| {
            let sql = "SELECT p.tenant, p.id FROM proposals p JOIN tenants t ON t.tenant = p.tenant \
                       WHERE p.state = 'approved' AND p.due_at <= $1 AND t.stopped = 0 ORDER BY p.due_at LIMIT $2";
            claim(tx, sql, values![now, limit], |tx, ctx, stored| {
                stored.worker = Some(worker.clone());
                stored.lease_until = Some(lease_until);
                stored.first_attempt_at.get_or_insert(now);
                stored.proposal.effect.epoch += 1;
                stored.proposal.effect.attempts += 1;
                transition(tx, ctx, stored, EffectState::Claimed, Because::at(now))
            })
        })
        .await
    }

    /// Effects whose worker is gone: the state stays what it was, the old worker's writes are refused from now on.
    pub async fn claim_stale(
        &self,
        worker: &str,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedEffect>> {
        let worker = worker.to_owned();
        self.write_any(move |tx| {
            let sql = "SELECT p.tenant, p.id FROM proposals p \
                       WHERE p.lease_until IS NOT NULL AND p.lease_until <= $1 ORDER BY p.lease_until LIMIT $2";
            claim(tx, sql, values![now, limit], |tx, ctx, stored| {
                stored.worker = Some(worker.clone());
                stored.lease_until = Some(lease_until);
                stored.proposal.effect.epoch += 1;
                proposals::save(tx, ctx, stored)
            })
        })
        .await
    }

    /// When the next effect wants a worker: it is due, or a lease runs out.
    pub async fn next_effect_due(&self) -> Result<Option<Timestamp>> {
        self.read_any(|tx| {
            let mut earliest: Option<Timestamp> = None;
            for sql in [
                "SELECT MIN(p.due_at) FROM proposals p JOIN tenants t ON t.tenant = p.tenant \
                 WHERE p.state = 'approved' AND t.stopped = 0",
                "SELECT MIN(lease_until) FROM proposals WHERE lease_until IS NOT NULL",
            ] {
                let due = tx.first(sql, &[])?.map_or(Ok(None), |mut row| row.optional_time())?;
                earliest = [earliest, due].into_iter().flatten().min();
            }
            Ok(earliest)
        })
        .await
    }
}

fn claim(
    tx: &mut Tx<'_>,
    sql: &str,
    values: &[Value<'_>],
    mut take: impl FnMut(&mut Tx<'_>, &TenantCtx, &mut Stored) -> Result<()>,
) -> Result<Vec<ClaimedEffect>> {
    let sql = format!("{sql}{}", tx.dialect.skip_locked("p"));
    let mut claimed = Vec::new();
    for mut row in tx.query(&sql, values)? {
        let (tenant, id): (TenantId, ProposalId) = (row.id()?, row.id()?);
        let ctx = TenantCtx::system(tenant.clone());
        let Some(mut stored) = load(tx, &ctx, &id)? else { continue };
        take(tx, &ctx, &mut stored)?;
        let effect = stored.proposal.effect;
        let first_attempt_at =
            stored.first_attempt_at.or(effect.approved_at).unwrap_or(stored.proposal.created_at);
        claimed.push(ClaimedEffect { tenant, effect, first_attempt_at });
    }
    Ok(claimed)
}
