//! Wake-ups in process: "something may have changed, look again". Never the truth about anything: a
//! subscriber reads what changed from the store.

use domain::TenantId;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::Notify;

/// What may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A run has input to handle.
    Runs,
    /// An effect can be attempted, or was stopped or resumed.
    Effects,
    /// The tenant's activity has new events.
    Activity,
    /// An account is to be synchronised.
    Sync,
}

/// Wakes subscribers; cheap to clone.
#[derive(Clone, Default)]
pub struct Bus {
    hub: Arc<Hub>,
}

/// One listener of one topic. Wake-ups that arrive while it is busy are merged, so it can neither lag nor
/// fill the memory.
pub struct Subscription {
    slot: Arc<Slot>,
}

impl Bus {
    pub fn new() -> Self {
        Self::default()
    }

    /// Wakes all subscribers of the topic that listen to this tenant. Call it after the commit.
    pub fn wake(&self, tenant: &TenantId, topic: Topic) {
        self.hub.slots().retain(|slot| match slot.upgrade() {
            Some(slot) => {
                if slot.topic == topic && slot.tenant.as_ref().is_none_or(|only| only == tenant) {
                    slot.wake(tenant);
                }
                true
            }
            None => false,
        });
    }

    /// Listens for all tenants. Read the store once after subscribing: what happened before is not told.
    pub fn subscribe(&self, topic: Topic) -> Subscription {
        self.add(topic, None)
    }

    /// Listens for one tenant.
    pub fn subscribe_tenant(&self, tenant: &TenantId, topic: Topic) -> Subscription {
        self.add(topic, Some(tenant.clone()))
    }

    fn add(&self, topic: Topic, tenant: Option<TenantId>) -> Subscription {
        let slot = Arc::new(Slot { topic, tenant, state: Mutex::default(), notify: Notify::new() });
        let mut slots = self.hub.slots();
        slots.retain(|slot| slot.strong_count() > 0);
        slots.push(Arc::downgrade(&slot));
        Subscription { slot }
    }
}

impl std::fmt::Debug for Bus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bus")
    }
}

impl Subscription {
    /// Waits for the next wake-up and tells the tenants woken since the last one; `None` when the bus is
    /// gone. Dropping the future loses nothing, so it can stand in a `select!`.
    pub async fn recv(&mut self) -> Option<BTreeSet<TenantId>> {
        loop {
            {
                let mut state = self.slot.state();
                if !state.woken.is_empty() {
                    return Some(std::mem::take(&mut state.woken));
                }
                if state.closed {
                    return None;
                }
            }
            // A wake-up between the look above and this line left a permit, so it is not missed.
            self.slot.notify.notified().await;
        }
    }
}

#[derive(Default)]
struct Hub {
    slots: Mutex<Vec<Weak<Slot>>>,
}

struct Slot {
    topic: Topic,
    tenant: Option<TenantId>,
    state: Mutex<State>,
    notify: Notify,
}

#[derive(Default)]
struct State {
    woken: BTreeSet<TenantId>,
    closed: bool,
}

impl Hub {
    fn slots(&self) -> MutexGuard<'_, Vec<Weak<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        for slot in self.slots().iter().filter_map(Weak::upgrade) {
            slot.state().closed = true;
            slot.notify.notify_one();
        }
    }
}

impl Slot {
    fn wake(&self, tenant: &TenantId) {
        let mut state = self.state();
        if !state.woken.contains(tenant) {
            state.woken.insert(tenant.clone());
        }
        drop(state);
        self.notify.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
