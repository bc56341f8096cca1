//! What every handler can reach.

use bus::{Bus, Topic};
use domain::TenantCtx;
use domain::ports::{Clock, Content};
use engine::Engine;
use executor::Gate;
use std::sync::Arc;
use store::Store;

use crate::accounts::Accounts;
use crate::idempotency::InFlight;

#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub bus: Bus,
    pub gate: Arc<Gate>,
    pub engine: Engine,
    pub content: Arc<dyn Content>,
    pub accounts: Arc<Accounts>,
    pub clock: Arc<dyn Clock>,
    pub in_flight: InFlight,
    /// Signs audit checkpoints; the public half is in every export.
    pub auditor: Arc<crate::auditor::Auditor>,
}

impl App {
    /// After a decision or an effect of the user's own: hands, runs and watchers look.
    pub fn wake(&self, ctx: &TenantCtx) {
        for topic in [Topic::Effects, Topic::Runs, Topic::Activity] {
            self.bus.wake(&ctx.tenant, topic);
        }
    }
}
