//! What an account's row keeps of its servers and switches; never a secret.

use connectors::mail::server::{Endpoint, Security};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountConfig {
    /// The login's user name.
    pub user: String,
    pub imap: Option<Server>,
    pub smtp: Option<Server>,
    pub maildir: Option<PathBuf>,
    pub mbox: Option<PathBuf>,
    /// The server, the user's page on it, or one calendar.
    pub caldav: Option<String>,
    pub vdir: Option<PathBuf>,
    /// A file's path or a URL.
    pub ics: Option<String>,
    /// Hosts whose Authentication-Results count.
    pub trusted_authserv: Vec<String>,
    pub sent_copy: SentCopy,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    Tls,
    StartTls,
    /// Loopback, or what the user called insecure.
    StartTlsWhereOffered,
}

/// Who files the copy of a sent mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentCopy {
    Append,
    Server,
    /// Looked for first, then appended.
    #[default]
    Auto,
}

impl SentCopy {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "append" => Some(Self::Append),
            "server" => Some(Self::Server),
            "auto" => Some(Self::Auto),
            _ => None,
        }
    }
}

impl Server {
    pub fn endpoint(&self) -> Endpoint {
        let security = match self.protection {
            Protection::Tls => Security::Tls,
            Protection::StartTls => Security::StartTls,
            Protection::StartTlsWhereOffered => Security::StartTlsWhereOffered,
        };
        Endpoint { host: self.host.clone(), port: self.port, security, extra_root: extra_root() }
    }
}

/// An authority of the own network: `FACTOTUM_CA_FILE`, certificates in PEM.
pub(super) fn extra_root() -> Option<String> {
    std::fs::read_to_string(std::env::var_os("FACTOTUM_CA_FILE")?).ok()
}
