//! Threads by Message-ID, References and In-Reply-To, in whatever order the mails arrive.

use crate::backend::{Tx, values};
use crate::error::Result;
use domain::{Item, ItemId, TenantCtx, ThreadId};
use std::collections::BTreeSet;

/// A mail can name thousands of others; the first and the last ones tell where it belongs.
const FIRST_REFERENCES: usize = 5;
const LAST_REFERENCES: usize = 45;

/// Where a new item belongs.
pub(super) struct Joined {
    pub(super) thread: ThreadId,
    /// Others may be in the thread already.
    pub(super) is_known: bool,
}

/// Finds the thread of a new item by all the Message-IDs that it has and names; where these lead to several
/// threads, they become one.
pub(super) fn join(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &Item) -> Result<Joined> {
    let named = named_messages(item);
    let mut threads = BTreeSet::new();
    let mut unlinked = Vec::new();
    for message in &named {
        let sql = "SELECT thread_id FROM thread_links WHERE tenant = $1 AND message_id = $2";
        match tx.first(sql, values![&ctx.tenant, message])? {
            Some(mut row) => {
                threads.insert(row.id::<ThreadId>()?);
            }
            None => unlinked.push(message),
        }
    }
    let mut threads = threads.into_iter();
    let kept = threads.next();
    let is_known = kept.is_some();
    let fresh = || item.thread_id.clone().unwrap_or_else(|| ThreadId::new(item.id.as_str()));
    let thread = kept.unwrap_or_else(fresh);
    for merged in threads {
        for sql in [
            "UPDATE items SET thread_id = $3 WHERE tenant = $1 AND thread_id = $2",
            "UPDATE thread_links SET thread_id = $3 WHERE tenant = $1 AND thread_id = $2",
        ] {
            tx.execute(sql, values![&ctx.tenant, &merged, &thread])?;
        }
    }
    for message in unlinked {
        let sql = "INSERT INTO thread_links (tenant, message_id, thread_id) VALUES ($1, $2, $3)";
        tx.execute(sql, values![&ctx.tenant, message, &thread])?;
    }
    Ok(Joined { thread, is_known })
}

/// Brings a thread's `answered` and `awaiting_reply` in line with its mails: the user's mail answers all that
/// came before it, and the user's newest awaits a reply until something comes in after it.
pub(crate) fn settle(tx: &mut Tx<'_>, ctx: &TenantCtx, thread: &ThreadId) -> Result<()> {
    let newest = tx.first(
        "SELECT id, received_at FROM items WHERE tenant = $1 AND thread_id = $2 AND outgoing = 1 \
         ORDER BY received_at DESC, id DESC LIMIT 1",
        values![&ctx.tenant, thread],
    )?;
    let Some(mut row) = newest else { return Ok(()) };
    let (newest, sent_at): (ItemId, i64) = (row.id()?, row.int()?);
    let is_answered = tx.exists(
        "SELECT 1 FROM items WHERE tenant = $1 AND thread_id = $2 AND received_at > $3 AND outgoing = 0 LIMIT 1",
        values![&ctx.tenant, thread, sent_at],
    )?;
    let awaiting = if is_answered { "" } else { newest.as_str() };
    tx.execute(
        "UPDATE items SET awaiting_reply = 0 WHERE tenant = $1 AND thread_id = $2 AND awaiting_reply = 1 AND id <> $3",
        values![&ctx.tenant, thread, awaiting],
    )?;
    tx.execute(
        "UPDATE items SET awaiting_reply = 1 WHERE tenant = $1 AND id = $2 AND awaiting_reply = 0",
        values![&ctx.tenant, awaiting],
    )?;
    tx.execute(
        "UPDATE items SET answered = 1 \
         WHERE tenant = $1 AND thread_id = $2 AND received_at <= $3 AND outgoing = 0 AND answered = 0",
        values![&ctx.tenant, thread, sent_at],
    )?;
    Ok(())
}

fn named_messages(item: &Item) -> BTreeSet<&String> {
    let references = &item.references;
    let last = references.len().saturating_sub(LAST_REFERENCES);
    item.message_id
        .iter()
        .chain(&item.in_reply_to)
        .chain(references.iter().take(FIRST_REFERENCES))
        .chain(references.iter().skip(last))
        .filter(|message| !message.trim().is_empty())
        .collect()
}
