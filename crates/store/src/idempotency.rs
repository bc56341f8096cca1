//! Idempotency keys: what a request was answered, for a day, per user.

use crate::backend::values;
use crate::error::Result;
use crate::{KeyClaim, Store};
use domain::TenantCtx;
use jiff::{SignedDuration, Timestamp};

const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// A request that takes longer belongs to a process that died.
const IN_FLIGHT: SignedDuration = SignedDuration::from_secs(60);

impl Store {
    pub async fn claim_key(
        &self,
        ctx: &TenantCtx,
        key: &str,
        body_hash: &str,
        at: Timestamp,
    ) -> Result<KeyClaim> {
        let (key, body_hash) = (key.to_owned(), body_hash.to_owned());
        self.write(ctx, move |tx, ctx| {
            let actor = ctx.actor.to_string();
            let oldest = at.saturating_sub(KEPT).unwrap_or(at);
            tx.execute(
                "DELETE FROM idempotency_keys WHERE tenant = $1 AND created_at <= $2",
                values![&ctx.tenant, oldest],
            )?;
            let found = tx.first(
                "SELECT body_hash, status, body, created_at FROM idempotency_keys \
                 WHERE tenant = $1 AND actor = $2 AND request_key = $3",
                values![&ctx.tenant, &actor, &key],
            )?;
            if let Some(mut row) = found {
                let (stored_hash, status, body) = (row.text()?, row.optional_int()?, row.optional_text()?);
                if stored_hash != body_hash {
                    return Ok(KeyClaim::Reused);
                }
                if let Some(status) = status {
                    let status = u16::try_from(status).unwrap_or(500);
                    return Ok(KeyClaim::Answered { status, body: body.unwrap_or_default() });
                }
                if at.duration_since(row.time()?) < IN_FLIGHT {
                    return Ok(KeyClaim::InFlight);
                }
            }
            tx.execute(
                "INSERT INTO idempotency_keys (tenant, actor, request_key, body_hash, created_at) \
                 VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (tenant, actor, request_key) DO UPDATE SET created_at = excluded.created_at",
                values![&ctx.tenant, &actor, &key, &body_hash, at],
            )?;
            Ok(KeyClaim::Fresh)
        })
        .await
    }

    pub async fn answer_key(&self, ctx: &TenantCtx, key: &str, status: u16, body: &str) -> Result<()> {
        let (key, body) = (key.to_owned(), body.to_owned());
        self.write(ctx, move |tx, ctx| {
            tx.execute(
                "UPDATE idempotency_keys SET status = $4, body = $5 \
                 WHERE tenant = $1 AND actor = $2 AND request_key = $3",
                values![&ctx.tenant, ctx.actor.to_string(), &key, i64::from(status), &body],
            )?;
            Ok(())
        })
        .await
    }

    /// The request failed in a way that may go better next time.
    pub async fn drop_key(&self, ctx: &TenantCtx, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.write(ctx, move |tx, ctx| {
            tx.execute(
                "DELETE FROM idempotency_keys WHERE tenant = $1 AND actor = $2 AND request_key = $3",
                values![&ctx.tenant, ctx.actor.to_string(), &key],
            )?;
            Ok(())
        })
        .await
    }
}
