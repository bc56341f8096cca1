//! How the user knows addresses. Only what the user wrote or added makes a contact.

use crate::Store;
use crate::backend::{Tx, values};
use crate::error::Result;
use domain::proposal::Known;
use domain::{Address, TenantCtx};
use jiff::Timestamp;
use std::collections::HashMap;

impl Store {
    /// By the addresses in lower case; all that were asked for are in it.
    pub async fn known(&self, ctx: &TenantCtx, addresses: &[String]) -> Result<HashMap<String, Known>> {
        let addresses: Vec<String> = addresses.iter().map(|address| address.to_lowercase()).collect();
        self.read(ctx, move |tx, ctx| {
            let mut known = HashMap::new();
            for address in &addresses {
                if !known.contains_key(address) {
                    known.insert(address.clone(), how_known(tx, ctx, address)?);
                }
            }
            Ok(known)
        })
        .await
    }

    pub async fn add_contact(&self, ctx: &TenantCtx, address: &Address, at: Timestamp) -> Result<()> {
        let address = address.clone();
        self.write(ctx, move |tx, ctx| make_contact(tx, ctx, &address, at)).await
    }
}

/// `domain@local` in lower case: one index then finds a sender and all senders of a domain.
pub(crate) fn sender_key(address: &str) -> String {
    let address = address.to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{domain}@{local}"),
        None => format!("@{address}"),
    }
}

pub(crate) fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

pub(crate) fn how_known(tx: &mut Tx<'_>, ctx: &TenantCtx, key: &str) -> Result<Known> {
    let known = how_known_by_user(tx, ctx, key)?;
    if known.is_some() {
        return Ok(known.unwrap_or_default());
    }
    let sql = "SELECT 1 FROM items WHERE tenant = $1 AND from_key = $2 LIMIT 1";
    let seen = tx.exists(sql, values![&ctx.tenant, sender_key(key)])?;
    Ok(if seen { Known::Seen } else { Known::New })
}

/// Whether the address is the user's own or a contact's.
pub(crate) fn how_known_by_user(tx: &mut Tx<'_>, ctx: &TenantCtx, key: &str) -> Result<Option<Known>> {
    if tx.exists(
        "SELECT 1 FROM accounts WHERE tenant = $1 AND address_key = $2 LIMIT 1",
        values![&ctx.tenant, key],
    )? {
        return Ok(Some(Known::Own));
    }
    Ok(is_contact(tx, ctx, key)?.then_some(Known::Contact))
}

pub(crate) fn is_contact(tx: &mut Tx<'_>, ctx: &TenantCtx, key: &str) -> Result<bool> {
    tx.exists("SELECT 1 FROM contacts WHERE tenant = $1 AND address_key = $2", values![&ctx.tenant, key])
}

/// Mail that came from the address before it was a contact's is looked at again, so that the order of
/// ingest makes no difference.
pub(crate) fn make_contact(tx: &mut Tx<'_>, ctx: &TenantCtx, address: &Address, at: Timestamp) -> Result<()> {
    let key = address.key();
    if key.is_empty() {
        return Ok(());
    }
    let made = tx.execute(
        "INSERT INTO contacts (tenant, address_key, address, name, created_at, actor, persona) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        values![
            &ctx.tenant,
            &key,
            &address.address,
            address.name.as_ref(),
            at,
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    remember_name(tx, ctx, &key, address.name.as_deref())?;
    if made == 0 {
        return Ok(());
    }
    let sender = sender_key(&key);
    tx.execute(
        "UPDATE items SET integrity = 'known' WHERE tenant = $1 AND from_key = $2 AND proved = 1 AND integrity <> 'known'",
        values![&ctx.tenant, &sender],
    )?;
    let names = tx.query(
        "SELECT DISTINCT from_name FROM items WHERE tenant = $1 AND from_key = $2 AND from_name IS NOT NULL",
        values![&ctx.tenant, &sender],
    )?;
    for mut row in names {
        remember_name(tx, ctx, &key, row.optional_text()?.as_deref())?;
    }
    Ok(())
}

/// A name under which a contact writes or is written to.
pub(crate) fn remember_name(tx: &mut Tx<'_>, ctx: &TenantCtx, key: &str, name: Option<&str>) -> Result<()> {
    let name = name.map(name_key).filter(|name| !name.is_empty());
    if let Some(name) = name {
        tx.execute(
            "INSERT INTO contact_names (tenant, name_key, address_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![&ctx.tenant, &name, key],
        )?;
    }
    Ok(())
}
