//! Expiry: nobody decided in time. It is neither an approval nor a rejection, and it teaches nothing.

use super::row::load;
use super::transition::{Because, transition};
use crate::Store;
use crate::backend::values;
use crate::error::Result;
use domain::{EffectState, ProposalId, TenantCtx, TenantId};
use jiff::Timestamp;

/// The rest is taken by the next call, so that one call never holds the database for long.
const AT_ONCE: i64 = 500;

impl Store {
    /// Of all tenants; answers how many expired.
    pub async fn expire_due(&self, now: Timestamp) -> Result<u64> {
        let mut expired = 0;
        loop {
            let done = self.expire_some(now).await?;
            expired += done;
            if done < AT_ONCE.unsigned_abs() {
                return Ok(expired);
            }
        }
    }

    async fn expire_some(&self, now: Timestamp) -> Result<u64> {
        self.write_any(move |tx| {
            let sql = format!(
                "SELECT p.tenant, p.id FROM proposals p WHERE p.status = 'pending' AND p.expires_at <= $1 \
                 ORDER BY p.expires_at LIMIT $2{}",
                tx.dialect.skip_locked("p")
            );
            let mut expired = 0;
            for mut row in tx.query(&sql, values![now, AT_ONCE])? {
                let (tenant, id): (TenantId, ProposalId) = (row.id()?, row.id()?);
                let ctx = TenantCtx::system(tenant);
                if let Some(mut stored) = load(tx, &ctx, &id)? {
                    transition(tx, &ctx, &mut stored, EffectState::Expired, Because::at(now))?;
                    expired += 1;
                }
            }
            Ok(expired)
        })
        .await
    }
}
