//! Real peers for tests: each is a process on a free loopback port in a temporary folder, and is gone with its
//! value, even when the test process is killed.

mod certificate;
mod cyrus;
mod dns;
mod dovecot;
mod environment;
mod peer;
mod port;
mod postgres;
mod proxy;
mod python;
mod radicale;
mod smtp;
mod user;
mod waiting;
mod xandikos;

pub use certificate::{Certificate, Validity};
pub use cyrus::Cyrus;
pub use dns::DnsStub;
pub use dovecot::{Dovecot, DovecotOptions};
pub use environment::corpus;
pub use port::free_port;
pub use postgres::Postgres;
pub use proxy::{Fate, Proxy};
pub use python::python;
pub use radicale::Radicale;
pub use smtp::{Behaviour, Fault, Received, SmtpOptions, SmtpServer, Stage, received_in};
pub use user::MailUser;
pub use waiting::{eventually, wait_for};
pub use xandikos::Xandikos;

/// How a test server speaks TLS.
#[derive(Clone, Debug, Default)]
pub enum Tls {
    /// Clear text only.
    #[default]
    Off,
    /// Clear text first, STARTTLS is offered.
    StartTls(Certificate),
    /// TLS from the first byte.
    Implicit(Certificate),
}

impl Tls {
    fn certificate(&self) -> Option<&Certificate> {
        match self {
            Tls::Off => None,
            Tls::StartTls(certificate) | Tls::Implicit(certificate) => Some(certificate),
        }
    }
}
