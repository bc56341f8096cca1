//! DKIM (RFC 6376) verified here, by mail-auth, with a resolver that does not wait long.

use super::breaker::Breaker;
use super::cache::KeyCache;
use super::{only_author, same_organisation};
use domain::item::{AuthResult, Authentication};
use domain::ports::{Authenticator, BoxFuture};
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::system_conf::read_system_conf;
use mail_auth::dkim::DkimError;
use mail_auth::{AuthenticatedMessage, DkimOutput, DkimResult, Error, MessageAuthenticator, Parameters};
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

/// For one question and its answer; asked once.
const PATIENCE: Duration = Duration::from_secs(2);
/// For all questions of a mail.
const PATIENCE_PER_MAIL: Duration = Duration::from_secs(6);
/// Nobody signs more often; each different signature may hash the whole mail once more.
const SIGNATURES: usize = 12;
/// Senders change their keys: an old signature that does not fit today's key proves nothing.
const KEYS_LAST: Duration = Duration::from_secs(45 * 24 * 3600);

#[derive(Debug, thiserror::Error)]
pub enum VerifierError {
    #[error("the system's DNS configuration cannot be read: {0}")]
    Configuration(String),
}

impl VerifierError {
    pub fn code(&self) -> &'static str {
        "dns_configuration"
    }
}

/// Verifies signatures, and never finds fault where it could not look.
pub struct DkimVerifier {
    authenticator: MessageAuthenticator,
    keys: KeyCache,
    breaker: Breaker,
}

impl DkimVerifier {
    /// Asks the name servers of the system.
    pub fn from_system() -> Result<Self, VerifierError> {
        let (config, options) =
            read_system_conf().map_err(|e| VerifierError::Configuration(e.to_string()))?;
        Self::new(config, options)
    }

    /// Asks one name server, over UDP and TCP.
    pub fn with_name_server(address: SocketAddr) -> Result<Self, VerifierError> {
        let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
        connections.iter_mut().for_each(|connection| connection.port = address.port());
        let server = NameServerConfig::new(address.ip(), true, connections);
        Self::new(ResolverConfig::from_name_servers(vec![server]), ResolverOpts::default())
    }

    fn new(config: ResolverConfig, mut options: ResolverOpts) -> Result<Self, VerifierError> {
        options.timeout = PATIENCE;
        // Attempts count the repetitions too.
        options.attempts = 1;
        options.cache_size = 1024;
        options.negative_max_ttl = Some(Duration::from_secs(300));
        let authenticator = MessageAuthenticator::new(config, options)
            .map_err(|e| VerifierError::Configuration(e.to_string()))?;
        Ok(Self { authenticator, keys: KeyCache::default(), breaker: Breaker::default() })
    }

    async fn verify(&self, raw: &[u8]) -> Authentication {
        let unknown = Authentication::default();
        // Several authors: the signature of one would stand for the name of another.
        let Some(author) = only_author(raw) else { return unknown };
        if signatures(raw) > SIGNATURES {
            return unknown;
        }
        let Some(message) = AuthenticatedMessage::parse(raw) else { return unknown };
        if message.dkim_headers.is_empty() && message.errors.is_empty() {
            return Authentication { dkim: AuthResult::None, by: Some("local".into()), ..unknown };
        }
        if self.breaker.is_open(Instant::now()) {
            return unknown;
        }
        let parameters = Parameters::new(&message).with_txt_cache(&self.keys);
        let outputs =
            tokio::time::timeout(PATIENCE_PER_MAIL, self.authenticator.verify_dkim(parameters)).await;
        let Ok(outputs) = outputs else {
            self.breaker.record(false, Instant::now());
            return unknown;
        };
        let unanswered = outputs.iter().any(|output| matches!(output.result(), DkimResult::TempError(_)));
        self.breaker.record(!unanswered, Instant::now());
        conclude(&outputs, &author)
    }
}

impl Authenticator for DkimVerifier {
    fn authenticate<'a>(&'a self, raw: &'a [u8]) -> BoxFuture<'a, Authentication> {
        Box::pin(self.verify(raw))
    }
}

fn conclude(outputs: &[DkimOutput<'_>], author: &str) -> Authentication {
    let proved: Vec<&str> = outputs
        .iter()
        .filter(|output| *output.result() == DkimResult::Pass)
        .filter_map(|output| output.signature().map(|signature| signature.d.as_str()))
        .collect();
    if let Some(first) = proved.first() {
        let domain = proved.iter().find(|domain| same_organisation(domain, author)).unwrap_or(first);
        return Authentication {
            dkim: AuthResult::Pass,
            domain: Some(domain.to_lowercase()),
            by: Some("local".into()),
            ..Authentication::default()
        };
    }
    if outputs.iter().any(is_refuted)
        && !outputs.iter().any(|o| matches!(o.result(), DkimResult::TempError(_)))
    {
        return Authentication {
            dkim: AuthResult::Fail,
            by: Some("local".into()),
            ..Authentication::default()
        };
    }
    Authentication::default()
}

/// A signature that was checked against its key or the body and does not fit.
fn is_refuted(output: &DkimOutput<'_>) -> bool {
    match output.result() {
        DkimResult::Neutral(Error::Dkim(DkimError::FailedBodyHashMatch)) => true,
        DkimResult::Fail(_) => {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let signed = output.signature().map_or(0, |signature| signature.t);
            signed == 0 || now.saturating_sub(Duration::from_secs(signed)) < KEYS_LAST
        }
        _ => false,
    }
}

fn signatures(raw: &[u8]) -> usize {
    let parser = mail_parser::MessageParser::new().default_header_ignore();
    parser.parse_headers(raw).map_or(0, |message| {
        message
            .headers()
            .iter()
            .filter(|header| header.name == mail_parser::HeaderName::DkimSignature)
            .count()
    })
}
