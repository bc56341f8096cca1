//! Who the sender is, beside who the sender claims to be.

use super::acquaintance::Acquaintance;
use super::case::Case;
use super::weights;
use crate::domains::{self, brands, hosting, look_alike};
use crate::phrases::{Marks, Topic};
use crate::text::Folded;
use crate::{Context, triage};
use domain::item::AuthResult;
use domain::proposal::Known;
use domain::{Address, Item};

/// What the other rules need to know about the sender.
#[derive(Clone, Debug)]
pub struct Claim {
    pub domain: String,
    pub known: Known,
    pub proved: bool,
    pub free_mail: bool,
    /// The sender's domain belongs to this brand.
    pub brand: Option<&'static str>,
    /// To subscribers, by a list's headers.
    pub bulk: bool,
}

pub fn examine(case: &mut Case, context: &Context, acquaintance: &Acquaintance, item: &Item) -> Claim {
    let nobody = Address::default();
    let from = item.from.as_ref().unwrap_or(&nobody);
    let address = from.key();
    let domain = from.domain().to_lowercase();
    let known = if context.own.contains(&address) {
        Known::Own
    } else {
        context.known.get(&address).copied().unwrap_or_default()
    };
    let proved = item.auth.proves(&domain);
    let free_mail = hosting::is_free_mail(&domain);
    let claim = Claim {
        brand: brands::owner(&domain).filter(|_| !free_mail).map(|b| b.name),
        bulk: triage::Sender::bulk(item),
        known,
        proved,
        free_mail,
        domain,
    };
    authentication(case, context, item, &claim);
    own_domain(case, context, item, from, &claim);
    domain_shape(case, context, acquaintance, item, &claim);
    name(case, context, acquaintance, item, from, &claim);
    reply_to(case, context, item, &claim);
    standing(case, context, item, &claim);
    claim
}

fn failed(item: &Item) -> bool {
    item.auth.dmarc == AuthResult::Fail
        || (item.auth.dmarc != AuthResult::Pass
            && item.auth.dkim != AuthResult::Pass
            && item.auth.spf == AuthResult::Fail)
}

fn authentication(case: &mut Case, _: &Context, item: &Item, claim: &Claim) {
    // A mailing list breaks signatures of honest people.
    let listed = item.list.id.is_some() && item.auth.dmarc != AuthResult::Fail;
    if item.auth.dmarc == AuthResult::Fail {
        case.add_with("dmarc_fail", "from", &claim.domain);
    } else if failed(item) && !listed {
        case.add_with("auth_fail", "from", &claim.domain);
    }
}

fn own_domain(case: &mut Case, context: &Context, item: &Item, from: &Address, claim: &Claim) {
    if item.outgoing || claim.domain.is_empty() {
        return;
    }
    let mine = context
        .own
        .iter()
        .filter_map(|own| own.rsplit_once('@'))
        .any(|(_, own)| domains::same_owner(own, &claim.domain));
    let forged = failed(item)
        || (item.auth.dmarc == AuthResult::None
            && item.auth.spf != AuthResult::Pass
            && item.auth.dkim != AuthResult::Pass
            && item.auth.by.is_some());
    if mine && !claim.free_mail && !claim.proved && forged {
        case.add_with("own_domain_forged", "from", &from.address);
    }
}

