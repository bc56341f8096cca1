//! The demo: the whole loop on a Maildir, with no account, no model, no network.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::mailbox::{in_state, seen};
use crate::support::{Home, Launch, Server, data, mail, text, until};

/// Long enough to take something back on a busy machine, short enough to wait for.
const WINDOW: f64 = 2.0;

/// A demo whose mails are all understood.
async fn settled_demo(undo_window: f64) -> Server {
    let server = Launch::demo().undo_window(undo_window).start(&Home::new()).await;
    settle(&server).await;
    server
}

pub async fn settle(server: &Server) {
    until("the demo to be understood", async || {
        let accounts = data(&server.rest.get("/api/sync/status").await);
        let idle = accounts.iter().all(|account| account["state"] == "idle" && account["pending"] == 0);
        (!accounts.is_empty() && idle).then_some(())
    })
    .await;
}

/// The mails in a folder of the demo's Maildir (`""` is the inbox).
pub fn files(server: &Server, folder: &str) -> Vec<PathBuf> {
    let folder = server.home.data().join("demo/mail").join(folder);
    let list = |part: &str| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let mut files = [list("cur"), list("new")].concat();
    files.sort();
    files
}

fn with_message_id(files: &[PathBuf], id: &str) -> Vec<PathBuf> {
    let has_it = |path: &&PathBuf| mail::message_id(&read(path)) == id;
    files.iter().filter(has_it).cloned().collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// Replies that wait for a decision, without those of high risk.
async fn pending_replies(server: &Server) -> Vec<Value> {
    let all = server.rest.all("/api/action-proposals?status=pending").await;
    let wanted = |p: &Value| p["effect"]["kind"] == "send_email" && p["risk"] != "high";
    all.into_iter().filter(wanted).collect()
}

async fn item(server: &Server, proposal: &Value) -> Value {
    server.rest.get(&format!("/api/items/{}", text(proposal, "/item_id"))).await
}

#[tokio::test]
async fn every_mail_is_understood_without_a_model_and_nothing_is_done_unasked() {
    let server = settled_demo(WINDOW).await;
    let items = server.rest.all("/api/items").await;
    assert!(items.len() >= 60, "{}", items.len());
    let received: Vec<_> =
        items.iter().filter(|item| item["from"]["address"] != "anna@demo.example").collect();
    assert!(received.len() >= 50, "{}", received.len());
    for item in received {
        assert_eq!(item["insight"]["answered_by"], "reflex", "{item:#}");
        assert!(!item["insight"]["safety"].is_null(), "{item:#}");
    }
    let scams = server.rest.all("/api/items?verdict=scam").await;
    assert!(scams.len() >= 3, "{}", scams.len());
    assert!(!server.rest.all("/api/items?awaiting_reply=true").await.is_empty());
    let counts = server.rest.get("/api/items/counts").await;
    assert!(counts["reply"].as_u64() > Some(0), "{counts}");

    assert!(!data(&server.cli(&["inbox"]).await.ok()).is_empty());
    let proposals = data(&server.cli(&["proposals", "--status", "pending"]).await.ok());
    assert!(proposals.len() >= 3, "{}", proposals.len());
    // Nobody approved anything, so nothing was done.
    assert!(server.rest.all("/api/action-proposals?origin=all&state=succeeded").await.is_empty());
}

#[tokio::test]
async fn one_proposal_is_dangerous_and_says_why() {
    let server = settled_demo(WINDOW).await;
    let pending = server.rest.all("/api/action-proposals?status=pending").await;
    let high: Vec<_> = pending.iter().filter(|proposal| proposal["risk"] == "high").collect();
    assert!(!high.is_empty(), "no proposal of high risk among {}", pending.len());
    assert!(high.iter().all(|proposal| !proposal["preview"]["warnings"].as_array().unwrap().is_empty()));
}

#[tokio::test]
async fn an_approved_reply_is_one_file_in_sent_and_its_run_ends() {
    let server = settled_demo(0.2).await;
    let proposal = pending_replies(&server).await.remove(0);
    let before = files(&server, ".Sent");
    let answered = item(&server, &proposal).await;
    let run = server
        .cli(&["run", "draft_reply", "--item", text(&answered, "/id"), "--text", "Yes, gladly.", "--wait"])
        .await
        .ok();
    let run = text(&run, "/id").to_owned();
    let mine = server.rest.all(&format!("/api/action-proposals?run_id={run}")).await.remove(0);
    assert_eq!(
        server.rest.get(&format!("/api/action-proposals/{}", text(&proposal, "/id"))).await["status"],
        "withdrawn",
        "a newer proposal for one item takes the older one's place"
    );
    let approved = server.cli(&["approve", &seen(&mine)]).await.ok();
    assert_eq!(approved["status"], "approved");
    let done = in_state(&server, text(&mine, "/id"), &["succeeded", "failed", "unknown"]).await;
    assert_eq!(done["effect"]["state"], "succeeded", "{done:#}");
    let id = text(&done, "/effect/target/message_id").to_owned();
    until("the filed copy", async || {
        (!with_message_id(&files(&server, ".Sent"), &id).is_empty()).then_some(())
    })
    .await;
    let filed = with_message_id(&files(&server, ".Sent"), &id);
    assert_eq!((filed.len(), files(&server, ".Sent").len()), (1, before.len() + 1));
    let raw = read(&filed[0]);
    assert_eq!(mail::in_reply_to(&raw), [text(&answered, "/message_id")]);
    assert!(mail::body(&raw).contains("Yes, gladly."), "{}", String::from_utf8_lossy(&raw));
    let ended = until("the end of the run", async || {
        let run = server.rest.get(&format!("/api/orchestrator/runs/{run}")).await;
        (!run["ended_at"].is_null()).then_some(run)
    })
    .await;
    assert_eq!(ended["status"], "succeeded", "{ended:#}");
}

#[tokio::test]
async fn a_reply_taken_back_in_its_window_leaves_nothing() {
    let server = settled_demo(WINDOW).await;
    let before = files(&server, ".Sent");
    let mut replies = pending_replies(&server).await;
    let (back, sent) = (replies.remove(0), replies.remove(0));
    let approved = server.cli(&["approve", &seen(&back)]).await.ok();
    assert!(!approved["effect"]["undo_until"].is_null(), "{approved:#}");
    let undone = server.cli(&["undo", text(&back, "/id")]).await.ok();
    assert_eq!((text(&undone, "/status"), text(&undone, "/effect/state")), ("approved", "undone"));
    // One that is approved later and does go out shows that the time of the first has passed.
    server.cli(&["approve", &seen(&sent)]).await.ok();
    let sent = in_state(&server, text(&sent, "/id"), &["succeeded"]).await;
    let id = text(&sent, "/effect/target/message_id").to_owned();
    until("the filed copy", async || (files(&server, ".Sent").len() > before.len()).then_some(())).await;
    assert_eq!(with_message_id(&files(&server, ".Sent"), &id).len(), 1);
    assert_eq!(files(&server, ".Sent").len(), before.len() + 1);
    let first = in_state(&server, text(&back, "/id"), &["undone"]).await;
    assert_eq!(first["effect"]["error"], Value::Null);
    // What has left cannot be called back.
    let late = server.cli(&["undo", text(&sent, "/id")]).await;
    assert_eq!((late.code, text(&late.document(), "/code")), (3, "cannot_undo"));
}

#[tokio::test]
async fn archive_and_its_undo_move_the_file() {
    let server = settled_demo(WINDOW).await;
    let inbox = server.rest.all("/api/items?archived=false&action_type=read").await;
    let item = inbox.iter().find(|item| item["folders"] == json!(["INBOX"])).unwrap();
    let (id, message_id) = (text(item, "/id"), text(item, "/message_id"));
    let places = || {
        let count = |folder| with_message_id(&files(&server, folder), message_id).len();
        (count(""), count(".Archive"))
    };
    assert_eq!(places(), (1, 0));
    let archived = server.rest.post(&format!("/api/items/{id}/archive"), &json!({})).await.ok();
    assert_eq!((text(&archived, "/origin"), text(&archived, "/status")), ("user", "approved"));
    let proposal = text(&archived, "/id");
    in_state(&server, proposal, &["succeeded"]).await;
    assert_eq!(places(), (0, 1));
    until("the item to be archived", async || {
        let item = server.rest.get(&format!("/api/items/{id}")).await;
        (item["archived"] == true).then_some(())
    })
    .await;
    server.cli(&["undo", proposal]).await.ok();
    in_state(&server, proposal, &["undone"]).await;
    assert_eq!(places(), (1, 0));
}

#[tokio::test]
async fn flags_and_moves_show_in_the_maildir() {
    let server = settled_demo(WINDOW).await;
    let unread = server.rest.all("/api/items?unread=true&folder=INBOX").await;
    let item = unread.iter().find(|item| item["flagged"] == false).unwrap();
    let (id, message_id) = (text(item, "/id"), text(item, "/message_id"));
    let letters = || {
        let path = with_message_id(&files(&server, ""), message_id).remove(0);
        path.to_string_lossy().rsplit_once(":2,").map(|(_, letters)| letters.to_owned()).unwrap_or_default()
    };
    let changed = server.rest.put(&format!("/api/items/{id}/metadata"), &json!({"flagged": true})).await.ok();
    in_state(&server, text(&changed, "/id"), &["succeeded"]).await;
    assert_eq!(letters(), "F");
    server.cli(&["undo", text(&changed, "/id")]).await.ok();
    in_state(&server, text(&changed, "/id"), &["undone"]).await;
    assert_eq!(letters(), "");
    let moved =
        server.rest.put(&format!("/api/items/{id}/metadata"), &json!({"folder": "Archive"})).await.ok();
    in_state(&server, text(&moved, "/id"), &["succeeded"]).await;
    assert_eq!(with_message_id(&files(&server, ".Archive"), message_id).len(), 1);
    assert_eq!(with_message_id(&files(&server, ""), message_id).len(), 0);
}

#[tokio::test]
async fn a_draft_is_a_file_in_drafts_until_it_is_taken_back() {
    let server = settled_demo(WINDOW).await;
    let before = files(&server, ".Drafts").len();
    let reply = pending_replies(&server).await.remove(0);
    let item = text(&reply, "/item_id");
    let run = server.cli(&["run", "draft_reply", "--item", item, "--as", "draft", "--wait"]).await.ok();
    let all = server.rest.all(&format!("/api/action-proposals?run_id={}", text(&run, "/id"))).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["effect"]["kind"], "create_email_draft");
    server.cli(&["approve", &seen(&all[0])]).await.ok();
    let proposal = text(&all[0], "/id");
    let done = in_state(&server, proposal, &["succeeded", "failed"]).await;
    let drafts = files(&server, ".Drafts");
    assert_eq!(with_message_id(&drafts, text(&done, "/effect/target/message_id")).len(), 1, "{done:#}");
    assert_eq!(drafts.len(), before + 1);
    server.cli(&["undo", proposal]).await.ok();
    in_state(&server, proposal, &["undone"]).await;
    assert_eq!(files(&server, ".Drafts").len(), before);
}

