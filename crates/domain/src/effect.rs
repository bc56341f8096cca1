//! Effects: typed writes to the outside world, their classes and the states of the ledger.

use crate::ids::{AccountId, EffectId, ItemId, RunId};
use crate::insight::words;
use crate::payload::Payload;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words!(
    /// One kind per tool that writes.
    EffectKind {
        SendEmail = "send_email", CreateEmailDraft = "create_email_draft", Archive = "archive",
        Move = "move", Flag = "flag", Unsubscribe = "unsubscribe", FileSentCopy = "file_sent_copy",
        DeleteEmailDraft = "delete_email_draft",
    } default SendEmail
);

words!(
    /// How an attempt that may have happened can be repeated.
    EffectClass {
        Repeatable = "repeatable", // doing it twice is doing it once
        Keyed = "keyed",           // the provider or we recognise it by a key
        Once = "once",             // never repeated without proof
    } default Once
);

words!(
    EffectState {
        Proposed = "proposed", Approved = "approved", Claimed = "claimed", Started = "started",
        Succeeded = "succeeded", Failed = "failed", Unknown = "unknown", Rejected = "rejected",
        Expired = "expired", Withdrawn = "withdrawn", Undone = "undone",
    } default Proposed
);

impl EffectKind {
    pub fn class(self) -> EffectClass {
        match self {
            Self::SendEmail | Self::Unsubscribe => EffectClass::Once,
            Self::CreateEmailDraft | Self::FileSentCopy => EffectClass::Keyed,
            Self::Archive | Self::Move | Self::Flag | Self::DeleteEmailDraft => EffectClass::Repeatable,
        }
    }

    /// Without a compensation the effect waits for the undo window after its approval.
    pub fn waits_for_undo(self) -> bool {
        matches!(self, Self::SendEmail | Self::Unsubscribe)
    }

    /// Follow-up steps of another effect: they need no decision of their own and no card.
    pub fn is_internal(self) -> bool {
        matches!(self, Self::FileSentCopy | Self::DeleteEmailDraft)
    }

    /// It writes where no watch looks (IDLE tells only of the inbox), so that a sync has to fetch what it wrote.
    pub fn writes_unwatched(self) -> bool {
        matches!(self, Self::FileSentCopy | Self::CreateEmailDraft | Self::DeleteEmailDraft)
    }

    /// What a user may ask for at `POST /api/effects`.
    pub fn is_public(self) -> bool {
        !self.is_internal()
    }
}

impl EffectState {
    /// The ledger's transition table (DESIGN §5); anything else is refused by the store.
    pub fn may_become(self, next: Self) -> bool {
        use EffectState::*;
        matches!(
            (self, next),
            (Proposed, Approved | Rejected | Expired | Withdrawn)
                | (Approved, Claimed | Withdrawn | Undone | Rejected)
                | (Claimed, Started | Approved | Failed | Withdrawn | Succeeded)
                // `Started → Approved` is the bounded retry after an error that proves nothing was done.
                | (Started, Succeeded | Failed | Unknown | Approved)
                | (Failed, Approved | Withdrawn)
                | (Unknown, Succeeded | Failed)
                | (Succeeded, Undone)
        )
    }

    /// Nothing will happen any more unless the user asks for it.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Proposed | Self::Approved | Self::Claimed | Self::Started)
    }
}

/// Why an attempt did not succeed: a stable code and a sentence without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectError {
    pub code: String,
    pub detail: String,
}

/// Where the effect goes, resolved when it was submitted; shown, digested, and not resolved again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub account_id: Option<AccountId>,
    /// The sender's address for mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<crate::Address>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<crate::item::Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// State before the effect, for undo (`folder` moved from, flag's old value).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    pub id: EffectId,
    #[serde(flatten)]
    pub payload: Payload,
    pub target: Target,
    pub state: EffectState,
    pub run_id: Option<RunId>,
    pub item_id: Option<ItemId>,
    /// The effect that this one compensates.
    pub undoes: Option<EffectId>,
    /// Incremented by each claim; a late writer of an old epoch is refused.
    pub epoch: i64,
    pub attempts: i64,
    /// Nothing is claimed before (undo window, retry backoff).
    pub not_before: Option<Timestamp>,
    /// End of the undo window, while the effect still waits.
    pub undo_until: Option<Timestamp>,
    pub approved_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub error: Option<EffectError>,
}

impl Effect {
    pub fn kind(&self) -> EffectKind {
        self.payload.kind()
    }

    /// The Message-ID of the mail that this effect writes: derived, so that any later process can look for it.
    pub fn derived_message_id(&self) -> Option<String> {
        let of = match &self.payload {
            Payload::SendEmail(_) | Payload::CreateEmailDraft(_) => &self.id,
            Payload::FileSentCopy(copy) => &copy.of,
            Payload::DeleteEmailDraft(draft) => return Some(draft.message_id.clone()),
            _ => return None,
        };
        let domain = self.target.from.as_ref().map(crate::Address::domain).filter(|d| !d.is_empty());
        Some(format!("<{of}@{}>", domain.unwrap_or("factotum.invalid")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_final_state() {
        for last in [EffectState::Rejected, EffectState::Expired, EffectState::Withdrawn, EffectState::Undone]
        {
            for next in EffectState::ALL {
                assert!(!last.may_become(*next), "{last} → {next}");
            }
        }
    }

    #[test]
    fn only_a_claim_starts_and_only_an_approval_is_claimed() {
        for from in EffectState::ALL {
            assert_eq!(from.may_become(EffectState::Started), *from == EffectState::Claimed);
            assert_eq!(from.may_become(EffectState::Claimed), *from == EffectState::Approved);
        }
    }
}
