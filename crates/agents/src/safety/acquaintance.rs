//! The domains that the user knows, gathered once for a batch.

use crate::Context;
use crate::domains::{self, hosting, look_alike};
use domain::proposal::Known;
use std::collections::BTreeSet;

/// Registrable domains of the user and of the user's contacts; free mail says nothing about anybody.
#[derive(Clone, Debug, Default)]
pub struct Acquaintance {
    domains: BTreeSet<String>,
}

impl Acquaintance {
    pub fn of(context: &Context) -> Self {
        let own = context.own.iter().map(String::as_str);
        let contacts = context.known.iter().filter(|(_, known)| **known == Known::Contact);
        let named = context.contact_names.values().flatten().map(String::as_str);
        let addresses = own.chain(contacts.map(|(address, _)| address.as_str())).chain(named);
        let hosts = addresses.filter_map(|address| address.rsplit_once('@').map(|(_, host)| host));
        let domains = hosts.filter(|host| !hosting::is_free_mail(host)).filter_map(domains::registrable);
        Self { domains: domains.map(str::to_lowercase).collect() }
    }

    /// Whether a domain looks like one of these and is none of them.
    pub fn imitated_by(&self, context: &Context, domain: &str) -> bool {
        let registrable = domains::registrable(domain).unwrap_or(domain);
        if self.domains.contains(registrable) {
            return false;
        }
        let imitation = look_alike::Imitation::of(domain);
        self.domains.iter().any(|known| {
            imitation.of_domain(known).is_some_and(|likeness| {
                // The same name elsewhere is often the same firm; only as news it counts.
                likeness != look_alike::Likeness::OtherSuffix || !context.seen_domains.contains(registrable)
            })
        })
    }
}
