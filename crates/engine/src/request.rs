//! Requests a run: the one way in which the outside and timers start something.

use bus::Topic;
use domain::run::Intent;
use domain::{AccountId, ItemId, RunId, TenantCtx};
use store::{NewRun, StoreError};

use crate::Engine;

impl Engine {
    /// `content` holds the user's words and switches; it stays out of the journal.
    pub async fn request(
        &self,
        ctx: &TenantCtx,
        intent: Intent,
        accounts: Vec<AccountId>,
        items: Vec<ItemId>,
        content: serde_json::Value,
    ) -> Result<RunId, StoreError> {
        let id = RunId::new(self.inner.clock.new_id());
        let at = self.inner.clock.now();
        let run = NewRun { id: id.clone(), parent: None, intent, accounts, items, content, at };
        self.inner.store.request_run(ctx, run).await?;
        self.inner.bus.wake(&ctx.tenant, Topic::Runs);
        self.inner.bus.wake(&ctx.tenant, Topic::Activity);
        Ok(id)
    }

    /// Stops one run; whoever drives it meets the mark at its next step.
    pub async fn stop_run(&self, ctx: &TenantCtx, run: &RunId) -> Result<(), StoreError> {
        self.inner.store.mark_run_stopped(ctx, run, self.inner.clock.now()).await?;
        self.inner.bus.wake(&ctx.tenant, Topic::Runs);
        Ok(())
    }
}
