//! What an effect would write: one variant per kind, the shapes of the outside contract.

use crate::effect::EffectKind;
use crate::ids::{BlobId, EffectId, ItemId};
use serde::{Deserialize, Serialize};

/// A file to send: content by the blob's id, name and media type as the receiver sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailAttachment {
    pub name: String,
    pub media_type: String,
    pub blob: BlobId,
}

/// A mail to send or to keep as a draft; addresses are RFC 5322 mailboxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Defaults to the account of the item, else the first account.
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub to: Vec<String>,
    #[serde(default)]
    pub cc: Vec<String>,
    #[serde(default)]
    pub bcc: Vec<String>,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub html: Option<String>,
    #[serde(default)]
    pub in_reply_to: Option<String>,
    #[serde(default)]
    pub references: Vec<String>,
    #[serde(default)]
    pub attachments: Vec<MailAttachment>,
}

impl Mail {
    pub fn recipients(&self) -> impl Iterator<Item = &String> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    pub item_id: ItemId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub item_id: ItemId,
    pub folder: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    Seen,
    Flagged,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetFlag {
    pub item_id: ItemId,
    pub flag: Flag,
    pub value: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unsubscribe {
    pub item_id: ItemId,
    pub url: String,
}

/// The second write of sending a mail: the copy in Sent, keyed by the Message-ID.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSentCopy {
    pub of: EffectId,
    /// The time in the sent message's Date header, so that both copies are the same bytes.
    pub sent_at: jiff::Timestamp,
    pub mail: Mail,
}

/// Undo of a draft: the message with this Message-ID leaves Drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteDraft {
    pub of: EffectId,
    pub message_id: String,
    pub from: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Payload {
    SendEmail(Mail),
    CreateEmailDraft(Mail),
    Archive(Archive),
    Move(Move),
    Flag(SetFlag),
    Unsubscribe(Unsubscribe),
    FileSentCopy(FileSentCopy),
    DeleteEmailDraft(DeleteDraft),
}

impl Payload {
    pub fn kind(&self) -> EffectKind {
        match self {
            Payload::SendEmail(_) => EffectKind::SendEmail,
            Payload::CreateEmailDraft(_) => EffectKind::CreateEmailDraft,
            Payload::Archive(_) => EffectKind::Archive,
            Payload::Move(_) => EffectKind::Move,
            Payload::Flag(_) => EffectKind::Flag,
            Payload::Unsubscribe(_) => EffectKind::Unsubscribe,
            Payload::FileSentCopy(_) => EffectKind::FileSentCopy,
            Payload::DeleteEmailDraft(_) => EffectKind::DeleteEmailDraft,
        }
    }

    /// The item that the effect is about, where its payload names one.
    pub fn item(&self) -> Option<&ItemId> {
        match self {
            Payload::Archive(p) => Some(&p.item_id),
            Payload::Move(p) => Some(&p.item_id),
            Payload::Flag(p) => Some(&p.item_id),
            Payload::Unsubscribe(p) => Some(&p.item_id),
            _ => None,
        }
    }

    pub fn mail(&self) -> Option<&Mail> {
        match self {
            Payload::SendEmail(mail) | Payload::CreateEmailDraft(mail) => Some(mail),
            Payload::FileSentCopy(copy) => Some(&copy.mail),
            _ => None,
        }
    }

    /// Only the inner object, as the contract's `payload{}` shows it.
    pub fn body(&self) -> serde_json::Value {
        let mut whole = serde_json::to_value(self).unwrap_or_default();
        whole.get_mut("payload").map(serde_json::Value::take).unwrap_or_default()
    }
}
