//! The scenario: an account, its first sync, and twenty effects of every kind that a mailbox takes.

use serde_json::{Value, json};

use super::arena::{Arena, address, letter};
use super::driver::Driver;
use crate::support::text;

const REPLIES: usize = 6;
const MAILS: usize = 4;
const DRAFTS: usize = 3;
const ARCHIVES: usize = 3;
const MOVES: usize = 2;
const FLAGS: usize = 2;

/// What was let through, and by what the peers know it.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// The marker is in the text of the mail.
    Sent {
        marker: String,
        proposal: String,
    },
    Draft {
        marker: String,
    },
    /// This mail leaves the inbox for a folder.
    Moved {
        message_id: String,
        folder: &'static str,
    },
    Flagged {
        message_id: String,
    },
}

pub struct Scenario {
    pub seat: usize,
    pub wanted: Vec<Wanted>,
}

impl Scenario {
    pub async fn play(driver: &mut Driver, arena: &Arena, seat: usize) -> Scenario {
        let names = |kind: &'static str, count: usize| (0..count).map(move |n| format!("{kind}{n}"));
        let letters: Vec<String> = names("reply", REPLIES)
            .chain(names("archive", ARCHIVES))
            .chain(names("move", MOVES))
            .chain(names("flag", FLAGS))
            .collect();
        letters.iter().for_each(|name| arena.deliver(seat, &letter(seat, name)));
        connect(driver, arena, seat).await;
        understood(driver, letters.len()).await;
        let mut wanted = Vec::new();
        // Interleaved, so that a kill meets several kinds in flight.
        for number in 0..REPLIES {
            if number < MAILS {
                wanted.push(mail(driver, seat, number).await);
            }
            if number < DRAFTS {
                wanted.push(draft(driver, seat, number).await);
            }
            if number < ARCHIVES {
                wanted.push(archive(driver, seat, number).await);
            }
            wanted.push(reply(driver, seat, number).await);
            if number < MOVES {
                wanted.push(move_away(driver, seat, number).await);
            }
            if number < FLAGS {
                wanted.push(flag(driver, seat, number).await);
            }
        }
        assert_eq!(wanted.len(), 20);
        settled(driver).await;
        Scenario { seat, wanted }
    }
}

async fn connect(driver: &mut Driver, arena: &Arena, seat: usize) {
    let account = json!({
        "address": address(seat),
        "login": {"password": arena.password()},
        "imap": arena.dovecot.imap_url(),
        "smtp": arena.smtp.url(),
    });
    let answer = driver.post("/api/accounts", "connect", &account).await;
    // The request that a crash cut off may have done it, and then a second account is refused.
    let accounts = driver.all("/api/accounts").await;
    assert_eq!(accounts.len(), 1, "{answer:?}: {accounts:#?}");
}

async fn understood(driver: &mut Driver, letters: usize) {
    driver
        .until("the mails to be understood", "/api/items", |items| {
            let read = items.iter().filter(|item| !item["insight"].is_null()).count();
            (read == letters).then_some(())
        })
        .await;
    // A run of the sync that still drafts would take our replies' places.
    driver
        .until("the agents to be done", "/api/orchestrator/runs", |runs| {
            let busy = |run: &&Value| matches!(run["status"].as_str(), Some("queued" | "running"));
            runs.iter().find(busy).is_none().then_some(())
        })
        .await;
}

async fn settled(driver: &mut Driver) {
    driver
        .until("every effect to settle", "/api/action-proposals?origin=all", |proposals| {
            let open = |p: &&Value| {
                matches!(p["effect"]["state"].as_str(), Some("approved" | "claimed" | "started"))
            };
            proposals.iter().find(open).is_none().then_some(())
        })
        .await;
}

async fn reply(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let marker = format!("marker-{seat}-reply-{number};");
    let item = item(driver, seat, &format!("reply{number}")).await;
    for attempt in 0..5 {
        let key = format!("reply-{number}-{attempt}");
        let body = json!({"intent": "draft_reply", "item_id": item, "text": marker, "as": "send"});
        let run = driver.post("/api/orchestrator/execute", &key, &body).await.ok();
        let list = format!("/api/action-proposals?run_id={}", text(&run, "/run_id"));
        let proposal = driver.until("the reply's proposal", &list, |all| all.first().cloned()).await;
        let id = text(&proposal, "/id").to_owned();
        let path = format!("/api/action-proposals/{id}/approve");
        let body = json!({"digest": proposal["digest"], "confirm": true});
        driver.post(&path, &format!("approve-{key}"), &body).await;
        // The answer of an approval that a crash cut off is lost; what counts is how the proposal stands.
        let now = driver.get(&format!("/api/action-proposals/{id}")).await;
        if now["status"] == "approved" {
            return Wanted::Sent { marker, proposal: id };
        }
        assert_eq!(now["status"], "withdrawn", "{now:#}");
    }
    panic!("no reply of {seat}/{number} could be approved")
}

async fn mail(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let marker = format!("marker-{seat}-mail-{number};");
    let payload = json!({"to": ["carol@example.com"], "subject": "Hello", "text": marker});
    let proposal = own(driver, "send_email", &payload, &format!("mail-{number}")).await;
    Wanted::Sent { marker, proposal }
}

async fn draft(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let marker = format!("marker-{seat}-draft-{number};");
    let payload = json!({"to": ["carol@example.com"], "subject": "Later", "text": marker});
    own(driver, "create_email_draft", &payload, &format!("draft-{number}")).await;
    Wanted::Draft { marker }
}

async fn archive(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let name = format!("archive{number}");
    let payload = json!({"item_id": item(driver, seat, &name).await});
    own(driver, "archive", &payload, &name).await;
    Wanted::Moved { message_id: letter(seat, &name).id, folder: "Archive" }
}

async fn move_away(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let name = format!("move{number}");
    let payload = json!({"item_id": item(driver, seat, &name).await, "folder": "Junk"});
    own(driver, "move", &payload, &name).await;
    Wanted::Moved { message_id: letter(seat, &name).id, folder: "Junk" }
}

async fn flag(driver: &mut Driver, seat: usize, number: usize) -> Wanted {
    let name = format!("flag{number}");
    let payload = json!({"item_id": item(driver, seat, &name).await, "flag": "flagged", "value": true});
    own(driver, "flag", &payload, &name).await;
    Wanted::Flagged { message_id: letter(seat, &name).id }
}

/// The user's own effect; its proposal's id.
async fn own(driver: &mut Driver, kind: &str, payload: &Value, key: &str) -> String {
    let body = json!({"kind": kind, "payload": payload});
    let answer = driver.post("/api/effects", key, &body).await;
    text(&answer.ok(), "/id").to_owned()
}

async fn item(driver: &mut Driver, seat: usize, name: &str) -> String {
    let id = letter(seat, name).id;
    driver
        .until("the item", "/api/items", |items| {
            let item = items.iter().find(|item| item["message_id"] == id.as_str())?;
            Some(text(item, "/id").to_owned())
        })
        .await
}
