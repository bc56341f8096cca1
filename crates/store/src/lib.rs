//! SQLite and Postgres behind one API: journal, ledger, items, leases, audit rows, search, migrations.
//! One call is one whole operation in one transaction; nobody else has SQL, and no caller holds a transaction.

mod accounts;
mod accounts_removal;
mod activity;
mod audit_log;
mod backend;
mod crash;
mod cursor;
mod dialect;
mod effects;
mod error;
mod events;
mod idempotency;
mod items;
mod migrations;
mod people;
mod proposals;
mod records;
mod runs;
mod settings;
mod signals;
mod tenants;

pub use error::StoreError;
pub use records::*;

use backend::{Queues, Tx, call};
use domain::TenantCtx;
use error::Result;
use std::sync::Arc;

/// A handle that is cheap to clone.
#[derive(Clone)]
pub struct Store {
    queues: Arc<Queues>,
}

impl Store {
    /// Opens the database and migrates it forward. A newer or damaged one is refused with a sentence that
    /// names it and says what to do.
    pub async fn open(config: StoreConfig) -> Result<Store> {
        Ok(Self { queues: Arc::new(Queues::open(config).await?) })
    }

    /// Reads the whole database and says so if it is damaged; Postgres looks after its own files.
    pub async fn verify(&self) -> Result<()> {
        self.read_any(|tx| tx.verify()).await
    }

    /// Finishes what was asked before and folds the write-ahead log; clones of this handle are closed too.
    pub async fn close(self) {
        self.queues.close().await;
    }

    /// One operation that writes for one tenant.
    async fn write<T, E>(
        &self,
        ctx: &TenantCtx,
        operation: impl Fn(&mut Tx<'_>, &TenantCtx) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let ctx = ctx.clone();
        let tenant = ctx.tenant.clone();
        crash::point();
        let written = call(Some(&tenant), |job| self.queues.write(job), move |tx| operation(tx, &ctx)).await;
        crash::point();
        written
    }

    /// One operation that reads for one tenant, from one snapshot.
    async fn read<T: Send + 'static>(
        &self,
        ctx: &TenantCtx,
        operation: impl Fn(&mut Tx<'_>, &TenantCtx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let ctx = ctx.clone();
        call(None, |job| self.queues.read(job), move |tx| operation(tx, &ctx)).await
    }

    /// One operation that writes across tenants: claims, expiry, set-up.
    async fn write_any<T: Send + 'static>(
        &self,
        operation: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        crash::point();
        let written = call(None, |job| self.queues.write(job), operation).await;
        crash::point();
        written
    }

    async fn read_any<T: Send + 'static>(
        &self,
        operation: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        call(None, |job| self.queues.read(job), operation).await
    }
}
