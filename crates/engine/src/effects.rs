//! Drives effects: claims what is due, attempts several at once, sleeps until the next is due.

use bus::Topic;
use std::time::Duration;
use tokio::task::JoinSet;

use crate::Engine;

const LOOK_AGAIN: Duration = Duration::from_secs(15);

impl Engine {
    pub(crate) async fn work_on_effects(&self) {
        let mut woken = self.inner.bus.subscribe(Topic::Effects);
        let mut at_work = JoinSet::new();
        loop {
            // Once for the whole turn: a drain that begins in the middle of it must end the wait below.
            let is_draining = self.is_draining();
            let room = self.inner.config.effects_at_once.saturating_sub(at_work.len());
            if room > 0 && !is_draining {
                match self.inner.gate.claim(&self.inner.worker, u32::try_from(room).unwrap_or(1)).await {
                    Ok(claimed) => {
                        for effect in claimed {
                            let engine = self.clone();
                            at_work.spawn(async move { engine.attempt(effect).await });
                        }
                    }
                    Err(error) => tracing::error!(code = error.code(), %error, "no effect could be claimed"),
                }
            }
            if is_draining && at_work.is_empty() {
                return;
            }
            let due = self.inner.store.next_effect_due().await.ok().flatten();
            // With all hands busy the next end is what matters.
            let next = if at_work.len() >= self.inner.config.effects_at_once {
                LOOK_AGAIN
            } else {
                self.until(due, LOOK_AGAIN)
            };
            tokio::select! {
                _ = woken.recv() => {}
                Some(_) = at_work.join_next() => {}
                () = tokio::time::sleep(next) => {}
                () = self.drained(), if !is_draining => {}
            }
        }
    }

    async fn attempt(&self, claimed: store::ClaimedEffect) {
        let tenant = claimed.tenant.clone();
        let effect = claimed.effect.id.clone();
        let unwatched = claimed.effect.kind().writes_unwatched();
        let account = claimed.effect.target.account_id.clone().filter(|_| unwatched);
        if let Err(error) = self.inner.gate.attempt(claimed).await {
            tracing::error!(%effect, code = error.code(), %error, "the attempt could not be recorded");
        }
        if let Some(account) = account {
            self.written_to(&account).await.notify_one();
        }
        // A follow-up may be due, the run may go on, and somebody may watch.
        for topic in [Topic::Effects, Topic::Runs, Topic::Activity] {
            self.inner.bus.wake(&tenant, topic);
        }
    }
}
