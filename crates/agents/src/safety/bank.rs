//! Bank details: whether the accounts in a mail are those that its sender used before.

use super::case::Case;
use super::sender::Claim;
use crate::Context;
use crate::money::iban;
use domain::Item;

pub fn examine(case: &mut Case, context: &Context, item: &Item, claim: &Claim) {
    if item.outgoing {
        return;
    }
    let from = item.from.as_ref().map(|a| a.key()).unwrap_or_default();
    if let Some(before) = context.bank_details.get(&from)
        && !before.is_empty()
        && let named = iban::ibans(&item.text)
        && let Some(new) = named.iter().find(|account| !before.contains(*account))
        && named.is_disjoint(&before.iter().cloned().collect())
    {
        case.changed_bank_detail = true;
        case.add_with("bank_unknown", "text", new);
    }
    if case.has("bank_changed") {
        case.changed_bank_detail = true;
        // Even a contact's mailbox can be in other hands: a call settles it.
        case.hold();
    }
    let _ = claim;
}
