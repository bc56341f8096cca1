//! Resolve: the user's word on an effect whose outcome nobody could prove.

use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use store::StoreError;

use super::Gate;
use crate::GateError;

impl Gate {
    pub async fn resolve(
        &self,
        ctx: &TenantCtx,
        id: &ProposalId,
        succeeded: bool,
    ) -> Result<Proposal, GateError> {
        let proposal = self.store.proposal(ctx, id).await?.ok_or(GateError::NotFound)?;
        let effect = proposal.effect;
        let to = if succeeded { EffectState::Succeeded } else { EffectState::Failed };
        let now = self.clock.now();
        let resolved =
            match self.store.user_transition(ctx, &effect.id, &[EffectState::Unknown], to, now).await {
                Ok(proposal) => proposal,
                Err(StoreError::WrongState(state)) => return Err(GateError::NotUnknown(state)),
                Err(error) => return Err(error.into()),
            };
        let follow_up = self.toolbox.tool(effect.kind()).and_then(|tool| tool.follow_up(&effect));
        if let (true, Some(payload)) = (succeeded, follow_up) {
            let step = self.follow_up(ctx, &effect, payload).await?;
            self.store.submit(ctx, vec![step], now).await?;
        }
        Ok(resolved)
    }
}
