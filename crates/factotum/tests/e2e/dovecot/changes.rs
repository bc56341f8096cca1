//! A reply that is edited, and one that others overtake.

use serde_json::json;

use super::{BOB, connected};
use crate::support::mail::{self, Letter};
use crate::support::mailbox::{ANNA, Mailbox, draft_reply, in_state, item_of, seen};
use crate::support::{Server, text};

#[tokio::test]
async fn an_edit_takes_the_old_ones_place_and_sends_the_new_words() {
    let letter = Letter::question("q1", BOB, "Delivery date");
    let (server, mailbox, _) = connected(0.0, std::slice::from_ref(&letter)).await;
    let item = item_of(&server, &letter.id).await;
    let old = draft_reply(&server, text(&item, "/id"), "The old words.").await;
    let new = server.cli(&["edit", text(&old, "/id"), "--set", "text=The new words."]).await.ok();
    assert_ne!(new["id"], old["id"]);
    assert_ne!(new["digest"], old["digest"]);
    assert_eq!(text(&new, "/status"), "pending");
    let withdrawn = server.rest.get(&format!("/api/action-proposals/{}", text(&old, "/id"))).await;
    assert_eq!((text(&withdrawn, "/status"), text(&withdrawn, "/effect/state")), ("withdrawn", "withdrawn"));
    let late = server.cli(&["approve", &seen(&old)]).await;
    assert_eq!((late.code, text(&late.document(), "/code")), (3, "already_decided"));

    let other = json!({"payload": {"to": ["Carol <carol@example.com>"]}});
    let path = format!("/api/action-proposals/{}/edit", text(&new, "/id"));
    let new = server.rest.put(&path, &other).await.ok();
    let target = &new["preview"]["targets"][0];
    assert_eq!(
        (text(target, "/address"), text(target, "/known")),
        ("carol@example.com", "new"),
        "{target:#}"
    );
    assert_eq!(
        (text(target, "/integrity"), &target["source"]),
        ("trusted", &json!(null)),
        "the user typed it"
    );
    let confirm = if new["risk"] == "high" { vec!["--confirm"] } else { Vec::new() };
    let seen = seen(&new);
    server.cli(&[["approve", seen.as_str()].as_slice(), &confirm].concat()).await.ok();
    in_state(&server, text(&new, "/id"), &["succeeded"]).await;
    let received = mailbox.smtp.received().unwrap();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to, ["carol@example.com"]);
    assert!(mail::body(&received[0].raw).contains("The new words."));
}

#[tokio::test]
async fn a_reply_that_was_answered_elsewhere_is_withdrawn() {
    let letters: Vec<Letter> =
        ["q1", "q2", "q3"].map(|id| Letter::question(id, BOB, &format!("About {id}"))).to_vec();
    let (server, mailbox, _) = connected(3_600.0, &letters).await;
    let mut replies = Vec::new();
    for letter in &letters {
        let item = item_of(&server, &letter.id).await;
        replies.push(draft_reply(&server, text(&item, "/id"), "Yes.").await);
    }
    // The second one waits in its undo window, the third stays as it is.
    server.cli(&["approve", &seen(&replies[1])]).await.ok();
    answer_elsewhere(&mailbox, &letters[0]);
    answer_elsewhere(&mailbox, &letters[1]);
    server.cli(&["sync", "--wait"]).await.ok();
    let pending = in_state(&server, text(&replies[0], "/id"), &["withdrawn"]).await;
    assert_eq!(text(&pending, "/status"), "withdrawn");
    let approved = in_state(&server, text(&replies[1], "/id"), &["withdrawn"]).await;
    assert_eq!(text(&approved, "/status"), "approved");
    in_state(&server, text(&replies[2], "/id"), &["proposed"]).await;
    let late = server.cli(&["approve", &seen(&replies[0])]).await;
    assert_eq!((late.code, text(&late.document(), "/code")), (3, "already_decided"));
    assert!(mailbox.smtp.received().unwrap().is_empty());
}

#[tokio::test]
async fn a_reply_to_a_mail_that_was_deleted_elsewhere_is_withdrawn() {
    let letter = Letter::question("q1", BOB, "Delivery date");
    let (server, mailbox, _) = connected(3_600.0, std::slice::from_ref(&letter)).await;
    let item = item_of(&server, &letter.id).await;
    let reply = draft_reply(&server, text(&item, "/id"), "Yes.").await;
    expunge(&mailbox, &letter);
    server.cli(&["sync", "--wait"]).await.ok();
    let withdrawn = in_state(&server, text(&reply, "/id"), &["withdrawn"]).await;
    assert_eq!(text(&withdrawn, "/status"), "withdrawn");
}

#[tokio::test]
async fn a_renumbered_folder_makes_no_second_items() {
    let letters: Vec<Letter> = (1..=5).map(|n| Letter::question(&format!("q{n}"), BOB, "Question")).collect();
    let (server, mut mailbox, _) = connected(0.0, &letters).await;
    let before = ids(&server).await;
    mailbox.dovecot.stop();
    mailbox.dovecot.renumber(ANNA, "INBOX").unwrap();
    mailbox.dovecot.restart().unwrap();
    server.cli(&["sync", "--wait"]).await.ok();
    assert_eq!(ids(&server).await, before);
    let item = item_of(&server, "<q1@freight.example>").await;
    let path = format!("/api/items/{}/archive", text(&item, "/id"));
    let archived = server.rest.post(&path, &json!({})).await.ok();
    in_state(&server, text(&archived, "/id"), &["succeeded"]).await;
    assert_eq!(
        (mailbox.copies("Archive", "<q1@freight.example>"), mailbox.copies("INBOX", "<q1@freight.example>")),
        (1, 0)
    );
}

async fn ids(server: &Server) -> Vec<String> {
    let mut ids: Vec<_> =
        server.rest.all("/api/items").await.iter().map(|item| text(item, "/id").to_owned()).collect();
    ids.sort();
    ids
}

fn answer_elsewhere(mailbox: &Mailbox, letter: &Letter) {
    let answer =
        Letter::question(&format!("answer-{}", letter.subject.len()), "Anna Berg <anna@example.org>", "Re")
            .to(BOB)
            .text("I wrote from my phone.")
            .minutes_ago(1)
            .header("In-Reply-To", &letter.id)
            .header("References", &letter.id);
    let answer = Letter { id: letter.id.replace('<', "<answer-to-"), ..answer };
    mailbox.dovecot.deliver_flagged(ANNA, "Sent", &answer.bytes(), answer.received(), "S").unwrap();
}

fn expunge(mailbox: &Mailbox, letter: &Letter) {
    let which = ["expunge", "-u", ANNA, "mailbox", "INBOX", "header", "message-id", &letter.id];
    mailbox.dovecot.doveadm(&which).unwrap();
}
