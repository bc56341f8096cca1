//! Errors: problem details for HTTP APIs (RFC 9457) with a stable code.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The page that explains the code: `/docs/errors/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, in a sentence.
    pub detail: String,
    /// Stable; scripts may rely on it.
    pub code: String,
}
