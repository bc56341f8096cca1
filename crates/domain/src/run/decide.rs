//! The run's decisions: a pure function from state and input to events.

use super::command::pending;
use super::event::{RunEvent, RunStatus};
use super::state::{AgentStatus, Run};
use crate::effect::{EffectKind, EffectState};
use crate::ids::{AccountId, EffectId, ItemId, ProposalId};
use crate::proposal::Status;

/// An outcome that comes back from the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    AccountSynced {
        account: AccountId,
        arrived: u64,
        changed: u64,
    },
    AccountFailed {
        account: AccountId,
        code: String,
    },
    AgentAnswered {
        agent: String,
        answered_by: String,
        items: u64,
        drafts: Vec<Drafted>,
    },
    AgentFailed {
        agent: String,
        code: String,
    },
    /// A proposal of this run as it stands now.
    ProposalSeen {
        proposal: ProposalId,
        status: Status,
        state: EffectState,
    },
    /// Nothing came from outside; look whether anything is left to do.
    Woken,
    Stop,
}

/// What became of an agent's draft at the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drafted {
    Proposed { proposal: ProposalId, effect: EffectId, kind: EffectKind, item: Option<ItemId> },
    Refused { item: Option<ItemId>, code: String },
}

/// Late and repeated inputs give no event; the last open end gives `Finished`.
pub fn decide(run: &Run, input: &Input) -> Vec<RunEvent> {
    if run.finished.is_some() {
        return Vec::new();
    }
    let mut events = facts(run, input);
    let mut next = run.clone();
    events.iter().for_each(|event| next.apply(event));
    if let Some(status) = ended(&next) {
        events.push(RunEvent::Finished { status });
    }
    events
}

fn facts(run: &Run, input: &Input) -> Vec<RunEvent> {
    let is_open = |account: &AccountId| run.accounts.get(account) == Some(&None);
    let is_asked =
        |agent: &str| run.agents.iter().any(|a| a.name == agent && a.status == AgentStatus::Waiting);
    match input {
        Input::AccountSynced { account, arrived, changed } if is_open(account) => {
            vec![RunEvent::AccountSynced { account: account.clone(), arrived: *arrived, changed: *changed }]
        }
        Input::AccountFailed { account, code } if is_open(account) => {
            vec![RunEvent::AccountFailed { account: account.clone(), code: code.clone() }]
        }
        Input::AgentAnswered { agent, answered_by, items, drafts } if is_asked(agent) => {
            let answered = RunEvent::AgentAnswered {
                agent: agent.clone(),
                answered_by: answered_by.clone(),
                items: *items,
            };
            std::iter::once(answered).chain(drafts.iter().map(drafted)).collect()
        }
        Input::AgentFailed { agent, code } if is_asked(agent) => {
            vec![RunEvent::AgentFailed { agent: agent.clone(), code: code.clone() }]
        }
        Input::ProposalSeen { proposal, status, state } => seen(run, proposal, *status, *state),
        Input::Stop if !run.stopped => vec![RunEvent::Stopped],
        _ => Vec::new(),
    }
}

fn drafted(draft: &Drafted) -> RunEvent {
    match draft.clone() {
        Drafted::Proposed { proposal, effect, kind, item } => {
            RunEvent::ProposalMade { proposal, effect, kind, item }
        }
        Drafted::Refused { item, code } => RunEvent::DraftRefused { item, code },
    }
}

fn seen(run: &Run, proposal: &ProposalId, status: Status, state: EffectState) -> Vec<RunEvent> {
    let Some(known) = run.proposals.get(proposal) else { return Vec::new() };
    let mut events = Vec::new();
    if known.status != status {
        events.push(RunEvent::ProposalDecided { proposal: proposal.clone(), status });
    }
    if known.state != state && state.is_settled() {
        events.push(RunEvent::EffectSettled { proposal: proposal.clone(), state });
    }
    events
}

fn ended(run: &Run) -> Option<RunStatus> {
    if run.stopped {
        return Some(RunStatus::Stopped);
    }
    if !pending(run).is_empty() || run.proposals.values().any(|p| !p.is_settled()) {
        return None;
    }
    let failed = run.accounts.values().filter(|a| matches!(a, Some(Err(_)))).count()
        + run.agents.iter().filter(|a| a.status == AgentStatus::Failed).count();
    let parts = run.accounts.len() + run.agents.len();
    let effects_failed =
        run.proposals.values().any(|p| matches!(p.state, EffectState::Failed | EffectState::Unknown));
    Some(match failed {
        0 if run.refused == 0 && !effects_failed => RunStatus::Succeeded,
        n if n == parts && parts > 0 => RunStatus::Failed,
        _ => RunStatus::Partial,
    })
}
