//! From an address to its servers: presets, then what the provider publishes, then what its mail hosts tell.

mod presets;
mod records;
mod xml;

use crate::wall::Wall;

/// A server that a provider names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
}

/// Providers' offers without encryption are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    Tls,
    StartTls,
}

impl Server {
    pub fn is_tls(&self) -> bool {
        self.protection == Protection::Tls
    }

    fn new(host: &str, port: u16) -> Self {
        let protection = if matches!(port, 143 | 587 | 25) { Protection::StartTls } else { Protection::Tls };
        Self { host: host.to_owned(), port, protection }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub imap: Server,
    pub smtp: Option<Server>,
    /// The login's user name, where it is not the address.
    pub user: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{domain} publishes no mail servers.")]
pub struct NotPublished {
    pub domain: String,
}

pub async fn find(address: &str, wall: &Wall) -> Result<Found, NotPublished> {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let domain = idna::domain_to_ascii(domain).unwrap_or_default();
    let not_published = || NotPublished { domain: domain.clone() };
    if domain.is_empty() {
        return Err(not_published());
    }
    if let Some(found) = presets::by_domain(&domain) {
        return Ok(found);
    }
    let owner = xml::Owner { address, local, domain: &domain };
    for url in published_at(address, &domain) {
        if let Ok(body) = wall.get(&url).await
            && let Some(found) = xml::read(&body, owner)
        {
            return Ok(found);
        }
    }
    if let Some(found) = records::services(&domain).await {
        return Ok(found);
    }
    for host in records::mail_hosts(&domain).await {
        if let Some(found) = presets::by_mail_host(&host) {
            return Ok(found);
        }
    }
    Err(not_published())
}

/// Where Mozilla's autoconfiguration format is published. Only by https: an answer that anybody on the way
/// can write would send the password to anybody.
fn published_at(address: &str, domain: &str) -> [String; 2] {
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_common_provider_needs_no_network() {
        let wall = Wall::new(Vec::new());
        let found = find("somebody@gmail.com", &wall).await.unwrap();
        assert_eq!(
            found.imap,
            Server { host: "imap.gmail.com".into(), port: 993, protection: Protection::Tls }
        );
    }

    #[tokio::test]
    async fn nothing_is_published_for_a_reserved_name() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let wall = Wall::new(Vec::new());
        let error = find("somebody@nowhere.invalid", &wall).await.unwrap_err();
        assert_eq!(error.to_string(), "nowhere.invalid publishes no mail servers.");
        assert!(find("no address", &wall).await.is_err());
    }
}
