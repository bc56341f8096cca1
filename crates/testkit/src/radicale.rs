//! Radicale: CalDAV over files, with Basic authentication.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use rustix::process::Signal;
use tempfile::TempDir;

use crate::MailUser;
use crate::environment::installed;
use crate::peer::{Peer, accepts};
use crate::port::free_port;

/// Knows `MailUser::anna`. A user has no calendar until one is made with MKCALENDAR below `/USER/`.
pub struct Radicale {
    peer: Peer,
    port: u16,
    folder: TempDir,
}

impl Radicale {
    pub fn start() -> Result<Radicale> {
        let folder = TempDir::with_prefix("factotum-radicale-")?;
        let port = free_port()?;
        let anna = MailUser::anna();
        std::fs::write(folder.path().join("users"), format!("{}:{}\n", anna.name, anna.password))?;
        let root = folder.path().display();
        let configuration = format!(
            "[server]\nhosts = 127.0.0.1:{port}\nmax_connections = 64\ntimeout = 60\n[auth]\ntype = htpasswd\n\
             htpasswd_filename = {root}/users\nhtpasswd_encryption = plain\ndelay = 0\n\
             [storage]\nfilesystem_folder = {root}/data\n[logging]\nlevel = warning\n"
        );
        std::fs::write(folder.path().join("config"), configuration)?;
        let peer = run(&folder, port)?;
        Ok(Radicale { peer, port, folder })
    }

    /// `http://127.0.0.1:PORT/`
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on every sync token that was given out is unknown.
    pub fn forget_sync_tokens(&self) -> Result<()> {
        let mut folders = vec![self.data()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.ends_with("sync-token") {
                    std::fs::remove_dir_all(&path)?;
                } else if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        Ok(())
    }

    /// The folder with all collections.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
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
    command.args(["-m", "radicale", "--config"]).arg(folder.path().join("config"));
    let mut peer = Peer::start("radicale", command, Signal::TERM, folder)?;
    peer.wait_ready(folder.path(), || accepts(port))?;
    Ok(peer)
}
