//! Effects on their way: claimed, started, settled, and what the user may do about them.

mod claim;
mod settle;
mod start;
mod user;

use crate::Store;
use crate::backend::values;
use crate::error::Result;
use crate::proposals::load_effect;
use domain::{EffectId, Proposal, TenantCtx};

impl Store {
    pub async fn effect_proposal(&self, ctx: &TenantCtx, id: &EffectId) -> Result<Option<Proposal>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| Ok(load_effect(tx, ctx, &id)?.map(|stored| stored.proposal))).await
    }

    /// Effects that were approved and have no outcome yet.
    pub async fn unsettled(&self, ctx: &TenantCtx) -> Result<u64> {
        self.read(ctx, |tx, ctx| {
            let sql = "SELECT COUNT(*) FROM proposals \
                       WHERE tenant = $1 AND state IN ('approved', 'claimed', 'started')";
            Ok(u64::try_from(tx.number(sql, values![&ctx.tenant])?).unwrap_or(0))
        })
        .await
    }
}
