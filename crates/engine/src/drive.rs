//! Drives one claimed run: fold, look, command, decide, store; until it waits or has ended.

use bus::Topic;
use domain::TenantCtx;
use domain::run::{Command, Drafted, Input, Run, RunStatus, decide, pending};
use futures::future::join_all;
use store::{ClaimedRun, InsightPart, NewProposal, PageRequest, ProposalQuery, RunStep, StoreError};

use crate::Engine;
use domain::ItemId;

/// What carrying out a command brought: the input for the decision and the rows that belong to it.
pub(crate) struct Brought {
    pub input: Input,
    pub insights: Vec<(ItemId, InsightPart)>,
    pub proposals: Vec<NewProposal>,
}

impl From<Input> for Brought {
    fn from(input: Input) -> Self {
        Self { input, insights: Vec::new(), proposals: Vec::new() }
    }
}

impl Engine {
    pub(crate) async fn drive(&self, claimed: ClaimedRun) {
        let run = claimed.row.id.clone();
        match self.drive_steps(&claimed).await {
            Ok(()) | Err(StoreError::Fenced) => {}
            // The lease ends by itself and the run is claimed again.
            Err(error) => tracing::error!(%run, code = error.code(), %error, "the run was interrupted"),
        }
        self.inner.bus.wake(&claimed.tenant, Topic::Activity);
    }

    async fn drive_steps(&self, claimed: &ClaimedRun) -> Result<(), StoreError> {
        let ctx = TenantCtx::agent(claimed.tenant.clone(), "orchestrator");
        let mut state = Run::fold(claimed.row.events.iter().map(|entry| &entry.event));
        loop {
            let mut brought = self.look_at_proposals(&ctx, claimed, &state).await?;
            if claimed.row.content.get("stop").is_some_and(|stop| stop == true) {
                brought.push(Input::Stop.into());
            }
            let commands =
                if brought.iter().any(|b| b.input == Input::Stop) { Vec::new() } else { pending(&state) };
            brought.extend(
                join_all(commands.iter().map(|command| self.carry_out(&ctx, claimed, command))).await,
            );
            let mut step = RunStep::default();
            let mut next = state.clone();
            if brought.is_empty() {
                brought.push(Input::Woken.into());
            }
            for Brought { input, insights, proposals } in brought {
                let events = decide(&next, &input);
                events.iter().for_each(|event| next.apply(event));
                step.events.extend(events);
                step.insights.extend(insights);
                step.proposals.extend(proposals);
            }
            step.status = next.status();
            step.release = step.status.is_final() || pending(&next).is_empty() || self.is_draining();
            if step.release && step.status == RunStatus::Running {
                // Drained in the middle: the next process goes on at once.
                step.wake_at = Some(self.inner.clock.now());
            }
            let wrote = !step.proposals.is_empty();
            let release = step.release;
            self.inner
                .store
                .append_run(&ctx, &claimed.row.id, claimed.epoch, step, self.inner.clock.now())
                .await?;
            self.inner.bus.wake(&ctx.tenant, Topic::Activity);
            if wrote {
                // One that was rejected by itself, or decided already, is seen by the next look.
                self.inner.bus.wake(&ctx.tenant, Topic::Runs);
            }
            if release {
                return Ok(());
            }
            state = next;
        }
    }

    async fn carry_out(&self, ctx: &TenantCtx, claimed: &ClaimedRun, command: &Command) -> Brought {
        match command {
            Command::SyncAccount { account } => self.sync_account(ctx, claimed, account).await.into(),
            Command::Ask { agent } => self.ask(ctx, claimed, agent).await,
        }
    }

    /// Decisions and effects of this run's proposals since it last looked.
    async fn look_at_proposals(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        state: &Run,
    ) -> Result<Vec<Brought>, StoreError> {
        if state.proposals.values().all(|proposal| proposal.is_settled()) {
            return Ok(Vec::new());
        }
        let query = ProposalQuery { run_id: Some(claimed.row.id.clone()), ..Default::default() };
        let mut page = PageRequest { limit: 200, cursor: None };
        let mut seen = Vec::new();
        loop {
            let found = self.inner.store.proposals(ctx, &query, &page).await?;
            for proposal in found.data {
                let (status, state) = (proposal.status, proposal.effect.state);
                seen.push(Input::ProposalSeen { proposal: proposal.id, status, state }.into());
            }
            match found.next {
                Some(next) => page.cursor = Some(next),
                None => return Ok(seen),
            }
        }
    }
}

/// The journal's word for a proposal that a draft became.
pub(crate) fn proposed(new: &NewProposal) -> Drafted {
    Drafted::Proposed {
        proposal: new.proposal.id.clone(),
        effect: new.proposal.effect.id.clone(),
        kind: new.proposal.effect.kind(),
        item: new.proposal.item_id.clone(),
    }
}
