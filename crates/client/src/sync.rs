//! Syncs: ask for one, see how each account stands.

use protocol::Page;
use protocol::runs::RunStarted;
use protocol::sync::{Refresh, SyncState};

use crate::{Client, ClientError};

impl Client {
    /// Syncs one account, or all.
    pub async fn refresh_inbox(&self, account_id: Option<&str>) -> Result<RunStarted, ClientError> {
        let body = Refresh { account_id: account_id.map(str::to_owned) };
        self.post(&["api", "sync", "refresh-inbox"], &body).await
    }

    pub async fn sync_status(&self) -> Result<Page<SyncState>, ClientError> {
        self.get(&["api", "sync", "status"]).await
    }
}
