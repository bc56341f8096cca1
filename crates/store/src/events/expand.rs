//! Occurrences: kept as far as they were expanded, and further when a range asks for more.

use crate::backend::{Tx, values};
use crate::error::Result;
use crate::{Store, StoredEvent};
use domain::event::{Event, EventStatus, Occurrence};
use domain::{ItemId, TenantCtx};
use jiff::{SignedDuration, Timestamp};

/// Whatever lasts longer is found apart, so that a range looks back no further than this.
pub(super) const LONGEST_COMMON: SignedDuration = SignedDuration::from_hours(24 * 31);

impl Store {
    /// Objects that repeat beyond `until` and were not expanded so far; a grammar can, and `extend_event` keeps it.
    pub async fn events_to_expand(&self, ctx: &TenantCtx, until: Timestamp) -> Result<Vec<StoredEvent>> {
        self.read(ctx, move |tx, ctx| {
            let sql = format!("{} WHERE e.tenant = $1 AND e.expanded_to < $2", super::find::SELECT);
            let rows = tx.query(&sql, values![&ctx.tenant, until])?;
            rows.into_iter().map(super::find::read).collect()
        })
        .await
    }

    /// Adds what the grammar found; an object that was changed meanwhile is left alone.
    pub async fn extend_event(
        &self,
        ctx: &TenantCtx,
        event: StoredEvent,
        occurrences: Vec<Occurrence>,
        expanded_to: Option<Timestamp>,
    ) -> Result<()> {
        self.write(ctx, move |tx, ctx| {
            let updated = tx.execute(
                "UPDATE events SET expanded_to = $4 WHERE tenant = $1 AND item_id = $2 AND expanded_to = $3",
                values![&ctx.tenant, &event.item, event.expanded_to, expanded_to],
            )?;
            if updated == 1 {
                keep_occurrences(tx, ctx, &event.item, &event.parts, &occurrences)?;
            }
            Ok(())
        })
        .await
    }
}

pub(super) fn keep_occurrences(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    item: &ItemId,
    parts: &[Event],
    occurrences: &[Occurrence],
) -> Result<()> {
    for occurrence in occurrences {
        let part = parts.get(occurrence.of).or(parts.first());
        let is_busy = part.is_some_and(|part| !part.transparent && part.status != EventStatus::Cancelled);
        let is_long = occurrence.end.duration_since(occurrence.start) > LONGEST_COMMON;
        tx.execute(
            "INSERT INTO occurrences (tenant, item_id, starts_at, recurrence_id, ends_at, part, all_day, is_busy, \
             is_long) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (tenant, item_id, starts_at, recurrence_id) DO NOTHING",
            values![
                &ctx.tenant,
                item,
                occurrence.start,
                occurrence.recurrence_id.as_deref().unwrap_or_default(),
                occurrence.end,
                occurrence.of as u64,
                occurrence.all_day,
                is_busy,
                is_long
            ],
        )?;
    }
    Ok(())
}
