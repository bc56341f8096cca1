//! Stop everything, and go on.

use protocol::settings::{Stop, Stopped};

use crate::{Client, ClientError};

impl Client {
    pub async fn stopped(&self) -> Result<Stopped, ClientError> {
        self.get(&["api", "stop"]).await
    }

    pub async fn stop(&self, resume: bool) -> Result<Stopped, ClientError> {
        self.post(&["api", "stop"], &Stop { resume }).await
    }
}
