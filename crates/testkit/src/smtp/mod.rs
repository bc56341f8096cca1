//! An SMTP server that keeps what it accepts, relays nothing, and can be told to misbehave at each stage.

mod fault;

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use rustix::process::Signal;
use serde::Deserialize;
use serde_json::json;
use tempfile::TempDir;

pub use fault::{Behaviour, Fault, Stage};

use crate::environment::installed;
use crate::peer::Peer;
use crate::{MailUser, Tls};

const PROGRAM: &str = include_str!("../../peers/smtp_server.py");

#[derive(Clone, Debug)]
pub struct SmtpOptions {
    pub users: Vec<MailUser>,
    /// Whether a sender must log in first.
    pub require_auth: bool,
    pub tls: Tls,
    /// In bytes; announced with SIZE.
    pub size_limit: u64,
}

impl Default for SmtpOptions {
    fn default() -> Self {
        let users = vec![MailUser::anna()];
        SmtpOptions { users, require_auth: true, tls: Tls::Off, size_limit: 40 << 20 }
    }
}

/// One message that the server took responsibility for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    /// Who had logged in.
    pub user: Option<String>,
    /// The content as it came, without the stuffed dots.
    pub raw: Vec<u8>,
}

pub struct SmtpServer {
    peer: Peer,
    port: u16,
    implicit_tls: bool,
    faults: AtomicU64,
    folder: TempDir,
}

impl SmtpServer {
    pub fn start(options: &SmtpOptions) -> Result<SmtpServer> {
        let folder = TempDir::with_prefix("factotum-smtp-")?;
        std::fs::write(folder.path().join("server.py"), PROGRAM)?;
        std::fs::write(folder.path().join("options.json"), serialised(options).to_string())?;
        let (peer, port) = run(&folder, 0)?;
        let implicit_tls = matches!(options.tls, Tls::Implicit(_));
        Ok(SmtpServer { peer, port, implicit_tls, faults: AtomicU64::new(0), folder })
    }

    /// `smtp://127.0.0.1:PORT`, or `smtps://` with TLS from the first byte.
    pub fn url(&self) -> String {
        let scheme = if self.implicit_tls { "smtps" } else { "smtp" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn process_id(&self) -> u32 {
        self.peer.process_id()
    }

    /// Replaces all faults, from the next command on, and also for connections that are open.
    /// Of several for one stage the first that has turns left acts.
    pub fn misbehave(&self, faults: &[Fault]) -> Result<()> {
        let version = self.faults.fetch_add(1, Ordering::Relaxed);
        let part = self.folder.path().join("faults.part");
        std::fs::write(&part, json!({"version": version, "faults": faults}).to_string())?;
        std::fs::rename(part, self.folder.path().join("faults.json"))?;
        Ok(())
    }

    /// All is well again.
    pub fn behave(&self) -> Result<()> {
        self.misbehave(&[])
    }

    /// Every message kept so far, in order; right also while the server is stopped.
    pub fn received(&self) -> Result<Vec<Received>> {
        received_in(self.folder.path())
    }

    /// The folder that `received_in` reads, for another process that counts.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// Starts it again after `stop`, on the same port and with the same messages.
    pub fn restart(&mut self) -> Result<()> {
        self.peer.stop();
        (self.peer, self.port) = run(&self.folder, self.port)?;
        Ok(())
    }
}

/// Every message kept in the folder of a server.
pub fn received_in(folder: &Path) -> Result<Vec<Received>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder.join("spool"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "mail"));
    paths.sort();
    paths.iter().map(|path| read_kept(path).with_context(|| path.display().to_string())).collect()
}

fn read_kept(path: &Path) -> Result<Received> {
    #[derive(Deserialize)]
    struct Head {
        from: String,
        to: Vec<String>,
        user: Option<String>,
    }
    let bytes = std::fs::read(path)?;
    let end = bytes.iter().position(|byte| *byte == b'\n').context("no envelope")?;
    let head: Head = serde_json::from_slice(&bytes[..end])?;
    Ok(Received { from: head.from, to: head.to, user: head.user, raw: bytes[end + 1..].to_vec() })
}

fn run(folder: &TempDir, port: u16) -> Result<(Peer, u16)> {
    let port_file = folder.path().join("port");
    let _ = std::fs::remove_file(&port_file);
    let mut command = Command::new(installed("bin/python")?);
    command.arg(folder.path().join("server.py")).arg(folder.path()).arg(port.to_string());
    let mut peer = Peer::start("the SMTP server", command, Signal::TERM, folder)?;
    let read_port = || -> Option<u16> { std::fs::read_to_string(&port_file).ok()?.parse().ok() };
    // The file says that it listens; a connection to make sure could use up a fault of the test.
    peer.wait_ready(folder.path(), || read_port().is_some())?;
    let port = read_port().context("the SMTP server's port")?;
    Ok((peer, port))
}

fn serialised(options: &SmtpOptions) -> serde_json::Value {
    let users: serde_json::Map<String, serde_json::Value> = options
        .users
        .iter()
        .map(|user| (user.name.clone(), json!({"password": user.password, "token": user.token})))
        .collect();
    json!({
        "users": users,
        "require_auth": options.require_auth,
        "size_limit": options.size_limit,
        "tls": if matches!(options.tls, Tls::Implicit(_)) { "implicit" } else { "start" },
        "certificate": options.tls.certificate().map(|certificate| certificate.certificate()),
        "key": options.tls.certificate().map(|certificate| certificate.key()),
    })
}
