//! Verifies senders off the sync path: recent mail first, and the safety agent looks again where it matters.

use domain::TenantCtx;
use domain::item::AuthResult;
use domain::run::Intent;
use futures::StreamExt;
use jiff::SignedDuration;

use crate::Engine;

/// Older mail is not worth the DNS questions.
const RECENT: SignedDuration = SignedDuration::from_hours(14 * 24);
const AT_ONCE: usize = 8;
const BATCH: u32 = 200;

impl Engine {
    pub(crate) async fn authenticate_recent(&self, ctx: &TenantCtx) {
        let since = self.inner.clock.now() - RECENT;
        while !self.is_draining() {
            let waiting = match self.inner.store.unauthenticated(ctx, since, BATCH).await {
                Ok(waiting) if !waiting.is_empty() => waiting,
                Ok(_) => return,
                Err(error) => return tracing::error!(code = error.code(), "senders could not be looked up"),
            };
            let checked = futures::stream::iter(waiting)
                .map(|(item, blob)| async move {
                    let auth = match self.inner.content.read(ctx, &blob).await {
                        Ok(raw) => self.inner.authenticator.authenticate(&raw).await,
                        Err(_) => Default::default(),
                    };
                    let told = auth.dkim != AuthResult::Unknown || auth.dmarc != AuthResult::Unknown;
                    match self.inner.store.set_authentication(ctx, &item, &auth).await {
                        Ok(()) => Ok(told.then_some(item)),
                        Err(error) => Err(error),
                    }
                })
                .buffer_unordered(AT_ONCE)
                .collect::<Vec<_>>()
                .await;
            let mut again = Vec::new();
            for result in checked {
                match result {
                    Ok(item) => again.extend(item),
                    // Not marked as tried: asking on would go round for ever.
                    Err(error) => {
                        return tracing::error!(code = error.code(), "a verdict on a sender was not stored");
                    }
                }
            }
            if !again.is_empty()
                && let Err(error) =
                    self.request(ctx, Intent::RecheckSafety, Vec::new(), again, serde_json::json!({})).await
            {
                tracing::error!(code = error.code(), "the safety agent could not be asked again");
            }
        }
    }
}
