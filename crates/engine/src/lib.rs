//! Durable runs: intake, lease, replay, effect attempts, timers. Knows the outside through ports only.

mod ask;
mod authenticate;
mod config;
mod drive;
mod effects;
mod intake;
mod request;
mod sync;
mod timers;
mod watch;
mod worker;

pub use config::{EngineConfig, Parts, Preferences};

use bus::Bus;
use domain::AccountId;
use domain::ports::{Authenticator, Clock, Content, Sources};
use executor::Gate;
use std::collections::HashMap;
use std::sync::Arc;
use store::Store;
use tokio::sync::{Mutex, Notify, watch as signal};

/// Shared by all of its tasks; cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    bus: Bus,
    gate: Arc<Gate>,
    sources: Arc<dyn Sources>,
    content: Arc<dyn Content>,
    authenticator: Arc<dyn Authenticator>,
    agents: Vec<&'static dyn agents::Agent>,
    clock: Arc<dyn Clock>,
    config: EngineConfig,
    worker: String,
    /// One turn an account, so that two runs never read one account at once.
    turns: Mutex<HashMap<AccountId, Arc<Mutex<()>>>>,
    /// Accounts to which an effect has written where no watch looks.
    written: Mutex<HashMap<AccountId, Arc<Notify>>>,
    draining: signal::Sender<bool>,
}

impl Engine {
    pub fn new(parts: Parts) -> Self {
        let worker = parts.clock.new_id();
        let (draining, _) = signal::channel(false);
        let Parts { store, bus, gate, sources, content, authenticator, agents, clock, config } = parts;
        Self {
            inner: Arc::new(Inner {
                store,
                bus,
                gate,
                sources,
                content,
                authenticator,
                agents,
                clock,
                config,
                worker,
                turns: Mutex::default(),
                written: Mutex::default(),
                draining,
            }),
        }
    }

    /// Runs until `drain`; returns when the work in hand is done.
    pub async fn run(&self) {
        tokio::join!(self.work_on_runs(), self.work_on_effects(), self.keep_time(), self.watch_accounts());
    }

    /// Told when an effect has written to the account.
    pub(crate) async fn written_to(&self, account: &AccountId) -> Arc<Notify> {
        self.inner.written.lock().await.entry(account.clone()).or_default().clone()
    }

    /// Asks for a sync of the account now, because something depends on what it says.
    pub async fn look_again(&self, account: &AccountId) {
        self.written_to(account).await.notify_one();
    }

    /// Takes no new work; what is in hand ends or is left to its lease.
    pub fn drain(&self) {
        self.inner.draining.send_replace(true);
    }

    pub(crate) fn is_draining(&self) -> bool {
        *self.inner.draining.borrow()
    }

    pub(crate) async fn drained(&self) {
        let mut draining = self.inner.draining.subscribe();
        // The sender lives as long as the engine, so an error cannot happen before the drain.
        let _ = draining.wait_for(|draining| *draining).await;
    }
}
