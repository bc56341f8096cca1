//! Xandikos: CalDAV over git, without authentication.

use std::process::Command;

use anyhow::Result;
use rustix::process::Signal;
use tempfile::TempDir;

use crate::environment::installed;
use crate::peer::{Peer, accepts};
use crate::port::free_port;

/// Everybody is `/anna/`, who has the calendar `/anna/calendars/calendar/`.
pub struct Xandikos {
    peer: Peer,
    port: u16,
    folder: TempDir,
}

impl Xandikos {
    pub fn start() -> Result<Xandikos> {
        let folder = TempDir::with_prefix("factotum-xandikos-")?;
        let port = free_port()?;
        let peer = run(&folder, port)?;
        Ok(Xandikos { peer, port, folder })
    }

    /// `http://127.0.0.1:PORT/`
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn process_id(&self) -> u32 {
        self.peer.process_id()
    }

    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// Starts it again after `stop`, on the same port and with the same calendars.
    pub fn restart(&mut self) -> Result<()> {
        self.peer.stop();
        self.peer = run(&self.folder, self.port)?;
        Ok(())
    }
}

fn run(folder: &TempDir, port: u16) -> Result<Peer> {
    let mut command = Command::new(installed("bin/python")?);
    command.args(["-m", "xandikos", "serve", "--defaults", "--current-user-principal", "/anna/"]);
    command.arg("-d").arg(folder.path().join("data"));
    command.args(["--listen-address", "127.0.0.1", "--port", &port.to_string()]);
    // Git wants a home and an author, and must not read another's configuration.
    command.env("HOME", folder.path()).env("EMAIL", "anna@example.org");
    let mut peer = Peer::start("xandikos", command, Signal::TERM, folder)?;
    peer.wait_ready(folder.path(), || accepts(port))?;
    Ok(peer)
}
