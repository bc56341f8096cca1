//! Bank details: whether the accounts in a mail are those that its sender used before.

use super::case::Case;
use super::sender::Claim;
use crate::Context;
use crate::money::iban;
use domain::Item;
use domain::proposal::Known;

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
        case.hold();
    }
    if claim.known == Known::New
        && case.has_any(&[
            "fine",
            "wire_transfer",
            "fake_register",
            "bank_changed",
            "advance_fee",
            "rental",
            "payment_data",
        ])
        && let Some(account) = iban::ibans(&item.text).into_iter().find(|account| foreign(context, account))
    {
        case.add_with("foreign_account", "text", &account);
    }
    if case.has("bank_changed") {
        case.changed_bank_detail = true;
        // Even a contact's mailbox can be in other hands: a call settles it.
        case.hold();
    }
}

/// An account in none of the countries where the user's neighbours bank.
fn foreign(context: &Context, account: &str) -> bool {
    const NEAR_GERMANY: &[&str] = &["DE", "AT", "CH", "LI", "LU"];
    const NEAR_BRITAIN: &[&str] = &["GB", "IE"];
    let country = account.get(..2).unwrap_or_default();
    match context.zone.iana_name().unwrap_or_default() {
        "Europe/Berlin" | "Europe/Vienna" | "Europe/Zurich" | "Europe/Luxembourg" => {
            !NEAR_GERMANY.contains(&country)
        }
        "Europe/London" | "Europe/Dublin" => !NEAR_BRITAIN.contains(&country),
        _ => false,
    }
}
