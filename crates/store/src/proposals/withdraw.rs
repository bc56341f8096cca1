//! Withdrawal: the reason for a proposal is gone, or another took its place.

use super::row::{Stored, load};
use super::transition::{Because, transition};
use crate::Store;
use crate::backend::Tx;
use crate::error::Result;
use domain::effect::EffectError;
use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// A pending proposal becomes withdrawn; of an approved one whose effect has not started only the effect
    /// does. `None`: there is none, or it is too late.
    pub async fn withdraw(
        &self,
        ctx: &TenantCtx,
        id: &ProposalId,
        code: &str,
        at: Timestamp,
    ) -> Result<Option<Proposal>> {
        let (id, code) = (id.clone(), code.to_owned());
        self.write(ctx, move |tx, ctx| {
            let Some(mut stored) = load(tx, ctx, &id)? else { return Ok(None) };
            let state = stored.proposal.effect.state;
            if !matches!(state, EffectState::Proposed | EffectState::Approved | EffectState::Claimed) {
                return Ok(None);
            }
            withdraw_because(tx, ctx, &mut stored, &code, at)?;
            Ok(Some(stored.proposal))
        })
        .await
    }
}

pub(crate) fn withdraw_because(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    stored: &mut Stored,
    code: &str,
    at: Timestamp,
) -> Result<()> {
    let detail = match code {
        "answered" => "The thread was answered meanwhile.",
        "deleted" => "The mail is not there any more.",
        "moved" => "The mail was moved meanwhile.",
        "replaced" => "A newer proposal took its place.",
        "edited" => "It was edited; the new version took its place.",
        "account_removed" => "The account was removed.",
        _ => "Its reason is gone.",
    };
    stored.proposal.effect.error = Some(EffectError { code: code.to_owned(), detail: detail.to_owned() });
    transition(tx, ctx, stored, EffectState::Withdrawn, Because::of(at, Some(code)))
}
