//! Runs: ask for one, list, look, stop.

use protocol::Page;
use protocol::runs::{Execute, Run, RunStarted};
use serde::Serialize;

use crate::{Client, ClientError};

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageFilter {
    /// 1 to 200.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

impl Client {
    pub async fn execute(&self, wanted: &Execute) -> Result<RunStarted, ClientError> {
        self.post(&["api", "orchestrator", "execute"], wanted).await
    }

    pub async fn runs(&self, filter: &PageFilter) -> Result<Page<Run>, ClientError> {
        self.get_with(&["api", "orchestrator", "runs"], filter).await
    }

    /// With its journal.
    pub async fn run(&self, id: &str) -> Result<Run, ClientError> {
        self.get(&["api", "orchestrator", "runs", id]).await
    }

    pub async fn stop_run(&self, id: &str) -> Result<Run, ClientError> {
        self.post(&["api", "orchestrator", "runs", id, "stop"], &serde_json::json!({})).await
    }
}
