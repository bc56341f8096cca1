//! Prints how often the reflexes are right on a file of labelled mails, and how fast they are:
//! `cargo run --release -p agents --example measure -- PATH [--errors]`.
#![allow(clippy::print_stdout, clippy::expect_used, dead_code, reason = "prints its table")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let path = PathBuf::from(
        arguments.next().ok_or_else(|| anyhow::anyhow!("name a JSONL file of labelled mails"))?,
    );
    let errors = arguments.next().is_some_and(|word| word == "--errors");
    let cases = support::read(&path)?;
    // The first round compiles the patterns.
    let _ = support::measure(&cases);
    let rounds: Vec<support::Report> = (0..20).map(|_| support::measure(&cases)).collect();
    let report =
        rounds.into_iter().min_by_key(|report| report.took).ok_or_else(|| anyhow::anyhow!("no mails"))?;
    if errors {
        report.errors.iter().for_each(|error| println!("{error}"));
    }
    println!("{report}");
    Ok(())
}
