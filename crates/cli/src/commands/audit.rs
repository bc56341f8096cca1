//! `audit verify|export`: the chain is checked here, with or without a server, never by the server's word.

use audit::{ExportError, PublicKey, Report, verify_export};
use serde::Serialize;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use crate::card::row;
use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::words::{clean, count, line};

#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Check that no record was changed, removed or added
    Verify {
        /// An export, checked without any server; default: the server's log as it is now
        #[arg(long, value_name = "EXPORT")]
        file: Option<PathBuf>,
        /// The public key that must have signed it; default: the one in the export
        #[arg(long, value_name = "HEX")]
        key: Option<PublicKey>,
    },
    /// Write the whole log with its signatures, to be checked by anybody
    Export {
        /// Default: stdout
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// What a check found, for `--json`.
#[derive(Serialize)]
#[serde(untagged)]
enum Verdict {
    Whole {
        valid: bool,
        tenant: String,
        records: u64,
        checkpoints: u64,
        signed_to: u64,
        unsigned: u64,
        last_hash: String,
        public_key: String,
        key_trusted: bool,
    },
    Broken {
        valid: bool,
        code: &'static str,
        detail: String,
        /// The first record that is wrong, where the fault is in the chain.
        record: Option<u64>,
    },
}

impl Audit {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        match self {
            Audit::Verify { file, key } => {
                let outcome = match file {
                    Some(path) => {
                        let file = File::open(&path).map_err(|error| unusable(&path, &error))?;
                        verify_export(BufReader::new(file), key.as_ref())
                    }
                    None => verify_export(session.client()?.audit_export().await?.as_slice(), key.as_ref()),
                };
                tell(session, outcome)
            }
            Audit::Export { file } => {
                let bytes = session.client()?.audit_export().await?;
                match file {
                    Some(path) => std::fs::write(&path, bytes).map_err(|error| unusable(&path, &error)),
                    None => {
                        session.console.out.write_all(&bytes)?;
                        Ok(session.console.out.flush()?)
                    }
                }
            }
        }
    }
}

fn tell(session: &mut Session, outcome: Result<Report, ExportError>) -> Result<(), Failure> {
    let verdict = match outcome {
        Ok(report) => whole(report),
        Err(error) => broken(&error),
    };
    session.console.answer(&verdict, text)?;
    match verdict {
        Verdict::Whole { .. } => Ok(()),
        Verdict::Broken { .. } => Err(Failure::Told(1)),
    }
}

fn whole(report: Report) -> Verdict {
    Verdict::Whole {
        valid: true,
        tenant: report.tenant,
        records: report.records,
        checkpoints: report.checkpoints,
        signed_to: report.signed_to,
        unsigned: report.unsigned,
        last_hash: report.last_hash.to_string(),
        public_key: report.public_key.to_string(),
        key_trusted: report.key_trusted,
    }
}

fn broken(error: &ExportError) -> Verdict {
    let record = match error {
        ExportError::Broken(broken) => Some(broken.seq),
        _ => None,
    };
    let detail = match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    };
    Verdict::Broken { valid: false, code: error.code(), detail, record }
}

fn text(verdict: &Verdict, look: &Look) -> String {
    match verdict {
        Verdict::Broken { detail, .. } => format!("{} {}.", look.bad("Broken:"), clean(detail)),
        Verdict::Whole {
            tenant,
            records,
            checkpoints,
            signed_to,
            unsigned,
            last_hash,
            public_key,
            key_trusted,
            ..
        } => {
            let signed = match (signed_to, unsigned) {
                (0, _) => "nothing is signed yet".to_owned(),
                (to, 0) => format!("record {to}, the last"),
                (to, rest) => {
                    format!("record {to}; {} after it linked, not yet signed", count(*rest, "record"))
                }
            };
            let trust = if *key_trusted {
                "the one you named"
            } else {
                "the export's own: compare it with the one you keep, or pass --key"
            };
            [
                format!(
                    "{} {}, {}.",
                    look.good("Whole:"),
                    count(*records, "record"),
                    count(*checkpoints, "checkpoint")
                ),
                row("Tenant", &line(tenant)),
                row("Signed to", &signed),
                row("Last hash", last_hash),
                row("Key", &format!("{public_key} ({trust})")),
            ]
            .join("\n")
        }
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Failed(format!("{}: {error}.", path.display()))
}
