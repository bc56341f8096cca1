//! What agents may know of the world around a batch of items.

use crate::backend::{Tx, values};
use crate::error::Result;
use crate::people::{how_known_by_user, name_key, sender_key};
use crate::{Store, Surroundings};
use domain::proposal::Known;
use domain::{Address, Item, ItemId, TenantCtx};
use std::collections::{BTreeSet, HashSet};

impl Store {
    /// What other mails say: those of the batch itself do not count as seen before.
    pub async fn surroundings(&self, ctx: &TenantCtx, items: &[Item]) -> Result<Surroundings> {
        let batch: Vec<Facts> = items.iter().map(Facts::of).collect();
        self.read(ctx, move |tx, ctx| look_around(tx, ctx, &batch)).await
    }
}

/// What is needed of an item, so that texts are not copied to the database's thread.
struct Facts {
    id: ItemId,
    from: Option<Address>,
    thread: Option<String>,
    received_at: jiff::Timestamp,
}

impl Facts {
    fn of(item: &Item) -> Self {
        Self {
            id: item.id.clone(),
            from: item.from.clone(),
            thread: item.thread_id.as_ref().map(ToString::to_string),
            received_at: item.received_at,
        }
    }
}

fn look_around(tx: &mut Tx<'_>, ctx: &TenantCtx, batch: &[Facts]) -> Result<Surroundings> {
    let mut found = Surroundings::default();
    let own: HashSet<&ItemId> = batch.iter().map(|item| &item.id).collect();
    let senders: BTreeSet<String> = batch.iter().filter_map(|item| Some(item.from.as_ref()?.key())).collect();
    for sender in &senders {
        let key = sender_key(sender);
        let sql = "SELECT id FROM items WHERE tenant = $1 AND from_key = $2 LIMIT $3";
        let seen = others(tx, sql, values![&ctx.tenant, &key, batch.len() as u64 + 1], &own)?;
        let known = match how_known_by_user(tx, ctx, sender)? {
            Some(known) => known,
            None if seen => Known::Seen,
            None => Known::New,
        };
        found.known.insert(sender.clone(), known);
        let ibans = bank_details(tx, ctx, sender, &own)?;
        if !ibans.is_empty() {
            found.bank_details.insert(sender.clone(), ibans);
        }
    }
    let domains: BTreeSet<&str> =
        senders.iter().filter_map(|sender| Some(sender.rsplit_once('@')?.1)).collect();
    for domain in domains {
        let sql = "SELECT id FROM items WHERE tenant = $1 AND from_key >= $2 AND from_key < $3 LIMIT $4";
        let (first, beyond) = (format!("{domain}@"), format!("{domain}A"));
        if others(tx, sql, values![&ctx.tenant, &first, &beyond, batch.len() as u64 + 1], &own)? {
            found.seen_domains.insert(domain.to_owned());
        }
    }
    let names: BTreeSet<String> =
        batch.iter().filter_map(|item| Some(name_key(item.from.as_ref()?.name.as_ref()?))).collect();
    for name in names {
        let sql = "SELECT address_key FROM contact_names WHERE tenant = $1 AND name_key = $2";
        let rows = tx.query(sql, values![&ctx.tenant, &name])?;
        let addresses = rows.into_iter().map(|mut row| row.text()).collect::<Result<HashSet<_>>>()?;
        if !addresses.is_empty() {
            found.contact_names.insert(name, addresses);
        }
    }
    for item in batch {
        let facts = thread_facts(tx, ctx, item)?;
        found.threads.insert(item.id.clone(), facts);
    }
    Ok(found)
}

/// Whether the statement finds an item outside the batch; it fetches one more than the batch has.
fn others(
    tx: &mut Tx<'_>,
    sql: &str,
    values: &[crate::backend::Value<'_>],
    own: &HashSet<&ItemId>,
) -> Result<bool> {
    for mut row in tx.query(sql, values)? {
        if !own.contains(&row.id::<ItemId>()?) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn bank_details(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    sender: &str,
    own: &HashSet<&ItemId>,
) -> Result<HashSet<String>> {
    let sql = "SELECT item_id, iban FROM bank_details WHERE tenant = $1 AND address_key = $2";
    let mut ibans = HashSet::new();
    for mut row in tx.query(sql, values![&ctx.tenant, sender])? {
        let (item, iban): (ItemId, String) = (row.id()?, row.text()?);
        if !own.contains(&item) {
            ibans.insert(iban);
        }
    }
    Ok(ibans)
}

/// Newest in its thread, answered later by the user, user took part before.
fn thread_facts(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &Facts) -> Result<(bool, bool, bool)> {
    let Some(thread) = &item.thread else { return Ok((true, false, false)) };
    let mut any = |condition: &str| {
        let sql = format!("SELECT 1 FROM items WHERE tenant = $1 AND thread_id = $2 AND {condition} LIMIT 1");
        tx.exists(&sql, values![&ctx.tenant, thread, item.received_at])
    };
    let newer = any("received_at > $3")?;
    let answered = newer && any("received_at > $3 AND outgoing = 1")?;
    let took_part = any("received_at < $3 AND outgoing = 1")?;
    Ok((!newer, answered, took_part))
}
