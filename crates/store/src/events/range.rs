//! What takes place within a range, the latest start first.

use super::expand::LONGEST_COMMON;
use crate::backend::{Row, Tx, Value, values};
use crate::error::Result;
use crate::items::{COLUMNS, read_item};
use crate::{EventQuery, Page, PageRequest, Store};
use domain::{Item, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// Each occurrence is its item with `event` set to the part that takes place then.
    pub async fn events(
        &self,
        ctx: &TenantCtx,
        query: &EventQuery,
        page: &PageRequest,
    ) -> Result<Page<Item>> {
        let (query, page) = (query.clone(), page.clone());
        self.read(ctx, move |tx, ctx| range(tx, ctx, &query, &page)).await
    }
}

fn range(tx: &mut Tx<'_>, ctx: &TenantCtx, query: &EventQuery, page: &PageRequest) -> Result<Page<Item>> {
    let earliest = query.from.checked_sub(LONGEST_COMMON).unwrap_or(Timestamp::MIN);
    let mut values: Vec<Value<'static>> =
        values![ctx.tenant.to_string(), query.from, query.to, earliest].to_vec();
    let mut also = String::new();
    if let Some(account) = &query.account_id {
        values.push(account.to_string().into());
        also += &format!(" AND e.account_id = ${}", values.len());
    }
    if let Some(calendar) = &query.calendar {
        values.push(calendar.clone().into());
        also += &format!(" AND e.calendar = ${}", values.len());
    }
    if query.busy {
        also += " AND o.is_busy = 1";
    }
    if let Some((start, item)) = page.after()? {
        values.push(start.into());
        let start = values.len();
        values.push(item.into());
        also += &format!(" AND (o.starts_at, o.item_id) < (${start}, ${})", values.len());
    }
    values.push(page.rows().into());
    let rows = values.len();
    let branch = |bounds: &str| {
        format!(
            "SELECT o.starts_at AS starts_at, o.item_id AS item_id, o.ends_at, o.recurrence_id, o.part, e.parts, \
             {COLUMNS} FROM occurrences o JOIN events e ON e.tenant = o.tenant AND e.item_id = o.item_id \
             JOIN items i ON i.tenant = o.tenant AND i.id = o.item_id \
             WHERE o.tenant = $1 AND o.starts_at < $3 AND {bounds} AND (o.ends_at > $2 OR o.starts_at >= $2){also}"
        )
    };
    // An event of no length counts at its start.
    let sql = format!(
        "{} UNION ALL {} ORDER BY starts_at DESC, item_id DESC LIMIT ${rows}",
        branch("o.is_long = 0 AND o.starts_at >= $4"),
        branch("o.is_long = 1")
    );
    let found = tx.query(&sql, &values)?.into_iter().map(occurrence).collect::<Result<Vec<_>>>()?;
    let cut = Page::cut(found, page, |(start, item)| (*start, item.id.to_string()));
    Ok(Page { data: cut.data.into_iter().map(|(_, item)| item).collect(), next: cut.next })
}

fn occurrence(mut row: Row) -> Result<(i64, Item)> {
    let start = row.time()?;
    let _item = row.text()?;
    let end: Timestamp = row.time()?;
    let recurrence = row.text()?;
    let part = row.count()? as usize;
    let mut parts: Vec<domain::Event> = row.json()?;
    let mut item = read_item(&mut row)?;
    if !parts.is_empty() {
        let mut event = parts.swap_remove(if part < parts.len() { part } else { 0 });
        (event.start, event.end) = (start, end);
        event.recurrence_id = (!recurrence.is_empty()).then_some(recurrence);
        item.subject = Some(event.summary.clone());
        item.event = Some(Box::new(event));
    }
    Ok((start.as_microsecond(), item))
}