fn domain_shape(case: &mut Case, context: &Context, acquaintance: &Acquaintance, item: &Item, claim: &Claim) {
    let domain = claim.domain.as_str();
    if domain.is_empty() || claim.free_mail {
        return;
    }
    if look_alike::mixed_scripts(domain) {
        case.add_with("mixed_scripts", "from", &domains::unicode(domain));
    }
    let trusted = matches!(claim.known, Known::Own | Known::Contact);
    if let Some((brand, likeness)) = look_alike::of_brand(domain).filter(|_| !trusted) {
        // Honest names are a letter apart, too: a typing error counts where the mail speaks of the brand.
        let spoken = likeness != look_alike::Likeness::Typo || names(item, brand);
        case.add_with(if spoken { "look_alike_domain" } else { "near_brand" }, "from", domain);
    }
    if !trusted && let Some(likeness) = acquaintance.imitated_by(context, domain) {
        // A firm's other ending is news, no forgery: alone it never makes a fraud.
        let elsewhere = likeness == look_alike::Likeness::OtherSuffix;
        case.add_with(if elsewhere { "other_suffix" } else { "look_alike_contact" }, "from", domain);
    }
    let label = domains::chosen_label(domain).unwrap_or_default();
    if claim.known == Known::New {
        if hosting::bait_words(label) >= 2
            || (hosting::bait_words(label) == 1 && hosting::has_cheap_suffix(domain))
        {
            case.add_with("bait_domain", "from", domain);
        }
        if label.matches('-').count() >= 2 {
            case.add_with("many_hyphens", "from", domain);
        }
        if hosting::has_cheap_suffix(domain) {
            case.add("cheap_domain");
        }
        let seen = |d: &str| context.seen_domains.contains(d);
        if !seen(domain) && !domains::registrable(domain).is_some_and(seen) && !claim.proved {
            case.add("new_domain");
        }
    }
}

fn name(
    case: &mut Case,
    context: &Context,
    acquaintance: &Acquaintance,
    item: &Item,
    from: &Address,
    claim: &Claim,
) {
    let Some(name) = from.name.as_deref().map(str::trim).filter(|n| !n.is_empty()) else { return };
    if name.eq_ignore_ascii_case(&from.address) {
        return;
    }
    let folded = Folded::new(name.to_owned());
    if let Some(shown) = address_in(name)
        && let Some((_, shown_domain)) = shown.rsplit_once('@')
        && !domains::same_owner(shown_domain, &claim.domain)
        && item.list.id.is_none()
    {
        case.add_with("name_is_address", "from", name);
    }
    if let Some(brand) = brands::named_in(folded.text())
        && !brands::owns(brand, &claim.domain)
        && !matches!(claim.known, Known::Own | Known::Contact)
        && !via(folded.text())
    {
        case.add_with("brand_name", "from", name);
    }
    let key = name.to_lowercase();
    let address = from.key();
    if let Some(addresses) = context.contact_names.get(&key)
        && !addresses.contains(&address)
        && claim.known != Known::Own
        && claim.known != Known::Contact
        && !addresses
            .iter()
            .filter_map(|a| a.rsplit_once('@'))
            .any(|(_, d)| !hosting::is_free_mail(d) && domains::same_owner(d, &claim.domain))
    {
        contact_elsewhere(case, name);
    }
    if claim.known == Known::New
        && !own_domain_of(context, &claim.domain)
        && acquaintance.named(name, &address)
    {
        contact_elsewhere(case, name);
    }
    let me = context
        .accounts
        .values()
        .any(|own| own.name.as_deref().is_some_and(|n| n.trim().eq_ignore_ascii_case(name)));
    let organisation = context
        .own
        .iter()
        .filter_map(|own| own.rsplit_once('@').map(|(_, d)| d))
        .filter(|d| !hosting::is_free_mail(d))
        .any(|d| {
            brands::contains_word(folded.text(), d)
                || domains::chosen_label(d)
                    .is_some_and(|l| l.len() >= 6 && brands::contains_word(folded.text(), l))
        });
    if (me || organisation) && claim.known == Known::New && !own_domain_of(context, &claim.domain) {
        case.add_with("self_name", "from", name);
    }
    if claim.free_mail && claim.known == Known::New && office(folded.text()) {
        case.add_with("free_mail_office", "from", name);
    }
}

/// A contact under the same name at the firm's other ending is to be checked; anywhere else it is a pretence.
fn contact_elsewhere(case: &mut Case, name: &str) {
    if case.has("other_suffix") {
        case.hold();
    } else {
        case.add_with("contact_name", "from", name);
    }
}

fn names(item: &Item, brand: &brands::Brand) -> bool {
    let from = item.from.as_ref().and_then(|a| a.name.as_deref()).unwrap_or_default();
    [from, item.subject.as_deref().unwrap_or_default(), item.text.as_str()].iter().any(|text| {
        let text = crate::text::reading::cap(text, 4096).to_lowercase();
        brand.words.iter().any(|word| brands::contains_word(&text, word))
    })
}

