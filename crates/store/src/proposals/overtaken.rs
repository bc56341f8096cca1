//! Whether the reason for a proposal is gone: the thread was answered, the mail deleted or moved elsewhere.

use super::row::load;
use crate::backend::{Tx, values};
use crate::error::Result;
use crate::items::folders_of;
use crate::{Overtaken, Store};
use domain::proposal::Origin;
use domain::{AccountId, EffectKind, EffectState, ItemId, Proposal, ProposalId, TenantCtx};

impl Store {
    /// Of the proposals about this account's items that wait for a decision or for their turn.
    pub async fn overtaken(&self, ctx: &TenantCtx, account: &AccountId) -> Result<Vec<Overtaken>> {
        let account = account.clone();
        self.read(ctx, move |tx, ctx| {
            let mut found = Vec::new();
            for open in ["p.status = 'pending'", "p.state = 'approved'"] {
                let sql = format!(
                    "SELECT p.id FROM proposals p JOIN items i ON i.tenant = p.tenant AND i.id = p.item_id \
                     WHERE p.tenant = $1 AND {open} AND i.account_id = $2 ORDER BY p.created_at, p.id"
                );
                for mut row in tx.query(&sql, values![&ctx.tenant, &account])? {
                    let id: ProposalId = row.id()?;
                    let Some(stored) = load(tx, ctx, &id)? else { continue };
                    let effect = &stored.proposal.effect;
                    if let Some(code) = overtaken_by(tx, ctx, &stored.proposal)? {
                        found.push(Overtaken {
                            proposal: id,
                            effect: effect.id.clone(),
                            kind: effect.kind(),
                            code,
                        });
                    }
                }
            }
            Ok(found)
        })
        .await
    }
}

/// What has overtaken the proposal, if anything has.
///
/// An answer counts when it became known after the proposal was made: who asks for a reply in an answered
/// thread wants one more. The user's own mails are never held back.
pub(crate) fn overtaken_by(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    proposal: &Proposal,
) -> Result<Option<&'static str>> {
    let Some(item) = &proposal.item_id else { return Ok(None) };
    if proposal.effect.undoes.is_some() {
        // Its reason is the effect that it takes back, and that very effect has moved the mail.
        return Ok(None);
    }
    let kind = proposal.effect.kind();
    let is_reply = matches!(kind, EffectKind::SendEmail | EffectKind::CreateEmailDraft);
    let is_agents = proposal.origin == Origin::Agent;
    if kind.is_internal() || (is_reply && !is_agents) || (kind == EffectKind::Unsubscribe && !is_agents) {
        return Ok(None);
    }
    if is_reply {
        let answered = tx.exists(
            "SELECT 1 FROM items i JOIN items o ON o.tenant = i.tenant AND o.thread_id = i.thread_id \
             WHERE i.tenant = $1 AND i.id = $2 AND o.outgoing = 1 AND o.received_at > i.received_at \
             AND o.stored_at >= $3 LIMIT 1",
            values![&ctx.tenant, item, proposal.created_at],
        )?;
        if answered {
            return Ok(Some("answered"));
        }
    }
    let folders = folders_of(tx, ctx, item)?;
    let places = &proposal.effect.target.places;
    let is_moving = matches!(kind, EffectKind::Archive | EffectKind::Move);
    let code = if folders.is_empty() {
        "deleted"
    } else if is_moving && !places.is_empty() && !places.iter().any(|place| folders.contains(&place.folder)) {
        "moved"
    } else {
        return Ok(None);
    };
    // An attempt that was interrupted may have moved the mail itself: the mailbox knows, and doing it twice is
    // doing it once. And in the middle of a sync, a mail that moves elsewhere is in no folder for a moment.
    if (is_moving && has_started_before(tx, ctx, proposal)?) || is_syncing(tx, ctx, item)? {
        return Ok(None);
    }
    Ok(Some(code))
}

fn has_started_before(tx: &mut Tx<'_>, ctx: &TenantCtx, proposal: &Proposal) -> Result<bool> {
    let sql = "SELECT 1 FROM ledger WHERE tenant = $1 AND effect_id = $2 AND to_state = $3 LIMIT 1";
    tx.exists(sql, values![&ctx.tenant, &proposal.effect.id, EffectState::Started.as_str()])
}

fn is_syncing(tx: &mut Tx<'_>, ctx: &TenantCtx, item: &ItemId) -> Result<bool> {
    let sql = "SELECT 1 FROM items i JOIN accounts a ON a.tenant = i.tenant AND a.id = i.account_id \
               WHERE i.tenant = $1 AND i.id = $2 AND a.syncing = 1 LIMIT 1";
    tx.exists(sql, values![&ctx.tenant, item])
}
