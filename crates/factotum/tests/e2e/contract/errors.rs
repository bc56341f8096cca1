//! Every refusal that can be provoked, with its status and its stable code.

use reqwest::Method;
use serde_json::json;

use super::{demo, demo_with, path, pending};
use crate::support::mailbox::{in_state, seen};
use crate::support::{Launch, text, until};

/// 25 MB.
const LIMIT: usize = 25 << 20;

#[tokio::test]
async fn without_the_token_nothing_is_told() {
    let server = demo().await;
    for token in ["", "wrong"] {
        let stranger = server.rest.with_token(token);
        for (method, path) in [
            (Method::GET, "/api/items"),
            (Method::GET, "/api/events"),
            (Method::GET, "/api/audit/export"),
            (Method::POST, "/api/stop"),
            (Method::POST, "/api/effects"),
            (Method::DELETE, "/api/accounts/x"),
        ] {
            let answer = stranger.send(stranger.request(method, path)).await;
            answer.refused(401, "unauthorized");
        }
        for open in ["/healthz", "/readyz"] {
            assert_eq!(stranger.send(stranger.request(Method::GET, open)).await.status, 200, "{open}");
        }
    }
    let wrong = server.rest.with_token("wrong");
    // A key must not let anybody past the token.
    wrong.post_once("/api/effects", "key", &json!({})).await.refused(401, "unauthorized");
}

#[tokio::test]
async fn what_is_not_there_is_404_for_every_verb() {
    let server = demo().await;
    let get = async |path: &str| server.rest.send(server.rest.request(Method::GET, path)).await;
    for path in [
        "/api/items/none",
        "/api/items/none/raw",
        "/api/items/none/attachments/0",
        "/api/action-proposals/none",
        "/api/orchestrator/runs/none",
        "/api/orchestrator/runs/none/events",
        "/api/accounts/none/status",
        "/api/accounts/none/folders",
        "/api/users/none/preferences",
        "/api/nothing/here",
    ] {
        get(path).await.refused(404, "not_found");
    }
    for verb in ["approve", "reject", "undo", "retry"] {
        let body = json!({});
        server
            .rest
            .post(&format!("/api/action-proposals/none/{verb}"), &body)
            .await
            .refused(404, "not_found");
    }
    server.rest.post("/api/items/none/archive", &json!({})).await.refused(404, "not_found");
    let edit = json!({"payload": {"subject": "x"}});
    server.rest.put("/api/action-proposals/none/edit", &edit).await.refused(404, "not_found");
    let draft = json!({"intent": "draft_reply", "item_id": "none"});
    server.rest.post("/api/orchestrator/execute", &draft).await.refused(404, "not_found");
    let missing = server.cli(&["show", "none"]).await;
    assert_eq!((missing.code, text(&missing.document(), "/code")), (1, "not_found"));
}

#[tokio::test]
async fn a_decision_is_bound_to_what_was_seen_and_the_first_one_wins() {
    let server = demo().await;
    let mut low = pending(&server).await;
    let (one, other) = (low.remove(0), low.remove(0));
    let approve = async |proposal, body| server.rest.post(&path(proposal, "approve"), &body).await;

    approve(&one, json!({})).await.refused(422, "digest_required");
    approve(&one, json!({"digest": other["digest"]})).await.refused(409, "proposal_changed");
    let unseen = server.cli(&["approve", text(&one, "/id")]).await;
    assert_eq!(unseen.code, 3, "{unseen:#?}");
    let wrong = server.cli(&["approve", &format!("{}@{}", text(&one, "/id"), text(&other, "/digest"))]).await;
    assert_eq!((wrong.code, text(&wrong.document(), "/code")), (3, "proposal_changed"));
    in_state(&server, text(&one, "/id"), &["proposed"]).await;

    server.rest.post(&path(&one, "retry"), &json!({})).await.refused(409, "not_failed");
    let outcome = json!({"outcome": "succeeded"});
    server.rest.post(&path(&one, "resolve"), &outcome).await.refused(409, "not_unknown");
    server.rest.post(&path(&one, "undo"), &json!({})).await.refused(409, "cannot_undo");

    approve(&one, json!({"digest": one["digest"]})).await.ok();
    approve(&one, json!({"digest": one["digest"]})).await.refused(409, "already_decided");
    server.rest.post(&path(&one, "reject"), &json!({})).await.refused(409, "already_decided");
    server.cli(&["reject", text(&other, "/id")]).await.ok();
    let late = server.cli(&["approve", &seen(&other)]).await;
    assert_eq!((late.code, text(&late.document(), "/code")), (3, "already_decided"));
    let edit = json!({"payload": {"text": "Too late."}});
    server.rest.put(&path(&other, "edit"), &edit).await.refused(409, "already_decided");
}

