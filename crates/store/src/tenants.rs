//! Tenants and their users.

use crate::backend::values;
use crate::error::{Result, StoreError};
use crate::{NewUser, Store};
use domain::{TenantCtx, TenantId, UserId};

impl Store {
    /// Makes the tenant too, where it is new; a user that exists stays as it is.
    pub async fn create_user(&self, user: NewUser) -> Result<()> {
        self.write_any(move |tx| {
            tx.execute(
                "INSERT INTO tenants (tenant, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                values![&user.tenant, user.at],
            )?;
            tx.execute(
                "INSERT INTO users (tenant, user_id, name, token_hash, created_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT DO NOTHING",
                values![&user.tenant, &user.user, &user.name, &user.token_hash, user.at],
            )?;
            Ok(())
        })
        .await
    }

    pub async fn user_by_token(&self, token_hash: &str) -> Result<Option<(TenantId, UserId)>> {
        let token_hash = token_hash.to_owned();
        self.read_any(move |tx| {
            let found =
                tx.first("SELECT tenant, user_id FROM users WHERE token_hash = $1", values![&token_hash])?;
            found.map(|mut row| Ok((row.id()?, row.id()?))).transpose()
        })
        .await
    }

    pub async fn tenants(&self) -> Result<Vec<TenantId>> {
        self.read_any(|tx| {
            tx.query("SELECT tenant FROM tenants ORDER BY tenant", &[])?
                .into_iter()
                .map(|mut row| row.id())
                .collect()
        })
        .await
    }

    pub async fn set_token(&self, ctx: &TenantCtx, user: &UserId, token_hash: &str) -> Result<()> {
        let (user, token_hash) = (user.clone(), token_hash.to_owned());
        self.write(ctx, move |tx, ctx| {
            let sql = "UPDATE users SET token_hash = $3 WHERE tenant = $1 AND user_id = $2";
            match tx.execute(sql, values![&ctx.tenant, &user, &token_hash])? {
                0 => Err(StoreError::NotFound("user")),
                _ => Ok(()),
            }
        })
        .await
    }
}
