//! Insights: what agents found out, stored with the item.

use crate::InsightPart;
use crate::backend::{Tx, values};
use crate::error::Result;
use domain::{ItemId, TenantCtx};

/// An item that was erased meanwhile takes its insight along.
pub(crate) fn store_insight(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    item: &ItemId,
    part: &InsightPart,
) -> Result<()> {
    let tenant = &ctx.tenant;
    match part {
        InsightPart::Triage(triage) => tx.execute(
            "UPDATE items SET triage = $3, category = $4, action_type = $5, due_at = $6 WHERE tenant = $1 AND id = $2",
            values![
                tenant,
                item,
                serde_json::json!(triage).to_string(),
                triage.category.as_str(),
                triage.action_type.as_str(),
                triage.due_at
            ],
        )?,
        InsightPart::Safety(safety) => tx.execute(
            "UPDATE items SET safety = $3, verdict = $4 WHERE tenant = $1 AND id = $2",
            values![tenant, item, serde_json::json!(safety).to_string(), safety.verdict.as_str()],
        )?,
        InsightPart::Summary(summary) => tx.execute(
            "UPDATE items SET summary = $3, \
             pending = CASE WHEN triage IS NOT NULL AND safety IS NOT NULL THEN 0 ELSE pending END \
             WHERE tenant = $1 AND id = $2",
            values![tenant, item, serde_json::json!(summary).to_string()],
        )?,
    };
    Ok(())
}

/// All agents have answered or failed: nothing more will be found out by itself.
pub(crate) fn no_longer_pending(tx: &mut Tx<'_>, ctx: &TenantCtx, items: &[ItemId]) -> Result<()> {
    for item in items {
        let sql = "UPDATE items SET pending = 0 WHERE tenant = $1 AND id = $2 AND pending = 1";
        tx.execute(sql, values![&ctx.tenant, item])?;
    }
    Ok(())
}
