//! Draft → proposal: resolved target, exact content, risk, digest. Stores nothing.

use domain::insight::Verdict;
use domain::policy::{SourceFacts, assess};
use domain::ports::Refusal;
use domain::proposal::{Origin, Preview, PreviewTarget, Risk, Status};
use domain::{
    Effect, EffectId, EffectState, GroupId, Item, ItemId, Label, Payload, Proposal, ProposalId, RunId,
    TenantCtx, digest,
};
use store::NewProposal;

use super::Gate;
use crate::{GateError, known, resolve};

/// An effect that somebody would like to happen.
#[derive(Clone, Debug)]
pub struct EffectDraft {
    pub payload: Payload,
    pub origin: Origin,
    pub reason: String,
    pub item_id: Option<ItemId>,
    pub run_id: Option<RunId>,
    pub group: Option<GroupId>,
    pub undoes: Option<EffectId>,
    /// Chosen by the caller where a repeated request must meet the same row.
    pub id: Option<ProposalId>,
}

impl EffectDraft {
    pub fn by_user(payload: Payload) -> Self {
        Self { origin: Origin::User, ..Self::by_agent(payload, String::new()) }
    }

    pub fn by_agent(payload: Payload, reason: String) -> Self {
        let item_id = payload.item().cloned();
        Self {
            payload,
            origin: Origin::Agent,
            reason,
            item_id,
            run_id: None,
            group: None,
            undoes: None,
            id: None,
        }
    }
}

impl Gate {
    /// `pending` for an agent's draft, `approved` for the user's own and for follow-up steps.
    /// With `reject_dangerous` an agent's high-risk draft is rejected by itself.
    pub async fn prepare(
        &self,
        ctx: &TenantCtx,
        draft: EffectDraft,
        reject_dangerous: bool,
    ) -> Result<NewProposal, GateError> {
        let mut proposal = self.describe(ctx, draft, None).await?;
        if proposal.origin == Origin::User {
            self.approve_at_once(&mut proposal);
        } else if reject_dangerous && proposal.risk == Risk::High {
            proposal.status = Status::Rejected;
            proposal.effect.state = EffectState::Rejected;
        }
        Ok(NewProposal { proposal })
    }

    pub(super) async fn describe(
        &self,
        ctx: &TenantCtx,
        draft: EffectDraft,
        earlier: Option<&[PreviewTarget]>,
    ) -> Result<Proposal, GateError> {
        let kind = draft.payload.kind();
        let tool = self.toolbox.tool(kind).ok_or_else(|| no_tool(&draft.payload))?;
        let (facts, item) = resolve::facts(&self.store, ctx, &draft.payload, draft.item_id.as_ref()).await?;
        let plan = tool.plan(&draft.payload, &facts)?;
        let payload = plan.payload.unwrap_or(draft.payload);
        let targets =
            known::targets(&self.store, ctx, plan.targets, draft.origin, item.as_ref(), earlier).await?;
        let source = if draft.origin == Origin::User && earlier.is_none() {
            SourceFacts::default()
        } else {
            source_facts(item.as_ref())
        };
        let (risk, warnings) = assess(&payload, &targets, source);
        let digest = digest::of_proposal(&payload, &plan.resolved, &targets);
        let now = self.clock.now();
        let id = draft.id.unwrap_or_else(|| ProposalId::new(self.clock.new_id()));
        // One id for both: one effect is one write, and one proposal is about one effect.
        let effect_id = EffectId::new(id.as_str());
        Ok(Proposal {
            id,
            origin: draft.origin,
            status: Status::Pending,
            digest,
            risk,
            reason: draft.reason,
            preview: Preview { title: plan.title, text: plan.text, targets, warnings },
            labels: labels(draft.origin, item.as_ref()),
            group: draft.group,
            item_id: draft.item_id.clone(),
            run_id: draft.run_id.clone(),
            created_at: now,
            expires_at: now + self.config.proposal_ttl,
            effect: Effect {
                id: effect_id,
                payload,
                target: plan.resolved,
                state: EffectState::Proposed,
                run_id: draft.run_id,
                item_id: draft.item_id,
                undoes: draft.undoes,
                epoch: 0,
                attempts: 0,
                not_before: None,
                undo_until: None,
                approved_at: None,
                started_at: None,
                error: None,
            },
        })
    }

    /// The user's own word needs no second approval; the undo window holds all the same.
    pub(super) fn approve_at_once(&self, proposal: &mut Proposal) {
        let now = self.clock.now();
        let (not_before, undo_until) = self.window(proposal.effect.kind(), now);
        proposal.status = Status::Approved;
        proposal.effect.state = EffectState::Approved;
        proposal.effect.approved_at = Some(now);
        proposal.effect.not_before = Some(not_before);
        proposal.effect.undo_until = undo_until;
    }
}

fn labels(origin: Origin, item: Option<&Item>) -> Label {
    match (origin, item) {
        (Origin::Agent, Some(item)) => Label::of_item(&item.id, item.integrity),
        _ => Label::trusted(),
    }
}

/// A source that the safety agent has not judged counts as suspicious, never as safe.
fn source_facts(item: Option<&Item>) -> SourceFacts {
    let Some(item) = item else { return SourceFacts::default() };
    match item.insight.as_ref().and_then(|insight| insight.safety.as_ref()) {
        Some(safety) => {
            SourceFacts { verdict: safety.verdict, changed_bank_detail: safety.changed_bank_detail }
        }
        None => SourceFacts { verdict: Verdict::Suspicious, changed_bank_detail: false },
    }
}

fn no_tool(payload: &Payload) -> Refusal {
    Refusal { code: "unknown_kind", detail: format!("Nothing here can carry out {}.", payload.kind()) }
}
