//! Proposals with their effects: submitted, decided, replaced, withdrawn, expired, overtaken, listed.

mod decide;
mod expiry;
mod list;
mod overtaken;
mod replace;
mod row;
pub(crate) mod submit;
mod transition;
mod withdraw;

pub(crate) use overtaken::overtaken_by;
pub(crate) use row::{Stored, load, load_effect, save};
pub(crate) use transition::{Because, transition};
pub(crate) use withdraw::withdraw_because;

use crate::backend::values;
use crate::error::Result;
use crate::{NewProposal, Store};
use domain::{Proposal, ProposalId, TenantCtx};
use jiff::Timestamp;

impl Store {
    /// As given, pending or already approved; a proposal id that exists answers the stored one.
    pub async fn submit(
        &self,
        ctx: &TenantCtx,
        proposals: Vec<NewProposal>,
        at: Timestamp,
    ) -> Result<Vec<Proposal>> {
        self.write(ctx, move |tx, ctx| proposals.iter().map(|new| submit::submit(tx, ctx, new, at)).collect())
            .await
    }

    pub async fn proposal(&self, ctx: &TenantCtx, id: &ProposalId) -> Result<Option<Proposal>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| Ok(load(tx, ctx, &id)?.map(|stored| stored.proposal))).await
    }

    /// Replies that wait for a decision.
    pub async fn open_replies(&self, ctx: &TenantCtx) -> Result<u64> {
        self.read(ctx, |tx, ctx| {
            let count = tx.number(
                "SELECT COUNT(*) FROM proposals WHERE tenant = $1 AND status = 'pending' AND origin = 'agent' \
                 AND kind IN ('send_email', 'create_email_draft') AND item_id IS NOT NULL",
                values![&ctx.tenant],
            )?;
            Ok(u64::try_from(count).unwrap_or(0))
        })
        .await
    }
}
