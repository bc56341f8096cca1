//! Where links lead, beside what they show.

use super::case::Case;
use super::sender::Claim;
use crate::domains::{self, brands, hosting, look_alike};
use domain::Item;
use domain::proposal::Known;
use url::{Host, Url};

/// More links than this are not looked at: a newsletter repeats itself.
const LOOKED_AT: usize = 60;

/// What the links of a mail are, for the rules on words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// A link leads to neither the sender nor a known company.
    pub foreign: bool,
    pub any: bool,
}

pub fn examine(case: &mut Case, item: &Item, claim: &Claim) -> Links {
    let mut links = Links::default();
    let mut last_host = String::new();
    for link in item.links.iter().take(LOOKED_AT) {
        let href = link.href.trim();
        let lower = href.get(..11).unwrap_or(href).to_ascii_lowercase();
        if lower.starts_with("data:") || lower.starts_with("javascript") || lower.starts_with("vbscript") {
            case.add_with("link_script", "links", href);
            continue;
        }
        let Ok(url) = Url::parse(href).or_else(|_| Url::parse(&format!("http://{href}"))) else { continue };
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        let Some(host) = url.host_str().map(|h| h.trim_end_matches('.').to_lowercase()) else { continue };
        links.any = true;
        if host != last_host {
            target(case, item, claim, &url, &host, href);
            let honest = domains::same_owner(&host, &claim.domain)
                || (brands::owner(&host).is_some() && !hosting::is_free_page(&host));
            if !honest {
                links.foreign = true;
            }
            last_host.clone_from(&host);
        }
        if !url.username().is_empty() || url.password().is_some() {
            case.add_with("link_user_info", "links", href);
        }
        shown(case, claim, &host, &link.text, href);
    }
    if links.foreign && !claim.bulk && claim.known == Known::New {
        case.add("link_foreign");
    }
    links
}

fn target(case: &mut Case, item: &Item, claim: &Claim, url: &Url, host: &str, href: &str) {
    if matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_))) || hosting::is_ip(host) {
        case.add_with("link_ip", "links", href);
        return;
    }
    if domains::same_owner(host, &claim.domain) && claim.proved {
        return;
    }
    let familiar = matches!(claim.known, Known::Own | Known::Contact) && claim.proved;
    if look_alike::of_brand(host).is_some() {
        case.add_with("link_look_alike", "links", href);
    } else if host.split('.').any(|label| label.starts_with("xn--")) && !familiar {
        let code = if look_alike::mixed_scripts(host) { "link_look_alike" } else { "link_punycode" };
        case.add_with(code, "links", href);
    }
    if familiar || item.outgoing {
        return;
    }
    let label = domains::chosen_label(host).unwrap_or_default();
    let baited = hosting::bait_words(label);
    if baited >= 2 || (baited == 1 && hosting::has_cheap_suffix(host)) {
        case.add_with("link_bait_domain", "links", href);
    }
    if hosting::is_free_page(host) && !host.ends_with("google.com") {
        case.add_with("link_free_page", "links", href);
    } else if hosting::is_shortener(host) && !claim.bulk {
        case.add_with("link_shortener", "links", href);
    } else if hosting::has_cheap_suffix(host) && !(claim.bulk && claim.proved) {
        case.add_with("link_cheap_domain", "links", href);
    }
}

/// A link that shows one name and leads to its double: nobody does that by accident.
fn imitates(host: &str, shown: &str) -> bool {
    domains::registrable(shown)
        .and_then(|shown| look_alike::Imitation::of(host).of_domain(shown))
        .is_some_and(|likeness| {
            matches!(likeness, look_alike::Likeness::Homoglyph | look_alike::Likeness::Typo)
        })
}

/// The text of a link that is an address itself.
fn shown(case: &mut Case, claim: &Claim, host: &str, text: &str, href: &str) {
    let Some(shown) = host_in(text) else { return };
    if domains::same_owner(&shown, host) || shown == host {
        return;
    }
    let quote = format!("{} → {href}", text.trim());
    // Services that count clicks do this too, for senders who are proved.
    let counted = claim.proved
        && (claim.bulk
            || domains::same_owner(host, &claim.domain)
            || domains::same_owner(&shown, &claim.domain));
    if let Some(brand) = brands::owner(&shown)
        && !brands::owns(brand, host)
        && !(claim.proved && claim.bulk)
    {
        case.add_with("link_brand_mismatch", "links", &quote);
    } else if !counted || imitates(host, &shown) {
        if imitates(host, &shown) {
            case.add_with("link_look_alike", "links", &quote);
            case.add("link_mismatch");
        } else if !claim.bulk {
            case.add_with("link_mismatch", "links", &quote);
        }
    }
}

fn host_in(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"', '(', ')']);
    if text.is_empty() || text.contains(char::is_whitespace) || text.contains('@') {
        return None;
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#', ':']).next()?.trim_end_matches('.').to_lowercase();
    let known = psl::suffix(host.as_bytes()).is_some_and(|s| s.is_known());
    let explicit = text.contains("://") || host.starts_with("www.");
    (host.contains('.') && (known || explicit) && domains::registrable(&host).is_some()).then_some(host)
}
