//! What agents found out about an item.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? } default $default:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $(#[serde(rename = $word)] $variant),+ }
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
        impl Default for $name {
            fn default() -> Self { Self::$default }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}
pub(crate) use words;

words!(Category {
    Personal = "personal", Work = "work", Newsletter = "newsletter", Promotion = "promotion",
    Notification = "notification", Invoice = "invoice", Receipt = "receipt", Travel = "travel",
    Calendar = "calendar", Security = "security", Other = "other",
} default Other);

words!(Importance { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" } default Normal);

words!(ActionType {
    Reply = "reply", Read = "read", Pay = "pay", Schedule = "schedule", Wait = "wait", None = "none",
} default None);

words!(Verdict { Safe = "safe", Suspicious = "suspicious", Scam = "scam" } default Safe);

/// A reason in a stable code and a sentence a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: String,
    pub text: String,
}

impl Reason {
    pub fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into() }
    }
}

/// The words in the item that a field of the insight rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub field: String,
    pub quote: String,
}

/// `value` is a decimal string, `currency` an ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub value: String,
    pub currency: String,
}

/// What the triage agent says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triage {
    pub category: Category,
    pub importance: Importance,
    pub action_type: ActionType,
    pub due_at: Option<Timestamp>,
    pub amount: Option<Amount>,
    pub reasons: Vec<Reason>,
    pub evidence: Vec<Evidence>,
    pub answered_by: String,
}

/// What the safety agent says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safety {
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    pub evidence: Vec<Evidence>,
    /// The mail asks to pay to bank details that differ from those the sender used before.
    #[serde(default)]
    pub changed_bank_detail: bool,
    pub answered_by: String,
}

/// What the email agent says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub summary: String,
    pub bullets: Vec<String>,
    /// ISO 639-1.
    pub language: String,
    pub answered_by: String,
}

/// The parts as far as their agents have answered; an agent that failed leaves its part absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insight {
    pub triage: Option<Triage>,
    pub safety: Option<Safety>,
    pub summary: Option<Summary>,
}
