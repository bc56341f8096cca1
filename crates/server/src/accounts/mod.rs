//! Accounts: added after every login was checked, opened for reading and for approved writes.

mod add;
mod config;
mod joined;
mod open;
mod secret;
mod servers;
mod trusting;

use connectors::wall::Wall;
use domain::ports::Clock;
use std::sync::Arc;
use store::Store;
use vault::Vault;

pub struct Accounts {
    store: Store,
    vault: Arc<Vault>,
    wall: Arc<Wall>,
    clock: Arc<dyn Clock>,
}

impl Accounts {
    pub fn new(store: Store, vault: Arc<Vault>, wall: Arc<Wall>, clock: Arc<dyn Clock>) -> Self {
        Self { store, vault, wall, clock }
    }
}
