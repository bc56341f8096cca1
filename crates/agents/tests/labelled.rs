//! The goals on the labelled mails that the rules were written with. How good they are on mails that their author
//! has not seen is measured elsewhere, on the other split.

#![cfg(test)]

#[allow(dead_code, reason = "shared with other tests and the example")]
mod support;

use std::path::Path;

#[test]
fn goals_hold_on_the_development_split() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/labelled/dev.jsonl");
    if !path.exists() {
        println!("skipped: {} is absent", path.display());
        return;
    }
    let report = support::measure(&support::read(&path).expect("labelled mails"));
    let table = format!("{}\n{report}", report.errors.join("\n"));
    assert!(report.mails >= 100, "{table}");
    assert!(report.needs_reply.f1() >= 0.85, "{table}");
    assert!(report.action as f64 >= 0.85 * report.safe as f64, "{table}");
    assert!(report.due_right as f64 >= 0.90 * report.due_wanted as f64, "{table}");
    assert_eq!(report.due_invented, 0, "{table}");
    assert!(report.scam.recall() >= 0.85, "{table}");
    assert!(report.scam.false_alarm_rate() <= 0.02, "{table}");
    // A draft goes to nobody who did not ask.
    assert!(report.drafts.precision() >= 0.9, "{table}");
}
