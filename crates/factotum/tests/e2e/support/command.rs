//! One command of the binary, run as a script would run it.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::{Home, PATIENCE, server::binary};

/// How a command ended and what it printed.
#[derive(Clone, Debug)]
pub struct Ran {
    pub command: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The one document on stdout of a command that did it.
    pub fn ok(&self) -> Value {
        assert_eq!(self.code, 0, "`{}`: {self:#?}", self.command);
        self.document()
    }

    /// The one document on stdout, whatever the exit code.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// With `--json`, and with this on stdin.
pub async fn run(home: &Home, arguments: &[&str], input: Option<&str>) -> Ran {
    spawn(home, &[arguments, &["--json"]].concat(), input).await
}

/// As a person would call it, but with its output in a pipe.
pub async fn run_plain(home: &Home, arguments: &[&str]) -> Ran {
    spawn(home, arguments, None).await
}

async fn spawn(home: &Home, arguments: &[&str], input: Option<&str>) -> Ran {
    let mut command = Command::new(binary());
    command.args(arguments);
    clean_environment(&mut command, home);
    command.env("FACTOTUM_DATA", home.data());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        // A command that refuses before it reads closes the pipe.
        let _ = stdin.write_all(input.as_bytes()).await;
    }
    let name = format!("factotum {}", arguments.join(" "));
    let output = match tokio::time::timeout(PATIENCE, child.wait_with_output()).await {
        Ok(output) => output.unwrap(),
        Err(_) => panic!("`{name}` did not end within {PATIENCE:?}; {}", home.log_tail()),
    };
    Ran {
        command: name,
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Nothing of whoever runs the tests leaks in.
pub fn clean_environment(command: &mut Command, home: &Home) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("FACTOTUM_") || name.to_string_lossy().starts_with("XDG_") {
            command.env_remove(&name);
        }
    }
    command.env("HOME", home.file("nobody-home"));
}
