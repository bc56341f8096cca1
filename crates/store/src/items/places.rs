//! Where copies of items lie, and what follows from it: folders, unread, flagged, archived.

use crate::backend::{Tx, values};
use crate::error::Result;
use domain::item::Place;
use domain::source::Flags;
use domain::{AccountId, ItemId, TenantCtx};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A copy that an effect put there; the next sync tells its key. Control characters are in no provider's key.
const EXPECTED: &str = "\u{1}expected:";
/// A copy whose key the provider declared void; it counts until the sync that reads the folder anew has ended,
/// or mails would look deleted in between.
const VOID: &str = "\u{1}void:";

pub(super) fn shown_key(key: String) -> String {
    if key.starts_with('\u{1}') { String::new() } else { key }
}

pub(super) fn is_inbox(folder: &str) -> bool {
    folder.eq_ignore_ascii_case("INBOX")
}

/// Another copy of a known item, which may be one that was awaited; answers the item that lay at this place
/// before, if it was another.
pub(super) fn add_copy(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    item: (&ItemId, Timestamp),
    place: &Place,
    flags: Flags,
) -> Result<Option<ItemId>> {
    for awaited in [EXPECTED, VOID] {
        remove(tx, ctx, account, &place.folder, &format!("{awaited}{}", item.0))?;
    }
    add_place(tx, ctx, account, item, place, flags)
}

/// Adds a copy; answers the item that lay at this place before, if it was another.
pub(crate) fn add_place(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    (item, received_at): (&ItemId, Timestamp),
    place: &Place,
    flags: Flags,
) -> Result<Option<ItemId>> {
    let before = item_at(tx, ctx, account, place)?.filter(|before| before != item);
    tx.execute(
        "INSERT INTO places (tenant, account_id, folder, place_key, item_id, received_at, seen, flagged) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, account_id, folder, place_key) DO UPDATE \
         SET item_id = excluded.item_id, received_at = excluded.received_at, seen = excluded.seen, \
         flagged = excluded.flagged",
        values![
            &ctx.tenant,
            account,
            &place.folder,
            &place.key,
            item,
            received_at,
            flags.seen,
            flags.flagged
        ],
    )?;
    Ok(before)
}

/// New flags of the copy at a place; answers its item.
pub(super) fn flag_place(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    place: &Place,
    flags: Flags,
) -> Result<Option<ItemId>> {
    let Some(item) = item_at(tx, ctx, account, place)? else { return Ok(None) };
    tx.execute(
        "UPDATE places SET seen = $5, flagged = $6 \
         WHERE tenant = $1 AND account_id = $2 AND folder = $3 AND place_key = $4",
        values![&ctx.tenant, account, &place.folder, &place.key, flags.seen, flags.flagged],
    )?;
    Ok(Some(item))
}

/// The copy at a place is gone; answers its item.
pub(super) fn remove_place(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    place: &Place,
) -> Result<Option<ItemId>> {
    let item = item_at(tx, ctx, account, place)?;
    if item.is_some() {
        remove(tx, ctx, account, &place.folder, &place.key)?;
    }
    Ok(item)
}

/// All keys of the folder are void; the copies count until the sync has ended.
pub(super) fn void_folder(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, folder: &str) -> Result<()> {
    let sql = "SELECT item_id, MAX(received_at), MAX(seen), MAX(flagged) FROM places \
               WHERE tenant = $1 AND account_id = $2 AND folder = $3 GROUP BY item_id";
    let rows = tx.query(sql, values![&ctx.tenant, account, folder])?;
    let sql = "DELETE FROM places WHERE tenant = $1 AND account_id = $2 AND folder = $3";
    tx.execute(sql, values![&ctx.tenant, account, folder])?;
    for mut row in rows {
        let (item, received_at): (ItemId, _) = (row.id()?, row.time()?);
        let flags = Flags { seen: row.flag()?, flagged: row.flag()?, answered: false };
        let place = Place { folder: folder.to_owned(), key: format!("{VOID}{item}") };
        add_place(tx, ctx, account, (&item, received_at), &place, flags)?;
    }
    Ok(())
}

/// Copies whose void keys the ended sync did not renew are gone.
pub(crate) fn drop_void_places(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId) -> Result<()> {
    let rows = tx.query(
        "SELECT folder, place_key, item_id FROM places \
         WHERE tenant = $1 AND account_id = $2 AND place_key >= $3 AND place_key < $4",
        values![&ctx.tenant, account, VOID, "\u{1}voie"],
    )?;
    for mut row in rows {
        let (folder, key, item): (String, String, ItemId) = (row.text()?, row.text()?, row.id()?);
        remove(tx, ctx, account, &folder, &key)?;
        refresh(tx, ctx, &item, false)?;
    }
    Ok(())
}

