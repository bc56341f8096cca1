//! What the composition root hands to the engine, and the preferences that runs read.

use bus::Bus;
use domain::ports::{Authenticator, Clock, Content, Sources};
use executor::Gate;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Store;

#[derive(Clone, Copy, Debug)]
pub struct EngineConfig {
    /// Runs and effects in hand at once.
    pub runs_at_once: usize,
    pub effects_at_once: usize,
    /// How long a dead worker's run is left alone.
    pub lease: SignedDuration,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self { runs_at_once: 4, effects_at_once: 32, lease: SignedDuration::from_secs(60) }
    }
}

pub struct Parts {
    pub store: Store,
    pub bus: Bus,
    pub gate: Arc<Gate>,
    pub sources: Arc<dyn Sources>,
    pub content: Arc<dyn Content>,
    pub authenticator: Arc<dyn Authenticator>,
    pub agents: Vec<&'static dyn agents::Agent>,
    pub clock: Arc<dyn Clock>,
    pub config: EngineConfig,
}

/// The user's preferences, as the contract names them; absent ones have their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// IANA name; the system's zone where absent.
    pub time_zone: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    pub replies: Replies,
    pub signature: Option<String>,
    /// High-risk proposals of agents are rejected by themselves.
    pub reject_dangerous: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replies {
    #[default]
    Send,
    Draft,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            time_zone: None,
            language: None,
            replies: Replies::Send,
            signature: None,
            reject_dangerous: false,
        }
    }
}

impl Preferences {
    pub fn zone(&self) -> jiff::tz::TimeZone {
        self.time_zone
            .as_deref()
            .and_then(|name| jiff::tz::TimeZone::get(name).ok())
            .unwrap_or_else(jiff::tz::TimeZone::system)
    }
}