#[tokio::test]
async fn the_audit_log_verifies_and_a_changed_one_does_not() {
    let server = settled_demo(0.0).await;
    let reply = pending_replies(&server).await.remove(0);
    server.cli(&["approve", &seen(&reply)]).await.ok();
    in_state(&server, text(&reply, "/id"), &["succeeded"]).await;
    server.cli(&["audit", "verify"]).await.ok();
    let records = server.rest.all("/api/audit").await;
    let about = records.iter().filter(|record| record["subject"]["id"] == reply["id"]).count();
    assert!(about >= 2, "{about} records name the approved proposal");
    // Ids and kinds only: what was written lies elsewhere.
    let words = text(&reply, "/preview/text").lines().last().unwrap_or_default().to_owned();
    assert!(!serde_json::to_string(&records).unwrap().contains(&words), "{words}");

    let request = server.rest.request(reqwest::Method::GET, "/api/audit/export");
    let export = server.rest.send(request).await;
    let file = server.home.file("audit.jsonl");
    std::fs::write(&file, &export.body).unwrap();
    let path = file.to_string_lossy().into_owned();
    assert_eq!(server.cli(&["audit", "verify", "--file", &path]).await.code, 0);
    let changed = String::from_utf8(export.body).unwrap().replacen("owner", "other", 1);
    std::fs::write(&file, changed).unwrap();
    assert_eq!(server.cli(&["audit", "verify", "--file", &path]).await.code, 1);
}

