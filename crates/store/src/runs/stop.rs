//! Asking a run to stop: a mark that whoever drives it meets at its next step.

use crate::Store;
use crate::backend::values;
use crate::error::{Result, StoreError};
use domain::{RunId, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// Sets `stop` in the run's content and wakes it.
    pub async fn mark_run_stopped(&self, ctx: &TenantCtx, run: &RunId, at: Timestamp) -> Result<()> {
        let run = run.clone();
        self.write(ctx, move |tx, ctx| {
            let sql = "SELECT content FROM run_contents WHERE tenant = $1 AND run_id = $2";
            let Some(mut row) = tx.first(sql, values![&ctx.tenant, &run])? else {
                return Err(StoreError::NotFound("run"));
            };
            let mut content: serde_json::Value = row.json()?;
            if !content.is_object() {
                content = serde_json::json!({});
            }
            content["stop"] = true.into();
            let sql = "UPDATE run_contents SET content = $3 WHERE tenant = $1 AND run_id = $2";
            tx.execute(sql, values![&ctx.tenant, &run, content.to_string()])?;
            super::wake(tx, ctx, &run, at)
        })
        .await
    }
}
