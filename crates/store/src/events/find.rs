//! Calendar objects by their UID and by their item.

use crate::backend::{Row, Tx, values};
use crate::error::Result;
use crate::{Store, StoredEvent};
use domain::item::{ItemKind, Place};
use domain::{Event, Item, ItemId, TenantCtx};

pub(super) const SELECT: &str = "SELECT e.item_id, e.account_id, e.calendar, e.place_key, e.etag, e.parts, i.raw, \
    e.expanded_to FROM events e JOIN items i ON i.tenant = e.tenant AND i.id = e.item_id";

impl Store {
    /// In any calendar of the tenant; several only where the same event lies in several calendars.
    pub async fn events_by_uid(&self, ctx: &TenantCtx, uid: &str) -> Result<Vec<StoredEvent>> {
        let uid = uid.to_owned();
        self.read(ctx, move |tx, ctx| {
            let sql = format!(
                "{SELECT} WHERE e.tenant = $1 AND e.uid = $2 ORDER BY e.account_id, e.calendar, e.place_key"
            );
            tx.query(&sql, values![&ctx.tenant, &uid])?.into_iter().map(read).collect()
        })
        .await
    }

    pub async fn event(&self, ctx: &TenantCtx, item: &ItemId) -> Result<Option<StoredEvent>> {
        let item = item.clone();
        self.read(ctx, move |tx, ctx| {
            let sql = format!("{SELECT} WHERE e.tenant = $1 AND e.item_id = $2");
            tx.first(&sql, values![&ctx.tenant, &item])?.map(read).transpose()
        })
        .await
    }
}

/// What an item of the kind `event` shows beyond its row: the master of its components.
pub(crate) fn add_event(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &mut Item) -> Result<()> {
    if item.kind != ItemKind::Event {
        return Ok(());
    }
    let sql = "SELECT parts FROM events WHERE tenant = $1 AND item_id = $2";
    if let Some(mut row) = tx.first(sql, values![&ctx.tenant, &item.id])? {
        item.event = row.json::<Vec<Event>>()?.into_iter().next().map(Box::new);
    }
    Ok(())
}

pub(super) fn read(mut row: Row) -> Result<StoredEvent> {
    Ok(StoredEvent {
        item: row.id()?,
        account: row.id()?,
        place: Place { folder: row.text()?, key: row.text()? },
        etag: row.optional_text()?,
        parts: row.json()?,
        raw: row.optional_id()?,
        expanded_to: row.optional_time()?,
    })
}
