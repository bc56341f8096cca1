//! A PostgreSQL cluster with pgvector, with as many empty databases as a test process asks for.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::environment::{installed, program};
use crate::peer::Peer;
use crate::port::free_port;
use crate::waiting::wait_for;

const RESTART_LIMIT: Duration = Duration::from_secs(30);

/// The server refuses to run as root, and an ordinary user cannot become another: so nobody, if we are root.
const UNPRIVILEGED: [&str; 5] = ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"];

pub struct Postgres {
    peer: Peer,
    port: u16,
    programs: PathBuf,
    databases: AtomicU32,
    folder: TempDir,
}

impl Postgres {
    /// The one cluster of this test process; it ends with the process.
    pub fn shared() -> Result<&'static Postgres> {
        static SHARED: OnceLock<Result<Postgres, String>> = OnceLock::new();
        let started = SHARED.get_or_init(|| Postgres::start().map_err(|error| format!("{error:#}")));
        started.as_ref().map_err(|error| anyhow!(error.clone()))
    }

    /// A cluster of one's own, for a test that stops or kills it.
    pub fn start() -> Result<Postgres> {
        let programs = installed("postgres/bin")?;
        let folder = TempDir::with_prefix("factotum-postgres-")?;
        let data = folder.path().join("data");
        std::fs::create_dir(&data)?;
        if rustix::process::geteuid().is_root() {
            open_to_nobody(folder.path(), &data)?;
        }
        let initialised = unprivileged(&programs.join("initdb"))?
            .arg("-D")
            .arg(&data)
            .args(["-A", "trust", "-U", "app", "--no-sync", "-E", "UTF8", "--locale=C"])
            .current_dir(folder.path())
            .output()?;
        if !initialised.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&initialised.stderr));
        }
        let port = free_port()?;
        let peer = run(&programs, &folder, port)?;
        Ok(Postgres { peer, port, programs, databases: AtomicU32::new(0), folder })
    }

    /// The URL of a new, empty database.
    pub fn create_database(&self) -> Result<String> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let created = Command::new(self.programs.join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "app", &name])
            .output()?;
        if !created.status.success() {
            bail!("createdb {name}: {}", String::from_utf8_lossy(&created.stderr));
        }
        Ok(format!("postgres://app@127.0.0.1:{}/{name}", self.port))
    }

    /// Runs SQL with psql and returns the rows, fields parted by `|`.
    pub fn query(&self, url: &str, sql: &str) -> Result<String> {
        let answered = Command::new(self.programs.join("psql"))
            .args(["-X", "-A", "-t", "-q", "-d", url, "-c", sql])
            .output()?;
        if !answered.status.success() {
            bail!("psql: {}", String::from_utf8_lossy(&answered.stderr));
        }
        Ok(String::from_utf8_lossy(&answered.stdout).trim_end().to_owned())
    }

    /// kill -9 and start again on the same port, with what was committed.
    pub fn crash_and_restart(&mut self) -> Result<()> {
        self.peer.kill();
        // Orphaned backends hold the shared memory for a moment, and until then a start is refused.
        self.peer = wait_for("postgres to start again", RESTART_LIMIT, || {
            Ok(run(&self.programs, &self.folder, self.port).ok())
        })?;
        Ok(())
    }
}

fn run(programs: &Path, folder: &TempDir, port: u16) -> Result<Peer> {
    let mut command = unprivileged(&programs.join("postgres"))?;
    command.current_dir(folder.path()).arg("-D").arg(folder.path().join("data"));
    command.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", ""]);
    // fsync matters when the machine dies, and it is only ever the process here.
    for setting in ["fsync=off", "max_connections=200", "shared_buffers=32MB"] {
        command.args(["-c", setting]);
    }
    let mut peer = Peer::start("postgres", command, Signal::INT, folder)?;
    let ready = programs.join("pg_isready");
    peer.wait_ready(folder.path(), || {
        let asked = Command::new(&ready)
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string(), "-U", "app"])
            .status();
        asked.is_ok_and(|status| status.success())
    })?;
    Ok(peer)
}

fn unprivileged(executable: &Path) -> Result<Command> {
    if !rustix::process::geteuid().is_root() {
        return Ok(Command::new(executable));
    }
    let mut command = Command::new(program("setpriv")?);
    command.args(UNPRIVILEGED).arg(executable);
    Ok(command)
}

fn open_to_nobody(folder: &Path, data: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
    let changed = Command::new("chown").arg("nobody:nogroup").arg(data).status().context("chown")?;
    if !changed.success() {
        bail!("chown nobody {} failed", data.display());
    }
    Ok(())
}
