//! Why the gate refused, each with the contract's code.

use domain::ports::Refusal;
use domain::{EffectState, Proposal};
use store::{DecisionError, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum GateError {
    #[error("There is no proposal with this id.")]
    NotFound,
    #[error("This proposal was already decided: it is {}.", .0.status)]
    AlreadyDecided(Box<Proposal>),
    #[error("The proposal is not what was seen. Look at it again and name its new digest.")]
    Changed,
    #[error("The proposal expired. Ask for a new one.")]
    Expired,
    #[error("Name the digest of what you saw, so that nothing is approved unseen.")]
    DigestRequired,
    #[error("This is high risk: {0} Confirm it explicitly.")]
    ConfirmationRequired(String),
    #[error("Only a failed effect can be retried; this one is {0}.")]
    NotFailed(EffectState),
    #[error("Only an unknown effect can be resolved; this one is {0}.")]
    NotUnknown(EffectState),
    #[error("It is too late to take this back: the effect is {0}.")]
    CannotUndo(EffectState),
    #[error("{}", .0.detail)]
    Refused(Refusal),
    #[error(transparent)]
    Store(StoreError),
}

impl GateError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::AlreadyDecided(_) => "already_decided",
            Self::Changed => "proposal_changed",
            Self::Expired => "proposal_expired",
            Self::DigestRequired => "digest_required",
            Self::ConfirmationRequired(_) => "confirmation_required",
            Self::NotFailed(_) => "not_failed",
            Self::NotUnknown(_) => "not_unknown",
            Self::CannotUndo(_) => "cannot_undo",
            Self::Refused(refusal) => refusal.code,
            Self::Store(error) => error.code(),
        }
    }
}

impl From<StoreError> for GateError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            other => Self::Store(other),
        }
    }
}

impl From<Refusal> for GateError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DecisionError> for GateError {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::NotFound(_) => Self::NotFound,
            DecisionError::AlreadyDecided(proposal) => Self::AlreadyDecided(proposal),
            DecisionError::Changed(_) => Self::Changed,
            DecisionError::Expired(_) => Self::Expired,
            DecisionError::Store(error) => error.into(),
        }
    }
}