#[tokio::test]
async fn a_second_server_is_refused_and_a_restart_keeps_everything() {
    let server = settled_demo(3_600.0).await;
    let reply = pending_replies(&server).await.remove(0);
    server.cli(&["approve", &seen(&reply)]).await.ok();
    let (code, said) = Launch::serve().refused(&server.home).await;
    assert_eq!(code, 1, "{said}");
    let folder = server.home.data().to_string_lossy().into_owned();
    assert!(said.contains(&folder) && said.contains("--data"), "{said}");

    let before = everything(&server).await;
    let (home, launch) = (server.home.clone(), server.launch.clone());
    let (status, took) = server.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", home.log_tail());
    assert!(took < Duration::from_secs(10), "{took:?}");
    let again = launch.start(&home).await;
    settle(&again).await;
    let after = everything(&again).await;
    assert_eq!(after.len(), before.len());
    for (after, before) in after.iter().zip(&before) {
        assert_eq!(after, before);
    }
    in_state(&again, text(&reply, "/id"), &["approved"]).await;
}

async fn everything(server: &Server) -> Vec<Value> {
    let mut all = Vec::new();
    for path in ["/api/items", "/api/action-proposals?origin=all", "/api/accounts"] {
        all.extend(server.rest.all(path).await);
    }
    // A sync may be under way at any moment.
    all.iter_mut().filter_map(Value::as_object_mut).for_each(|entry| drop(entry.remove("state")));
    all
}

