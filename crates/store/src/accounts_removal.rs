//! Removal of an account: its mail is erased from every table and index, its open proposals are withdrawn.

use crate::Store;
use crate::activity::tell;
use crate::audit_log::record;
use crate::backend::{Tx, values};
use crate::error::{Result, StoreError};
use crate::items::{erase_item, settle};
use crate::proposals::{load, withdraw_because};
use domain::payload::{DeleteDraft, FileSentCopy, Mail, Move, Unsubscribe};
use domain::proposal::Preview;
use domain::{AccountId, BlobId, EffectState, Payload, ProposalId, TenantCtx, ThreadId};
use jiff::Timestamp;
use serde_json::json;

impl Store {
    /// Answers the blobs that nothing refers to any more.
    pub async fn remove_account(&self, ctx: &TenantCtx, id: &AccountId) -> Result<Vec<BlobId>> {
        let id = id.clone();
        let at = Timestamp::now();
        self.write(ctx, move |tx, ctx| remove(tx, ctx, &id, at)).await
    }
}

fn remove(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &AccountId, at: Timestamp) -> Result<Vec<BlobId>> {
    if tx.execute("DELETE FROM accounts WHERE tenant = $1 AND id = $2", values![&ctx.tenant, id])? == 0 {
        return Err(StoreError::NotFound("account"));
    }
    withdraw_proposals(tx, ctx, id, at)?;
    erase_proposal_contents(tx, ctx, id)?;
    let blobs = unused_blobs(tx, ctx, id)?;
    let threads = shared_threads(tx, ctx, id)?;
    erase_items(tx, ctx, id)?;
    for thread in &threads {
        settle(tx, ctx, thread)?;
    }
    if let Some(purge) = tx.dialect.purge_search() {
        tx.execute(purge, &[])?;
    }
    tx.scrub_when_done();
    record(tx, ctx, at, "account.removed", "account", id.as_str(), None)?;
    tell(tx, ctx, at, "sync", &json!({ "type": "sync", "id": id, "state": "removed" }))?;
    Ok(blobs)
}

fn withdraw_proposals(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId, at: Timestamp) -> Result<()> {
    let rows = tx.query(
        "SELECT p.id FROM proposals p LEFT JOIN items i ON i.tenant = p.tenant AND i.id = p.item_id \
         WHERE p.tenant = $1 AND p.state IN ('proposed', 'approved', 'claimed') \
         AND (p.account_id = $2 OR i.account_id = $2)",
        values![&ctx.tenant, account],
    )?;
    for mut row in rows {
        let proposal: ProposalId = row.id()?;
        if let Some(mut stored) = load(tx, ctx, &proposal)? {
            withdraw_because(tx, ctx, &mut stored, "account_removed", at)?;
        }
    }
    Ok(())
}

/// What was proposed quotes the mail. Only an attempt under way keeps its words until it is settled.
fn erase_proposal_contents(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId) -> Result<()> {
    let rows = tx.query(
        "SELECT p.id FROM proposals p LEFT JOIN items i ON i.tenant = p.tenant AND i.id = p.item_id \
         WHERE p.tenant = $1 AND p.state <> 'started' AND (p.account_id = $2 OR i.account_id = $2)",
        values![&ctx.tenant, account],
    )?;
    for mut row in rows {
        let id: ProposalId = row.id()?;
        let Some(stored) = load(tx, ctx, &id)? else { continue };
        let proposal = stored.proposal;
        if proposal.effect.state == EffectState::Started {
            continue;
        }
        let target = domain::effect::Target { account_id: Some(account.clone()), ..Default::default() };
        tx.execute(
            "UPDATE proposal_contents SET reason = '', preview = $3, payload = $4, target = $5 \
             WHERE tenant = $1 AND proposal_id = $2",
            values![
                &ctx.tenant,
                &id,
                json!(Preview::default()).to_string(),
                json!(wordless(proposal.effect.payload)).to_string(),
                json!(target).to_string()
            ],
        )?;
    }
    Ok(())
}

fn wordless(payload: Payload) -> Payload {
    match payload {
        Payload::SendEmail(_) => Payload::SendEmail(Mail::default()),
        Payload::CreateEmailDraft(_) => Payload::CreateEmailDraft(Mail::default()),
        Payload::FileSentCopy(copy) => Payload::FileSentCopy(FileSentCopy { mail: Mail::default(), ..copy }),
        Payload::Move(change) => Payload::Move(Move { folder: String::new(), ..change }),
        Payload::Unsubscribe(leave) => Payload::Unsubscribe(Unsubscribe { url: String::new(), ..leave }),
        Payload::DeleteEmailDraft(draft) => {
            Payload::DeleteEmailDraft(DeleteDraft { message_id: String::new(), from: None, ..draft })
        }
        ids @ (Payload::Archive(_) | Payload::Flag(_)) => ids,
    }
}

fn unused_blobs(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId) -> Result<Vec<BlobId>> {
    let rows = tx.query(
        "SELECT DISTINCT raw FROM items WHERE tenant = $1 AND account_id = $2 AND raw IS NOT NULL AND raw NOT IN \
         (SELECT raw FROM items WHERE tenant = $1 AND account_id <> $2 AND raw IS NOT NULL) ORDER BY raw",
        values![&ctx.tenant, account],
    )?;
    rows.into_iter().map(|mut row| row.id()).collect()
}

/// Threads in which mails of other accounts stay behind.
fn shared_threads(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId) -> Result<Vec<ThreadId>> {
    let rows = tx.query(
        "SELECT DISTINCT o.thread_id FROM items o JOIN items i ON i.tenant = o.tenant AND i.thread_id = o.thread_id \
         WHERE o.tenant = $1 AND o.account_id <> $2 AND i.account_id = $2",
        values![&ctx.tenant, account],
    )?;
    rows.into_iter().map(|mut row| row.id()).collect()
}

fn erase_items(tx: &mut Tx<'_>, ctx: &TenantCtx, account: &AccountId) -> Result<()> {
    let rows = tx.query(
        "SELECT id, search_key FROM items WHERE tenant = $1 AND account_id = $2",
        values![&ctx.tenant, account],
    )?;
    for mut row in rows {
        let (item, key) = (row.text()?, row.int()?);
        erase_item(tx, ctx, &item, key)?;
    }
    tx.execute("DELETE FROM items WHERE tenant = $1 AND account_id = $2", values![&ctx.tenant, account])?;
    tx.execute(
        "DELETE FROM thread_links WHERE tenant = $1 AND NOT EXISTS (SELECT 1 FROM items i \
         WHERE i.tenant = thread_links.tenant AND i.thread_id = thread_links.thread_id)",
        values![&ctx.tenant],
    )?;
    Ok(())
}
