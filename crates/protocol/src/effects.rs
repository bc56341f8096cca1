//! Effects: what is written to the outside, and the user's own request for one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EffectError {
    pub code: String,
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Effect {
    pub id: String,
    pub kind: String,
    /// `repeatable`, `keyed` or `once`.
    pub class: String,
    pub state: String,
    pub target: serde_json::Value,
    pub payload: serde_json::Value,
    pub undo_until: Option<Timestamp>,
    pub error: Option<EffectError>,
}

/// `POST /api/effects`: the user's own effect, approved by being asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEffect {
    pub kind: String,
    pub payload: serde_json::Value,
    /// The item that it answers or is about, where the payload names none.
    #[serde(default)]
    pub item_id: Option<String>,
}
