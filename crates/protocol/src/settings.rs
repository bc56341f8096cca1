//! Stop, preferences, sign-in links and health.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stopped {
    pub stopped: bool,
}

/// `POST /api/stop`: `resume` true goes on.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Stop {
    pub resume: bool,
}

/// A missing field keeps its value; null sets the default again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Preferences {
    /// IANA name; the system's where null.
    pub time_zone: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// `send` or `draft`.
    pub replies: Option<String>,
    pub signature: Option<String>,
    pub reject_dangerous: Option<bool>,
}

/// Until there is a web app the link is null.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignIn {
    pub sign_in_url: Option<String>,
}

/// The line that `serve --json` prints when it is ready.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Ready {
    pub url: String,
    pub sign_in_url: Option<String>,
}
