//! Exports are checked here, and a changed one is named by its record.

use audit::{Checkpoint, Draft, ExportWriter, SigningKey, Subject, genesis};
use serde_json::json;

use super::fixtures::at;
use super::harness::{Person, StandIn, folder_with, run_line};

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

/// Three records, the first two signed.
fn export() -> String {
    let mut writer = ExportWriter::new(Vec::new(), "t1", key().public_key()).unwrap();
    let mut last = genesis("t1");
    let mut signed = None;
    for seq in 1..=3 {
        let draft = Draft {
            time: at("2026-11-21T09:00:00Z"),
            actor: "user:u1".into(),
            kind: "proposal.approved".into(),
            subject: Subject::new("proposal", format!("p{seq}")),
            reason: None,
        };
        let record = draft.seal("t1", seq, last);
        last = record.hash;
        if seq == 2 {
            signed = Some(Checkpoint::sign("t1", 2, last, at("2026-11-21T09:00:01Z"), &key()));
        }
        writer.record(&record).unwrap();
    }
    writer.checkpoint(&signed.unwrap()).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[tokio::test]
async fn a_whole_export_is_proved_without_a_server() {
    let (_folder, data) = folder_with(&[("log", &export())]);
    let file = data.join("log");
    let key = key().public_key().to_string();
    let line = ["audit", "verify", "--file", file.to_str().unwrap(), "--key", &key, "--json"];
    let outcome = run_line(None, Person::nobody(), &line).await;
    let report = outcome.document();
    assert_eq!(outcome.code, 0);
    let shown = ["valid", "records", "checkpoints", "signed_to", "unsigned", "public_key", "key_trusted"]
        .map(|name| &report[name]);
    assert_eq!(shown, [&json!(true), &json!(3), &json!(1), &json!(2), &json!(1), &json!(key), &json!(true)]);
    let text = run_line(None, Person::nobody(), &line[..4]).await;
    assert!(
        text.out.contains("Whole: 3 records, 1 checkpoint.")
            && text.out.contains("record 2; 1 record after it"),
        "{}",
        text.out
    );
}

#[tokio::test]
async fn a_changed_record_is_named() {
    let (_folder, data) = folder_with(&[("log", &export().replace("\"p2\"", "\"p9\"")), ("text", "hello\n")]);
    let broken = run_line(
        None,
        Person::nobody(),
        &["audit", "verify", "--file", data.join("log").to_str().unwrap(), "--json"],
    )
    .await;
    let report = broken.document();
    assert_eq!(
        (broken.code, &report["valid"], &report["record"], &report["code"]),
        (1, &json!(false), &json!(2), &json!("wrong_hash"))
    );
    let text =
        run_line(None, Person::nobody(), &["audit", "verify", "--file", data.join("log").to_str().unwrap()])
            .await;
    assert!(text.out.contains("record 2"), "{}", text.out);
    for name in ["text", "missing"] {
        let outcome = run_line(
            None,
            Person::nobody(),
            &["audit", "verify", "--file", data.join(name).to_str().unwrap()],
        )
        .await;
        assert_eq!(outcome.code, 1, "{name}");
    }
}

#[tokio::test]
async fn another_key_is_not_trusted() {
    let (_folder, data) = folder_with(&[("log", &export())]);
    let other = SigningKey::from_seed(&[8; 32]).public_key().to_string();
    let file = data.join("log");
    let line = ["audit", "verify", "--file", file.to_str().unwrap(), "--key", &other];
    assert_eq!(run_line(None, Person::nobody(), &line).await.code, 1);
}

#[tokio::test]
async fn without_a_file_the_servers_log_is_fetched_and_checked_here() {
    let server = StandIn::start(|_, _| (200, json!(export()))).await;
    let outcome = super::harness::run(&server, Person::nobody(), &["audit", "verify"]).await;
    assert_eq!((outcome.code, server.lines()), (0, vec!["GET /api/audit/export".to_owned()]));
    let exported = super::harness::run(&server, Person::nobody(), &["audit", "export"]).await;
    assert_eq!(exported.out, export());
}
