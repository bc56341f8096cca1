//! One step of a run: events, insights, proposals and the next wake-up, all or nothing, fenced by the epoch.

use super::{journal, lease, tell_status};
use crate::activity::tell;
use crate::backend::{Tx, values};
use crate::error::Result;
use crate::items::{no_longer_pending, store_insight};
use crate::proposals::submit;
use crate::{RunStep, Store};
use domain::run::{RunEvent, RunStatus};
use domain::{RunId, TenantCtx};
use jiff::Timestamp;
use serde_json::json;

impl Store {
    pub async fn append_run(
        &self,
        ctx: &TenantCtx,
        run: &RunId,
        epoch: i64,
        step: RunStep,
        at: Timestamp,
    ) -> Result<()> {
        let run = run.clone();
        self.write(ctx, move |tx, ctx| append(tx, ctx, &run, epoch, &step, at)).await
    }
}

fn append(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    run: &RunId,
    epoch: i64,
    step: &RunStep,
    at: Timestamp,
) -> Result<()> {
    lease::check(tx, ctx, run, epoch)?;
    journal::append(tx, ctx, run, &step.events, at)?;
    for (item, part) in &step.insights {
        store_insight(tx, ctx, item, part)?;
    }
    for new in &step.proposals {
        submit::submit(tx, ctx, new, at)?;
    }
    for event in &step.events {
        tell_agent(tx, ctx, run, event, at)?;
    }
    change_status(tx, ctx, run, step, at)?;
    if step.release || step.status.is_final() {
        // A wake-up that came during the step stays, so that nothing is missed between reading and sleeping.
        tx.execute(
            "UPDATE runs SET worker = NULL, lease_until = NULL, \
             wake_at = CASE WHEN ended_at IS NOT NULL THEN NULL WHEN wake_at IS NULL OR wake_at > $3 \
             THEN COALESCE($3, wake_at) ELSE wake_at END WHERE tenant = $1 AND id = $2",
            values![&ctx.tenant, run, step.wake_at],
        )?;
    } else if let Some(wake_at) = step.wake_at {
        super::wake(tx, ctx, run, wake_at)?;
    }
    Ok(())
}

fn change_status(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &RunId, step: &RunStep, at: Timestamp) -> Result<()> {
    let status = step.status;
    let ended_at = status.is_final().then_some(at);
    let changed = tx.execute(
        "UPDATE runs SET status = $3, ended_at = $4 WHERE tenant = $1 AND id = $2 AND status <> $3",
        values![&ctx.tenant, run, status.as_str(), ended_at],
    )?;
    if changed == 0 {
        return Ok(());
    }
    tell_status(tx, ctx, run, status, at)?;
    if matches!(status, RunStatus::Queued | RunStatus::Running) {
        return Ok(());
    }
    let sql = "SELECT event FROM journal WHERE tenant = $1 AND run_id = $2 AND seq = 1";
    if let Some(mut row) = tx.first(sql, values![&ctx.tenant, run])?
        && let RunEvent::Requested { items, .. } = row.json()?
    {
        no_longer_pending(tx, ctx, &items)?;
    }
    Ok(())
}

fn tell_agent(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &RunId, event: &RunEvent, at: Timestamp) -> Result<()> {
    let data = match event {
        RunEvent::AgentAnswered { agent, answered_by, items } => json!({
            "type": "agent", "id": run, "agent": agent, "status": "answered", "answered_by": answered_by, "items": items,
        }),
        RunEvent::AgentFailed { agent, code } => {
            json!({ "type": "agent", "id": run, "agent": agent, "status": "failed", "code": code })
        }
        _ => return Ok(()),
    };
    tell(tx, ctx, at, "agent", &data)
}
