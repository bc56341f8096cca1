//! Sync states.

use crate::effects::EffectError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SyncState {
    pub account_id: String,
    /// `idle` (nothing pending), `syncing` or `error`.
    pub state: String,
    pub last_synced_at: Option<Timestamp>,
    pub items: u64,
    /// Items without insight.
    pub pending: u64,
    pub error: Option<EffectError>,
}

/// `POST /api/sync/refresh-inbox`; without an account, all.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Refresh {
    pub account_id: Option<String>,
}
