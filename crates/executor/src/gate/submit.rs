//! The user's own effects, and the steps that follow from an effect that was approved.

use domain::proposal::Origin;
use domain::{Effect, Payload, Proposal, TenantCtx};
use store::NewProposal;

use super::{EffectDraft, Gate};
use crate::GateError;

impl Gate {
    /// Submits one effect in the user's name: approved by being asked for.
    pub async fn submit_own(&self, ctx: &TenantCtx, draft: EffectDraft) -> Result<Proposal, GateError> {
        debug_assert_eq!(draft.origin, Origin::User);
        let prepared = self.prepare(ctx, draft, false).await?;
        let stored = self.store.submit(ctx, vec![prepared], self.clock.now()).await?;
        stored.into_iter().next().ok_or(GateError::NotFound)
    }

    /// The next ledgered step of an effect, under the decision that let the first one through.
    pub(crate) async fn follow_up(
        &self,
        ctx: &TenantCtx,
        effect: &Effect,
        payload: Payload,
    ) -> Result<NewProposal, GateError> {
        let mut draft = EffectDraft::by_user(payload);
        draft.item_id = effect.item_id.clone();
        // Derived, so that a repeated settlement meets the same row.
        draft.id = Some(domain::ProposalId::new(format!("{}-filed", effect.id)));
        self.prepare(ctx, draft, false).await
    }
}
