//! The state of a run: a fold of its events, nothing else.

use super::event::{Intent, RunEvent, RunStatus};
use crate::effect::EffectState;
use crate::ids::{AccountId, ItemId, ProposalId};
use crate::insight::words;
use crate::proposal::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words!(AgentStatus { Waiting = "waiting", Answered = "answered", Failed = "failed" } default Waiting);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentState {
    pub name: String,
    pub status: AgentStatus,
    pub error: Option<String>,
    pub answered_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalState {
    pub status: Status,
    pub state: EffectState,
}

impl ProposalState {
    /// Nothing more will come of it by itself.
    pub fn is_settled(self) -> bool {
        match self.status {
            Status::Pending => false,
            Status::Approved => self.state.is_settled(),
            Status::Rejected | Status::Expired | Status::Withdrawn => true,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub intent: Intent,
    pub items: Vec<ItemId>,
    /// `None` until the account's sync ended, then its error code, if any.
    pub accounts: BTreeMap<AccountId, Option<Result<(), String>>>,
    pub agents: Vec<AgentState>,
    pub proposals: BTreeMap<ProposalId, ProposalState>,
    pub refused: u64,
    pub stopped: bool,
    pub finished: Option<RunStatus>,
}

impl Run {
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a RunEvent>) -> Run {
        let mut run = Run::default();
        for event in events {
            run.apply(event);
        }
        run
    }

    pub fn apply(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Requested { intent, accounts, items } => {
                self.intent = *intent;
                self.items = items.clone();
                self.accounts = accounts.iter().map(|a| (a.clone(), None)).collect();
                self.agents = agents_of(*intent);
            }
            RunEvent::AccountSynced { account, .. } => {
                self.accounts.insert(account.clone(), Some(Ok(())));
            }
            RunEvent::AccountFailed { account, code } => {
                self.accounts.insert(account.clone(), Some(Err(code.clone())));
            }
            RunEvent::AgentAnswered { agent, answered_by, .. } => {
                self.settle(agent, AgentStatus::Answered, None, Some(answered_by.clone()));
            }
            RunEvent::AgentFailed { agent, code } => {
                self.settle(agent, AgentStatus::Failed, Some(code.clone()), None);
            }
            RunEvent::ProposalMade { proposal, .. } => {
                let fresh = ProposalState { status: Status::Pending, state: EffectState::Proposed };
                self.proposals.insert(proposal.clone(), fresh);
            }
            RunEvent::DraftRefused { .. } => self.refused += 1,
            RunEvent::ProposalDecided { proposal, status } => {
                if let Some(entry) = self.proposals.get_mut(proposal) {
                    entry.status = *status;
                }
            }
            RunEvent::EffectSettled { proposal, state } => {
                if let Some(entry) = self.proposals.get_mut(proposal) {
                    entry.state = *state;
                }
            }
            RunEvent::Stopped => self.stopped = true,
            RunEvent::Finished { status } => self.finished = Some(*status),
        }
    }

    pub fn status(&self) -> RunStatus {
        match self.finished {
            Some(status) => status,
            None if super::pending(self).is_empty() => RunStatus::Waiting,
            None => RunStatus::Running,
        }
    }

    fn settle(
        &mut self,
        agent: &str,
        status: AgentStatus,
        error: Option<String>,
        answered_by: Option<String>,
    ) {
        if let Some(entry) = self.agents.iter_mut().find(|a| a.name == agent) {
            *entry = AgentState { name: agent.to_owned(), status, error, answered_by };
        }
    }
}

fn agents_of(intent: Intent) -> Vec<AgentState> {
    let waiting = |name: &&str| AgentState {
        name: (*name).to_owned(),
        status: AgentStatus::Waiting,
        error: None,
        answered_by: None,
    };
    match intent {
        Intent::RefreshInbox => Vec::new(),
        Intent::HandleItems | Intent::HandleItem => super::PHASES.concat().iter().map(waiting).collect(),
        Intent::RecheckSafety => ["safety"].iter().map(waiting).collect(),
        Intent::DraftReply => ["email"].iter().map(waiting).collect(),
    }
}
