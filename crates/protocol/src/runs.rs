//! Runs and their journals.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Agent {
    pub name: String,
    /// `waiting`, `answered` or `failed`.
    pub status: String,
    pub error: Option<String>,
    pub answered_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Run {
    pub id: String,
    pub intent: String,
    pub status: String,
    pub parent_id: Option<String>,
    pub agents: Vec<Agent>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// Past-tense events without content; null in lists.
    pub journal: Option<Vec<JournalEntry>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JournalEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub event: serde_json::Value,
}

/// `POST /api/orchestrator/execute`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Execute {
    /// `refresh_inbox`, `handle_item` or `draft_reply`.
    pub intent: String,
    pub item_id: Option<String>,
    /// The words of the reply.
    pub text: Option<String>,
    /// `send` or `draft`.
    #[serde(rename = "as")]
    pub reply_as: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RunStarted {
    pub run_id: String,
}
