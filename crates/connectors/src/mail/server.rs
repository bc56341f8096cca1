//! What IMAP and SMTP servers have in common: where they are, how one logs in, how long one waits, and what goes wrong.

use domain::source::SourceError;
use secrecy::SecretString;
use std::time::Duration;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Clear text first; a server without STARTTLS is refused.
    StartTls,
    /// STARTTLS where it is offered, clear text elsewhere: whoever sits on the wire can choose the latter,
    /// so only for loopback and for what the user called insecure.
    StartTlsWhereOffered,
    /// Clear text.
    Plain,
}

/// Where a server listens and whom it has to be.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// One or more certificates in PEM that are trusted beside the system's.
    pub extra_root: Option<String>,
}

/// What proves the user; never shown, logged, or part of an error.
#[derive(Clone, Debug)]
pub enum Secret {
    Password(SecretString),
    /// An access token for XOAUTH2 or OAUTHBEARER.
    OAuthToken(SecretString),
}

/// How long the network may be silent; tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Resolving, connecting and the TLS handshake.
    pub connect: Duration,
    /// Between two reads or writes that get anything through.
    pub inactivity: Duration,
    /// For the reply to a whole message (RFC 5321 §4.5.3.2.6 asks for 10 minutes).
    pub delivery: Duration,
    /// One IDLE: below the 29 minutes of RFC 2177, and short enough to keep address translation alive and to
    /// look at the other folders now and then.
    pub idle: Duration,
    /// Between two looks where IDLE is not offered.
    pub poll: Duration,
}

/// What a mail server, or the way to it, did wrong: one sentence that names the host and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Refused credentials: nothing helps but the user.
    #[error("{0}")]
    Unauthorized(String),
    /// The certificate cannot be accepted.
    #[error("{0}")]
    Untrusted(String),
    /// Down, slow, or broke off.
    #[error("{0}")]
    Unavailable(String),
    /// Answered what the protocol does not allow.
    #[error("{0}")]
    Protocol(String),
    /// Understood and said no.
    #[error("{0}")]
    Refused(String),
}

impl Endpoint {
    /// `host:port`, as errors name it.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            inactivity: Duration::from_secs(60),
            delivery: Duration::from_secs(10 * 60),
            idle: Duration::from_secs(10 * 60),
            poll: Duration::from_secs(2 * 60),
        }
    }
}

impl ServerError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => "login_refused",
            Self::Untrusted(_) => "certificate",
            Self::Unavailable(_) => "unavailable",
            Self::Protocol(_) => "protocol",
            Self::Refused(_) => "refused",
        }
    }
}

impl From<ServerError> for SourceError {
    /// A refused command is retried like an outage: servers say no to a folder that was deleted meanwhile,
    /// to too many connections, and when their own disk is full.
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Unauthorized(text) => Self::Unauthorized(text),
            ServerError::Untrusted(text) | ServerError::Unavailable(text) | ServerError::Refused(text) => {
                Self::Unavailable(text)
            }
            ServerError::Protocol(text) => Self::Protocol(text),
        }
    }
}

/// A server's own words for a sentence of ours: one line, short, no control characters, no secret.
pub(crate) fn quoted(text: &str, secret: Option<&str>) -> String {
    let mut text = text.to_owned();
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "…");
    }
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_cannot_echo_the_secret_or_break_the_line() {
        assert_eq!(quoted("no\r\nlogin for  hunter2", Some("hunter2")), "no login for …");
        assert_eq!(quoted(&"x".repeat(1000), None).chars().count(), 301);
    }

    #[test]
    fn a_secret_is_not_shown() {
        assert!(!format!("{:?}", Secret::Password("hunter2".into())).contains("hunter2"));
    }
}
