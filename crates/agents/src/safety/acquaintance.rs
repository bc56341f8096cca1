//! The domains that the user knows, gathered once for a batch.

use crate::Context;
use crate::domains::{self, brands, hosting, look_alike};
use domain::proposal::Known;
use std::collections::{BTreeSet, HashMap};

/// Registrable domains of the user and of the user's contacts; free mail says nothing about anybody.
#[derive(Clone, Debug, Default)]
pub struct Acquaintance {
    domains: BTreeSet<String>,
    /// Local parts of the addresses of contacts, with the whole address.
    locals: HashMap<String, Vec<String>>,
}

impl Acquaintance {
    pub fn of(context: &Context) -> Self {
        let own = context.own.iter().map(String::as_str);
        let contacts = context.known.iter().filter(|(_, known)| **known == Known::Contact);
        let named = context.contact_names.values().flatten().map(String::as_str);
        let addresses = own.chain(contacts.map(|(address, _)| address.as_str())).chain(named);
        let hosts = addresses.filter_map(|address| address.rsplit_once('@').map(|(_, host)| host));
        let domains = hosts.filter(|host| !hosting::is_free_mail(host)).filter_map(domains::registrable);
        let domains = domains.map(str::to_lowercase).collect();
        let mut locals: HashMap<String, Vec<String>> = HashMap::new();
        for (address, known) in &context.known {
            if *known == Known::Contact
                && let Some((local, _)) = address.split_once('@')
            {
                locals.entry(local.to_lowercase()).or_default().push(address.to_lowercase());
            }
        }
        Self { domains, locals }
    }

    /// Whether a name spells the address of a contact: "Tae Kim" is `tkim@`, `tae.kim@`, `kim.tae@` elsewhere.
    pub fn named(&self, name: &str, address: &str) -> bool {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let [first, .., last] = words.as_slice() else { return false };
        if last.chars().count() < 3 {
            return false;
        }
        let initial: String = first.chars().take(1).collect();
        let spelled = [
            format!("{first}.{last}"),
            format!("{initial}.{last}"),
            format!("{first}{last}"),
            format!("{initial}{last}"),
            format!("{last}.{first}"),
            format!("{first}_{last}"),
            format!("{first}-{last}"),
        ];
        spelled.iter().filter_map(|local| self.locals.get(local)).flatten().any(|known| known != address)
    }

    /// How a domain looks like one of these and is none of them.
    pub fn imitated_by(&self, context: &Context, domain: &str) -> Option<look_alike::Likeness> {
        let registrable = domains::registrable(domain).unwrap_or(domain);
        if self.domains.contains(registrable) || brands::owner(domain).is_some() {
            return None;
        }
        let imitation = look_alike::Imitation::of(domain);
        let likenesses = self.domains.iter().filter_map(|known| imitation.of_domain(known));
        // The same name elsewhere is often the same firm; only as news it counts.
        likenesses
            .filter(|likeness| {
                *likeness != look_alike::Likeness::OtherSuffix || !context.seen_domains.contains(registrable)
            })
            .min()
    }
}
