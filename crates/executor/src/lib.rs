//! The gate and the only hand: what an effect would do, who let it through, its attempts and their proof.

mod attempt;
mod error;
mod gate;
mod known;
mod reconcile;
mod resolve;

pub use error::GateError;
pub use gate::{Approval, EffectDraft, Gate, GateConfig, Parts};