fn own_domain_of(context: &Context, domain: &str) -> bool {
    context.own.iter().filter_map(|own| own.rsplit_once('@')).any(|(_, own)| domains::same_owner(own, domain))
}

/// "Anna via Google Docs", "Shop (PayPal)": somebody who names a service honestly.
fn via(name: &str) -> bool {
    brands::contains_word(name, "via") || brands::contains_word(name, "ueber") || name.contains(" at ")
}

/// A name that no private person has.
fn office(name: &str) -> bool {
    Marks::read(name).occurs(name, Topic::Office)
}

fn address_in(name: &str) -> Option<&str> {
    name.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c)).find(|word| {
        word.split_once('@')
            .is_some_and(|(local, d)| !local.is_empty() && d.contains('.') && !d.ends_with('.'))
    })
}

fn reply_to(case: &mut Case, context: &Context, item: &Item, claim: &Claim) {
    let Some(reply) = item.reply_to.as_ref() else { return };
    let domain = reply.domain().to_lowercase();
    let address = reply.key();
    let familiar = context.own.contains(&address)
        || matches!(context.known.get(&address), Some(Known::Contact | Known::Own | Known::Seen));
    if domain.is_empty()
        || familiar
        || domains::same_owner(&domain, &claim.domain)
        || address == item.from.as_ref().map(Address::key).unwrap_or_default()
    {
        return;
    }
    // A hijacked mailbox sends, and a copy of its name elsewhere collects the answers.
    let from_local = item
        .from
        .as_ref()
        .map(|a| a.key().split('@').next().unwrap_or_default().to_owned())
        .unwrap_or_default();
    let reply_local = address.split('@').next().unwrap_or_default();
    if !claim.bulk && item.list.id.is_none() && mimics(&from_local, reply_local, &claim.domain) {
        case.add_with("reply_mimics", "reply_to", &reply.address);
    }
    if hosting::is_free_mail(&domain) && !(claim.free_mail && claim.proved && claim.known != Known::New) {
        if item.list.id.is_none() {
            case.add_with("reply_free_mail", "reply_to", &reply.address);
        }
    } else if !claim.bulk && item.list.id.is_none() && !claim.proved {
        case.add_with("reply_elsewhere", "reply_to", &reply.address);
    }
}

/// `pete@darrow.example` and `pete.darrow@…`, `anna.b@…` and `anna.b1@…`; shared names such as `info` say nothing.
fn mimics(from: &str, reply: &str, domain: &str) -> bool {
    let label = domains::chosen_label(domain).unwrap_or_default();
    let bare = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let (from, reply) = (bare(from), bare(reply));
    from.len() >= 4
        && !matches!(
            from.as_str(),
            "info" | "office" | "mail" | "kontakt" | "contact" | "support" | "service" | "sales" | "noreply"
        )
        && (from == reply
            || (reply.starts_with(&from) && label.len() >= 4 && reply.contains(&bare(label)))
            || (from.len() >= 8 && strsim::osa_distance(&from, &reply) <= 2))
}

/// What speaks for the sender.
fn standing(case: &mut Case, context: &Context, item: &Item, claim: &Claim) {
    if claim.proved {
        case.trust(match claim.known {
            Known::Own | Known::Contact => weights::AUTHENTICATED_CONTACT,
            Known::Seen => weights::AUTHENTICATED_SEEN,
            // A free mail address proves only that somebody opened an account.
            Known::New if claim.free_mail => 0,
            Known::New => weights::AUTHENTICATED,
        });
        if claim.bulk {
            case.trust(weights::SUBSCRIBED);
        }
        if claim.brand.is_some() {
            case.trust(weights::BRAND_PROVED);
        }
    } else if claim.brand.is_some() && !failed(item) {
        case.trust(weights::BRAND_UNPROVED);
    } else if claim.known != Known::New && !failed(item) {
        case.trust(weights::KNOWN_UNPROVED);
    }
    if context.threads.get(&item.id).is_some_and(|thread| thread.user_took_part) && !failed(item) {
        case.trust(weights::TOOK_PART);
    }
}
