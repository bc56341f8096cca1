//! Leases on runs: one worker at a time, each claim with a new epoch, late writers refused.

use super::load;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::{ClaimedRun, Store};
use domain::{RunId, TenantCtx, TenantId};
use jiff::Timestamp;

impl Store {
    /// The run of any tenant that should have been looked at first: its wake-up came, or its worker's lease
    /// ran out.
    pub async fn claim_run(
        &self,
        worker: &str,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<ClaimedRun>> {
        let worker = worker.to_owned();
        self.write_any(move |tx| claim(tx, &worker, now, lease_until)).await
    }

    pub async fn extend_run_lease(
        &self,
        ctx: &TenantCtx,
        run: &RunId,
        epoch: i64,
        until: Timestamp,
    ) -> Result<()> {
        let run = run.clone();
        self.write(ctx, move |tx, ctx| {
            check(tx, ctx, &run, epoch)?;
            let sql = "UPDATE runs SET lease_until = $3 WHERE tenant = $1 AND id = $2";
            tx.execute(sql, values![&ctx.tenant, &run, until]).map(drop)
        })
        .await
    }

    pub async fn wake_run(&self, ctx: &TenantCtx, run: &RunId, at: Timestamp) -> Result<()> {
        let run = run.clone();
        self.write(ctx, move |tx, ctx| super::wake(tx, ctx, &run, at)).await
    }

    /// When the next run without a worker wants to be looked at.
    pub async fn next_run_wake(&self) -> Result<Option<Timestamp>> {
        self.read_any(|tx| {
            let sql = "SELECT MIN(wake_at) FROM runs WHERE wake_at IS NOT NULL AND lease_until IS NULL";
            tx.first(sql, &[])?.map_or(Ok(None), |mut row| row.optional_time())
        })
        .await
    }

    /// The old process of a single-process installation is dead: what it held may be claimed now.
    pub async fn reclaim(&self, now: Timestamp) -> Result<u64> {
        self.write_any(move |tx| {
            let runs = tx.execute("UPDATE runs SET lease_until = $1 WHERE lease_until > $1", values![now])?;
            let effects =
                tx.execute("UPDATE proposals SET lease_until = $1 WHERE lease_until > $1", values![now])?;
            tx.execute("UPDATE accounts SET syncing = 0 WHERE syncing = 1", &[])?;
            Ok(runs + effects)
        })
        .await
    }
}

/// Refuses a worker that no longer holds the run.
pub(super) fn check(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &RunId, epoch: i64) -> Result<()> {
    let sql = "SELECT epoch, lease_until FROM runs WHERE tenant = $1 AND id = $2";
    let Some(mut row) = tx.first(sql, values![&ctx.tenant, run])? else {
        return Err(StoreError::NotFound("run"));
    };
    let is_held = row.int()? == epoch && row.optional_int()?.is_some();
    if is_held { Ok(()) } else { Err(StoreError::Fenced) }
}

fn claim(
    tx: &mut Tx<'_>,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<ClaimedRun>> {
    let locked = tx.dialect.skip_locked("r");
    let expired = format!(
        "SELECT r.tenant, r.id, r.epoch, r.lease_until FROM runs r \
         WHERE r.lease_until IS NOT NULL AND r.lease_until <= $1 ORDER BY r.lease_until LIMIT 1{locked}"
    );
    let woken = format!(
        "SELECT r.tenant, r.id, r.epoch, r.wake_at FROM runs r WHERE r.wake_at IS NOT NULL AND r.lease_until IS NULL \
         AND r.wake_at <= $1 ORDER BY r.wake_at LIMIT 1{locked}"
    );
    let mut due: Option<(i64, TenantId, RunId, i64)> = None;
    for sql in [expired, woken] {
        if let Some(mut row) = tx.first(&sql, values![now])? {
            let (tenant, id, epoch, since) = (row.id()?, row.id()?, row.int()?, row.int()?);
            if due.as_ref().is_none_or(|(earliest, ..)| since < *earliest) {
                due = Some((since, tenant, id, epoch));
            }
        }
    }
    let Some((_, tenant, id, epoch)) = due else { return Ok(None) };
    // A wake-up from now on is news for the step after this one.
    tx.execute(
        "UPDATE runs SET worker = $3, lease_until = $4, epoch = $5, wake_at = NULL WHERE tenant = $1 AND id = $2",
        values![&tenant, &id, worker, lease_until, epoch + 1],
    )?;
    let ctx = TenantCtx::system(tenant.clone());
    let row = load(tx, &ctx, &id)?.ok_or(StoreError::NotFound("run"))?;
    Ok(Some(ClaimedRun { tenant, epoch: epoch + 1, row }))
}
