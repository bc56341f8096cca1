//! Accounts: connect, list, look, disconnect.

use protocol::Page;
use protocol::accounts::{Account, Folders, NewAccount};
use protocol::sync::SyncState;

use crate::{Client, ClientError};

impl Client {
    pub async fn accounts(&self) -> Result<Page<Account>, ClientError> {
        self.get(&["api", "accounts"]).await
    }

    /// Every login is checked first; a refused one leaves no account behind.
    pub async fn add_account(&self, account: &NewAccount) -> Result<Account, ClientError> {
        self.post(&["api", "accounts"], account).await
    }

    pub async fn remove_account(&self, id: &str) -> Result<Account, ClientError> {
        self.delete(&["api", "accounts", id]).await
    }

    pub async fn account_status(&self, id: &str) -> Result<SyncState, ClientError> {
        self.get(&["api", "accounts", id, "status"]).await
    }

    pub async fn account_folders(&self, id: &str) -> Result<Folders, ClientError> {
        self.get(&["api", "accounts", id, "folders"]).await
    }
}
