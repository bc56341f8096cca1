//! Undo: in the window the effect never starts; after it, a compensation is a ledgered effect of its own.

use domain::{EffectState, Proposal, ProposalId, TenantCtx};
use store::StoreError;

use super::{EffectDraft, Gate};
use crate::GateError;

impl Gate {
    pub async fn undo(&self, ctx: &TenantCtx, id: &ProposalId) -> Result<Proposal, GateError> {
        let proposal = self.store.proposal(ctx, id).await?.ok_or(GateError::NotFound)?;
        let effect = &proposal.effect;
        match effect.state {
            EffectState::Approved => {
                let now = self.clock.now();
                match self
                    .store
                    .user_transition(ctx, &effect.id, &[EffectState::Approved], EffectState::Undone, now)
                    .await
                {
                    Ok(proposal) => Ok(proposal),
                    Err(StoreError::WrongState(state)) => Err(GateError::CannotUndo(state)),
                    Err(error) => Err(error.into()),
                }
            }
            EffectState::Succeeded => {
                let compensation = self
                    .toolbox
                    .tool(effect.kind())
                    .and_then(|tool| tool.undo(effect))
                    .ok_or(GateError::CannotUndo(EffectState::Succeeded))?;
                let mut draft = EffectDraft::by_user(compensation);
                draft.item_id = effect.item_id.clone();
                draft.undoes = Some(effect.id.clone());
                // Derived, so that pressing Undo twice compensates once.
                draft.id = Some(ProposalId::new(format!("{id}-undo")));
                self.submit_own(ctx, draft).await?;
                self.store.proposal(ctx, id).await?.ok_or(GateError::NotFound)
            }
            state => Err(GateError::CannotUndo(state)),
        }
    }
}
