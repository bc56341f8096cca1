//! A run: the durable execution of agents over some items, folded from its journal.

mod command;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use command::{Command, pending};
pub use decide::{Drafted, Input, decide};
pub use event::{Intent, RunEvent, RunStatus};
pub use state::{AgentState, AgentStatus, ProposalState, Run};

/// The agents that look at new items, in the order of their phases: those of one phase run side by side,
/// and the email agent reads what triage and safety said.
pub const PHASES: &[&[&str]] = &[&["triage", "safety"], &["email"]];
