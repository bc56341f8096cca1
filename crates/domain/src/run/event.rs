//! What happened in a run: past-tense facts without content, versioned by their tags.

use crate::effect::{EffectKind, EffectState};
use crate::ids::{AccountId, EffectId, ItemId, ProposalId};
use crate::insight::words;
use crate::proposal::Status;
use serde::{Deserialize, Serialize};

words!(Intent {
    RefreshInbox = "refresh_inbox", HandleItems = "handle_items", HandleItem = "handle_item",
    DraftReply = "draft_reply", RecheckSafety = "recheck_safety",
} default RefreshInbox);

words!(RunStatus {
    Queued = "queued", Running = "running", Waiting = "waiting", Succeeded = "succeeded",
    Partial = "partial", Failed = "failed", Stopped = "stopped",
} default Queued);

impl RunStatus {
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Partial | Self::Failed | Self::Stopped)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RunEvent {
    Requested {
        intent: Intent,
        accounts: Vec<AccountId>,
        items: Vec<ItemId>,
    },
    AccountSynced {
        account: AccountId,
        arrived: u64,
        changed: u64,
    },
    AccountFailed {
        account: AccountId,
        code: String,
    },
    AgentAnswered {
        agent: String,
        answered_by: String,
        items: u64,
    },
    AgentFailed {
        agent: String,
        code: String,
    },
    /// An agent's draft became a proposal.
    ProposalMade {
        proposal: ProposalId,
        effect: EffectId,
        kind: EffectKind,
        item: Option<ItemId>,
    },
    /// An agent's draft could not become one.
    DraftRefused {
        item: Option<ItemId>,
        code: String,
    },
    ProposalDecided {
        proposal: ProposalId,
        status: Status,
    },
    EffectSettled {
        proposal: ProposalId,
        state: EffectState,
    },
    Stopped,
    Finished {
        status: RunStatus,
    },
}
