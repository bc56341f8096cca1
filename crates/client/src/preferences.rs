//! The caller's own preferences.

use protocol::settings::Preferences;

use crate::{Client, ClientError};

impl Client {
    /// Defaults filled in.
    pub async fn preferences(&self) -> Result<Preferences, ClientError> {
        self.get(&["api", "users", "me", "preferences"]).await
    }

    /// An object of the fields that change; null sets a default again.
    pub async fn set_preferences(&self, change: &serde_json::Value) -> Result<Preferences, ClientError> {
        self.put(&["api", "users", "me", "preferences"], change).await
    }
}
