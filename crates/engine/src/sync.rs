//! One sync of one account: open, read the changes, record how it ended, withdraw what is overtaken.

use bus::Topic;
use domain::effect::EffectError;
use domain::run::Input;
use domain::source::SourceError;
use domain::{AccountId, TenantCtx};
use std::time::Duration;
use store::{ClaimedRun, StoreError};

use crate::Engine;
use crate::intake::Intake;

impl Engine {
    pub(crate) async fn sync_account(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        account: &AccountId,
    ) -> Input {
        let _turn = self.turn(account).await;
        let beat = self.keep_lease(ctx, claimed);
        let synced = tokio::select! {
            synced = self.read_changes(ctx, claimed, account) => synced,
            () = beat => Err(SourceError::NotStored("Another worker took over the run.".into())),
            () = self.drained() => Err(SourceError::Unavailable("The server is shutting down.".into())),
        };
        let error =
            synced.as_ref().err().map(|e| EffectError { code: e.code().into(), detail: e.to_string() });
        let ended = self.inner.store.sync_ended(ctx, account, error, self.inner.clock.now()).await;
        // A sync that broke off may have seen a mail leave one folder and not yet come into the other.
        let withdrawn = match &synced {
            Ok(_) => self.withdraw_overtaken(ctx, account).await,
            Err(_) => Ok(()),
        };
        if let Err(error) = ended.and(withdrawn) {
            tracing::error!(%account, code = error.code(), "the end of the sync could not be recorded");
        }
        self.inner.bus.wake(&ctx.tenant, Topic::Activity);
        match synced {
            Ok((arrived, changed)) => Input::AccountSynced { account: account.clone(), arrived, changed },
            Err(error) => {
                tracing::warn!(%account, code = error.code(), "the sync did not end: {error}");
                Input::AccountFailed { account: account.clone(), code: error.code().to_owned() }
            }
        }
    }

    async fn read_changes(
        &self,
        ctx: &TenantCtx,
        claimed: &ClaimedRun,
        id: &AccountId,
    ) -> Result<(u64, u64), SourceError> {
        let unstored = |e: StoreError| SourceError::NotStored(e.to_string());
        let account = self.inner.store.account(ctx, id).await.map_err(unstored)?;
        let account = account.ok_or_else(|| SourceError::Unavailable("The account was removed.".into()))?;
        self.inner.store.sync_began(ctx, id, self.inner.clock.now()).await.map_err(unstored)?;
        self.inner.bus.wake(&ctx.tenant, Topic::Activity);
        let source = self.inner.sources.open(ctx, id).await?;
        let own = account.address.to_lowercase();
        let mut intake = Intake {
            engine: self,
            ctx,
            account: id,
            own,
            parent: claimed.row.id.clone(),
            cursor: account.cursor.clone(),
            arrived: 0,
            changed: 0,
        };
        let reached = source.sync(account.cursor, &mut intake).await?;
        intake.reached(reached).await?;
        Ok((intake.arrived, intake.changed))
    }

    /// A proposal whose reason is gone is taken back by the sync that noticed.
    async fn withdraw_overtaken(&self, ctx: &TenantCtx, account: &AccountId) -> Result<(), StoreError> {
        for gone in self.inner.store.overtaken(ctx, account).await? {
            self.inner.store.withdraw(ctx, &gone.proposal, gone.code, self.inner.clock.now()).await?;
        }
        Ok(())
    }

    /// Ends only when the lease is lost.
    async fn keep_lease(&self, ctx: &TenantCtx, claimed: &ClaimedRun) {
        let lease = self.inner.config.lease;
        let every = Duration::try_from(lease / 3).unwrap_or(Duration::from_secs(10));
        loop {
            tokio::time::sleep(every).await;
            let until = self.inner.clock.now() + lease;
            let kept = self.inner.store.extend_run_lease(ctx, &claimed.row.id, claimed.epoch, until).await;
            if matches!(kept, Err(StoreError::Fenced)) {
                return;
            }
        }
    }

    /// Waits until no other run reads this account; the turn ends with the value.
    async fn turn(&self, account: &AccountId) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = self.inner.turns.lock().await.entry(account.clone()).or_default().clone();
        turn.lock_owned().await
    }
}
