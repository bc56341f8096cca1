//! Intake: one batch of a source, with its cursor and the run that looks at what is new, in one transaction.

use super::arrival::{Stored, store};
use super::places::{flag_place, refresh, remove_place, void_folder};
use super::search;
use super::threads::settle;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::{Ingest, IngestReport, Ingested, NewRun, Store, events, runs};
use domain::item::Place;
use domain::run::Intent;
use domain::{AccountId, ItemId, TenantCtx, ThreadId};
use std::collections::BTreeSet;

impl Store {
    /// The same batch again changes nothing and asks for no run.
    pub async fn ingest(&self, ctx: &TenantCtx, ingest: Ingest) -> Result<IngestReport> {
        self.write(ctx, move |tx, ctx| take_in(tx, ctx, &ingest)).await
    }
}

#[derive(Default)]
struct Batch {
    arrived: Vec<ItemId>,
    changed: BTreeSet<ItemId>,
    /// New items that are not the user's own.
    to_handle: Vec<ItemId>,
    threads: BTreeSet<ThreadId>,
    entries: Vec<search::Entry>,
}

fn take_in(tx: &mut Tx<'_>, ctx: &TenantCtx, ingest: &Ingest) -> Result<IngestReport> {
    let account = &ingest.account;
    if !tx.exists("SELECT 1 FROM accounts WHERE tenant = $1 AND id = $2", values![&ctx.tenant, account])? {
        return Err(StoreError::NotFound("account"));
    }
    let mut batch = Batch::default();
    for change in &ingest.changes {
        apply(tx, ctx, ingest, change, &mut batch)?;
    }
    search::store(tx, ctx, batch.entries)?;
    for thread in &batch.threads {
        settle(tx, ctx, thread)?;
    }
    let arrived = batch.arrived.len() as u64;
    tx.execute(
        "UPDATE accounts SET sync_cursor = $3, items = items + $4 WHERE tenant = $1 AND id = $2",
        values![&ctx.tenant, account, &ingest.cursor.0, arrived],
    )?;
    let run = request_run(tx, ctx, ingest, batch.to_handle)?;
    Ok(IngestReport { arrived, changed: batch.changed.len() as u64, run })
}

fn apply(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    ingest: &Ingest,
    change: &Ingested,
    batch: &mut Batch,
) -> Result<()> {
    let account = &ingest.account;
    let touched = match change {
        Ingested::Arrived(arrival) => match store(tx, ctx, account, arrival, ingest.at)? {
            Stored::New { unsettled, entry } => {
                batch.entries.push(entry);
                batch.threads.extend(unsettled);
                batch.arrived.push(arrival.item.id.clone());
                if !arrival.item.outgoing {
                    batch.to_handle.push(arrival.item.id.clone());
                }
                None
            }
            Stored::Copy { changed } => changed.then(|| arrival.item.id.clone()),
        },
        Ingested::Event(arrival) => match events::store(tx, ctx, account, arrival, ingest.at)? {
            events::Stored::New(entry) => {
                batch.entries.push(entry);
                batch.arrived.push(arrival.item.id.clone());
                None
            }
            events::Stored::Changed(id, entry) => {
                batch.entries.push(entry);
                Some(id)
            }
            events::Stored::Same => None,
        },
        Ingested::Flagged { place, flags } => match flag_place(tx, ctx, account, place, *flags)? {
            Some(item) => refresh(tx, ctx, &item, flags.answered)?.then_some(item),
            None => None,
        },
        Ingested::Gone { place } => match events::forget(tx, ctx, account, place)? {
            Some(event) => Some(event),
            None => gone(tx, ctx, account, place)?,
        },
        Ingested::FolderReset { folder } => {
            void_folder(tx, ctx, account, folder)?;
            None
        }
    };
    batch.changed.extend(touched);
    Ok(())
}

fn gone(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, place: &Place) -> Result<Option<ItemId>> {
    match remove_place(tx, ctx, account, place)? {
        Some(item) => Ok(refresh(tx, ctx, &item, false)?.then_some(item)),
        None => Ok(None),
    }
}

fn request_run(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    ingest: &Ingest,
    items: Vec<ItemId>,
) -> Result<Option<domain::RunId>> {
    if items.is_empty() {
        return Ok(None);
    }
    let run = NewRun {
        id: ingest.run.clone(),
        parent: ingest.parent.clone(),
        intent: Intent::HandleItems,
        accounts: Vec::new(),
        items,
        content: serde_json::json!({}),
        at: ingest.at,
    };
    runs::request(tx, ctx, &run)?;
    Ok(Some(run.id))
}
