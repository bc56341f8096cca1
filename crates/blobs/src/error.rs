//! What can go wrong with stored content, each with a stable code.

use domain::BlobId;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    #[error("there is no blob {id}")]
    NotFound { id: BlobId },
    #[error("the stored bytes of blob {id} are damaged; restore the data folder from a backup")]
    Damaged { id: BlobId },
    #[error("the content has {size} bytes, more than the {limit} that are allowed")]
    TooLarge { size: u64, limit: u64 },
    #[error("{} was written with another key; restore the key file that belongs to this data folder", path.display())]
    WrongKey { path: PathBuf },
    #[error("the disk is full; free some space, then it goes on ({})", path.display())]
    DiskFull { path: PathBuf, source: std::io::Error },
    #[error("{} cannot be read or written", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("the program is shutting down")]
    ShuttingDown,
}

impl BlobError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            BlobError::NotFound { .. } => "blob_not_found",
            BlobError::Damaged { .. } => "blob_damaged",
            BlobError::TooLarge { .. } => "too_large",
            BlobError::WrongKey { .. } => "blobs_wrong_key",
            BlobError::DiskFull { .. } => "disk_full",
            BlobError::Io { .. } => "blobs_io",
            BlobError::ShuttingDown => "shutting_down",
        }
    }
}

/// Names the path of a failed file operation.
pub(crate) trait At<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, BlobError>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, BlobError> {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        self.map_err(|source| match source.kind() {
            StorageFull | QuotaExceeded => BlobError::DiskFull { path: path.into(), source },
            _ => BlobError::Io { path: path.into(), source },
        })
    }
}
