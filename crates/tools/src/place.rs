//! Where the item of an effect lies, as the gate resolved it.

use connectors::mail::mailbox::Mailbox;
use domain::effect::Target;
use domain::item::Place;
use domain::ports::{Facts, ItemFacts, Outcome, Refusal};
use domain::{AccountId, Effect, TenantCtx};

use crate::outcome;
use crate::registry::Reach;

pub fn item(facts: &Facts) -> Result<&ItemFacts, Refusal> {
    let refusal = |detail: &str| Refusal { code: "item_gone", detail: detail.to_owned() };
    let item = facts.item.as_ref().ok_or_else(|| refusal("The item is not here any more."))?;
    if item.places.is_empty() {
        return Err(refusal("The mail is in no folder any more. It was deleted or moved away elsewhere."));
    }
    Ok(item)
}

pub fn target(facts: &Facts, item: &ItemFacts, before: serde_json::Value) -> Target {
    Target {
        account_id: Some(facts.account_id.clone()),
        from: None,
        places: item.places.clone(),
        message_id: item.message_id.clone(),
        before: Some(before),
    }
}

/// The folder that the copy in question lies in.
pub fn folder(item: &ItemFacts) -> Option<String> {
    let inbox = item.places.iter().find(|place| place.folder.eq_ignore_ascii_case("inbox"));
    inbox.or(item.places.first()).map(|place| place.folder.clone())
}

/// One line that names the mail.
pub fn line(item: &ItemFacts) -> String {
    let subject = item.subject.as_deref().filter(|s| !s.trim().is_empty()).unwrap_or("(no subject)");
    match &item.from {
        Some(from) => format!("{subject}, from {from}"),
        None => subject.to_owned(),
    }
}

/// The copy that an effect is about: the one in the inbox, else the first.
pub fn best(target: &Target) -> Option<&Place> {
    target.places.iter().find(|place| place.folder.eq_ignore_ascii_case("inbox")).or(target.places.first())
}

pub async fn open(reach: &Reach, ctx: &TenantCtx, effect: &Effect) -> Result<Box<dyn Mailbox>, Outcome> {
    let Some(account) = &effect.target.account_id else {
        return Err(outcome::failed("no_account", "The effect names no account."));
    };
    open_account(reach, ctx, account).await
}

async fn open_account(
    reach: &Reach,
    ctx: &TenantCtx,
    account: &AccountId,
) -> Result<Box<dyn Mailbox>, Outcome> {
    reach.outside.mailbox(ctx, account).await.map_err(outcome::of)
}
