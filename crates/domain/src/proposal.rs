//! Proposals: effects that wait for a decision, with all that a person needs to decide.

use crate::effect::Effect;
use crate::ids::{GroupId, ItemId, ProposalId, RunId};
use crate::insight::{Reason, words};
use crate::label::{Integrity, Label, SourceRef};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words!(Origin { Agent = "agent", User = "user" } default Agent);

words!(
    /// The decision; the effect's state tells the rest.
    Status {
        Pending = "pending", Approved = "approved", Rejected = "rejected", Expired = "expired",
        Withdrawn = "withdrawn",
    } default Pending
);

words!(Risk { Low = "low", Medium = "medium", High = "high" } default Low);

words!(
    /// How the user knows an address.
    Known { Own = "self", Contact = "contact", Seen = "seen", New = "new" } default New
);

words!(Scope { Once = "once", Task = "task" } default Once);

/// One address, folder or URL that the effect would reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewTarget {
    pub name: Option<String>,
    pub address: String,
    pub known: Known,
    pub integrity: Integrity,
    /// Where the value was read, where it was not typed by the user.
    pub source: Option<SourceRef>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub title: String,
    /// The exact content: for a mail its text as it will be sent.
    pub text: String,
    pub targets: Vec<PreviewTarget>,
    pub warnings: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    pub id: ProposalId,
    pub origin: Origin,
    pub status: Status,
    pub digest: String,
    pub risk: Risk,
    pub reason: String,
    pub preview: Preview,
    pub labels: Label,
    pub group: Option<GroupId>,
    pub item_id: Option<ItemId>,
    pub run_id: Option<RunId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub effect: Effect,
}
