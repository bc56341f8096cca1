//! CalDAV against real servers, and against a stand-in where a real server cannot be made to misbehave; recurrence
//! beside python-dateutil.
#![cfg(test)]

mod elsewhere;
mod kept;
mod recurrence;
mod standin;
mod syncing;
mod trouble;
mod writing;

use connectors::calendar::caldav::{CalDavServer, CalDavSource};
use connectors::mail::server::{Secret, Timing};
use domain::Mint;
use std::sync::OnceLock;
use std::time::Duration;
use testkit::{Cyrus, Radicale, Xandikos};

const ANNA: &str = "anna@example.org";
const PASSWORD: &str = "secret";
const BORIS: &str = "boris@example.org";
const PATIENCE: Duration = Duration::from_secs(60);

/// As the gate would: the one mint of this process.
fn mint() -> &'static Mint {
    static MINT: OnceLock<Mint> = OnceLock::new();
    MINT.get_or_init(|| Mint::claim().expect("nobody else in this process claims it"))
}

enum Server {
    Radicale(Radicale),
    Xandikos(Xandikos),
    Cyrus(Cyrus),
}

impl Server {
    fn all() -> Vec<Server> {
        vec![
            Server::Radicale(Radicale::start().unwrap()),
            Server::Xandikos(Xandikos::start().unwrap()),
            Server::Cyrus(Cyrus::start(&[ANNA]).unwrap()),
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Server::Radicale(_) => "radicale",
            Server::Xandikos(_) => "xandikos",
            Server::Cyrus(_) => "cyrus",
        }
    }

    fn url(&self) -> String {
        match self {
            Server::Radicale(server) => server.url(),
            Server::Xandikos(server) => server.url(),
            Server::Cyrus(server) => server.url(),
        }
    }

    fn port(&self) -> u16 {
        match self {
            Server::Radicale(server) => server.port(),
            Server::Xandikos(server) => server.port(),
            Server::Cyrus(server) => server.port(),
        }
    }

    /// Where Anna's calendars are, as another program would find them.
    fn home(&self) -> &'static str {
        match self {
            Server::Radicale(_) => "anna%40example.org/",
            Server::Xandikos(_) => "anna/calendars/",
            Server::Cyrus(_) => "dav/calendars/user/anna@example.org/",
        }
    }

    fn source(&self) -> CalDavSource {
        source(&self.url())
    }
}

fn server(url: &str) -> CalDavServer {
    CalDavServer::new(url, ANNA, Secret::Password(PASSWORD.into()))
}

fn source(url: &str) -> CalDavSource {
    CalDavSource::new(&server(url)).unwrap()
}

/// Short enough that a test of a silent server ends soon.
fn impatient(url: &str) -> CalDavSource {
    let short = Duration::from_millis(500);
    let timing = Timing { connect: short, inactivity: short, ..Timing::default() };
    CalDavSource::with_timing(&server(url), timing).unwrap()
}

fn event(uid: &str, summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260503T090000Z\r\nDTEND:20260503T100000Z\r\nSUMMARY:{summary}\r\nX-STRANGE;X-P=1:kept\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}
