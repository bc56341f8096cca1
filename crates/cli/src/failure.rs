//! Why a command did not do it, the sentence that says what to do, and the exit code.

use client::ClientError;
use protocol::Problem;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line is not one that makes sense.
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Failed(String),
    #[error("no server is known: {} is not there", .0.display())]
    NoServer(PathBuf),
    #[error(transparent)]
    Server(#[from] ClientError),
    /// The server's refusal, where the command gives its status another meaning.
    #[error("{}", .problem.detail)]
    Refused { problem: Problem, exit_code: u8 },
    /// Stdout or the terminal broke.
    #[error("the output could not be written")]
    Output(#[from] std::io::Error),
    /// Everything was said already; the exit code is left.
    #[error("told already")]
    Told(u8),
}

impl Failure {
    /// 1 failed or not found, 2 wrong usage, 3 refused, 4 server not reachable.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage(_) | Failure::Server(ClientError::BadAddress(_)) => 2,
            Failure::NoServer(_) | Failure::Server(ClientError::Unreachable { .. }) => 4,
            Failure::Server(ClientError::Problem(problem)) => match problem.status {
                400 => 2,
                403 | 409 | 410 | 422 => 3,
                _ => 1,
            },
            // Who stopped reading has read enough.
            Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
            Failure::Failed(_) | Failure::Server(ClientError::Malformed { .. }) | Failure::Output(_) => 1,
            Failure::Told(code) | Failure::Refused { exit_code: code, .. } => *code,
        }
    }

    /// What the API answered, for `--json`.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Failure::Server(ClientError::Problem(problem)) | Failure::Refused { problem, .. } => {
                Some(problem)
            }
            _ => None,
        }
    }

    /// What went wrong and what to do about it; `None` if it was said already.
    pub fn sentence(&self) -> Option<String> {
        let sentence = match self {
            Failure::Told(_) => return None,
            Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return None,
            Failure::Output(error) => format!("{self}: {error}"),
            Failure::Server(error) => match error.cause() {
                Some(cause) => format!("{error}: {cause}"),
                None => error.to_string(),
            },
            _ => self.to_string(),
        };
        let sentence = if sentence.ends_with(['.', '?', '!']) { sentence } else { format!("{sentence}.") };
        Some(match self.advice() {
            Some(advice) => format!("{sentence} {advice}"),
            None => sentence,
        })
    }

    fn advice(&self) -> Option<&'static str> {
        match self {
            Failure::NoServer(_) => Some(
                "Start one with `factotum serve`, or name it with --url or FACTOTUM_URL; --data names another data folder.",
            ),
            Failure::Server(ClientError::Unreachable { .. }) => {
                Some("Is `factotum serve` running there? `factotum doctor` looks closer.")
            }
            _ => match self.problem()?.code.as_str() {
                "unauthorized" => {
                    Some("This command takes it from FACTOTUM_TOKEN, else from the data folder (--data).")
                }
                "digest_required" => Some(
                    "See the proposal with `factotum proposals --json`, then name what you saw: approve ID@DIGEST.",
                ),
                "confirmation_required" => Some("If that is what you want, add --confirm."),
                "proposal_changed" => Some("Nothing was done."),
                _ => None,
            },
        }
    }
}
