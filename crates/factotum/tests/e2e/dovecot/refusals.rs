//! The SMTP server refuses, breaks off or falls silent at each stage; the ledger says what is known.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Fault, Stage};

use super::{BOB, connected};
use crate::support::mail::Letter;
use crate::support::mailbox::{Mailbox, in_state};
use crate::support::{Server, text, until};

#[tokio::test]
async fn a_refusal_for_good_is_failed_at_once_and_a_retry_keeps_the_message_id() {
    let (server, mailbox, _) = connected(0.0, &[]).await;
    for stage in [Stage::Mail, Stage::Recipient, Stage::Data, Stage::Message] {
        mailbox.smtp.misbehave(&[Fault::refuse(stage, 550, "5.7.1 not here").times(1)]).unwrap();
        let sent = send(&server, &format!("refused at {stage:?}")).await;
        let failed = in_state(&server, text(&sent, "/id"), &["failed", "succeeded", "unknown"]).await;
        assert_eq!(text(&failed, "/effect/state"), "failed", "{stage:?}: {failed:#}");
        assert!(text(&failed, "/effect/error/detail").contains("not here"), "{stage:?}: {failed:#}");
        let id = text(&failed, "/effect/target/message_id").to_owned();
        assert_eq!((mailbox.sent(&id), mailbox.copies("Sent", &id)), (0, 0), "{stage:?}");
        let retried = server.cli(&["retry", text(&sent, "/id")]).await.ok();
        assert_eq!(text(&retried, "/effect/id"), text(&sent, "/effect/id"));
        let done = in_state(&server, text(&sent, "/id"), &["succeeded", "failed", "unknown"]).await;
        assert_eq!(text(&done, "/effect/target/message_id"), id);
        once(&mailbox, &done).await;
    }
}

#[tokio::test]
async fn a_passing_error_is_tried_again_by_itself() {
    let (server, mailbox, _) = connected(0.0, &[]).await;
    mailbox.smtp.misbehave(&[Fault::refuse(Stage::Recipient, 451, "4.2.1 greylisted").times(1)]).unwrap();
    let sent = send(&server, "greylisted").await;
    let waiting = until("the first error", async || {
        let now = server.rest.get(&format!("/api/action-proposals/{}", text(&sent, "/id"))).await;
        (!now["effect"]["error"].is_null()).then_some(now)
    })
    .await;
    assert_eq!(text(&waiting, "/effect/state"), "approved", "{waiting:#}");
    let done = in_state(&server, text(&sent, "/id"), &["succeeded", "failed", "unknown"]).await;
    assert_eq!(done["effect"]["error"], Value::Null, "{done:#}");
    once(&mailbox, &done).await;
}

#[tokio::test]
async fn what_proves_that_nothing_was_sent_waits_and_can_be_hurried_or_undone() {
    let (server, mailbox, _) = connected(0.0, &[]).await;
    for fault in [
        Fault::refuse(Stage::Connect, 421, "4.3.2 busy"),
        Fault::refuse(Stage::Mail, 451, "4.3.0 later"),
        Fault::refuse(Stage::Data, 451, "4.3.0 later"),
        Fault::drop(Stage::Data),
        Fault::refuse(Stage::Message, 452, "4.3.1 full"),
    ] {
        let shown = format!("{fault:?}");
        mailbox.smtp.misbehave(&[fault.times(1)]).unwrap();
        let sent = send(&server, &shown).await;
        let id = text(&sent, "/id");
        let waiting = until(&format!("an error after {shown}"), async || {
            let now = server.rest.get(&format!("/api/action-proposals/{id}")).await;
            (!now["effect"]["error"].is_null() || now["effect"]["state"] == "succeeded").then_some(now)
        })
        .await;
        assert_eq!(text(&waiting, "/effect/state"), "approved", "{shown}: {waiting:#}");
        server.cli(&["retry", id]).await.ok();
        once(&mailbox, &in_state(&server, id, &["succeeded", "failed", "unknown"]).await).await;
    }
    let before = mailbox.smtp.received().unwrap().len();
    mailbox.smtp.misbehave(&[Fault::refuse(Stage::Mail, 451, "4.3.0 later")]).unwrap();
    let sent = send(&server, "taken back").await;
    until("the error", async || {
        let now = server.rest.get(&format!("/api/action-proposals/{}", text(&sent, "/id"))).await;
        (now["effect"]["state"] == "approved" && !now["effect"]["error"].is_null()).then_some(())
    })
    .await;
    server.cli(&["undo", text(&sent, "/id")]).await.ok();
    mailbox.smtp.behave().unwrap();
    in_state(&server, text(&sent, "/id"), &["undone"]).await;
    assert_eq!(mailbox.smtp.received().unwrap().len(), before);
}

