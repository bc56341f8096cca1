//! What `edit`, `compose`, `resolve`, `stop` and `run` send.

use serde_json::{Value, json};

use super::fixtures::{approved, document, reply};
use super::harness::{Person, StandIn, folder_with, problem, run};

#[tokio::test]
async fn edit_sends_only_what_changes() {
    let server = StandIn::start(|_, _| (200, document(&reply()))).await;
    let line = [
        "edit",
        "p1",
        "--set",
        "text=Nein.\n",
        "--set",
        "cc=a@x.example",
        "--set",
        "cc=b@x.example",
        "--json",
    ];
    let outcome = run(&server, Person::nobody(), &line).await;
    assert_eq!((outcome.code, outcome.document()), (0, document(&reply())));
    let body = server.body_of("PUT /api/action-proposals/p1/edit");
    assert_eq!(body, json!({"payload": {"text": "Nein.\n", "cc": ["a@x.example", "b@x.example"]}}));
}

#[tokio::test]
async fn compose_uploads_its_attachments_and_sends_the_users_own_mail() {
    let server = StandIn::start(|line, _| match line {
        "POST /api/blobs?name=Brief+1.pdf" => {
            (200, json!({"id": "b7", "name": "Brief 1.pdf", "media_type": "application/pdf", "size": 4}))
        }
        "POST /api/effects" => (200, document(&approved(reply()))),
        _ => problem(404, "not_found"),
    })
    .await;
    let (_folder, data) = folder_with(&[("Brief 1.pdf", "%PDF")]);
    let file = data.join("Brief 1.pdf");
    let line = [
        "compose",
        "--to",
        "a@x.example",
        "--to",
        "b@x.example",
        "--subject",
        "Hallo",
        "--body-stdin",
        "--attach",
        file.to_str().unwrap(),
    ];
    let outcome = run(&server, Person::pipes("Grüße\n"), &line).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("factotum undo p1"), "{}", outcome.out);
    assert_eq!(server.asked()[0].raw, b"%PDF");
    assert_eq!(
        server.body_of("POST /api/effects"),
        json!({
            "kind": "send_email", "item_id": null,
            "payload": {
                "from": null, "to": ["a@x.example", "b@x.example"], "cc": [], "bcc": [], "subject": "Hallo", "text": "Grüße\n",
                "attachments": [{"name": "Brief 1.pdf", "media_type": "application/pdf", "blob": "b7"}],
            }
        })
    );
}

#[tokio::test]
async fn a_file_that_is_not_there_sends_nothing() {
    let server = StandIn::start(|_, _| problem(500, "internal")).await;
    let line =
        ["compose", "--to", "a@x.example", "--subject", "s", "--body", "b", "--attach", "/nowhere/at.all"];
    let outcome = run(&server, Person::nobody(), &line).await;
    assert_eq!((outcome.code, server.asked().len()), (1, 0));
    assert!(outcome.err.contains("/nowhere/at.all"), "{}", outcome.err);
}

#[tokio::test]
async fn small_verbs_send_their_word() {
    let server = StandIn::start(|line, body| match line {
        "POST /api/stop" => (200, json!({"stopped": !body["resume"].as_bool().unwrap()})),
        "POST /api/orchestrator/execute" => (202, json!({"run_id": "r1"})),
        _ => (200, document(&reply())),
    })
    .await;
    let nobody = Person::nobody;
    assert_eq!(run(&server, nobody(), &["stop", "--json"]).await.document(), json!({"stopped": true}));
    assert_eq!(
        run(&server, nobody(), &["stop", "--resume", "--json"]).await.document(),
        json!({"stopped": false})
    );
    assert_eq!(run(&server, nobody(), &["resolve", "p1", "failed"]).await.code, 0);
    assert_eq!(server.body_of("POST /api/action-proposals/p1/resolve"), json!({"outcome": "failed"}));
    let line = ["run", "draft_reply", "--item", "i1", "--text", "Ja", "--as", "draft", "--json"];
    assert_eq!(run(&server, nobody(), &line).await.document(), json!({"run_id": "r1"}));
    let body = server.body_of("POST /api/orchestrator/execute");
    assert_eq!(body, json!({"intent": "draft_reply", "item_id": "i1", "text": "Ja", "as": "draft"}));
}

#[tokio::test]
async fn sign_in_has_no_link_yet_but_a_server() {
    let server = StandIn::start(|_, _| (200, json!({"stopped": false}))).await;
    let outcome = run(&server, Person::nobody(), &["sign-in", "--json"]).await;
    assert_eq!((outcome.code, outcome.document()), (0, json!({"sign_in_url": Value::Null})));
}
