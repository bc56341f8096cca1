//! A certificate authority made for one test, and a server certificate for localhost signed by it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tempfile::TempDir;

/// Whether the server certificate can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// From yesterday to tomorrow, for `localhost` and 127.0.0.1.
    Current,
    /// Ended yesterday.
    Expired,
    /// Current, but for `elsewhere.example`.
    OtherName,
}

/// PEM files in a folder that lives as long as the last clone.
#[derive(Clone, Debug)]
pub struct Certificate {
    folder: Arc<TempDir>,
}

impl Certificate {
    pub fn new(validity: Validity) -> Result<Certificate> {
        let folder = TempDir::with_prefix("factotum-tls-")?;
        let authority_key = KeyPair::generate()?;
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        authority.distinguished_name.push(DnType::CommonName, "Factotum test authority");
        let authority_certificate = authority.self_signed(&authority_key)?;

        let names = match validity {
            Validity::OtherName => vec!["elsewhere.example".to_owned()],
            Validity::Current | Validity::Expired => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
        };
        let mut server = CertificateParams::new(names)?;
        server.distinguished_name.push(DnType::CommonName, "Factotum test server");
        let (from, to) = match validity {
            Validity::Expired => (-30, -1),
            Validity::Current | Validity::OtherName => (-1, 1),
        };
        let ((year, month, date), (last_year, last_month, last_date)) = (day(from), day(to));
        server.not_before = rcgen::date_time_ymd(year, month, date);
        server.not_after = rcgen::date_time_ymd(last_year, last_month, last_date);
        let server_key = KeyPair::generate()?;
        let server_certificate =
            server.signed_by(&server_key, &Issuer::from_params(&authority, &authority_key))?;

        std::fs::write(folder.path().join("ca.pem"), authority_certificate.pem())?;
        std::fs::write(folder.path().join("server.pem"), server_certificate.pem())?;
        std::fs::write(folder.path().join("server.key"), server_key.serialize_pem())?;
        Ok(Certificate { folder: Arc::new(folder) })
    }

    /// What a client has to trust.
    pub fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    pub fn certificate(&self) -> PathBuf {
        self.path("server.pem")
    }

    pub fn key(&self) -> PathBuf {
        self.path("server.key")
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::join(self.folder.path(), name)
    }
}

/// Year, month and day some days from today in UTC.
fn day(offset: i64) -> (i32, u8, u8) {
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let date = today.saturating_add(jiff::Span::new().days(offset));
    (i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
}
