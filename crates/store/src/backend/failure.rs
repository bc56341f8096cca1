//! Why a statement failed, and whether the whole operation may be tried again.

use crate::error::StoreError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It would fail again.
    Final,
    /// Another transaction was in the way; the operation as a whole may succeed next time.
    Conflict,
    /// The connection is gone.
    Lost,
}

#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    pub(crate) error: StoreError,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self { cause: Cause::Final, error }
    }
}