#[tokio::test]
async fn a_break_before_our_final_dot_proves_that_nothing_was_sent() {
    let (server, mailbox, _) = connected(0.0, &[]).await;
    mailbox.smtp.misbehave(&[Fault::drop(Stage::Body).times(1)]).unwrap();
    // More than any buffer on the way holds: the break comes while we still write.
    let upload = server.rest.request(Method::POST, "/api/blobs?name=film.mp4").body(vec![7; 16 << 20]);
    let blob = server.rest.send(upload).await.ok();
    let attachment = json!({"name": "film.mp4", "media_type": "video/mp4", "blob": blob["id"]});
    let payload = json!({"to": ["bob@freight.example"], "text": "See.", "attachments": [attachment]});
    let sent =
        server.rest.post("/api/effects", &json!({"kind": "send_email", "payload": payload})).await.ok();
    let waiting = until("the error", async || {
        let now = server.rest.get(&format!("/api/action-proposals/{}", text(&sent, "/id"))).await;
        (!now["effect"]["error"].is_null()).then_some(now)
    })
    .await;
    assert_eq!(text(&waiting, "/effect/state"), "approved", "{}", waiting["effect"]["error"]);
    server.cli(&["retry", text(&sent, "/id")]).await.ok();
    once(&mailbox, &in_state(&server, text(&sent, "/id"), &["succeeded", "failed", "unknown"]).await).await;
}

#[tokio::test]
async fn silence_after_the_final_dot_is_unknown_until_the_user_tells() {
    let (server, mailbox, _) = connected(0.0, &[]).await;
    // Kept, and only the answer was lost: the user found it in a reply and says so.
    mailbox.smtp.misbehave(&[Fault::drop(Stage::Answer).times(1)]).unwrap();
    let kept = unknown(&server, "kept").await;
    let id = text(&kept, "/effect/target/message_id");
    assert_eq!((mailbox.sent(id), mailbox.copies("Sent", id)), (1, 0));
    let refused = server.cli(&["retry", text(&kept, "/id")]).await;
    assert_eq!((refused.code, text(&refused.document(), "/code")), (3, "not_failed"), "never guessed");
    let resolved = server.cli(&["resolve", text(&kept, "/id"), "succeeded"]).await.ok();
    assert_eq!(text(&resolved, "/effect/state"), "succeeded");
    once(&mailbox, &resolved).await;
    let again = server.cli(&["resolve", text(&kept, "/id"), "failed"]).await;
    assert_eq!((again.code, text(&again.document(), "/code")), (3, "not_unknown"));

    // Not kept: the user knows that it did not arrive and sends it again.
    mailbox.smtp.misbehave(&[Fault::drop(Stage::Message).times(1)]).unwrap();
    let lost = unknown(&server, "lost").await;
    let listed = server.rest.all("/api/action-proposals?origin=all&state=unknown").await;
    assert_eq!(listed.iter().map(|p| text(p, "/id")).collect::<Vec<_>>(), [text(&lost, "/id")]);
    server.cli(&["resolve", text(&lost, "/id"), "failed"]).await.ok();
    server.cli(&["retry", text(&lost, "/id")]).await.ok();
    once(&mailbox, &in_state(&server, text(&lost, "/id"), &["succeeded", "failed"]).await).await;
}

#[tokio::test]
async fn an_effect_that_failed_can_be_edited() {
    let letter = Letter::question("q1", BOB, "Delivery date");
    let (server, mailbox, _) = connected(0.0, std::slice::from_ref(&letter)).await;
    let item = crate::support::mailbox::item_of(&server, &letter.id).await;
    let reply = crate::support::mailbox::draft_reply(&server, text(&item, "/id"), "Yes.").await;
    mailbox.smtp.misbehave(&[Fault::refuse(Stage::Recipient, 550, "5.1.1 unknown").times(1)]).unwrap();
    server.cli(&["approve", &crate::support::mailbox::seen(&reply)]).await.ok();
    in_state(&server, text(&reply, "/id"), &["failed"]).await;
    let new = server.cli(&["edit", text(&reply, "/id"), "--set", "text=Yes, once more."]).await.ok();
    assert_eq!(text(&new, "/status"), "pending", "an edit asks again");
    in_state(&server, text(&reply, "/id"), &["withdrawn"]).await;
    server.cli(&["approve", &crate::support::mailbox::seen(&new)]).await.ok();
    once(&mailbox, &in_state(&server, text(&new, "/id"), &["succeeded", "failed"]).await).await;
    assert_eq!(mailbox.smtp.received().unwrap().len(), 1);
}

async fn send(server: &Server, subject: &str) -> Value {
    let payload = json!({"to": ["bob@freight.example"], "subject": subject, "text": "Hello."});
    server.rest.post("/api/effects", &json!({"kind": "send_email", "payload": payload})).await.ok()
}

async fn unknown(server: &Server, subject: &str) -> Value {
    let sent = send(server, subject).await;
    let now = in_state(server, text(&sent, "/id"), &["unknown", "succeeded", "failed"]).await;
    assert_eq!(text(&now, "/effect/state"), "unknown", "{subject}: {now:#}");
    now
}

/// Taken by the SMTP server once, and filed once.
async fn once(mailbox: &Mailbox, done: &Value) {
    assert_eq!(text(done, "/effect/state"), "succeeded", "{done:#}");
    let id = text(done, "/effect/target/message_id");
    until("the filed copy", async || (mailbox.copies("Sent", id) >= 1).then_some(())).await;
    assert_eq!((mailbox.sent(id), mailbox.copies("Sent", id)), (1, 1));
}
