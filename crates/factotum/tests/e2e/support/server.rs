//! The server as a process: started on a free port, ended as a person or a crash would end it.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{Home, PATIENCE, Ran, Rest, command};

/// How a server is to be started; the same launch starts it again.
#[derive(Clone)]
pub struct Launch {
    role: &'static str,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

/// One running server.
pub struct Server {
    child: Child,
    pub url: String,
    pub rest: Rest,
    pub home: Home,
    pub launch: Launch,
}

/// A server that ended before it was ready.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    /// What it wrote since this start.
    pub log: String,
}

impl Launch {
    pub fn serve() -> Launch {
        Launch { role: "serve", arguments: Vec::new(), environment: Vec::new() }
    }

    pub fn demo() -> Launch {
        Launch { role: "demo", ..Launch::serve() }
    }

    /// Seconds that an approved mail waits.
    #[must_use]
    pub fn undo_window(self, seconds: f64) -> Launch {
        self.argument("--undo-window", &seconds.to_string())
    }

    #[must_use]
    pub fn argument(mut self, name: &str, value: &str) -> Launch {
        self.arguments.extend([name.to_owned(), value.to_owned()]);
        self
    }

    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Launch {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn start(&self, home: &Home) -> Server {
        match self.try_start(home).await {
            Ok(server) => server,
            Err(ended) => panic!("the server ended with {}: {}", ended.status, ended.log),
        }
    }

    /// Until the ready line, or the early end.
    pub async fn try_start(&self, home: &Home) -> Result<Server, Ended> {
        let before = home.log().len();
        let log = std::fs::File::options().create(true).append(true).open(home.log_path()).unwrap();
        let mut command = Command::new(binary());
        command.arg(self.role).args(["--json", "--listen", "127.0.0.1:0", "--data"]).arg(home.data());
        command::clean_environment(&mut command, home);
        command.args(&self.arguments).envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = match tokio::time::timeout(PATIENCE, lines.next_line()).await {
            Ok(line) => line.unwrap(),
            Err(_) => panic!("no ready line within {PATIENCE:?}; {}", home.log_tail()),
        };
        let Some(ready) = ready else {
            let status = child.wait().await.unwrap();
            return Err(Ended { status, log: home.log().split_off(before) });
        };
        let ready: Value = serde_json::from_str(&ready).unwrap();
        let url = super::text(&ready, "/url").to_owned();
        let token = std::fs::read_to_string(home.data().join("token")).unwrap();
        let rest = Rest::new(&url, token.trim());
        Ok(Server { child, url, rest, home: home.clone(), launch: self.clone() })
    }

    /// A start that must be refused: the exit code and what it said.
    pub async fn refused(&self, home: &Home) -> (i32, String) {
        match self.try_start(home).await {
            Ok(server) => panic!("the server started at {} and should not have", server.url),
            Err(ended) => (ended.status.code().unwrap_or(-1), ended.log),
        }
    }
}

impl Server {
    pub fn process_id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// Runs a command of the same binary on this server's data folder, with `--json`.
    pub async fn cli(&self, arguments: &[&str]) -> Ran {
        command::run(&self.home, arguments, None).await
    }

    pub async fn cli_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        command::run(&self.home, arguments, Some(input)).await
    }

    /// SIGTERM; how it ended and how long that took.
    pub async fn terminate(mut self) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        self.signal(Signal::TERM);
        let status = match tokio::time::timeout(PATIENCE, self.child.wait()).await {
            Ok(status) => status.unwrap(),
            Err(_) => panic!("the server did not end after SIGTERM; {}", self.home.log_tail()),
        };
        (status, begun.elapsed())
    }

    pub fn signal(&self, signal: Signal) {
        let id = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(id) = id {
            // One that is dead already is what was wanted.
            let _ = kill_process(id, signal);
        }
    }

    /// Waits for the end of the process, whatever brought it.
    pub async fn wait_end(&mut self) -> ExitStatus {
        match tokio::time::timeout(PATIENCE, self.child.wait()).await {
            Ok(status) => status.unwrap(),
            Err(_) => panic!("the server did not end; {}", self.home.log_tail()),
        }
    }

    /// Ends it in order and starts it again on the same folder.
    pub async fn restart(self) -> Server {
        let (home, launch) = (self.home.clone(), self.launch.clone());
        let (status, _) = self.terminate().await;
        assert!(status.success(), "{status}: {}", home.log_tail());
        launch.start(&home).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.home.log_tail());
        }
    }
}

pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_factotum"))
}
