//! Preference signals: what the user decided, about what. Append-only; the words stay elsewhere.

use crate::backend::{Tx, values};
use crate::error::Result;
use domain::proposal::Origin;
use domain::signal::SignalKind;
use domain::{EffectKind, Proposal, TenantCtx};
use jiff::Timestamp;

pub(crate) fn signal(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    kind: SignalKind,
    proposal: &Proposal,
    at: Timestamp,
) -> Result<()> {
    let books = tx.books(ctx.tenant.as_str())?;
    books.signal_seq += 1;
    let seq = books.signal_seq;
    let effect_kind = proposal.effect.kind().as_str();
    tx.execute(
        "INSERT INTO signals (tenant, seq, at, kind, effect_kind, proposal_id, item_id, actor, persona) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![
            &ctx.tenant,
            seq,
            at,
            kind.as_str(),
            effect_kind,
            &proposal.id,
            proposal.item_id.as_ref(),
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    Ok(())
}

/// What the user's own effect says about an item, where it says something.
pub(crate) fn of_own_effect(proposal: &Proposal) -> Option<SignalKind> {
    if proposal.origin != Origin::User || proposal.item_id.is_none() {
        return None;
    }
    match proposal.effect.kind() {
        EffectKind::Archive => Some(SignalKind::Archived),
        EffectKind::Flag => Some(SignalKind::Flagged),
        EffectKind::Unsubscribe => Some(SignalKind::Unsubscribed),
        EffectKind::SendEmail => Some(SignalKind::Replied),
        _ => None,
    }
}
