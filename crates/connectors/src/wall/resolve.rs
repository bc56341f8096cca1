//! Resolves names and hands out only addresses that may be called.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::address::is_public;
use super::error::WallError;

const PATIENCE: Duration = Duration::from_secs(5);

pub struct CheckedResolver {
    allowed: Vec<String>,
}

impl CheckedResolver {
    pub fn new(allowed: Vec<String>) -> Self {
        Self { allowed: allowed.iter().map(|host| plain(host)).collect() }
    }

    /// All addresses of a name; refused whole if one of them is private, because who answers with both
    /// wants the check to see the one and the connection to take the other.
    pub async fn checked(&self, name: &str) -> Result<Vec<SocketAddr>, WallError> {
        // Without a final dot, which the system's own table of hosts does not know.
        let name = plain(name);
        let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name.clone(), 0))).await;
        let found: Vec<SocketAddr> = match found {
            Ok(Ok(found)) => found.collect(),
            _ => return Err(WallError::NotFound(name)),
        };
        if found.is_empty() {
            return Err(WallError::NotFound(name));
        }
        if !self.allowed.contains(&name) && !found.iter().all(|address| is_public(address.ip())) {
            return Err(WallError::Private(name));
        }
        Ok(found)
    }

    /// An address that is written out in the URL, in whatever spelling.
    pub fn check_literal(&self, ip: IpAddr) -> Result<(), WallError> {
        let text = ip.to_string();
        if is_public(ip) || self.allowed.contains(&text) { Ok(()) } else { Err(WallError::Private(text)) }
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = Self { allowed: self.allowed.clone() };
        Box::pin(async move {
            let found = resolver.checked(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn plain(host: &str) -> String {
    host.trim_end_matches('.').trim_matches(['[', ']']).to_ascii_lowercase()
}
