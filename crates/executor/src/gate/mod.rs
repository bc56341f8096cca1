//! The gate: drafts become proposals, decisions become authority. One file per verb.

mod decide;
mod edit;
mod prepare;
mod resolve_unknown;
mod retry;
mod submit;
mod undo;

use domain::Mint;
use domain::ports::{Clock, Toolbox};
use jiff::SignedDuration;
use std::sync::Arc;
use store::Store;

pub use decide::Approval;
pub use prepare::EffectDraft;

#[derive(Clone, Copy, Debug)]
pub struct GateConfig {
    /// How long an approved effect without a compensation waits.
    pub undo_window: SignedDuration,
    /// How long a proposal waits for its decision.
    pub proposal_ttl: SignedDuration,
}

/// What the composition root hands to the gate.
pub struct Parts {
    pub store: Store,
    pub toolbox: Arc<dyn Toolbox>,
    pub mint: Mint,
    pub clock: Arc<dyn Clock>,
    pub config: GateConfig,
}

/// Holds the one mint; there is one gate in a process.
pub struct Gate {
    pub(crate) store: Store,
    pub(crate) toolbox: Arc<dyn Toolbox>,
    pub(crate) mint: Mint,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) config: GateConfig,
}

impl Gate {
    pub fn new(parts: Parts) -> Self {
        let Parts { store, toolbox, mint, clock, config } = parts;
        Self { store, toolbox, mint, clock, config }
    }
}
