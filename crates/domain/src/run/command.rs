//! Commands: what a run needs next, derived from its state and never stored.

use super::state::{AgentStatus, Run};
use crate::ids::AccountId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    SyncAccount {
        account: AccountId,
    },
    /// Ask this agent about the run's items. Commands of one answer may be carried out side by side.
    Ask {
        agent: String,
    },
}

/// Empty for a finished run, and for one that waits for decisions or effects.
pub fn pending(run: &Run) -> Vec<Command> {
    if run.finished.is_some() || run.stopped {
        return Vec::new();
    }
    let syncs: Vec<_> = run
        .accounts
        .iter()
        .filter(|(_, done)| done.is_none())
        .map(|(account, _)| Command::SyncAccount { account: account.clone() })
        .collect();
    if !syncs.is_empty() {
        return syncs;
    }
    for phase in super::PHASES {
        let asks: Vec<_> = run
            .agents
            .iter()
            .filter(|a| a.status == AgentStatus::Waiting && phase.contains(&a.name.as_str()))
            .map(|a| Command::Ask { agent: a.name.clone() })
            .collect();
        if !asks.is_empty() {
            return asks;
        }
    }
    Vec::new()
}
