//! Approve and reject: state, expiry, digest and confirmation, then one transaction for all or none.

use domain::proposal::{Risk, Scope, Status};
use domain::{EffectKind, GroupId, Proposal, ProposalId, TenantCtx, digest};
use jiff::{SignedDuration, Timestamp};
use store::{Decision, PageRequest, ProposalQuery};

use super::Gate;
use crate::GateError;

/// What a person sent with the approval.
#[derive(Clone, Debug, Default)]
pub struct Approval {
    pub digest: Option<String>,
    pub scope: Scope,
    pub confirm: bool,
}

impl Gate {
    /// Approves one proposal, or with `Scope::Task` all pending members of its group.
    pub async fn approve(
        &self,
        ctx: &TenantCtx,
        id: &ProposalId,
        approval: Approval,
    ) -> Result<Vec<Proposal>, GateError> {
        let (members, seen) = match self.store.proposal(ctx, id).await? {
            Some(first) => match (&first.group, approval.scope) {
                (Some(group), Scope::Task) => self.group(ctx, group).await?,
                _ => {
                    let seen = first.digest.clone();
                    (vec![first], seen)
                }
            },
            None => self.group(ctx, &GroupId::new(id.as_str())).await?,
        };
        let now = self.clock.now();
        for member in &members {
            check_open(member, now)?;
        }
        match approval.digest {
            None => return Err(GateError::DigestRequired),
            Some(digest) if digest != seen => return Err(GateError::Changed),
            Some(_) => {}
        }
        if let Some(high) = members.iter().find(|m| m.risk == Risk::High && !approval.confirm) {
            let why = high.preview.warnings.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
            return Err(GateError::ConfirmationRequired(why));
        }
        let decisions = members.iter().map(|member| self.approval_of(member, now)).collect();
        Ok(self.store.decide(ctx, decisions, now).await?)
    }

    pub async fn reject(&self, ctx: &TenantCtx, id: &ProposalId) -> Result<Proposal, GateError> {
        let decision = Decision {
            proposal: id.clone(),
            digest: None,
            status: Status::Rejected,
            not_before: None,
            undo_until: None,
        };
        let mut decided = self.store.decide(ctx, vec![decision], self.clock.now()).await?;
        decided.pop().ok_or(GateError::NotFound)
    }

    /// When an approved effect may be claimed, and until when it can be taken back before that.
    pub(super) fn window(&self, kind: EffectKind, now: Timestamp) -> (Timestamp, Option<Timestamp>) {
        let window = if kind.waits_for_undo() { self.config.undo_window } else { SignedDuration::ZERO };
        let not_before = now + window;
        (not_before, (!window.is_zero()).then_some(not_before))
    }

    fn approval_of(&self, proposal: &Proposal, now: Timestamp) -> Decision {
        let (not_before, undo_until) = self.window(proposal.effect.kind(), now);
        Decision {
            proposal: proposal.id.clone(),
            digest: Some(proposal.digest.clone()),
            status: Status::Approved,
            not_before: Some(not_before),
            undo_until,
        }
    }

    async fn group(&self, ctx: &TenantCtx, group: &GroupId) -> Result<(Vec<Proposal>, String), GateError> {
        let query =
            ProposalQuery { group: Some(group.clone()), status: Some(Status::Pending), ..Default::default() };
        let members =
            self.store.proposals(ctx, &query, &PageRequest { limit: 200, cursor: None }).await?.data;
        if members.is_empty() {
            return Err(GateError::NotFound);
        }
        let digests: Vec<_> = members.iter().map(|m| (m.id.clone(), m.digest.clone())).collect();
        Ok((members, digest::of_group(&digests)))
    }
}

fn check_open(proposal: &Proposal, now: Timestamp) -> Result<(), GateError> {
    match proposal.status {
        Status::Pending if proposal.expires_at > now => Ok(()),
        Status::Pending | Status::Expired => Err(GateError::Expired),
        _ => Err(GateError::AlreadyDecided(Box::new(proposal.clone()))),
    }
}
