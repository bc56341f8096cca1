//! Retry: the user sends a failed effect on its way again, with the same id and Message-ID.

use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use store::StoreError;

use super::Gate;
use crate::GateError;

impl Gate {
    /// Also hurries an effect that waits for its next try by itself.
    pub async fn retry(&self, ctx: &TenantCtx, id: &ProposalId) -> Result<Proposal, GateError> {
        let proposal = self.store.proposal(ctx, id).await?.ok_or(GateError::NotFound)?;
        let effect = proposal.effect;
        let waits_after_error = effect.state == EffectState::Approved && effect.error.is_some();
        if effect.state != EffectState::Failed && !waits_after_error {
            return Err(GateError::NotFailed(effect.state));
        }
        let from = [EffectState::Failed, EffectState::Approved];
        match self
            .store
            .user_transition(ctx, &effect.id, &from, EffectState::Approved, self.clock.now())
            .await
        {
            Ok(proposal) => Ok(proposal),
            Err(StoreError::WrongState(state)) => Err(GateError::NotFailed(state)),
            Err(error) => Err(error.into()),
        }
    }
}
