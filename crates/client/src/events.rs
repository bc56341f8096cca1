//! The two streams: a run's journal and the tenant's activity.

use crate::stream::{EventStream, From};
use crate::{Client, ClientError};

impl Client {
    /// Everything that happens to the tenant; never ends by itself.
    pub async fn events(&self, from: From) -> Result<EventStream, ClientError> {
        EventStream::open(self.clone(), self.url(&["api", "events"], &()), from, false).await
    }

    /// One run's journal; ends with the run.
    pub async fn run_events(&self, id: &str, from: From) -> Result<EventStream, ClientError> {
        let url = self.url(&["api", "orchestrator", "runs", id, "events"], &());
        EventStream::open(self.clone(), url, from, true).await
    }
}
