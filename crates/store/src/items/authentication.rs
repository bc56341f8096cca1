//! Sender authentication that is checked after the sync: what is still open, and what came of it.

use super::words::word_of;
use crate::Store;
use crate::backend::values;
use crate::error::{Result, StoreError};
use crate::people::is_contact;
use domain::item::Authentication;
use domain::{Address, BlobId, Integrity, ItemId, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// Items that nobody has authenticated and whose check was not tried yet, newest first.
    pub async fn unauthenticated(
        &self,
        ctx: &TenantCtx,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(ItemId, BlobId)>> {
        self.read(ctx, move |tx, ctx| {
            let rows = tx.query(
                "SELECT id, raw FROM items WHERE tenant = $1 AND auth_open = 1 AND received_at >= $2 \
                 ORDER BY received_at DESC, id DESC LIMIT $3",
                values![&ctx.tenant, since, limit],
            )?;
            rows.into_iter().map(|mut row| Ok((row.id()?, row.id()?))).collect()
        })
        .await
    }

    pub async fn set_authentication(
        &self,
        ctx: &TenantCtx,
        item: &ItemId,
        auth: &Authentication,
    ) -> Result<()> {
        let (item, auth) = (item.clone(), auth.clone());
        self.write(ctx, move |tx, ctx| {
            let sql = "SELECT from_address FROM items WHERE tenant = $1 AND id = $2";
            let Some(mut row) = tx.first(sql, values![&ctx.tenant, &item])? else {
                return Err(StoreError::NotFound("item"));
            };
            let sender = row.optional_text()?.map(|address| Address { name: None, address });
            let proved = sender.as_ref().is_some_and(|sender| auth.proves(sender.domain()));
            let known = match sender {
                Some(sender) if proved => is_contact(tx, ctx, &sender.key())?,
                _ => false,
            };
            let integrity = if known { Integrity::Known } else { Integrity::Untrusted };
            tx.execute(
                "UPDATE items SET auth = $3, auth_open = 0, proved = $4, integrity = $5 WHERE tenant = $1 AND id = $2",
                values![&ctx.tenant, &item, serde_json::json!(auth).to_string(), proved, word_of(&integrity)],
            )?;
            Ok(())
        })
        .await
    }
}
