//! From sync to a sent, filed mail through the command line alone; the same on SQLite and on Postgres.

use serde_json::json;
use testkit::Postgres;

use super::BOB;
use crate::support::mail::{self, Letter};
use crate::support::mailbox::{ANNA, Mailbox, draft_reply, in_state, item_of, seen};
use crate::support::{Home, Launch, Server, data, text, until};

#[tokio::test]
async fn on_sqlite() {
    tell(Launch::serve()).await;
}

#[tokio::test]
async fn on_postgres() {
    let postgres = Postgres::shared().unwrap();
    let url = postgres.create_database().unwrap();
    tell(Launch::serve().argument("--database-url", &url)).await;
    let tables = "select count(*) from information_schema.tables where table_schema = 'public'";
    let tables: u32 = postgres.query(&url, tables).unwrap().parse().unwrap();
    assert!(tables > 5, "{tables} tables: the story was told to another database");
}

async fn tell(launch: Launch) {
    let mailbox = Mailbox::start();
    let question = Letter::question("q1", BOB, "Delivery date");
    let news = Letter::question("n1", "Weekly <news@letters.example>", "Ten things to read this week")
        .text("Ten things to read this week.\n\nUnsubscribe at any time.")
        .header("List-Id", "<weekly.letters.example>")
        .header("List-Unsubscribe", "<https://letters.example/u/1>")
        .header("Precedence", "bulk");
    let folded = Letter::question("u1", BOB, "=?utf-8?B?R3LDvMOfZSBhdXMgS8O2bG4=?=").text("Viele Grüße");
    for letter in [&question, &news, &folded] {
        mailbox.deliver(letter);
    }
    let server = launch.undo_window(0.2).start(&Home::new()).await;
    let account = mailbox.connect(&server).await;
    look_around(&server, &account).await;
    elsewhere(&server, &mailbox, &news).await;
    reply(&server, &mailbox, &question).await;
    compose(&server, &mailbox).await;
    file_away(&server, &mailbox, &question).await;
    server.cli(&["audit", "verify"]).await.ok();
    let (home, launch) = (server.home.clone(), server.launch.clone());
    let (ended, _) = server.terminate().await;
    assert!(ended.success(), "{}", home.log_tail());
    let again = launch.start(&home).await;
    again.cli(&["sync", "--wait"]).await.ok();
    assert_eq!(again.rest.all("/api/items?kind=email&sender=bob%40freight.example").await.len(), 2);
}

async fn look_around(server: &Server, account: &str) {
    let accounts = data(&server.cli(&["account", "list"]).await.ok());
    assert_eq!((text(&accounts[0], "/id"), text(&accounts[0], "/address")), (account, ANNA));
    assert_eq!((text(&accounts[0], "/kind"), text(&accounts[0], "/state")), ("imap", "idle"));
    let inbox = data(&server.cli(&["inbox"]).await.ok());
    assert_eq!(inbox.len(), 3);
    assert!(inbox.iter().all(|item| item["insight"]["answered_by"] == "reflex"), "{inbox:#?}");
    let found = data(&server.cli(&["inbox", "--query", "Köln"]).await.ok());
    assert_eq!(found.iter().map(|item| text(item, "/subject")).collect::<Vec<_>>(), ["Grüße aus Köln"]);
    let folders = data(&server.rest.get(&format!("/api/accounts/{account}/folders")).await);
    for folder in ["Archive", "Drafts", "INBOX", "Sent"] {
        assert!(folders.contains(&json!(folder)), "{folders:?}");
    }
}

/// Another program reads and moves a mail.
async fn elsewhere(server: &Server, mailbox: &Mailbox, letter: &Letter) {
    let item = item_of(server, &letter.id).await;
    assert_eq!((&item["unread"], &item["folders"]), (&json!(true), &json!(["INBOX"])));
    let which = ["mailbox", "INBOX", "header", "message-id", &letter.id];
    mailbox
        .dovecot
        .doveadm(&[["flags", "add", "-u", ANNA, "\\Seen \\Flagged"].as_slice(), &which].concat())
        .unwrap();
    mailbox.dovecot.doveadm(&[["move", "-u", ANNA, "Archive"].as_slice(), &which].concat()).unwrap();
    server.cli(&["sync", "--wait"]).await.ok();
    let moved = until("the move to show", async || {
        let now = server.rest.get(&format!("/api/items/{}", text(&item, "/id"))).await;
        (now["folders"] == json!(["Archive"])).then_some(now)
    })
    .await;
    let state = ["unread", "flagged", "archived"].map(|field| moved[field].clone());
    assert_eq!(state, [json!(false), json!(true), json!(true)], "{moved:#}");
    assert_eq!(server.rest.all("/api/items").await.len(), 3, "a moved mail stays one item");
}

