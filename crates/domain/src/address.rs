//! A mail address with its display name, and how it is compared.

use serde::{Deserialize, Serialize};

/// One mailbox (RFC 5322 §3.4): `name` decoded, `address` as `local@domain`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    pub address: String,
}

impl Address {
    pub fn new(name: Option<&str>, address: &str) -> Self {
        Self { name: name.map(str::to_owned), address: address.to_owned() }
    }

    /// The form in which addresses are compared and looked up: lower case.
    /// Local parts are case-sensitive by RFC 5321 and by no mail system in use.
    pub fn key(&self) -> String {
        self.address.to_lowercase()
    }

    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Address {
    /// `Name <address>`, the name quoted where RFC 5322 asks for it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.name.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
            None => f.write_str(&self.address),
            Some(name) if name.chars().all(|c| c.is_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c)) => {
                write!(f, "{name} <{}>", self.address)
            }
            Some(name) => {
                write!(f, "\"{}\" <{}>", name.replace('\\', "\\\\").replace('"', "\\\""), self.address)
            }
        }
    }
}
