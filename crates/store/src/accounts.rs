//! Connected accounts and how their syncs went.

use crate::activity::tell;
use crate::audit_log::record;
use crate::backend::{Row, Tx, values};
use crate::error::{Result, StoreError};
use crate::items::drop_void_places;
use crate::{Account, NewAccount, Store};
use domain::effect::EffectError;
use domain::source::Cursor;
use domain::{AccountId, TenantCtx};
use jiff::Timestamp;
use serde_json::json;

const COLUMNS: &str = "id, address, name, kind, config, secret, created_at, sync_cursor, syncing, last_synced_at, \
    error_code, error_detail, failures, items, (SELECT COUNT(*) FROM items i WHERE i.tenant = accounts.tenant \
    AND i.account_id = accounts.id AND i.pending = 1)";

impl Store {
    /// The same id again answers the stored account.
    pub async fn add_account(&self, ctx: &TenantCtx, account: NewAccount) -> Result<Account> {
        self.write(ctx, move |tx, ctx| {
            let made = tx.execute(
                "INSERT INTO accounts (tenant, id, address, address_key, name, kind, config, secret, created_at, actor, \
                 persona) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
                values![
                    &ctx.tenant,
                    &account.id,
                    &account.address,
                    account.address.to_lowercase(),
                    account.name.as_ref(),
                    &account.kind,
                    account.config.to_string(),
                    account.secret.as_ref(),
                    account.created_at,
                    ctx.actor.to_string(),
                    ctx.persona.as_ref()
                ],
            )?;
            if made > 0 {
                record(tx, ctx, account.created_at, "account.added", "account", account.id.as_str(), None)?;
            }
            load(tx, ctx, &account.id)?.ok_or(StoreError::NotFound("account"))
        })
        .await
    }

    /// In the order in which they were added.
    pub async fn accounts(&self, ctx: &TenantCtx) -> Result<Vec<Account>> {
        self.read(ctx, |tx, ctx| {
            let sql = format!("SELECT {COLUMNS} FROM accounts WHERE tenant = $1 ORDER BY created_at, id");
            tx.query(&sql, values![&ctx.tenant])?.into_iter().map(read).collect()
        })
        .await
    }

    pub async fn account(&self, ctx: &TenantCtx, id: &AccountId) -> Result<Option<Account>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| load(tx, ctx, &id)).await
    }

    pub async fn sync_began(&self, ctx: &TenantCtx, id: &AccountId, at: Timestamp) -> Result<()> {
        let id = id.clone();
        self.write(ctx, move |tx, ctx| {
            let sql = "UPDATE accounts SET syncing = 1 WHERE tenant = $1 AND id = $2";
            change(tx, sql, values![&ctx.tenant, &id])?;
            tell(tx, ctx, at, "sync", &json!({ "type": "sync", "id": id, "state": "syncing" }))
        })
        .await
    }

    pub async fn sync_ended(
        &self,
        ctx: &TenantCtx,
        id: &AccountId,
        error: Option<EffectError>,
        at: Timestamp,
    ) -> Result<()> {
        let id = id.clone();
        self.write(ctx, move |tx, ctx| {
            let (state, code) = match &error {
                None => {
                    let sql = "UPDATE accounts SET syncing = 0, last_synced_at = $3, failures = 0, error_code = NULL, \
                               error_detail = NULL WHERE tenant = $1 AND id = $2";
                    change(tx, sql, values![&ctx.tenant, &id, at])?;
                    drop_void_places(tx, ctx, &id)?;
                    ("idle", None)
                }
                Some(error) => {
                    let sql = "UPDATE accounts SET syncing = 0, failures = failures + 1, error_code = $3, \
                               error_detail = $4 WHERE tenant = $1 AND id = $2";
                    change(tx, sql, values![&ctx.tenant, &id, &error.code, &error.detail])?;
                    ("error", Some(&error.code))
                }
            };
            tell(tx, ctx, at, "sync", &json!({ "type": "sync", "id": id, "state": state, "code": code }))
        })
        .await
    }

    pub async fn set_account_secret(&self, ctx: &TenantCtx, id: &AccountId, sealed: &str) -> Result<()> {
        let (id, sealed) = (id.clone(), sealed.to_owned());
        self.write(ctx, move |tx, ctx| {
            let sql = "UPDATE accounts SET secret = $3 WHERE tenant = $1 AND id = $2";
            change(tx, sql, values![&ctx.tenant, &id, &sealed])
        })
        .await
    }
}

pub(crate) fn load(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &AccountId) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE tenant = $1 AND id = $2");
    tx.first(&sql, values![&ctx.tenant, id])?.map(read).transpose()
}

fn change(tx: &mut Tx<'_>, sql: &str, values: &[crate::backend::Value<'_>]) -> Result<()> {
    match tx.execute(sql, values)? {
        0 => Err(StoreError::NotFound("account")),
        _ => Ok(()),
    }
}

fn read(mut row: Row) -> Result<Account> {
    Ok(Account {
        id: row.id()?,
        address: row.text()?,
        name: row.optional_text()?,
        kind: row.text()?,
        config: row.json()?,
        secret: row.optional_text()?,
        created_at: row.time()?,
        cursor: row.optional_text()?.map(Cursor),
        syncing: row.flag()?,
        last_synced_at: row.optional_time()?,
        error: match (row.optional_text()?, row.optional_text()?) {
            (Some(code), detail) => Some(EffectError { code, detail: detail.unwrap_or_default() }),
            _ => None,
        },
        failures: row.int()?,
        items: row.count()?,
        pending: row.count()?,
    })
}
