//! Runs, journals and stream events as the contract shows them.

use domain::run::{Run, RunEvent};
use protocol::runs as wire;
use store::{JournalEntry, RunRow};

pub fn run(row: RunRow, with_journal: bool) -> wire::Run {
    let state = Run::fold(row.events.iter().map(|entry| &entry.event));
    wire::Run {
        id: row.id.to_string(),
        intent: row.intent.to_string(),
        status: row.status.to_string(),
        parent_id: row.parent.map(|id| id.to_string()),
        agents: state
            .agents
            .into_iter()
            .map(|agent| wire::Agent {
                name: agent.name,
                status: agent.status.to_string(),
                error: agent.error,
                answered_by: agent.answered_by,
            })
            .collect(),
        started_at: row.started_at,
        ended_at: row.ended_at,
        journal: with_journal.then(|| row.events.iter().map(entry).collect()),
    }
}

pub fn entry(entry: &JournalEntry) -> wire::JournalEntry {
    let event = serde_json::to_value(&entry.event).unwrap_or_default();
    wire::JournalEntry { seq: entry.seq, at: entry.at, event }
}

/// The stream's topic of a journal entry, and its subject's id.
pub fn topic(run: &str, event: &RunEvent) -> (&'static str, String) {
    match event {
        RunEvent::AgentAnswered { agent, .. } | RunEvent::AgentFailed { agent, .. } => {
            ("agent", agent.clone())
        }
        RunEvent::ProposalMade { proposal, .. } | RunEvent::ProposalDecided { proposal, .. } => {
            ("proposal", proposal.to_string())
        }
        RunEvent::EffectSettled { proposal, .. } => ("effect", proposal.to_string()),
        RunEvent::AccountSynced { account, .. } | RunEvent::AccountFailed { account, .. } => {
            ("sync", account.to_string())
        }
        RunEvent::Requested { .. }
        | RunEvent::DraftRefused { .. }
        | RunEvent::Stopped
        | RunEvent::Finished { .. } => ("run", run.to_owned()),
    }
}
