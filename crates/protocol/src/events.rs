//! Stream events: `event:` is the topic, `id:` the sequence number, `data:` one of these.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `type` is `run`, `agent`, `proposal`, `effect` or `sync`; the rest are ids and states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StreamEvent {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}
