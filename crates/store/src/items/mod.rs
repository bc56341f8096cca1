//! Items: ingest, reading, lists, insights and what changes them.

mod arrival;
mod authentication;
mod counts;
mod ingest;
mod insights;
mod list;
mod patch;
mod places;
mod row;
mod search;
mod surroundings;
mod threads;
mod words;

pub(crate) use arrival::{as_json, head as head_of, insert as insert_item, sender_columns};
pub(crate) use insights::{no_longer_pending, store_insight};
pub(crate) use patch::apply;
pub(crate) use places::{add_place, drop_void_places, folders_of};
pub(crate) use row::{COLUMNS, read as read_item};
pub(crate) use search::{Entry, entry as search_entry, forget_words};
pub(crate) use threads::settle;

use crate::Store;
use crate::backend::{Tx, values};
use crate::error::Result;
use domain::item::Place;
use domain::{Item, ItemId, TenantCtx};

impl Store {
    pub async fn item(&self, ctx: &TenantCtx, id: &ItemId) -> Result<Option<Item>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| row::load(tx, ctx, &id)).await
    }

    /// In the order asked; what is missing is left out.
    pub async fn items_by_id(&self, ctx: &TenantCtx, ids: &[ItemId]) -> Result<Vec<Item>> {
        let ids = ids.to_vec();
        self.read(ctx, move |tx, ctx| {
            ids.iter().filter_map(|id| row::load(tx, ctx, id).transpose()).collect()
        })
        .await
    }

    /// A key is empty where the provider has not told it yet (a move that the next sync confirms).
    pub async fn item_places(&self, ctx: &TenantCtx, id: &ItemId) -> Result<Vec<Place>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| {
            let sql = "SELECT folder, place_key FROM places WHERE tenant = $1 AND item_id = $2 ORDER BY folder, place_key";
            let rows = tx.query(sql, values![&ctx.tenant, &id])?;
            rows.into_iter()
                .map(|mut row| Ok(Place { folder: row.text()?, key: places::shown_key(row.text()?) }))
                .collect()
        })
        .await
    }
}

/// All that is kept of an item beside its row.
pub(crate) fn erase_item(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &str, search_key: i64) -> Result<()> {
    forget_words(tx, ctx, item, search_key)?;
    for table in ["item_contents", "places", "recipients", "bank_details", "events", "occurrences"] {
        let sql = format!("DELETE FROM {table} WHERE tenant = $1 AND item_id = $2");
        tx.execute(&sql, values![&ctx.tenant, item])?;
    }
    Ok(())
}