#[tokio::test]
async fn high_risk_asks_twice() {
    let server = demo().await;
    let scam = server.rest.all("/api/items?verdict=scam&folder=INBOX").await.remove(0);
    let high = crate::support::mailbox::draft_reply(&server, text(&scam, "/id"), "Here you are.").await;
    assert_eq!(text(&high, "/risk"), "high", "{high:#}");
    let digest = &high["digest"];
    let answer = server.rest.post(&path(&high, "approve"), &json!({"digest": digest})).await;
    answer.refused(422, "confirmation_required");
    let refused = server.cli(&["approve", &seen(&high)]).await;
    assert_eq!((refused.code, text(&refused.document(), "/code")), (3, "confirmation_required"));
    in_state(&server, text(&high, "/id"), &["proposed"]).await;
    let approved = server.cli(&["approve", &seen(&high), "--confirm"]).await.ok();
    assert_eq!(approved["status"], "approved");
}

#[tokio::test]
async fn an_expired_proposal_is_410() {
    let server = demo_with(Launch::demo().argument("--proposal-ttl", "1")).await;
    let expired = until("an expired proposal", async || {
        let all = server.rest.all("/api/action-proposals?status=expired").await;
        all.into_iter().next()
    })
    .await;
    assert_eq!(expired["effect"]["state"], "expired");
    let answer = server.rest.post(&path(&expired, "approve"), &json!({"digest": expired["digest"]})).await;
    answer.refused(410, "proposal_expired");
    assert_eq!(server.cli(&["approve", &seen(&expired)]).await.code, 3);
    // A timeout is not a rejection, and nothing of it was done.
    assert!(server.rest.all("/api/action-proposals?status=rejected").await.is_empty());
}

#[tokio::test]
async fn bad_bodies_and_payloads_name_what_is_wrong() {
    let server = demo().await;
    let own = async |kind: &str, payload| {
        server.rest.post("/api/effects", &json!({"kind": kind, "payload": payload})).await
    };
    own("launch_rocket", json!({})).await.refused(422, "unknown_kind");
    own("file_sent_copy", json!({})).await.refused(422, "unknown_kind");
    own("send_email", json!({"to": "not a list"})).await.refused(422, "bad_payload");
    own("send_email", json!({"to": [], "subject": "x", "text": "y"})).await.refused(422, "no_recipient");
    own("send_email", json!({"to": ["nobody"], "text": "y"})).await.refused(422, "bad_address");
    let header = json!({"to": ["a@b.example\r\nBcc: c@d.example"], "text": "y"});
    own("send_email", header).await.refused(422, "bad_address");
    let sender = json!({"from": "stranger@else.example", "to": ["a@b.example"], "text": "y"});
    own("send_email", sender).await.refused(422, "unknown_sender");
    own("archive", json!({"item_id": "none"})).await.refused(422, "item_gone");
    let intent = json!({"intent": "conquer_world"});
    server.rest.post("/api/orchestrator/execute", &intent).await.refused(422, "unknown_intent");
    let broken = server.rest.request(Method::POST, "/api/effects").body("{");
    server.rest.send(broken).await.refused(400, "bad_body");
    let zone = json!({"time_zone": "Mars/Olympus"});
    server.rest.put("/api/users/me/preferences", &zone).await.refused(422, "bad_preference");
    // None of these became an effect.
    assert!(server.rest.all("/api/action-proposals?origin=user").await.is_empty());
}

#[tokio::test]
async fn an_upload_above_the_limit_is_413_and_one_below_it_is_kept() {
    let server = demo().await;
    let upload = |bytes: usize| {
        let request = server.rest.request(Method::POST, "/api/blobs?name=big.bin");
        request.header("content-type", "application/octet-stream").body(vec![7; bytes])
    };
    server.rest.send(upload(LIMIT + 1)).await.refused(413, "too_large");
    server.rest.send(upload(LIMIT + 1).header("idempotency-key", "big")).await.refused(413, "too_large");
    for keyed in [upload(LIMIT), upload(LIMIT).header("idempotency-key", "fits")] {
        let kept = server.rest.send(keyed).await.ok();
        assert_eq!((&kept["size"], text(&kept, "/name")), (&json!(LIMIT), "big.bin"));
    }
}

#[tokio::test]
async fn wrong_usage_is_2_and_an_unreachable_server_4() {
    let server = demo().await;
    for arguments in [
        ["approve"].as_slice(),
        &["run"],
        &["resolve", "x", "perhaps"],
        &["account", "add", "anna@example.org", "--imap", "imap://mail.example.org", "--password-stdin"],
    ] {
        let ran = server.cli_with_input(arguments, "secret\n").await;
        assert_eq!(ran.code, 2, "{ran:#?}");
    }
    let gone = server.cli(&["inbox", "--url", "http://127.0.0.1:1"]).await;
    assert_eq!(gone.code, 4, "{gone:#?}");
    let home = server.home.clone();
    server.terminate().await;
    let ended = crate::support::command::run(&home, &["inbox"], None).await;
    assert_eq!(ended.code, 4, "{ended:#?}");
}