async fn reply(server: &Server, mailbox: &Mailbox, question: &Letter) {
    let item = item_of(server, &question.id).await;
    let proposal = draft_reply(server, text(&item, "/id"), "Yes, the ninth works for us.").await;
    assert_eq!(text(&proposal, "/effect/kind"), "send_email");
    assert_eq!(text(&proposal, "/preview/targets/0/address"), "bob@freight.example");
    assert_eq!(text(&proposal, "/preview/targets/0/source/id"), text(&item, "/id"));
    server.cli(&["approve", &seen(&proposal)]).await.ok();
    let done = in_state(server, text(&proposal, "/id"), &["succeeded", "failed", "unknown"]).await;
    assert_eq!(done["effect"]["state"], "succeeded", "{done:#}");
    let id = text(&done, "/effect/target/message_id");
    until("the filed copy", async || (mailbox.copies("Sent", id) == 1).then_some(())).await;
    assert_eq!(mailbox.sent(id), 1);
    let received = mailbox.smtp.received().unwrap();
    let sent = received.iter().find(|sent| mail::message_id(&sent.raw) == id).unwrap();
    assert_eq!(
        (sent.from.as_str(), sent.to.as_slice()),
        (ANNA, ["bob@freight.example".to_owned()].as_slice())
    );
    assert_eq!(mail::in_reply_to(&sent.raw), std::slice::from_ref(&question.id));
    assert_eq!(mail::subject(&sent.raw), "Re: Delivery date");
    assert!(mail::body(&sent.raw).contains("Yes, the ninth works for us."));
    let filed = mailbox.dovecot.messages(ANNA, "Sent").unwrap();
    assert_eq!(
        filed.iter().map(|raw| trimmed(raw)).collect::<Vec<_>>(),
        [trimmed(&sent.raw)],
        "one mail, twice"
    );
}

/// The user's own mail with a file: no second approval, and no card among those that wait.
async fn compose(server: &Server, mailbox: &Mailbox) {
    let file = server.home.file("Übersicht.txt");
    std::fs::write(&file, "1,2,3\n").unwrap();
    let path = file.to_string_lossy().into_owned();
    let arguments =
        ["compose", "--to", "carol@example.com", "--subject", "Zahlen", "--body-stdin", "--attach", &path];
    let proposal = server.cli_with_input(&arguments, "Anbei die Übersicht.\n").await.ok();
    assert_eq!((text(&proposal, "/origin"), text(&proposal, "/status")), ("user", "approved"));
    let done = in_state(server, text(&proposal, "/id"), &["succeeded", "failed", "unknown"]).await;
    let id = text(&done, "/effect/target/message_id");
    until("the filed copy", async || (mailbox.copies("Sent", id) == 1).then_some(())).await;
    assert_eq!(mailbox.sent(id), 1);
    let received = mailbox.smtp.received().unwrap();
    let raw = &received.iter().find(|sent| mail::message_id(&sent.raw) == id).unwrap().raw;
    let message = mail_parser::MessageParser::default().parse(raw).unwrap();
    let attached = message.attachment(0).unwrap();
    assert_eq!(mail_parser::MimeHeaders::attachment_name(attached), Some("Übersicht.txt"));
    assert_eq!(attached.contents(), b"1,2,3\n");
    let waiting = data(&server.cli(&["proposals"]).await.ok());
    assert!(waiting.iter().all(|other| other["id"] != proposal["id"]));
}

async fn file_away(server: &Server, mailbox: &Mailbox, letter: &Letter) {
    let item = item_of(server, &letter.id).await;
    let path = format!("/api/items/{}/archive", text(&item, "/id"));
    let archived = server.rest.post(&path, &json!({})).await.ok();
    in_state(server, text(&archived, "/id"), &["succeeded"]).await;
    assert_eq!((mailbox.copies("Archive", &letter.id), mailbox.copies("INBOX", &letter.id)), (1, 0));
    server.cli(&["undo", text(&archived, "/id")]).await.ok();
    in_state(server, text(&archived, "/id"), &["undone"]).await;
    assert_eq!((mailbox.copies("Archive", &letter.id), mailbox.copies("INBOX", &letter.id)), (0, 1));
}

/// SMTP ends a mail with a line break that a file may lack.
fn trimmed(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).replace("\r\n", "\n").trim_end().to_owned()
}