#[tokio::test]
async fn what_was_just_moved_can_be_changed_at_once() {
    let server = settled_demo(WINDOW).await;
    let inbox = server.rest.all("/api/items?folder=INBOX&action_type=read").await;
    let id = text(&inbox[0], "/id").to_owned();
    let change = async |body: Value| {
        let proposal = server.rest.put(&format!("/api/items/{id}/metadata"), &body).await.ok();
        let done = in_state(&server, text(&proposal, "/id"), &["succeeded", "failed"]).await;
        assert_eq!(done["effect"]["state"], "succeeded", "{body} {done:#}");
        proposal
    };
    for _ in 0..3 {
        let archived = server.rest.post(&format!("/api/items/{id}/archive"), &json!({})).await.ok();
        in_state(&server, text(&archived, "/id"), &["succeeded"]).await;
        assert_eq!(server.rest.get(&format!("/api/items/{id}")).await["folders"], json!(["Archive"]));
        change(json!({ "flagged": true })).await;
        server.cli(&["undo", text(&archived, "/id")]).await.ok();
        in_state(&server, text(&archived, "/id"), &["undone"]).await;
        change(json!({ "flagged": false })).await;
        change(json!({ "folder": "Archive" })).await;
        change(json!({ "folder": "INBOX" })).await;
    }
    let both = server
        .rest
        .put(&format!("/api/items/{id}/metadata"), &json!({"unread": false, "flagged": true}))
        .await
        .ok();
    assert_eq!((text(&both, "/effect/kind"), both["also"].as_array().map(Vec::len)), ("flag", Some(1)));
}

#[tokio::test]
async fn a_setting_rejects_what_is_dangerous_and_nothing_else() {
    let home = Home::new();
    let server = Launch::demo().undo_window(WINDOW).start(&home).await;
    let set = json!({ "reject_dangerous": true });
    server.rest.put("/api/users/me/preferences", &set).await.ok();
    settle(&server).await;
    // Those of the first sync may have been made before the setting; one that is asked for now was not.
    let items = server.rest.all("/api/items?query=NDA").await;
    let item = items.iter().find(|item| item["insight"]["action_type"] == "reply").unwrap();
    let run = server.cli(&["run", "draft_reply", "--item", text(item, "/id"), "--wait"]).await.ok();
    let mine = server.rest.all(&format!("/api/action-proposals?run_id={}", text(&run, "/id"))).await;
    assert_eq!(mine.len(), 1, "{run:#}");
    assert_eq!((text(&mine[0], "/risk"), text(&mine[0], "/status")), ("high", "rejected"));
    assert_eq!(mine[0]["effect"]["state"], "rejected");
    assert!(!pending_replies(&server).await.is_empty(), "the others wait as ever");
}
