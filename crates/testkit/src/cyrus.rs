//! Cyrus: CalDAV on a server that schedules by itself (RFC 6638).

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::environment::program;
use crate::peer::{Peer, accepts};
use crate::port::free_port;

const PROGRAMS: &str = "/usr/lib/cyrus/bin";

#[derive(Clone, Copy, Debug)]
struct Ports {
    http: u16,
    lmtp: u16,
}

/// Any password opens any user; those that were given at the start have calendars.
pub struct Cyrus {
    peer: Peer,
    ports: Ports,
    folder: TempDir,
}

impl Cyrus {
    /// Users as mail addresses of `example.org`.
    pub fn start(users: &[&str]) -> Result<Cyrus> {
        let folder = TempDir::with_prefix("factotum-cyrus-")?;
        let ports = Ports { http: free_port()?, lmtp: free_port()? };
        configure(folder.path(), ports)?;
        let peer = run(&folder, ports)?;
        let cyrus = Cyrus { peer, ports, folder };
        for user in users {
            // The first mail makes a mailbox, and calendars need one. No IMAP server is installed that could.
            cyrus.deliver(user, b"Subject: Welcome\r\n\r\nHello\r\n")?;
        }
        Ok(cyrus)
    }

    /// `http://127.0.0.1:PORT/`
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.ports.http)
    }

    pub fn port(&self) -> u16 {
        self.ports.http
    }

    /// Hands a mail to a user's mailbox (LMTP).
    pub fn deliver(&self, user: &str, raw: &[u8]) -> Result<()> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.ports.lmtp)).context("LMTP")?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut stream = stream;
        answer(&mut reader)?;
        for line in ["LHLO localhost", "MAIL FROM:<test@example.org>", &format!("RCPT TO:<{user}>"), "DATA"] {
            stream.write_all(format!("{line}\r\n").as_bytes())?;
            answer(&mut reader)?;
        }
        stream.write_all(raw)?;
        stream.write_all(b"\r\n.\r\n")?;
        answer(&mut reader)?;
        stream.write_all(b"QUIT\r\n")?;
        Ok(())
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
        self.peer = run(&self.folder, self.ports)?;
        Ok(())
    }
}

/// The last line of a reply, which must not refuse.
fn answer(reader: &mut impl BufRead) -> Result<()> {
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            bail!("LMTP ended");
        }
        if line.as_bytes().get(3) == Some(&b' ') {
            if line.starts_with(['4', '5']) {
                bail!("LMTP: {line}");
            }
            return Ok(());
        }
    }
}

fn configure(folder: &Path, ports: Ports) -> Result<()> {
    let root = folder.display();
    let (http, lmtp) = (ports.http, ports.lmtp);
    let imapd = format!(
        "configdirectory: {root}/conf\npartition-default: {root}/spool\ndefaultpartition: default\n\
         servername: localhost\nadmins: cyrus\nsasl_pwcheck_method: alwaystrue\nsasl_mech_list: PLAIN\n\
         allowplaintext: yes\nvirtdomains: userid\ndefaultdomain: internal\nunixhierarchysep: yes\n\
         altnamespace: yes\nhttpmodules: caldav\ncaldav_allowscheduling: on\ncalendar_user_address_set: example.org\nconversations: 1\n\
         search_engine: squat\nautocreate_quota: 0\nautocreate_post: 1\nsyslog_prefix: factotum-test\n"
    );
    let services = format!(
        "START {{ recover cmd=\"{PROGRAMS}/ctl_cyrusdb -C {root}/imapd.conf -r\" }}\nSERVICES {{\n\
         http cmd=\"{PROGRAMS}/httpd -C {root}/imapd.conf\" listen=\"127.0.0.1:{http}\" prefork=0\n\
         lmtp cmd=\"{PROGRAMS}/lmtpd -a -C {root}/imapd.conf\" listen=\"127.0.0.1:{lmtp}\" prefork=0\n\
         }}\nEVENTS {{ }}\nDAEMON {{ }}\n"
    );
    std::fs::write(folder.join("imapd.conf"), imapd)?;
    std::fs::write(folder.join("cyrus.conf"), services)?;
    for part in ["conf", "spool"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    if rustix::process::geteuid().is_root() {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
        // It leaves root for its own user, and looks for its files as that one.
        let changed =
            Command::new("chown").args(["-R", "cyrus:mail"]).arg(folder).status().context("chown")?;
        if !changed.success() {
            bail!("chown cyrus {root} failed: is cyrus-common installed? Run `make test-env`");
        }
    }
    Ok(())
}

fn run(folder: &TempDir, ports: Ports) -> Result<Peer> {
    let mut command = Command::new(program("cyrmaster")?);
    let path = |name: &str| folder.path().join(name);
    command.arg("-C").arg(path("imapd.conf")).arg("-M").arg(path("cyrus.conf")).arg("-p").arg(path("pid"));
    if !rustix::process::geteuid().is_root() {
        command.env("CYRUS_USER", std::env::var_os("USER").unwrap_or_default());
    }
    // QUIT lets its children finish; TERM would leave them.
    let mut peer = Peer::start("cyrus", command, Signal::QUIT, folder)?;
    peer.wait_ready(folder.path(), || accepts(ports.http) && accepts(ports.lmtp))?;
    Ok(peer)
}
