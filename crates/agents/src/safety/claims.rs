//! Whom the text claims to speak for, and what several findings mean together.

use super::case::Case;
use super::links::Links;
use super::sender::Claim;
use crate::domains::brands::{self, Brand};
use crate::phrases::Topic;
use crate::text::Reading;
use domain::proposal::Known;

const NEEDY: &[&str] = &[
    "gift_card",
    "wire_transfer",
    "executive",
    "bank_changed",
    "family_emergency",
    "payment_data",
    "payroll",
];
const FORGED: &[&str] = &[
    "contact_name",
    "self_name",
    "look_alike_contact",
    "look_alike_domain",
    "own_domain_forged",
    "brand_name",
    "name_is_address",
];
const ACCESS: &[&str] =
    &["credentials", "qr_code", "secret_code", "payment_data", "subscription_payment", "mailbox"];
const THREATS: &[&str] = &[
    "account_threat",
    "parcel_fee",
    "tax_refund",
    "fine",
    "shared_document",
    "lottery",
    "urgency",
    "marketplace",
    "investment",
    "legal_threat",
    "fake_register",
];

pub fn examine(case: &mut Case, reading: &Reading, claim: &Claim, links: Links) {
    if !matches!(claim.known, Known::Own | Known::Contact)
        && !case.has("brand_name")
        && let Some((brand, word)) = speaks_for(reading)
        && !brands::owns(brand, &claim.domain)
    {
        case.add_with("brand_claimed", "text", &word);
    }
    let forged = case.has_any(FORGED) || case.has_any(&["brand_claimed", "bait_domain"]);
    if (links.foreign || (links.any && forged)) && case.has_any(ACCESS) {
        case.add("credentials_with_link");
    } else if (links.foreign || (links.any && forged)) && case.has_any(THREATS) {
        case.add("threat_with_link");
    }
    if case.has_any(NEEDY) && case.has_any(FORGED) {
        case.add("payment_from_forged");
    }
    if claim.known == Known::New
        && claim.free_mail
        && case.has_any(&[
            "gift_card",
            "wire_transfer",
            "executive",
            "secrecy",
            "romance",
            "payment_data",
            "advance_fee",
            "rental",
        ])
    {
        case.add("stranger_in_need");
    }
}

/// "PayPal Security Team", "Ihre Sparkasse", "Dear Amazon customer", "your Netflix account".
fn speaks_for(reading: &Reading) -> Option<(&'static Brand, String)> {
    const BEFORE: &[&str] = &[
        "your", "ihr", "ihre", "ihrem", "ihres", "ihren", "dein", "deine", "deinem", "dear", "from", "team",
        "the",
    ];
    const AFTER: &[&str] = &[
        "team",
        "support",
        "security",
        "sicherheit",
        "sicherheitsteam",
        "kundenservice",
        "kundendienst",
        "service",
        "customer",
        "customers",
        "kunde",
        "kunden",
        "kundin",
        "account",
        "konto",
        "id",
        "user",
        "billing",
        "inc",
        "gmbh",
        "ag",
        "delivery",
        "paket",
        "online",
        "banking",
        "onlinebanking",
        "pushtan",
        "account.",
        "konto.",
        "express",
        "help",
        "helpdesk",
        "abteilung",
        "mitgliedschaft",
        "membership",
        "abo",
        "subscription",
        "sendung",
        "parcel",
        "app",
        "wallet",
        "notification",
    ];
    let text = reading.text();
    reading.places(Topic::Brand).into_iter().find_map(|hit| {
        let brand = brands::by_name(hit.code)?;
        let (head, tail) = (&text[..hit.range.start], &text[hit.range.end..]);
        if tail.starts_with(|c: char| c.is_ascii_alphanumeric()) || head.ends_with(['.', '@', '/']) {
            return None;
        }
        let before = word_before(head);
        let after = word_after(tail);
        let possessive = before == "your" || before.starts_with("ihr") || before.starts_with("dein");
        let greets = before == "dear" || (possessive && AFTER.contains(&after));
        let signs = AFTER.contains(&after) && !BEFORE.contains(&before) && hit.range.start > 0;
        let closes = possessive && tail.trim_start().is_empty();
        (greets || signs || closes).then(|| (brand, reading.folded.quote(hit.range.clone()).to_owned()))
    })
}

fn word_before(head: &str) -> &str {
    let head = head.trim_end_matches(['-', ' ']);
    head.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

fn word_after(tail: &str) -> &str {
    let tail = tail.trim_start_matches(['-', ' ']);
    tail.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}
