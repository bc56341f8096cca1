//! The tenant's activity: ids and states in the order of their commits, for streams that resume.

use crate::backend::{Tx, values};
use crate::error::Result;
use crate::{Activity, Store};
use domain::TenantCtx;
use jiff::Timestamp;
use serde_json::Value as Json;

impl Store {
    pub async fn activity_after(&self, ctx: &TenantCtx, seq: i64, limit: u32) -> Result<Vec<Activity>> {
        self.read(ctx, move |tx, ctx| {
            let rows = tx.query(
                "SELECT seq, at, topic, data FROM activity WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                values![&ctx.tenant, seq, limit],
            )?;
            rows.into_iter()
                .map(|mut row| Ok(Activity { seq: row.int()?, at: row.time()?, topic: row.text()?, data: row.json()? }))
                .collect()
        })
        .await
    }

    /// 0 before the first line.
    pub async fn activity_head(&self, ctx: &TenantCtx) -> Result<i64> {
        self.read(ctx, |tx, ctx| {
            tx.number("SELECT activity_seq FROM tenants WHERE tenant = $1", values![&ctx.tenant])
        })
        .await
    }
}

/// Appends a line; `data` holds ids, states and codes only.
pub(crate) fn tell(tx: &mut Tx<'_>, ctx: &TenantCtx, at: Timestamp, topic: &str, data: &Json) -> Result<()> {
    let books = tx.books(ctx.tenant.as_str())?;
    books.activity_seq += 1;
    let seq = books.activity_seq;
    tx.execute(
        "INSERT INTO activity (tenant, seq, at, topic, data, actor, persona) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![&ctx.tenant, seq, at, topic, data.to_string(), ctx.actor.to_string(), ctx.persona.as_ref()],
    )?;
    Ok(())
}
