//! One started process and its folder: ready before it is handed out, gone when it is dropped, and gone as well
//! when the test process is killed.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::waiting::wait_for;

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// Waits for the end of its standard input, which comes when the process that holds the other end dies in
/// whatever way; then stops the process group and removes the folder.
const REAPER: &str = r#"
while read -r _; do :; done
kill -s "$2" -- "-$1" 2>/dev/null
looks=0
while kill -s 0 -- "-$1" 2>/dev/null && [ $looks -lt 50 ]; do sleep 0.1; looks=$((looks + 1)); done
kill -s KILL -- "-$1" 2>/dev/null
rm -rf -- "$3"
"#;

pub(crate) struct Peer {
    name: &'static str,
    child: Child,
    group: Pid,
    stop: Signal,
    reaper: Child,
}

impl Peer {
    /// Starts `command` in a process group of its own, with its output in `folder/log`.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        stop: Signal,
        folder: &TempDir,
    ) -> Result<Peer> {
        let log = File::options().create(true).append(true).open(folder.path().join("log"))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()
            .with_context(|| format!("start {name} with {command:?}"))?;
        let group = Pid::from_child(&child);
        let signal_name = match stop {
            Signal::INT => "INT",
            Signal::QUIT => "QUIT",
            _ => "TERM",
        };
        let reaper = Command::new("/bin/sh")
            .args(["-c", REAPER, "reaper", &child.id().to_string(), signal_name])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("start the reaper")?;
        Ok(Peer { name, child, group, stop, reaper })
    }

    /// Waits until `ready` says so; an early end of the process is an error with the tail of its log.
    pub(crate) fn wait_ready(&mut self, folder: &Path, mut ready: impl FnMut() -> bool) -> Result<()> {
        let name = self.name;
        let waited = wait_for(name, START_LIMIT, || {
            if let Some(status) = self.child.try_wait()? {
                bail!("{name} ended at once with {status}");
            }
            Ok(ready().then_some(()))
        });
        waited.with_context(|| format!("the log of {name} ends with:\n{}", tail(&folder.join("log"))))
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// The orderly end, as at `Drop`, but the folder stays for another start.
    pub(crate) fn stop(&mut self) {
        self.end(self.stop);
    }

    /// kill -9 of the whole group.
    pub(crate) fn kill(&mut self) {
        self.end(Signal::KILL);
    }

    fn end(&mut self, signal: Signal) {
        // The reaper first: once the child is collected, its number may belong to another process.
        let _ = self.reaper.kill();
        let _ = self.reaper.wait();
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let _ = kill_process_group(self.group, signal);
        if wait_for(self.name, STOP_LIMIT, || Ok(self.child.try_wait()?)).is_err() {
            let _ = kill_process_group(self.group, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whether something accepts connections there and then speaks first with `greeting`.
pub(crate) fn greets(port: u16, greeting: &str) -> bool {
    use std::io::Read;
    let mut first = vec![0; greeting.len()];
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1))
        .and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(2)))?;
            stream.read_exact(&mut first)
        })
        .is_ok_and(|()| first == greeting.as_bytes())
}

/// Whether something accepts connections there.
pub(crate) fn accepts(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

fn tail(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alive(process: u32) -> bool {
        Path::new(&format!("/proc/{process}")).exists()
    }

    #[test]
    fn a_dropped_peer_is_gone_with_its_children() {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "sleep 1000 & echo $! >&2; wait"]);
        let mut peer = Peer::start("a shell", command, Signal::TERM, &folder).unwrap();
        let log = folder.path().join("log");
        peer.wait_ready(folder.path(), || std::fs::metadata(&log).is_ok_and(|file| file.len() > 0)).unwrap();
        let inner: u32 = std::fs::read_to_string(&log).unwrap().trim().parse().unwrap();
        let outer = peer.process_id();
        assert!(alive(inner) && alive(outer));
        drop(peer);
        assert!(!alive(outer));
        wait_for("the end of the inner process", STOP_LIMIT, || Ok((!alive(inner)).then_some(()))).unwrap();
    }

    #[test]
    fn a_peer_that_ends_early_tells_its_last_words() {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "echo no port left >&2; exit 3"]);
        let mut peer = Peer::start("a shell", command, Signal::TERM, &folder).unwrap();
        let error = format!("{:#}", peer.wait_ready(folder.path(), || false).unwrap_err());
        assert!(error.contains("no port left") && error.contains("exit status: 3"), "{error}");
    }

    #[test]
    fn the_reaper_acts_when_its_input_ends() {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("/bin/sleep");
        command.arg("1000");
        let mut peer = Peer::start("sleep", command, Signal::TERM, &folder).unwrap();
        drop(peer.reaper.stdin.take());
        wait_for("the end of sleep", STOP_LIMIT, || Ok(peer.child.try_wait()?)).unwrap();
        let path = folder.path().to_owned();
        wait_for("the folder to go", STOP_LIMIT, || Ok((!path.exists()).then_some(()))).unwrap();
    }
}
