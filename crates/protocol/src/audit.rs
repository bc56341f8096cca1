//! The audit log as it is listed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subject {
    pub kind: String,
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditRecord {
    pub seq: u64,
    pub time: Timestamp,
    pub actor: String,
    pub kind: String,
    pub subject: Subject,
    pub reason: Option<String>,
    /// SHA-256, hexadecimal.
    pub prev_hash: String,
    pub hash: String,
}
