//! What happens by time alone: proposals expire.

use bus::Topic;
use std::time::Duration;

use crate::Engine;

const EVERY: Duration = Duration::from_secs(1);

impl Engine {
    pub(crate) async fn keep_time(&self) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = self.drained() => return,
            }
            match self.inner.store.expire_due(self.inner.clock.now()).await {
                Ok(0) => {}
                Ok(_) => {
                    for tenant in self.inner.store.tenants().await.unwrap_or_default() {
                        self.inner.bus.wake(&tenant, Topic::Runs);
                        self.inner.bus.wake(&tenant, Topic::Activity);
                    }
                }
                Err(error) => tracing::error!(code = error.code(), %error, "expiry could not be looked at"),
            }
        }
    }
}
