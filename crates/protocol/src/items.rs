//! Items and insights.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Address {
    pub name: Option<String>,
    pub address: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    pub name: String,
    pub media_type: String,
    /// In bytes, decoded.
    pub size: u64,
    /// Id that a mail's `attachments[].blob` takes.
    pub blob: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Body {
    pub text: String,
    pub has_html: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    pub code: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Safety {
    /// `safe`, `suspicious` or `scam`.
    pub verdict: String,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amount {
    /// Decimal string.
    pub value: String,
    /// ISO 4217.
    pub currency: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub field: String,
    /// The exact words.
    pub quote: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Insight {
    pub category: String,
    pub importance: String,
    pub action_type: String,
    pub due_at: Option<Timestamp>,
    pub summary: String,
    pub bullets: Vec<String>,
    /// ISO 639-1.
    pub language: String,
    pub amount: Option<Amount>,
    pub reasons: Vec<Reason>,
    pub safety: Option<Safety>,
    /// `reflex` or `provider:model`.
    pub answered_by: String,
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    pub id: String,
    pub kind: String,
    pub account_id: String,
    pub thread_id: Option<String>,
    /// With angle brackets.
    pub message_id: Option<String>,
    pub duplicate_of: Option<String>,
    pub folders: Vec<String>,
    pub subject: Option<String>,
    pub from: Option<Address>,
    pub to: Vec<Address>,
    pub received_at: Timestamp,
    pub unread: bool,
    pub flagged: bool,
    pub archived: bool,
    pub awaiting_reply: bool,
    pub attachments: Vec<Attachment>,
    /// Null in lists.
    pub body: Option<Body>,
    pub insight: Option<Insight>,
    /// Null for mails.
    pub event: Option<Event>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attendee {
    pub name: Option<String>,
    pub address: String,
    /// `needs_action`, `accepted`, `tentative`, `declined` or `delegated`.
    pub response: String,
    pub optional: bool,
}

/// An event, or one occurrence of a series where a range was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    pub uid: String,
    pub calendar: String,
    /// Of an all-day event: midnight UTC of its first day.
    pub start: Timestamp,
    /// Of an all-day event: midnight UTC after its last day.
    pub end: Timestamp,
    pub all_day: bool,
    /// IANA name; null for UTC and floating times.
    pub time_zone: Option<String>,
    pub location: Option<String>,
    /// `confirmed`, `tentative` or `cancelled`.
    pub status: String,
    pub organizer: Option<Address>,
    pub attendees: Vec<Attendee>,
    /// RFC 5545, of the series.
    pub rrule: Option<String>,
    /// Which occurrence of its series this is.
    pub recurrence_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    pub reply: u64,
    pub waiting: u64,
    pub pay: u64,
    pub schedule: u64,
    pub read: u64,
    pub all: u64,
}

/// `PUT /api/items/{id}/metadata`: each change is an effect of the user's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Metadata {
    pub unread: Option<bool>,
    pub flagged: Option<bool>,
    pub folder: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Blob {
    pub id: String,
    pub name: String,
    pub media_type: String,
    pub size: u64,
}
