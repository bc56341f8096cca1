//! What a command has at hand: the options, the console and, when it asks, the server.

use client::Client;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::console::Console;
use crate::failure::Failure;
use crate::global::{Global, Server};

pub(crate) struct Session {
    pub(crate) global: Global,
    /// Of `FACTOTUM_TOKEN`.
    pub(crate) token: Option<String>,
    pub(crate) console: Console,
}

impl Session {
    pub(crate) fn of_this_process(global: Global) -> Self {
        let token = std::env::var("FACTOTUM_TOKEN").ok();
        let console = Console::of_this_process(global.json, Timestamp::now(), TimeZone::system());
        Self { global, token, console }
    }

    pub(crate) fn server(&self) -> Result<Server, Failure> {
        self.global.server(self.token.as_deref())
    }

    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let server = self.server()?;
        Ok(Client::new(&server.url, &server.token)?)
    }
}
