//! The user's own effects: approved by being asked for.

use protocol::effects::NewEffect;
use protocol::proposals::Proposal;

use crate::{Client, ClientError};

impl Client {
    pub async fn submit_effect(&self, effect: &NewEffect) -> Result<Proposal, ClientError> {
        self.post(&["api", "effects"], effect).await
    }
}
