//! One mail on its way in: recognised by its bytes, or stored with all that is found by it later.

use super::places::{add_copy, add_place, is_inbox, refresh};
use super::row::Head;
use super::words::word_of;
use super::{search, threads};
use crate::Arrival;
use crate::backend::{Tx, values};
use crate::error::Result;
use crate::people::{is_contact, make_contact, remember_name, sender_key};
use domain::item::ItemKind;
use domain::{AccountId, Integrity, Item, ItemId, TenantCtx, ThreadId};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What became of an arrival.
pub(super) enum Stored {
    New {
        /// Set where others may be in the thread or the mail is the user's own.
        unsettled: Option<ThreadId>,
        /// To be stored with those of the whole batch.
        entry: search::Entry,
    },
    Copy {
        changed: bool,
    },
}

pub(super) fn store(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    arrival: &Arrival,
    at: Timestamp,
) -> Result<Stored> {
    let known = tx.first(
        "SELECT id, received_at FROM items WHERE tenant = $1 AND account_id = $2 AND content_hash = $3",
        values![&ctx.tenant, account, &arrival.content_hash],
    )?;
    if let Some(mut row) = known {
        let (item, received_at): (ItemId, Timestamp) = (row.id()?, row.time()?);
        let before = add_copy(tx, ctx, account, (&item, received_at), &arrival.place, arrival.flags)?;
        refresh_all(tx, ctx, before)?;
        return Ok(Stored::Copy { changed: refresh(tx, ctx, &item, arrival.flags.answered)? });
    }
    let (unsettled, entry) = insert(tx, ctx, account, arrival, at)?;
    let item = (&arrival.item.id, arrival.item.received_at);
    let before = add_place(tx, ctx, account, item, &arrival.place, arrival.flags)?;
    refresh_all(tx, ctx, before)?;
    Ok(Stored::New { unsettled, entry })
}

fn refresh_all(tx: &mut Tx<'_>, ctx: &TenantCtx, items: Option<ItemId>) -> Result<()> {
    items.iter().try_for_each(|item| refresh(tx, ctx, item, false).map(drop))
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    arrival: &Arrival,
    at: Timestamp,
) -> Result<(Option<ThreadId>, search::Entry)> {
    let item = &arrival.item;
    let duplicate_of = first_with_same_id(tx, ctx, account, item)?;
    let joined = threads::join(tx, ctx, item)?;
    let search_key = search::free_key(tx, item.received_at, item.id.as_str())?;
    let sender = item.from.as_ref();
    let address_key = sender.map(domain::Address::key);
    let proved = sender.is_some_and(|from| item.auth.proves(from.domain()));
    let from_contact = match &address_key {
        Some(key) => is_contact(tx, ctx, key)?,
        None => false,
    };
    let integrity = if proved && from_contact { Integrity::Known } else { Integrity::Untrusted };
    let (name, address, key) = sender_columns(item);
    let is_mail = item.kind == ItemKind::Email;
    let archived = !item.outgoing && !is_inbox(&arrival.place.folder);
    tx.execute(
        "INSERT INTO items (tenant, id, kind, account_id, content_hash, search_key, thread_id, message_id, \
         duplicate_of, received_at, stored_at, sent_at, sent_offset, subject, from_name, from_address, from_key, head, \
         folders, unread, flagged, answered, archived, outgoing, has_html, auth, auth_open, proved, integrity, raw, \
         size, pending, actor, persona) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
         $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)",
        values![
            &ctx.tenant,
            &item.id,
            word_of(&item.kind),
            account,
            &arrival.content_hash,
            search_key,
            &joined.thread,
            item.message_id.as_ref(),
            duplicate_of.as_ref(),
            item.received_at,
            at,
            item.sent_at,
            item.sent_offset.map(i64::from),
            item.subject.as_ref(),
            name,
            address,
            key,
            as_json(&head(item)),
            as_json(&[&arrival.place.folder]),
            !arrival.flags.seen,
            arrival.flags.flagged,
            arrival.flags.answered,
            archived,
            item.outgoing,
            item.has_html,
            as_json(&item.auth),
            is_mail && item.auth.by.is_none() && item.raw.is_some() && !item.outgoing,
            proved,
            word_of(&integrity),
            item.raw.as_ref(),
            item.size,
            is_mail && !item.outgoing,
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    tx.execute(
        "INSERT INTO item_contents (tenant, item_id, text, links) VALUES ($1, $2, $3, $4)",
        values![&ctx.tenant, &item.id, &item.text, as_json(&item.links)],
    )?;
    index_recipients(tx, ctx, item)?;
    if let Some(key) = &address_key {
        remember_bank_details(tx, ctx, arrival, key)?;
        if from_contact {
            remember_name(tx, ctx, key, sender.and_then(|from| from.name.as_deref()))?;
        }
    }
    if item.outgoing {
        for recipient in item.to.iter().chain(&item.cc) {
            make_contact(tx, ctx, recipient, at)?;
        }
    }
    let unsettled = (joined.is_known || item.outgoing).then_some(joined.thread);
    Ok((unsettled, search::entry(&ctx.tenant, item, search_key)))
}

/// The item of this account that used the Message-ID first; it must not hide the new one.
fn first_with_same_id(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    account: &AccountId,
    item: &Item,
) -> Result<Option<ItemId>> {
    let Some(message_id) = &item.message_id else { return Ok(None) };
    let first = tx.first(
        "SELECT id FROM items WHERE tenant = $1 AND message_id = $2 AND account_id = $3 AND duplicate_of IS NULL LIMIT 1",
        values![&ctx.tenant, message_id, account],
    )?;
    first.map(|mut row| row.id()).transpose()
}

fn index_recipients(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &Item) -> Result<()> {
    let keys: BTreeSet<String> = item.to.iter().chain(&item.cc).map(domain::Address::key).collect();
    for key in keys {
        tx.execute(
            "INSERT INTO recipients (tenant, address_key, received_at, item_id) VALUES ($1, $2, $3, $4)",
            values![&ctx.tenant, &key, item.received_at, &item.id],
        )?;
    }
    Ok(())
}

fn remember_bank_details(tx: &mut Tx<'_>, ctx: &TenantCtx, arrival: &Arrival, sender: &str) -> Result<()> {
    for iban in arrival.bank_details.iter().collect::<BTreeSet<_>>() {
        tx.execute(
            "INSERT INTO bank_details (tenant, address_key, item_id, iban) VALUES ($1, $2, $3, $4)",
            values![&ctx.tenant, sender, &arrival.item.id, iban],
        )?;
    }
    Ok(())
}

/// Name, address and the key that finds both a sender and a domain.
pub(crate) fn sender_columns(item: &Item) -> (Option<&String>, Option<&String>, Option<String>) {
    let from = item.from.as_ref();
    let key = from.map(|from| sender_key(&from.address));
    (from.and_then(|from| from.name.as_ref()), from.map(|from| &from.address), key)
}

pub(crate) fn head(item: &Item) -> Head {
    Head {
        in_reply_to: item.in_reply_to.clone(),
        references: item.references.clone(),
        reply_to: item.reply_to.clone(),
        to: item.to.clone(),
        cc: item.cc.clone(),
        attachments: item.attachments.clone(),
        list: item.list.clone(),
        structured: item.structured.clone(),
        invitations: item.invitations.clone(),
    }
}

pub(crate) fn as_json(value: &impl serde::Serialize) -> String {
    // Serialising our own plain structures to memory cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
