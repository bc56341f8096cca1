//! Mailboxes of parsed headers as domain addresses.

use domain::Address;
use mail_parser::{Addr, Address as Parsed};

/// Most recipients that are kept of one header.
const ADDRESSES: usize = 1_000;

pub fn all<'a>(headers: impl Iterator<Item = &'a Parsed<'a>>) -> Vec<Address> {
    headers.flat_map(Parsed::iter).filter_map(one).filter(|a| !a.address.is_empty()).take(ADDRESSES).collect()
}

pub fn first(header: Option<&Parsed<'_>>) -> Option<Address> {
    header.and_then(|addresses| addresses.iter().find_map(one))
}

/// A mailbox; words without an address (`From: The Team`) are a name only.
fn one(addr: &Addr<'_>) -> Option<Address> {
    let name = addr.name.as_deref().map(clean).filter(|name| !name.is_empty());
    let address = addr.address.as_deref().map(clean).unwrap_or_default();
    if address.contains(char::is_whitespace) {
        return Some(Address { name: name.or(Some(address)), address: String::new() });
    }
    (!address.is_empty() || name.is_some()).then_some(Address { name, address })
}

fn clean(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(1_000).collect::<String>().trim().to_owned()
}
