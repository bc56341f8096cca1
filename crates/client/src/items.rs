//! Items: list, search, one, its bytes, and the user's own changes.

use jiff::Timestamp;
use protocol::Page;
use protocol::items::{Counts, Item, Metadata};
use protocol::proposals::Proposal;
use serde::Serialize;

use crate::{Client, ClientError, Decided};

/// What to list; everything absent means everything.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemFilter {
    /// 1 to 200.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
    pub kind: Option<String>,
    pub account_id: Option<String>,
    /// Words that must all occur.
    pub query: Option<String>,
    pub folder: Option<String>,
    pub unread: Option<bool>,
    pub archived: Option<bool>,
    pub thread_id: Option<String>,
    pub sender: Option<String>,
    pub recipient: Option<String>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub category: Option<String>,
    pub action_type: Option<String>,
    pub awaiting_reply: Option<bool>,
    pub verdict: Option<String>,
    pub due_before: Option<Timestamp>,
}

impl Client {
    /// Newest first, without bodies.
    pub async fn items(&self, filter: &ItemFilter) -> Result<Page<Item>, ClientError> {
        self.get_with(&["api", "items"], filter).await
    }

    pub async fn item_counts(&self) -> Result<Counts, ClientError> {
        self.get(&["api", "items", "counts"]).await
    }

    pub async fn item(&self, id: &str) -> Result<Item, ClientError> {
        self.get(&["api", "items", id]).await
    }

    /// The message as it was received.
    pub async fn item_raw(&self, id: &str) -> Result<Vec<u8>, ClientError> {
        self.get_bytes(&["api", "items", id, "raw"]).await
    }

    /// `number` is the place in `attachments`, from 0.
    pub async fn attachment(&self, id: &str, number: usize) -> Result<Vec<u8>, ClientError> {
        self.get_bytes(&["api", "items", id, "attachments", &number.to_string()]).await
    }

    /// Each change is an effect of the user's own; several answer a list.
    pub async fn set_metadata(&self, id: &str, change: &Metadata) -> Result<Decided, ClientError> {
        self.put(&["api", "items", id, "metadata"], change).await
    }

    pub async fn archive(&self, id: &str) -> Result<Proposal, ClientError> {
        self.post(&["api", "items", id, "archive"], &serde_json::json!({})).await
    }
}
