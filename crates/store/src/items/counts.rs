//! How many open items ask for what.

use crate::backend::values;
use crate::error::Result;
use crate::{ItemCounts, Store};
use domain::TenantCtx;
use domain::insight::ActionType;

impl Store {
    /// A mail that was answered no longer asks for a reply.
    pub async fn item_counts(&self, ctx: &TenantCtx) -> Result<ItemCounts> {
        self.read(ctx, |tx, ctx| {
            let tenant = &ctx.tenant;
            let mut counts = ItemCounts::default();
            let rows = tx.query(
                "SELECT action_type, COUNT(*) FROM items WHERE tenant = $1 AND action_type IS NOT NULL \
                 AND archived = 0 AND outgoing = 0 AND (answered = 0 OR action_type <> 'reply') GROUP BY action_type",
                values![tenant],
            )?;
            for mut row in rows {
                let action = row.word(ActionType::parse)?;
                let count = row.count()?;
                match action {
                    ActionType::Reply => counts.reply = count,
                    ActionType::Pay => counts.pay = count,
                    ActionType::Schedule => counts.schedule = count,
                    ActionType::Read => counts.read = count,
                    ActionType::Wait | ActionType::None => {}
                }
            }
            let mut count = |sql: &str| tx.number(sql, values![tenant]).map(|n| u64::try_from(n).unwrap_or(0));
            counts.waiting = count("SELECT COUNT(*) FROM items WHERE tenant = $1 AND awaiting_reply = 1")?;
            counts.all = count("SELECT COUNT(*) FROM items WHERE tenant = $1 AND archived = 0 AND outgoing = 0")?;
            Ok(counts)
        })
        .await
    }
}
