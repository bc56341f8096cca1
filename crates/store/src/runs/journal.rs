//! A run's journal: numbered from 1, without gaps, without content.

use crate::JournalEntry;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use domain::run::RunEvent;
use domain::{RunId, TenantCtx};
use jiff::Timestamp;

pub(crate) fn append(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    run: &RunId,
    events: &[RunEvent],
    at: Timestamp,
) -> Result<()> {
    let sql = "SELECT journal_seq FROM runs WHERE tenant = $1 AND id = $2";
    let Some(mut row) = tx.first(sql, values![&ctx.tenant, run])? else {
        return Err(StoreError::NotFound("run"));
    };
    let mut seq = row.int()?;
    for event in events {
        seq += 1;
        let event = serde_json::to_string(event).map_err(|error| StoreError::Internal(error.to_string()))?;
        tx.execute(
            "INSERT INTO journal (tenant, run_id, seq, at, event, actor, persona) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![&ctx.tenant, run, seq, at, &event, ctx.actor.to_string(), ctx.persona.as_ref()],
        )?;
    }
    tx.execute(
        "UPDATE runs SET journal_seq = $3 WHERE tenant = $1 AND id = $2",
        values![&ctx.tenant, run, seq],
    )?;
    Ok(())
}

pub(super) fn after(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &RunId, seq: i64) -> Result<Vec<JournalEntry>> {
    let sql =
        "SELECT seq, at, event FROM journal WHERE tenant = $1 AND run_id = $2 AND seq > $3 ORDER BY seq";
    let rows = tx.query(sql, values![&ctx.tenant, run, seq])?;
    rows.into_iter()
        .map(|mut row| Ok(JournalEntry { seq: row.int()?, at: row.time()?, event: row.json()? }))
        .collect()
}
