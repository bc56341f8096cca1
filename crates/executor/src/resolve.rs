//! Facts for a tool: the account that would act and the item that the effect is about.

use domain::ports::{Facts, ItemFacts, Refusal};
use domain::{Address, Item, ItemId, Payload, TenantCtx};
use store::{Account, Store};

use crate::GateError;

/// The facts, and the whole item where there is one (its insight raises the risk).
pub(crate) async fn facts(
    store: &Store,
    ctx: &TenantCtx,
    payload: &Payload,
    item_id: Option<&ItemId>,
) -> Result<(Facts, Option<Item>), GateError> {
    let item = match payload.item().or(item_id) {
        None => None,
        Some(id) => Some(store.item(ctx, id).await?.ok_or_else(|| no_item(id))?),
    };
    let accounts = store.accounts(ctx).await?;
    let account = choose(&accounts, payload, item.as_ref())?;
    let places = match &item {
        Some(item) => store.item_places(ctx, &item.id).await?,
        None => Vec::new(),
    };
    let facts = Facts {
        account_id: account.id.clone(),
        own: Address { name: account.name.clone(), address: account.address.clone() },
        item: item.as_ref().map(|item| ItemFacts::of(item, places)),
    };
    Ok((facts, item))
}

/// The account that a mail names as its sender, else the item's, else the first that was added.
fn choose<'a>(
    accounts: &'a [Account],
    payload: &Payload,
    item: Option<&Item>,
) -> Result<&'a Account, Refusal> {
    let from = match payload {
        Payload::DeleteEmailDraft(draft) => draft.from.as_deref(),
        other => other.mail().and_then(|mail| mail.from.as_deref()),
    };
    if let Some(from) = from {
        let wanted =
            from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>')).trim().to_lowercase();
        return accounts.iter().find(|a| a.address.to_lowercase() == wanted).ok_or_else(|| Refusal {
            code: "unknown_sender",
            detail: format!(
                "No connected account sends as {wanted}. Use the address of one of your accounts."
            ),
        });
    }
    item.and_then(|item| accounts.iter().find(|a| a.id == item.account_id))
        .or_else(|| accounts.iter().min_by_key(|a| (a.created_at, a.id.clone())))
        .ok_or_else(|| Refusal {
            code: "no_account",
            detail: "No account is connected. Add one with `factotum account add ADDRESS`.".into(),
        })
}

fn no_item(id: &ItemId) -> Refusal {
    Refusal { code: "item_gone", detail: format!("There is no item {id} any more.") }
}