/// Replaces all copies by one in `folder`, whose key is not known yet. A sync that was faster and has seen it there
/// knows more, and what it has yet to see comes with the next one.
pub(super) fn expect_in(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    item: (&ItemId, Timestamp),
    folder: &str,
    flags: Flags,
) -> Result<()> {
    let seen_there = tx.exists(
        "SELECT 1 FROM places WHERE tenant = $1 AND item_id = $2 AND account_id = $3 AND folder = $4 \
         AND NOT (place_key >= $5 AND place_key < $6) LIMIT 1",
        values![&ctx.tenant, item.0, account, folder, "\u{1}", "\u{2}"],
    )?;
    if seen_there {
        return Ok(());
    }
    tx.execute("DELETE FROM places WHERE tenant = $1 AND item_id = $2", values![&ctx.tenant, item.0])?;
    let place = Place { folder: folder.to_owned(), key: format!("{EXPECTED}{}", item.0) };
    add_place(tx, ctx, account, item, &place, flags).map(drop)
}

/// Replaces all copies by the one at `place`, which the provider told.
pub(super) fn now_at(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    item: (&ItemId, Timestamp),
    place: &Place,
    flags: Flags,
) -> Result<()> {
    tx.execute("DELETE FROM places WHERE tenant = $1 AND item_id = $2", values![&ctx.tenant, item.0])?;
    add_place(tx, ctx, account, item, place, flags).map(drop)
}

pub(crate) fn folders_of(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &ItemId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT folder FROM places WHERE tenant = $1 AND item_id = $2 ORDER BY folder";
    tx.query(sql, values![&ctx.tenant, item])?.into_iter().map(|mut row| row.text()).collect()
}

/// Brings an item in line with its places: read or flagged in one copy is read or flagged. Without any
/// place it keeps its flags. Answers whether anything changed.
pub(super) fn refresh(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &ItemId, answered: bool) -> Result<bool> {
    let sql = "SELECT folder, MAX(seen), MAX(flagged) FROM places WHERE tenant = $1 AND item_id = $2 GROUP BY folder";
    let mut folders = BTreeMap::new();
    let (mut seen, mut flagged) = (false, false);
    for mut row in tx.query(sql, values![&ctx.tenant, item])? {
        let folder = row.text()?;
        let is_inbox = is_inbox(&folder);
        folders.insert(folder, is_inbox);
        seen |= row.flag()?;
        flagged |= row.flag()?;
    }
    let in_inbox = folders.values().any(|inbox| *inbox);
    let shown = serde_json::json!(folders.keys().collect::<Vec<_>>()).to_string();
    let changed = if folders.is_empty() {
        tx.execute(
            "UPDATE items SET folders = $3, archived = 1 - outgoing \
             WHERE tenant = $1 AND id = $2 AND (folders <> $3 OR archived <> 1 - outgoing)",
            values![&ctx.tenant, item, &shown],
        )?
    } else {
        tx.execute(
            "UPDATE items SET folders = $3, unread = $4, flagged = $5, archived = (1 - outgoing) * $6 \
             WHERE tenant = $1 AND id = $2 AND (folders <> $3 OR unread <> $4 OR flagged <> $5 \
             OR archived <> (1 - outgoing) * $6)",
            values![&ctx.tenant, item, &shown, !seen, flagged, !in_inbox],
        )?
    };
    let marked = if answered {
        let sql = "UPDATE items SET answered = 1 WHERE tenant = $1 AND id = $2 AND answered = 0";
        tx.execute(sql, values![&ctx.tenant, item])?
    } else {
        0
    };
    Ok(changed + marked > 0)
}

fn item_at(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, place: &Place) -> Result<Option<ItemId>> {
    let sql = "SELECT item_id FROM places \
               WHERE tenant = $1 AND account_id = $2 AND folder = $3 AND place_key = $4";
    let row = tx.first(sql, values![&ctx.tenant, account, &place.folder, &place.key])?;
    row.map(|mut row| row.id()).transpose()
}

fn remove(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, folder: &str, key: &str) -> Result<u64> {
    let sql = "DELETE FROM places WHERE tenant = $1 AND account_id = $2 AND folder = $3 AND place_key = $4";
    tx.execute(sql, values![&ctx.tenant, account, folder, key])
}
