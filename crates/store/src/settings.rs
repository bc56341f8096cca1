//! The stop switch, the users' preferences, and values of the installation.

use crate::Store;
use crate::audit_log::record;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use domain::{TenantCtx, UserId};
use jiff::Timestamp;

impl Store {
    pub async fn stopped(&self, ctx: &TenantCtx) -> Result<bool> {
        self.read(ctx, is_stopped).await
    }

    pub async fn set_stopped(&self, ctx: &TenantCtx, stopped: bool, at: Timestamp) -> Result<()> {
        self.write(ctx, move |tx, ctx| {
            let sql = "UPDATE tenants SET stopped = $2 WHERE tenant = $1 AND stopped <> $2";
            if tx.execute(sql, values![&ctx.tenant, stopped])? > 0 {
                let kind = if stopped { "stop.set" } else { "stop.resumed" };
                record(tx, ctx, at, kind, "tenant", ctx.tenant.as_str(), None)?;
            } else if !tx.exists("SELECT 1 FROM tenants WHERE tenant = $1", values![&ctx.tenant])? {
                return Err(StoreError::NotFound("tenant"));
            }
            Ok(())
        })
        .await
    }

    /// `null` where nothing was set yet.
    pub async fn preferences(&self, ctx: &TenantCtx, user: &UserId) -> Result<serde_json::Value> {
        let user = user.clone();
        self.read(ctx, move |tx, ctx| {
            let sql = "SELECT content FROM preferences WHERE tenant = $1 AND user_id = $2";
            match tx.first(sql, values![&ctx.tenant, &user])? {
                Some(mut row) => row.json(),
                None => Ok(serde_json::Value::Null),
            }
        })
        .await
    }

    /// Of the tenant's first user, while there is one user a tenant; `null` where nothing was set.
    pub async fn tenant_preferences(&self, ctx: &TenantCtx) -> Result<serde_json::Value> {
        self.read(ctx, |tx, ctx| {
            let sql = "SELECT content FROM preferences WHERE tenant = $1 ORDER BY user_id LIMIT 1";
            match tx.first(sql, values![&ctx.tenant])? {
                Some(mut row) => row.json(),
                None => Ok(serde_json::Value::Null),
            }
        })
        .await
    }

    pub async fn set_preferences(
        &self,
        ctx: &TenantCtx,
        user: &UserId,
        value: &serde_json::Value,
    ) -> Result<()> {
        let (user, content) = (user.clone(), value.to_string());
        self.write(ctx, move |tx, ctx| {
            tx.execute(
                "INSERT INTO preferences (tenant, user_id, content, actor, persona) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (tenant, user_id) \
                 DO UPDATE SET content = excluded.content, actor = excluded.actor, persona = excluded.persona",
                values![&ctx.tenant, &user, &content, ctx.actor.to_string(), ctx.persona.as_ref()],
            )?;
            Ok(())
        })
        .await
    }

    pub async fn installation_value(&self, key: &str) -> Result<Option<String>> {
        let key = key.to_owned();
        self.read_any(move |tx| {
            let found = tx.first("SELECT value FROM installation WHERE name = $1", values![&key])?;
            found.map(|mut row| row.text()).transpose()
        })
        .await
    }

    pub async fn set_installation_value(&self, key: &str, value: &str) -> Result<()> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write_any(move |tx| {
            tx.execute(
                "INSERT INTO installation (name, value) VALUES ($1, $2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                values![&key, &value],
            )?;
            Ok(())
        })
        .await
    }
}

pub(crate) fn is_stopped(tx: &mut Tx<'_>, ctx: &TenantCtx) -> Result<bool> {
    Ok(tx.number("SELECT stopped FROM tenants WHERE tenant = $1", values![&ctx.tenant])? != 0)
}
