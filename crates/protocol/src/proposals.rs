//! Proposals, cards and decisions.

use crate::effects::Effect;
use crate::items::Reason;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    pub kind: String,
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Target {
    pub name: Option<String>,
    pub address: String,
    /// `self`, `contact`, `seen` or `new`.
    pub known: String,
    /// `trusted`, `known` or `untrusted`.
    pub integrity: String,
    /// Where the address was read; null if the user typed it.
    pub source: Option<Source>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    pub title: String,
    /// The exact content.
    pub text: String,
    pub targets: Vec<Target>,
    pub warnings: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Labels {
    pub integrity: String,
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    pub id: String,
    pub digest: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    pub id: String,
    /// `agent` or `user`.
    pub origin: String,
    /// The decision: `pending`, `approved`, `rejected`, `expired` or `withdrawn`.
    pub status: String,
    /// Name it in the approval.
    pub digest: String,
    /// `low`, `medium` or `high`.
    pub risk: String,
    pub reason: String,
    pub preview: Preview,
    pub labels: Labels,
    pub group: Option<Group>,
    pub item_id: Option<String>,
    pub run_id: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub effect: Effect,
}

/// `POST …/approve`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Approve {
    /// Of what was seen.
    pub digest: Option<String>,
    /// `once` or `task` (all of the group, by the group's digest).
    pub scope: Option<String>,
    /// High risk: sent after a second step that repeats target and content.
    pub confirm: bool,
}

/// `PUT …/edit`: the fields of the payload that change.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    pub payload: serde_json::Value,
}

/// `POST …/resolve`: `succeeded` or `failed`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    pub outcome: String,
}

/// `POST …/respond`: the user's words instead of a yes or no; a new draft answers them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Respond {
    pub text: String,
}
