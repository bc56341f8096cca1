//! Proposals: list, one, and the verbs of a person on them.

use protocol::Page;
use protocol::proposals::{Approve, Edit, Proposal, Resolve, Respond};
use protocol::runs::RunStarted;
use serde::{Deserialize, Serialize};

use crate::{Client, ClientError};

const PROPOSALS: &str = "action-proposals";

/// What to list; the origin is `agent` where absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProposalFilter {
    /// 1 to 200.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
    pub status: Option<String>,
    pub state: Option<String>,
    pub item_id: Option<String>,
    pub run_id: Option<String>,
    /// `agent`, `user` or `all`.
    pub origin: Option<String>,
}

/// What a verb changed: one proposal, or all of a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Decided {
    Group(Page<Proposal>),
    One(Box<Proposal>),
}

impl Decided {
    pub fn proposals(&self) -> &[Proposal] {
        match self {
            Decided::Group(page) => &page.data,
            Decided::One(proposal) => std::slice::from_ref(proposal),
        }
    }
}

impl Client {
    pub async fn proposals(&self, filter: &ProposalFilter) -> Result<Page<Proposal>, ClientError> {
        self.get_with(&["api", PROPOSALS], filter).await
    }

    pub async fn proposal(&self, id: &str) -> Result<Proposal, ClientError> {
        self.get(&["api", PROPOSALS, id]).await
    }

    /// `id` is a proposal's, or with the scope `task` a group's.
    pub async fn approve(&self, id: &str, approval: &Approve) -> Result<Decided, ClientError> {
        self.post(&["api", PROPOSALS, id, "approve"], approval).await
    }

    pub async fn reject(&self, id: &str) -> Result<Proposal, ClientError> {
        self.verb(id, "reject").await
    }

    /// Only the fields that change; the answer is the proposal that takes its place.
    pub async fn edit(&self, id: &str, payload: serde_json::Value) -> Result<Proposal, ClientError> {
        self.put(&["api", PROPOSALS, id, "edit"], &Edit { payload }).await
    }

    pub async fn respond(&self, id: &str, text: &str) -> Result<RunStarted, ClientError> {
        self.post(&["api", PROPOSALS, id, "respond"], &Respond { text: text.to_owned() }).await
    }

    pub async fn undo(&self, id: &str) -> Result<Proposal, ClientError> {
        self.verb(id, "undo").await
    }

    pub async fn retry(&self, id: &str) -> Result<Proposal, ClientError> {
        self.verb(id, "retry").await
    }

    /// The user's word on an `unknown` effect: `succeeded` or `failed`.
    pub async fn resolve(&self, id: &str, outcome: &str) -> Result<Proposal, ClientError> {
        self.post(&["api", PROPOSALS, id, "resolve"], &Resolve { outcome: outcome.to_owned() }).await
    }

    async fn verb(&self, id: &str, verb: &str) -> Result<Proposal, ClientError> {
        self.post(&["api", PROPOSALS, id, verb], &serde_json::json!({})).await
    }
}
