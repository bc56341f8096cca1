//! Waiting without asking all the time: the server's events wake us, and a slow clock in case none come.

use client::{EventStream, From};
use std::time::Duration;

/// Events are hints; what they hint at is asked for.
const AT_LATEST: Duration = Duration::from_secs(1);
/// A burst of events is one reason to look.
const BREATH: Duration = Duration::from_millis(50);

pub(crate) struct Wakes(Option<EventStream>);

impl Wakes {
    /// Of the whole tenant. Without a stream the clock alone has to do.
    pub(crate) async fn of(client: &client::Client) -> Self {
        Self(client.events(From::Now).await.ok())
    }

    pub(crate) async fn next(&mut self) {
        let Some(stream) = &mut self.0 else { return tokio::time::sleep(AT_LATEST).await };
        match tokio::time::timeout(AT_LATEST, stream.next()).await {
            Ok(Some(Ok(_))) => {
                tokio::time::sleep(BREATH).await;
                // The rest of the burst is already here and would wake us for what we are about to see.
                while let Ok(Some(Ok(_))) = tokio::time::timeout(Duration::ZERO, stream.next()).await {}
            }
            Ok(Some(Err(_)) | None) => self.0 = None,
            Err(_) => {}
        }
    }
}
