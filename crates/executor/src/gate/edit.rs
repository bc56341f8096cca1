//! Edit: a new proposal takes the place of the old one, which is withdrawn.

use domain::proposal::Status;
use domain::{EffectState, Payload, Proposal, ProposalId, TenantCtx};
use store::NewProposal;

use super::{EffectDraft, Gate};
use crate::GateError;

impl Gate {
    /// `payload` is the whole new payload, of the same kind.
    pub async fn edit(
        &self,
        ctx: &TenantCtx,
        id: &ProposalId,
        payload: Payload,
    ) -> Result<Proposal, GateError> {
        let old = self.store.proposal(ctx, id).await?.ok_or(GateError::NotFound)?;
        let is_failed = old.status == Status::Approved && old.effect.state == EffectState::Failed;
        if !is_failed && old.status != Status::Pending {
            return Err(GateError::AlreadyDecided(Box::new(old)));
        }
        let draft = EffectDraft {
            payload,
            origin: old.origin,
            reason: old.reason.clone(),
            item_id: old.item_id.clone(),
            run_id: old.run_id.clone(),
            group: old.group.clone(),
            undoes: None,
            id: None,
        };
        let proposal = self.describe(ctx, draft, Some(&old.preview.targets)).await?;
        Ok(self.store.replace(ctx, id, NewProposal { proposal }, self.clock.now()).await?)
    }
}
