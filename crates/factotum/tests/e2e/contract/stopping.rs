//! Stop: from one moment to the next nothing new happens, until it is resumed.

use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

use super::demo_with;
use crate::demo::files;
use crate::support::mailbox::in_state;
use crate::support::{Launch, Server, data, text, until};

/// What Stop promises.
const AT_ONCE: Duration = Duration::from_millis(200);

#[tokio::test]
async fn what_is_due_is_not_sent_while_stopped_also_over_a_restart() {
    let server = demo_with(Launch::demo().undo_window(1.0)).await;
    let before = files(&server, ".Sent").len();
    let approved = own_mail(&server, "held back").await;
    let begun = Instant::now();
    assert_eq!(server.rest.post("/api/stop", &json!({})).await.ok(), json!({"stopped": true}));
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(server.cli(&["stop"]).await.ok(), json!({"stopped": true}));

    let id = text(&approved, "/id");
    let due: jiff::Timestamp = text(&approved, "/effect/undo_until").parse().unwrap();
    past(due + jiff::SignedDuration::from_millis(1_500)).await;
    assert_eq!(state(&server, id).await, "approved");
    let server = server.restart().await;
    assert_eq!(server.rest.get("/api/stop").await, json!({"stopped": true}));
    past(jiff::Timestamp::now() + jiff::SignedDuration::from_millis(1_000)).await;
    assert_eq!(state(&server, id).await, "approved");
    assert_eq!(files(&server, ".Sent").len(), before);

    assert_eq!(server.cli(&["stop", "--resume"]).await.ok(), json!({"stopped": false}));
    in_state(&server, id, &["succeeded"]).await;
    until("the filed copy", async || (files(&server, ".Sent").len() == before + 1).then_some(())).await;
}

#[tokio::test]
async fn a_stream_of_effects_ends_within_200_ms() {
    let server = demo_with(Launch::demo().undo_window(1.0)).await;
    // Their windows end one after the other, before and after the stop.
    let mut wanted = Vec::new();
    for number in 0..30 {
        wanted.push(text(&own_mail(&server, &format!("number {number}")).await, "/id").to_owned());
    }
    until("the first to go", async || {
        let sent = server.rest.get("/api/action-proposals?origin=user&state=succeeded").await;
        (!data(&sent).is_empty()).then_some(())
    })
    .await;
    server.rest.post("/api/stop", &json!({})).await.ok();
    let stopped = SystemTime::now();
    past(jiff::Timestamp::now() + jiff::SignedDuration::from_millis(2_000)).await;
    let late: Vec<_> = files(&server, ".Sent")
        .into_iter()
        .filter(|path| {
            let filed = std::fs::metadata(path).unwrap().modified().unwrap();
            filed.duration_since(stopped).is_ok_and(|after| after > AT_ONCE)
        })
        .collect();
    assert_eq!(late.len(), 0, "{late:#?}");
    for id in &wanted {
        assert!(["approved", "succeeded"].contains(&state(&server, id).await.as_str()));
    }
}

async fn own_mail(server: &Server, subject: &str) -> Value {
    let payload = json!({"to": ["dana@keller-law.example"], "subject": subject, "text": "Hello."});
    let body = json!({"kind": "send_email", "payload": payload});
    server.rest.post("/api/effects", &body).await.ok()
}

async fn state(server: &Server, id: &str) -> String {
    let proposal = server.rest.get(&format!("/api/action-proposals/{id}")).await;
    text(&proposal, "/effect/state").to_owned()
}

/// Something that must not happen can only be waited out.
async fn past(time: jiff::Timestamp) {
    until("the time to pass", async || (jiff::Timestamp::now() > time).then_some(())).await;
}
