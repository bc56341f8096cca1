//! How a succeeded effect changed an item here, before the next sync confirms it.

use super::places::{expect_in, now_at, refresh};
use crate::ItemPatch;
use crate::backend::{Tx, values};
use crate::error::Result;
use domain::source::Flags;
use domain::{AccountId, ItemId, TenantCtx};
use jiff::Timestamp;

/// An item that was erased meanwhile is left alone.
pub(crate) fn apply(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &ItemId, patch: &ItemPatch) -> Result<()> {
    let sql = "SELECT account_id, received_at, unread, flagged FROM items WHERE tenant = $1 AND id = $2";
    let Some(mut row) = tx.first(sql, values![&ctx.tenant, item])? else { return Ok(()) };
    let (account, received_at): (AccountId, Timestamp) = (row.id()?, row.time()?);
    let unread = patch.unread.unwrap_or(row.flag()?);
    let flagged = patch.flagged.unwrap_or(row.flag()?);
    tx.execute(
        "UPDATE items SET unread = $3, flagged = $4 WHERE tenant = $1 AND id = $2",
        values![&ctx.tenant, item, unread, flagged],
    )?;
    tx.execute(
        "UPDATE places SET seen = $3, flagged = $4 WHERE tenant = $1 AND item_id = $2",
        values![&ctx.tenant, item, !unread, flagged],
    )?;
    if let Some(folder) = &patch.folder {
        let flags = Flags { seen: !unread, flagged, answered: false };
        expect_in(tx, ctx, &account, (item, received_at), folder, flags)?;
    }
    if let Some(place) = &patch.place {
        let flags = Flags { seen: !unread, flagged, answered: false };
        now_at(tx, ctx, &account, (item, received_at), place, flags)?;
    }
    refresh(tx, ctx, item, false)?;
    for (column, value) in [("answered", patch.answered), ("archived", patch.archived)] {
        if let Some(value) = value {
            let sql = format!("UPDATE items SET {column} = $3 WHERE tenant = $1 AND id = $2");
            tx.execute(&sql, values![&ctx.tenant, item, value])?;
        }
    }
    Ok(())
}
