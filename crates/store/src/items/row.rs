//! An item's rows: how it is read back from its columns.

use super::words::from_word;
use crate::backend::{Row, Tx, values};
use crate::error::Result;
use crate::events::add_event;
use domain::event::Invitation;
use domain::item::{Attachment, Link, ListHeaders};
use domain::{Address, Insight, Item, ItemId, TenantCtx};
use serde::{Deserialize, Serialize};

/// Of `items i`, in the order in which `read` takes them.
pub(crate) const COLUMNS: &str = "i.id, i.kind, i.account_id, i.thread_id, i.message_id, i.duplicate_of, i.head, \
    i.folders, i.subject, i.from_name, i.from_address, i.received_at, i.sent_at, i.sent_offset, i.unread, i.flagged, \
    i.answered, i.archived, i.outgoing, i.awaiting_reply, i.has_html, i.auth, i.integrity, i.raw, i.size, i.triage, \
    i.safety, i.summary";

/// What lists show and nobody filters by.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(super) in_reply_to: Option<String>,
    pub(super) references: Vec<String>,
    pub(super) reply_to: Option<Address>,
    pub(super) to: Vec<Address>,
    pub(super) cc: Vec<Address>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) list: ListHeaders,
    pub(super) structured: Vec<String>,
    #[serde(default)]
    pub(super) invitations: Vec<Invitation>,
}

/// The whole item, with its text.
pub(super) fn load(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &ItemId) -> Result<Option<Item>> {
    let sql = format!(
        "SELECT {COLUMNS}, c.text, c.links FROM items i \
         LEFT JOIN item_contents c ON c.tenant = i.tenant AND c.item_id = i.id WHERE i.tenant = $1 AND i.id = $2"
    );
    let Some(mut row) = tx.first(&sql, values![&ctx.tenant, id])? else { return Ok(None) };
    let mut item = read(&mut row)?;
    item.text = row.optional_text()?.unwrap_or_default();
    item.links = row.optional_json::<Vec<Link>>()?.unwrap_or_default();
    add_event(tx, ctx, &mut item)?;
    Ok(Some(item))
}

/// Without text and links.
pub(crate) fn read(row: &mut Row) -> Result<Item> {
    let id = row.id()?;
    let kind = row.word(from_word)?;
    let account_id = row.id()?;
    let thread_id = row.optional_id()?;
    let message_id = row.optional_text()?;
    let duplicate_of = row.optional_id()?;
    let head: Head = row.json()?;
    Ok(Item {
        id,
        kind,
        account_id,
        thread_id,
        message_id,
        duplicate_of,
        in_reply_to: head.in_reply_to,
        references: head.references,
        folders: row.json()?,
        subject: row.optional_text()?,
        from: from(row.optional_text()?, row.optional_text()?),
        reply_to: head.reply_to,
        to: head.to,
        cc: head.cc,
        received_at: row.time()?,
        sent_at: row.optional_time()?,
        sent_offset: row.optional_int()?.and_then(|offset| i32::try_from(offset).ok()),
        unread: row.flag()?,
        flagged: row.flag()?,
        answered: row.flag()?,
        archived: row.flag()?,
        outgoing: row.flag()?,
        awaiting_reply: row.flag()?,
        attachments: head.attachments,
        text: String::new(),
        has_html: row.flag()?,
        links: Vec::new(),
        list: head.list,
        auth: row.json()?,
        structured: head.structured,
        integrity: row.word(from_word)?,
        raw: row.optional_id()?,
        size: row.count()?,
        insight: insight(row)?,
        event: None,
        invitations: head.invitations,
    })
}

fn from(name: Option<String>, address: Option<String>) -> Option<Address> {
    address.map(|address| Address { name, address })
}

fn insight(row: &mut Row) -> Result<Option<Insight>> {
    let insight =
        Insight { triage: row.optional_json()?, safety: row.optional_json()?, summary: row.optional_json()? };
    Ok((insight != Insight::default()).then_some(insight))
}
