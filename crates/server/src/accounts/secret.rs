//! The login's secret: kept sealed, or asked for by a command at each connection.

use connectors::mail::server::Secret;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

use crate::problem::Failure;

/// What is sealed in the account's row.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StoredSecret {
    Password { password: String },
    PasswordCommand { command: String },
    OauthCommand { command: String },
}

/// A helper that asks a person for a passphrase needs a moment; one that hangs must not hang the sync.
const PATIENCE: Duration = Duration::from_secs(60);

impl StoredSecret {
    pub fn of(login: &protocol::accounts::Login) -> Option<Self> {
        let protocol::accounts::Login { password, password_command, oauth_command, .. } = login.clone();
        oauth_command
            .map(|command| Self::OauthCommand { command })
            .or(password_command.map(|command| Self::PasswordCommand { command }))
            .or(password.map(|password| Self::Password { password }))
    }

    pub fn to_text(&self) -> SecretString {
        SecretString::from(serde_json::to_string(self).unwrap_or_default())
    }

    pub fn from_text(text: &SecretString) -> Option<Self> {
        serde_json::from_str(text.expose_secret()).ok()
    }

    pub async fn reveal(&self) -> Result<Secret, Failure> {
        Ok(match self {
            Self::Password { password } => Secret::Password(password.clone().into()),
            Self::PasswordCommand { command } => Secret::Password(output(command).await?),
            Self::OauthCommand { command } => Secret::OAuthToken(output(command).await?),
        })
    }
}

/// The first line that the command prints. What it prints otherwise stays out of our words and logs.
async fn output(command: &str) -> Result<SecretString, Failure> {
    let failed = |why: String| {
        Failure::unprocessable(
            "secret_command_failed",
            format!("The command for the account's secret {why}. Run it by hand to see why."),
        )
    };
    let child = Command::new("/bin/sh")
        .arg("-c")
        .arg(command)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, child)
        .await
        .map_err(|_| failed("did not end within a minute".into()))?;
    let output = output.map_err(|error| failed(format!("could not be started: {error}")))?;
    if !output.status.success() {
        return Err(failed(format!("ended with {}", output.status)));
    }
    let text =
        String::from_utf8(output.stdout).map_err(|_| failed("printed something that is not text".into()))?;
    match text.lines().next().map(str::trim_end).filter(|line| !line.is_empty()) {
        Some(line) => Ok(SecretString::from(line.to_owned())),
        None => Err(failed("printed nothing".into())),
    }
}
