//! One day.

use protocol::today::Today;

use crate::{Client, ClientError};

impl Client {
    pub async fn today(&self) -> Result<Today, ClientError> {
        self.get(&["api", "today"]).await
    }
}
