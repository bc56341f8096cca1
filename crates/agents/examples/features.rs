//! Prints the features and labels of labelled mails, a JSON line each, for `bench/train/train.py`:
//! `cargo run --release -p agents --example features -- FILE…`.
#![allow(clippy::print_stdout, clippy::expect_used, dead_code, reason = "prints its lines")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        for case in support::read(&path)? {
            let names = agents::study::names(&case.context, &case.item);
            let labels = &case.labels;
            let line = serde_json::json!({
                "id": case.item.id.to_string(),
                "length": names.length,
                "facts": names.facts,
                "words": names.words,
                "category": labels.category,
                "importance": labels.importance,
                "action": labels.action_type,
                "needs_reply": labels.needs_reply,
                "verdict": labels.verdict,
            });
            println!("{line}");
        }
    }
    Ok(())
}
