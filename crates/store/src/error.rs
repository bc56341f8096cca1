//! What can go wrong in the store, each with a stable code and what to do.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{0}")]
    Unavailable(String),
    /// The database was written by a newer Factotum.
    #[error("{0}")]
    Newer(String),
    #[error("{0}")]
    Damaged(String),
    /// No space left; nothing of the operation was kept.
    #[error("{0}")]
    Full(String),
    /// Another worker owns the run or effect now; the late write was refused.
    #[error("another worker took over")]
    Fenced,
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The ledger's transition table or a state guard forbids it.
    #[error("the effect is {0}")]
    WrongState(domain::EffectState),
    /// The cursor was not made by this list.
    #[error("the cursor does not belong to this list")]
    BadCursor,
    #[error("{0}")]
    Internal(String),
}

pub type Result<T> = std::result::Result<T, StoreError>;

impl StoreError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "store_unavailable",
            Self::Newer(_) => "store_newer",
            Self::Damaged(_) => "store_damaged",
            Self::Full(_) => "disk_full",
            Self::Fenced => "fenced",
            Self::NotFound(_) => "not_found",
            Self::WrongState(_) => "wrong_state",
            Self::BadCursor => "bad_query",
            Self::Internal(_) => "store_internal",
        }
    }
}
