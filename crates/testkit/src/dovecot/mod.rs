//! dovecot with a private configuration: IMAP, and submission through another test server.

mod configuration;
mod maildir;
mod tokens;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::environment::program;
use crate::peer::{Peer, accepts, greets};
use crate::port::free_port;
use crate::{MailUser, Tls};
use configuration::Ports;
use maildir::Maildir;
use tokens::TokenService;

#[derive(Clone, Debug)]
pub struct DovecotOptions {
    pub users: Vec<MailUser>,
    /// Whether CONDSTORE and QRESYNC are announced.
    pub qresync: bool,
    pub tls: Tls,
    /// Opens a submission port that hands its mail to an SMTP server there, which must not ask for a login.
    pub submission_to: Option<u16>,
}

impl Default for DovecotOptions {
    fn default() -> Self {
        DovecotOptions { users: vec![MailUser::anna()], qresync: true, tls: Tls::Off, submission_to: None }
    }
}

/// Folders are named as IMAP names them, with `/` between levels: `INBOX`, `Sent`, `Archive/2026`.
/// Each user has INBOX and, with their special uses, Sent, Drafts, Trash, Junk and Archive.
pub struct Dovecot {
    peer: Peer,
    ports: Ports,
    options: DovecotOptions,
    tokens: TokenService,
    folder: TempDir,
}

impl Dovecot {
    pub fn start(options: DovecotOptions) -> Result<Dovecot> {
        let folder = TempDir::with_prefix("factotum-dovecot-")?;
        let tokens = TokenService::start(&options.users)?;
        let submission = options.submission_to.map(|_| free_port()).transpose()?;
        let ports = Ports { imap: free_port()?, submission };
        configuration::write(folder.path(), &options, &ports, tokens.port())?;
        let peer = run(&folder, &ports, &options.tls)?;
        Ok(Dovecot { peer, ports, options, tokens, folder })
    }

    /// `imap://127.0.0.1:PORT`, or `imaps://` with TLS from the first byte.
    pub fn imap_url(&self) -> String {
        let scheme = if matches!(self.options.tls, Tls::Implicit(_)) { "imaps" } else { "imap" };
        format!("{scheme}://127.0.0.1:{}", self.ports.imap)
    }

    pub fn imap_port(&self) -> u16 {
        self.ports.imap
    }

    /// The submission port, where `submission_to` asked for one. It has the logins of the mailbox.
    pub fn smtp_url(&self) -> Option<String> {
        let scheme = if matches!(self.options.tls, Tls::Implicit(_)) { "smtps" } else { "smtp" };
        self.ports.submission.map(|port| format!("{scheme}://127.0.0.1:{port}"))
    }

    /// Puts an unread message into a folder, which is made where it is missing. `received` is its INTERNALDATE.
    pub fn deliver(&self, user: &str, folder: &str, raw: &[u8], received: SystemTime) -> Result<()> {
        self.maildir(user).deliver(folder, raw, received, None)
    }

    /// The same with flags in Maildir's letters (`S` seen, `F` flagged, `R` answered).
    pub fn deliver_flagged(
        &self,
        user: &str,
        folder: &str,
        raw: &[u8],
        received: SystemTime,
        flags: &str,
    ) -> Result<()> {
        self.maildir(user).deliver(folder, raw, received, Some(flags))
    }

    pub fn count(&self, user: &str, folder: &str) -> Result<usize> {
        Ok(self.maildir(user).paths(folder)?.len())
    }

    /// The stored bytes of each message of a folder, in the order of delivery; right also while stopped.
    pub fn messages(&self, user: &str, folder: &str) -> Result<Vec<Vec<u8>>> {
        let paths = self.maildir(user).paths(folder)?;
        paths.iter().map(|path| std::fs::read(path).with_context(|| path.display().to_string())).collect()
    }

    /// Runs doveadm, which is another mail program to the mailbox: `["flags", "-u", user, "add", "\\Seen", …]`.
    pub fn doveadm(&self, arguments: &[&str]) -> Result<String> {
        let answered = Command::new(program("doveadm")?)
            .arg("-c")
            .arg(self.folder.path().join("dovecot.conf"))
            .args(arguments)
            .output()?;
        if !answered.status.success() {
            bail!("doveadm {arguments:?}: {}", String::from_utf8_lossy(&answered.stderr));
        }
        Ok(String::from_utf8_lossy(&answered.stdout).into_owned())
    }

    /// Gives every message of a folder a new UID under a new UIDVALIDITY.
    pub fn renumber(&self, user: &str, folder: &str) -> Result<()> {
        self.maildir(user).forget_numbers(folder)
    }

    /// From now on no access token is accepted, as after its hour.
    pub fn expire_tokens(&self) {
        self.tokens.expire();
    }

    pub fn maildir_path(&self, user: &str) -> PathBuf {
        configuration::home(self.folder.path(), user).join("Maildir")
    }

    pub fn process_id(&self) -> u32 {
        self.peer.process_id()
    }

    /// The server goes away, its connections break.
    pub fn stop(&mut self) {
        self.peer.stop();
    }

    /// Starts it again after `stop`, on the same ports and with the same mail.
    pub fn restart(&mut self) -> Result<()> {
        self.peer.stop();
        self.peer = run(&self.folder, &self.ports, &self.options.tls)?;
        Ok(())
    }

    /// What the server wrote, for a test that fails.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    pub fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn maildir(&self, user: &str) -> Maildir {
        Maildir::new(self.maildir_path(user))
    }
}

fn run(folder: &TempDir, ports: &Ports, tls: &Tls) -> Result<Peer> {
    let mut command = Command::new(program("dovecot")?);
    command.arg("-F").arg("-c").arg(Path::join(folder.path(), "dovecot.conf"));
    let mut peer = Peer::start("dovecot", command, Signal::TERM, folder)?;
    peer.wait_ready(folder.path(), || match tls {
        Tls::Implicit(_) => accepts(ports.imap),
        Tls::Off | Tls::StartTls(_) => greets(ports.imap, "* OK"),
    })?;
    Ok(peer)
}
