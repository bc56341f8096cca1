//! A calendar object on its way in: the one that is known at its place is brought up to date, and one whose place
//! is gone is erased, because the calendar at the provider is what counts.

use super::expand::keep_occurrences;
use crate::EventArrival;
use crate::backend::{Tx, values};
use crate::error::Result;
use crate::items::{
    Entry, add_place, as_json, erase_item, forget_words, head_of, insert_item, search_entry, sender_columns,
};
use domain::item::Place;
use domain::{AccountId, Item, ItemId, TenantCtx};
use jiff::Timestamp;

/// What became of an arrival.
pub(crate) enum Stored {
    New(Entry),
    Changed(ItemId, Entry),
    Same,
}

pub(crate) fn store(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    arrival: &EventArrival,
    at: Timestamp,
) -> Result<Stored> {
    let Some(known) = known_at(tx, ctx, account, &arrival.place)? else {
        let (_, entry) = insert_item(tx, ctx, account, &as_arrival(arrival), at)?;
        let item = (&arrival.item.id, arrival.item.received_at);
        add_place(
            tx,
            ctx,
            account,
            item,
            &arrival.place,
            domain::source::Flags { seen: true, ..Default::default() },
        )?;
        insert(tx, ctx, account, arrival)?;
        keep_occurrences(tx, ctx, &arrival.item.id, &arrival.parts, &arrival.occurrences)?;
        return Ok(Stored::New(entry));
    };
    if known.raw.is_some() && known.raw.as_deref() == arrival.item.raw.as_ref().map(|raw| raw.as_str()) {
        let sql = "UPDATE events SET etag = $3 WHERE tenant = $1 AND item_id = $2";
        tx.execute(sql, values![&ctx.tenant, &known.item, arrival.etag.as_ref()])?;
        return Ok(Stored::Same);
    }
    let item = Item { id: known.item.clone(), ..arrival.item.clone() };
    update_item(tx, ctx, &item)?;
    tx.execute(
        "UPDATE events SET uid = $3, etag = $4, parts = $5, expanded_to = $6 WHERE tenant = $1 AND item_id = $2",
        values![
            &ctx.tenant,
            &known.item,
            uid(arrival),
            arrival.etag.as_ref(),
            as_json(&arrival.parts),
            arrival.expanded_to
        ],
    )?;
    let sql = "DELETE FROM occurrences WHERE tenant = $1 AND item_id = $2";
    tx.execute(sql, values![&ctx.tenant, &known.item])?;
    keep_occurrences(tx, ctx, &known.item, &arrival.parts, &arrival.occurrences)?;
    forget_words(tx, ctx, known.item.as_str(), known.search_key)?;
    let entry = search_entry(&ctx.tenant, &item, known.search_key);
    Ok(Stored::Changed(known.item, entry))
}

/// Erases the object that lay at the place; answers its item.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    place: &Place,
) -> Result<Option<ItemId>> {
    let Some(known) = known_at(tx, ctx, account, place)? else { return Ok(None) };
    erase_item(tx, ctx, known.item.as_str(), known.search_key)?;
    tx.execute("DELETE FROM items WHERE tenant = $1 AND id = $2", values![&ctx.tenant, &known.item])?;
    let sql = "UPDATE accounts SET items = items - 1 WHERE tenant = $1 AND id = $2 AND items > 0";
    tx.execute(sql, values![&ctx.tenant, account])?;
    Ok(Some(known.item))
}

struct Known {
    item: ItemId,
    search_key: i64,
    raw: Option<String>,
}

fn known_at(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, place: &Place) -> Result<Option<Known>> {
    let row = tx.first(
        "SELECT i.id, i.search_key, i.raw FROM events e JOIN items i ON i.tenant = e.tenant AND i.id = e.item_id \
         WHERE e.tenant = $1 AND e.account_id = $2 AND e.calendar = $3 AND e.place_key = $4",
        values![&ctx.tenant, account, &place.folder, &place.key],
    )?;
    row.map(|mut row| Ok(Known { item: row.id()?, search_key: row.int()?, raw: row.optional_text()? }))
        .transpose()
}

/// An item row is one for all kinds; a calendar object is known by its place and not by its bytes.
fn as_arrival(arrival: &EventArrival) -> crate::Arrival {
    crate::Arrival {
        item: arrival.item.clone(),
        place: arrival.place.clone(),
        flags: domain::source::Flags { seen: true, ..Default::default() },
        content_hash: format!("{}\n{}", arrival.place.folder, arrival.place.key),
        bank_details: Vec::new(),
    }
}

fn insert(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, arrival: &EventArrival) -> Result<()> {
    tx.execute(
        "INSERT INTO events (tenant, item_id, account_id, calendar, place_key, uid, etag, parts, expanded_to) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            &ctx.tenant,
            &arrival.item.id,
            account,
            &arrival.place.folder,
            &arrival.place.key,
            uid(arrival),
            arrival.etag.as_ref(),
            as_json(&arrival.parts),
            arrival.expanded_to
        ],
    )?;
    Ok(())
}

fn update_item(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &Item) -> Result<()> {
    let (name, address, key) = sender_columns(item);
    tx.execute(
        "UPDATE items SET subject = $3, from_name = $4, from_address = $5, from_key = $6, head = $7, raw = $8, \
         size = $9 WHERE tenant = $1 AND id = $2",
        values![
            &ctx.tenant,
            &item.id,
            item.subject.as_ref(),
            name,
            address,
            key,
            as_json(&head_of(item)),
            item.raw.as_ref(),
            item.size
        ],
    )?;
    tx.execute(
        "UPDATE item_contents SET text = $3, links = $4 WHERE tenant = $1 AND item_id = $2",
        values![&ctx.tenant, &item.id, &item.text, as_json(&item.links)],
    )?;
    Ok(())
}

fn uid(arrival: &EventArrival) -> &str {
    arrival.parts.first().map_or("", |master| master.uid.as_str())
}
