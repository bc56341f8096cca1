//! A data folder of one's own beside the log of the servers that ran on it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

/// How much of the log a failure shows.
const TAIL: usize = 6_000;

/// Lives as long as its last clone.
#[derive(Clone)]
pub struct Home(Arc<Inner>);

struct Inner {
    folder: TempDir,
    data: PathBuf,
}

impl Home {
    pub fn new() -> Home {
        let folder = TempDir::with_prefix("factotum-e2e-").unwrap();
        let data = folder.path().join("data");
        Home(Arc::new(Inner { folder, data }))
    }

    /// With the data folder elsewhere, on a disk of its own.
    pub fn with_data(data: &Path) -> Home {
        let folder = TempDir::with_prefix("factotum-e2e-").unwrap();
        Home(Arc::new(Inner { folder, data: data.to_owned() }))
    }

    pub fn data(&self) -> &Path {
        &self.0.data
    }

    /// A place for other files of the scenario.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.folder.path().join(name)
    }

    pub fn log_path(&self) -> PathBuf {
        self.file("stderr")
    }

    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    pub fn log_tail(&self) -> String {
        let log = self.log();
        let start = log.ceil_char_boundary(log.len().saturating_sub(TAIL));
        format!("the server's log ends with:\n{}", &log[start..])
    }
}
