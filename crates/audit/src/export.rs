//! The export: JSON lines with a header, the records, the checkpoints and an end line, each in the one
//! spelling that this crate writes, so that no changed byte goes unnoticed.
//!
//! The end line finds copies that were cut off. Somebody who forges can rewrite it and can cut the log back
//! to an earlier checkpoint; who wants to exclude that keeps the last checkpoint apart.

use crate::chain::{Broken, Chain, Report};
use crate::checkpoint::{Checkpoint, PublicKey};
use crate::record::Record;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Read, Write};

pub const FORMAT: &str = "factotum-audit";
pub const VERSION: u32 = 1;

/// Far above any record; keeps a hostile file from filling the memory.
const LONGEST_LINE: u64 = 64 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("reading line {line} of the export failed")]
    Read { line: u64, source: std::io::Error },
    #[error("this is not an audit export: line 1 is not its header")]
    NotAnExport,
    #[error("the export has version {found}, this program knows {VERSION}; use a newer factotum")]
    NewerVersion { found: u32 },
    #[error("line {line} is not a line that factotum writes; the export was changed")]
    ChangedLine { line: u64 },
    #[error("line {line} is in the wrong place: records come first, then checkpoints, then the end line")]
    MisplacedLine { line: u64 },
    #[error("the export ends within or before line {line}; get a whole copy")]
    CutOff { line: u64 },
    #[error(
        "the end line counts {records} records and {checkpoints} checkpoints, but the export holds others"
    )]
    WrongCount { records: u64, checkpoints: u64 },
    #[error("the export names another key than the trusted one")]
    WrongKey,
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl ExportError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            ExportError::Read { .. } => "read_failed",
            ExportError::NotAnExport => "not_an_export",
            ExportError::NewerVersion { .. } => "newer_version",
            ExportError::ChangedLine { .. } => "changed_line",
            ExportError::MisplacedLine { .. } => "misplaced_line",
            ExportError::CutOff { .. } => "cut_off",
            ExportError::WrongCount { .. } => "wrong_count",
            ExportError::WrongKey => "wrong_key",
            ExportError::Broken(broken) => broken.what.code(),
        }
    }
}

/// Writes an export as it goes; `finish` makes it whole.
pub struct ExportWriter<W: Write> {
    out: W,
    end: End,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: String,
    version: u32,
    tenant: String,
    public_key: PublicKey,
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    records: u64,
    checkpoints: u64,
}

enum Line {
    Record(Record),
    Checkpoint(Checkpoint),
    End(End),
}

impl<W: Write> ExportWriter<W> {
    pub fn new(mut out: W, tenant: &str, public_key: PublicKey) -> std::io::Result<Self> {
        let header =
            Header { format: FORMAT.to_owned(), version: VERSION, tenant: tenant.to_owned(), public_key };
        write_line(&mut out, &header)?;
        Ok(Self { out, end: End::default() })
    }

    /// All records in order, before any checkpoint.
    pub fn record(&mut self, record: &Record) -> std::io::Result<()> {
        self.end.records += 1;
        write_line(&mut self.out, record)
    }

    pub fn checkpoint(&mut self, checkpoint: &Checkpoint) -> std::io::Result<()> {
        self.end.checkpoints += 1;
        write_line(&mut self.out, checkpoint)
    }

    pub fn finish(mut self) -> std::io::Result<W> {
        write_line(&mut self.out, &self.end)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Verifies an export as it is read. Without a trusted key, the export's own is used and the report says so.
pub fn verify_export(input: impl BufRead, trusted_key: Option<&PublicKey>) -> Result<Report, ExportError> {
    let mut lines = Lines { input, number: 0, line: Vec::new() };
    let header = read_header(&mut lines)?;
    if trusted_key.is_some_and(|trusted| *trusted != header.public_key) {
        return Err(ExportError::WrongKey);
    }
    let mut chain = Chain::new(&header.tenant, header.public_key);
    let mut seen = End::default();
    loop {
        match lines.next()? {
            Line::Record(_) if seen.checkpoints > 0 => {
                return Err(ExportError::MisplacedLine { line: lines.number });
            }
            Line::Record(record) => {
                chain.record(&record)?;
                seen.records += 1;
            }
            Line::Checkpoint(checkpoint) => {
                chain.checkpoint(&checkpoint)?;
                seen.checkpoints += 1;
            }
            Line::End(end) if end != seen => {
                return Err(ExportError::WrongCount { records: end.records, checkpoints: end.checkpoints });
            }
            Line::End(_) => break,
        }
    }
    if lines.advance()? {
        return Err(ExportError::MisplacedLine { line: lines.number });
    }
    Ok(Report { key_trusted: trusted_key.is_some(), ..chain.finish() })
}

fn read_header(lines: &mut Lines<impl BufRead>) -> Result<Header, ExportError> {
    #[derive(Deserialize)]
    struct AnyVersion {
        format: String,
        version: u32,
    }
    if !lines.advance()? {
        return Err(ExportError::NotAnExport);
    }
    match serde_json::from_slice::<AnyVersion>(&lines.line) {
        Ok(any) if any.format == FORMAT && any.version > VERSION => {
            Err(ExportError::NewerVersion { found: any.version })
        }
        Ok(any) if any.format == FORMAT && any.version == VERSION => lines.parse(),
        _ => Err(ExportError::NotAnExport),
    }
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    out.write_all(&line)
}

struct Lines<R> {
    input: R,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Line, ExportError> {
        if !self.advance()? {
            return Err(ExportError::CutOff { line: self.number });
        }
        // Not an untagged enum: that loses numbers when another crate turns on arbitrary precision.
        self.parse()
            .map(Line::Record)
            .or_else(|_| self.parse().map(Line::Checkpoint))
            .or_else(|_| self.parse().map(Line::End))
    }

    /// Reads the next line without its line feed; false at the end.
    fn advance(&mut self) -> Result<bool, ExportError> {
        self.number += 1;
        self.line.clear();
        let mut limited = self.input.by_ref().take(LONGEST_LINE);
        limited
            .read_until(b'\n', &mut self.line)
            .map_err(|source| ExportError::Read { line: self.number, source })?;
        match self.line.pop() {
            None => Ok(false),
            Some(b'\n') => Ok(true),
            Some(_) if self.line.len() as u64 + 1 == LONGEST_LINE => {
                Err(ExportError::ChangedLine { line: self.number })
            }
            Some(_) => Err(ExportError::CutOff { line: self.number }),
        }
    }

    /// Accepts only the bytes that writing the parsed value again gives.
    fn parse<T: Serialize + for<'a> Deserialize<'a>>(&self) -> Result<T, ExportError> {
        let changed = ExportError::ChangedLine { line: self.number };
        let Ok(value) = serde_json::from_slice::<T>(&self.line) else { return Err(changed) };
        match serde_json::to_vec(&value) {
            Ok(bytes) if bytes == self.line => Ok(value),
            _ => Err(changed),
        }
    }
}
