//! Claims runs and drives several at once; sleeps until the bus or the next wake time says so.

use bus::Topic;
use std::time::Duration;
use tokio::task::JoinSet;

use crate::Engine;

/// Without any wake-up: the bus is a hint, the store is the truth.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

impl Engine {
    pub(crate) async fn work_on_runs(&self) {
        let mut woken = self.inner.bus.subscribe(Topic::Runs);
        let mut at_work = JoinSet::new();
        loop {
            // Once for the whole turn: a drain that begins in the middle of it must end the wait below.
            let is_draining = self.is_draining();
            while at_work.len() < self.inner.config.runs_at_once && !is_draining {
                let now = self.inner.clock.now();
                let lease_until = now + self.inner.config.lease;
                match self.inner.store.claim_run(&self.inner.worker, now, lease_until).await {
                    Ok(Some(claimed)) => {
                        let engine = self.clone();
                        at_work.spawn(async move { engine.drive(claimed).await });
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::error!(code = error.code(), %error, "no run could be claimed");
                        break;
                    }
                }
            }
            if is_draining && at_work.is_empty() {
                return;
            }
            let next = self.until(self.inner.store.next_run_wake().await.ok().flatten(), LOOK_AGAIN);
            tokio::select! {
                _ = woken.recv() => {}
                Some(_) = at_work.join_next() => {}
                () = tokio::time::sleep(next) => {}
                () = self.drained(), if !is_draining => {}
            }
        }
    }

    /// How long until `at`, at most `longest`.
    pub(crate) fn until(&self, at: Option<jiff::Timestamp>, longest: Duration) -> Duration {
        let Some(at) = at else { return longest };
        let left = at.duration_since(self.inner.clock.now());
        Duration::try_from(left).unwrap_or(Duration::ZERO).clamp(Duration::from_millis(1), longest)
    }
}
