//! IMAP and SMTP against real servers, and against scripted ones where a real server cannot be made to misbehave.
#![cfg(test)]

mod deltas;
mod first_sync;
mod imap_trouble;
mod imap_writes;
mod kept;
mod scripted;
mod smtp;
mod watching;

use connectors::mail::imap::{ImapServer, ImapSource};
use connectors::mail::server::{Endpoint, Secret, Security, Timing};
use domain::Mint;
use domain::source::ParsedMail;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};
use testkit::{Dovecot, DovecotOptions};

const ANNA: &str = "anna@example.org";
const PASSWORD: &str = "secret";
const TOKEN: &str = "token-of-anna";

/// As the gate would: the one mint of this process.
fn mint() -> &'static Mint {
    static MINT: OnceLock<Mint> = OnceLock::new();
    MINT.get_or_init(|| Mint::claim().expect("nobody else in this process claims it"))
}

fn dovecot(qresync: bool) -> Dovecot {
    Dovecot::start(DovecotOptions { qresync, ..DovecotOptions::default() }).unwrap()
}

fn endpoint(port: u16, security: Security) -> Endpoint {
    Endpoint { host: "127.0.0.1".to_owned(), port, security, extra_root: None }
}

fn password(text: &str) -> Secret {
    Secret::Password(text.into())
}

fn token(text: &str) -> Secret {
    Secret::OAuthToken(text.into())
}

fn server(port: u16) -> ImapServer {
    ImapServer::new(endpoint(port, Security::Plain), ANNA, password(PASSWORD))
}

fn source(dovecot: &Dovecot) -> ImapSource {
    ImapSource::new(server(dovecot.imap_port()), parse)
}

/// Short enough that a test of a silent server ends soon.
fn impatient() -> Timing {
    let short = Duration::from_millis(300);
    Timing { connect: short, inactivity: short, delivery: short, ..Timing::default() }
}

/// The subject is enough to know a message again.
fn parse(raw: &[u8]) -> ParsedMail {
    let text = String::from_utf8_lossy(raw);
    let subject = text.lines().find_map(|line| line.strip_prefix("Subject: ")).map(str::to_owned);
    ParsedMail { subject, ..ParsedMail::default() }
}

fn message(subject: &str) -> Vec<u8> {
    format!("Message-ID: <{subject}@example.org>\r\nSubject: {subject}\r\n\r\nHello {subject}\r\n")
        .into_bytes()
}

fn deliver(dovecot: &Dovecot, folder: &str, subject: &str) {
    dovecot.deliver(ANNA, folder, &message(subject), at(0)).unwrap();
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds)
}
