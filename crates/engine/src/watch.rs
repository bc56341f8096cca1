//! Watches every account: a sync at start, one whenever its source says so, backoff while it is down.

use bus::Topic;
use domain::run::Intent;
use domain::{AccountId, TenantCtx, TenantId};
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};

use crate::Engine;

/// Without a wake-up from the source: at least this often.
const AT_LEAST: Duration = Duration::from_secs(15 * 60);
const FIRST_BACKOFF: Duration = Duration::from_secs(5);
const LONGEST_BACKOFF: Duration = Duration::from_secs(15 * 60);

impl Engine {
    /// Keeps one watcher an account; accounts come and go with `Topic::Sync`.
    pub(crate) async fn watch_accounts(&self) {
        let mut woken = self.inner.bus.subscribe(Topic::Sync);
        let mut watchers = JoinSet::new();
        let mut running: HashMap<AccountId, AbortHandle> = HashMap::new();
        loop {
            let accounts = self.all_accounts().await;
            running.retain(|id, watcher| {
                let keep = accounts.iter().any(|(_, account)| account == id) && !watcher.is_finished();
                if !keep {
                    watcher.abort();
                }
                keep
            });
            for (tenant, account) in accounts {
                if !running.contains_key(&account) {
                    let engine = self.clone();
                    let id = account.clone();
                    let watcher = watchers.spawn(async move { engine.watch_account(tenant, account).await });
                    running.insert(id, watcher);
                }
            }
            tokio::select! {
                _ = woken.recv() => {}
                Some(_) = watchers.join_next() => {}
                () = self.drained() => return,
            }
        }
    }

    async fn all_accounts(&self) -> Vec<(TenantId, AccountId)> {
        let mut all = Vec::new();
        for tenant in self.inner.store.tenants().await.unwrap_or_default() {
            let ctx = TenantCtx::system(tenant.clone());
            let accounts = self.inner.store.accounts(&ctx).await.unwrap_or_default();
            all.extend(accounts.into_iter().map(|account| (tenant.clone(), account.id)));
        }
        all
    }

    async fn watch_account(&self, tenant: TenantId, account: AccountId) {
        let ctx = TenantCtx::system(tenant);
        let mut backoff = FIRST_BACKOFF;
        loop {
            match self.sync_and_wait(&ctx, &account).await {
                Ok(()) => backoff = FIRST_BACKOFF,
                Err(gone) if gone => return,
                Err(_) => {
                    tokio::time::sleep(backoff).await;
                    backoff = (backoff * 2).min(LONGEST_BACKOFF);
                }
            }
        }
    }

    /// `Err(true)` when the account is no more, `Err(false)` when its source is down.
    async fn sync_and_wait(&self, ctx: &TenantCtx, account: &AccountId) -> Result<(), bool> {
        let before = self.inner.store.account(ctx, account).await.map_err(|_| false)?.ok_or(true)?;
        // A sync that runs already may have looked before the news came, unless nothing was known before it.
        if !before.syncing || before.last_synced_at.is_some() {
            self.request(ctx, Intent::RefreshInbox, vec![account.clone()], Vec::new(), serde_json::json!({}))
                .await
                .map_err(|_| false)?;
        }
        self.until_synced(ctx, account, &before).await?;
        let after = self.inner.store.account(ctx, account).await.map_err(|_| false)?.ok_or(true)?;
        if after.error.is_some() {
            return Err(false);
        }
        self.authenticate_recent(ctx).await;
        let source = self.inner.sources.open(ctx, account).await.map_err(|_| false)?;
        let written = self.written_to(account).await;
        let watched = tokio::select! {
            watched = tokio::time::timeout(AT_LEAST, source.watch()) => watched,
            () = written.notified() => Ok(Ok(())),
        };
        match watched {
            Ok(Err(error)) => {
                tracing::warn!(%account, code = error.code(), "the watch broke off: {error}");
                Err(false)
            }
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }

    /// Waits for the end of a sync that began after `before` was read.
    async fn until_synced(
        &self,
        ctx: &TenantCtx,
        account: &AccountId,
        before: &store::Account,
    ) -> Result<(), bool> {
        let mut woken = self.inner.bus.subscribe(Topic::Activity);
        loop {
            let now = self.inner.store.account(ctx, account).await.map_err(|_| false)?.ok_or(true)?;
            let ended = now.last_synced_at > before.last_synced_at || now.failures > before.failures;
            if ended && !now.syncing {
                return Ok(());
            }
            let _ = tokio::time::timeout(Duration::from_secs(5), woken.recv()).await;
        }
    }
}
