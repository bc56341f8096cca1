//! One Python process of the test environment, for what only a Python library can tell.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::environment::installed;

/// Runs a program's text with `input` on its standard input and gives what it printed.
pub fn python(program: &str, input: &[u8]) -> Result<Vec<u8>> {
    let mut child = Command::new(installed("bin/python")?)
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("start Python")?;
    let mut writer = child.stdin.take().context("Python's standard input")?;
    let input = input.to_vec();
    // Beside the reading, so that neither side waits for the other with full pipes.
    let writing = std::thread::spawn(move || writer.write_all(&input));
    let output = child.wait_with_output()?;
    // An early end shows in the exit code, and then breaks the pipe as well.
    let written = writing.join();
    if !output.status.success() {
        bail!("Python: {}", String::from_utf8_lossy(&output.stderr));
    }
    if let Ok(Err(error)) = written {
        return Err(error).context("write to Python");
    }
    Ok(output.stdout)
}
