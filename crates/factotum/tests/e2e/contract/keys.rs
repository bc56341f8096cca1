//! `Idempotency-Key`: a phone's retry is the same request, not a second one.

use futures::future::join_all;
use serde_json::{Value, json};

use super::demo;
use crate::support::{Server, data, text};

#[tokio::test]
async fn the_same_key_and_body_get_the_same_answer_and_one_effect() {
    let server = demo().await;
    let body = mail("first");
    let first = server.rest.post_once("/api/effects", "k1", &body).await.ok();
    let second = server.rest.post_once("/api/effects", "k1", &body).await.ok();
    assert_eq!(first, second);
    assert_eq!(own(&server).await.len(), 1);
    // After a restart as well.
    let server = server.restart().await;
    assert_eq!(server.rest.post_once("/api/effects", "k1", &body).await.ok(), first);
    let other = server.rest.post_once("/api/effects", "k2", &body).await.ok();
    assert_ne!(text(&other, "/id"), text(&first, "/id"));
    assert_eq!(own(&server).await.len(), 2);
}

#[tokio::test]
async fn another_body_or_path_under_the_same_key_is_key_reused() {
    let server = demo().await;
    server.rest.post_once("/api/effects", "k1", &mail("first")).await.ok();
    server.rest.post_once("/api/effects", "k1", &mail("second")).await.refused(409, "key_reused");
    server.rest.post_once("/api/stop", "k1", &mail("first")).await.refused(409, "key_reused");
    assert_eq!(own(&server).await.len(), 1);
    assert_eq!(server.rest.get("/api/stop").await, json!({"stopped": false}));
}

#[tokio::test]
async fn requests_in_flight_at_once_are_one() {
    let server = demo().await;
    let body = mail("at once");
    let answers = join_all((0..12).map(|_| server.rest.post_once("/api/effects", "k1", &body))).await;
    let documents: Vec<Value> = answers.iter().map(|answer| answer.ok()).collect();
    assert!(documents.iter().all(|document| *document == documents[0]), "{documents:#?}");
    assert_eq!(own(&server).await.len(), 1);
}

#[tokio::test]
async fn a_refusal_is_kept_under_its_key_too() {
    let server = demo().await;
    let bad = json!({"kind": "send_email", "payload": {"to": [], "text": "x"}});
    server.rest.post_once("/api/effects", "k1", &bad).await.refused(422, "no_recipient");
    server.rest.post_once("/api/effects", "k1", &bad).await.refused(422, "no_recipient");
    let decided = super::pending(&server).await.remove(0);
    let approve = json!({"digest": decided["digest"]});
    let path = super::path(&decided, "approve");
    let first = server.rest.post_once(&path, "k2", &approve).await.ok();
    assert_eq!(server.rest.post_once(&path, "k2", &approve).await.ok(), first);
    // Without the key it is a second decision.
    server.rest.post(&path, &approve).await.refused(409, "already_decided");
}

fn mail(subject: &str) -> Value {
    let payload =
        json!({"to": ["Dana Keller <dana@keller-law.example>"], "subject": subject, "text": "Hello."});
    json!({"kind": "send_email", "payload": payload})
}

async fn own(server: &Server) -> Vec<Value> {
    data(&server.rest.get("/api/action-proposals?origin=user").await)
}
