//! Logins: checked before an account exists, by password, command or token; and a provider that goes away.

use serde_json::Value;
use testkit::{Dovecot, DovecotOptions, MailUser, SmtpOptions, SmtpServer};

use super::{BOB, connected, status};
use crate::support::mail::Letter;
use crate::support::mailbox::{ANNA, Mailbox, draft_reply, item_of};
use crate::support::{Home, Launch, data, text, until};

#[tokio::test]
async fn a_wrong_password_leaves_no_account() {
    let mailbox = Mailbox::start();
    let server = Launch::serve().start(&Home::new()).await;
    let refused = mailbox.add_with(&server, "not-the-password").await;
    assert_eq!(refused.code, 1, "{refused:#?}");
    assert!(!refused.stderr.is_empty());
    assert!(!format!("{}{}", refused.stdout, refused.stderr).contains("not-the-password"), "{refused:#?}");
    assert!(data(&server.cli(&["account", "list"]).await.ok()).is_empty());
    // The SMTP login is checked as well.
    let (imap, other) = (mailbox.dovecot.imap_url(), SmtpServer::start(&stranger()).unwrap());
    let arguments = ["account", "add", ANNA, "--imap", &imap, "--smtp", &other.url(), "--password-stdin"];
    let refused = server.cli_with_input(&arguments, "secret\n").await;
    assert_eq!(refused.code, 1, "{refused:#?}");
    assert!(data(&server.cli(&["account", "list"]).await.ok()).is_empty());
    mailbox.connect(&server).await;
}

#[tokio::test]
async fn a_token_command_logs_in_at_both_servers_and_a_password_command_too() {
    let users = vec![MailUser::anna()];
    let dovecot = Dovecot::start(DovecotOptions { users: users.clone(), ..Default::default() }).unwrap();
    let smtp = SmtpServer::start(&SmtpOptions { users, ..Default::default() }).unwrap();
    let letter = Letter::question("q1", BOB, "Delivery date");
    dovecot.deliver(ANNA, "INBOX", &letter.bytes(), letter.received()).unwrap();
    let server = Launch::serve().undo_window(0.0).start(&Home::new()).await;
    let (imap, submission) = (dovecot.imap_url(), smtp.url());
    for (flag, secret) in [("--oauth-command", "token-of-anna"), ("--password-command", "secret")] {
        let file = server.home.file("login");
        std::fs::write(&file, format!("{secret}\n")).unwrap();
        let command = format!("cat {}", file.display());
        let arguments = ["account", "add", ANNA, "--imap", &imap, "--smtp", &submission, flag, &command];
        let account = server.cli(&arguments).await.ok();
        server.cli(&["sync", "--wait"]).await.ok();
        let item = item_of(&server, &letter.id).await;
        let proposal = draft_reply(&server, text(&item, "/id"), "Yes.").await;
        server.cli(&["approve", &crate::support::mailbox::seen(&proposal)]).await.ok();
        crate::support::mailbox::in_state(&server, text(&proposal, "/id"), &["succeeded"]).await;
        let removed = server.cli(&["account", "remove", text(&account, "/id")]).await;
        assert_eq!(removed.code, 0, "{removed:#?}");
        assert!(server.rest.all("/api/items").await.is_empty(), "a removed account's mails are erased");
    }
    assert_eq!(smtp.received().unwrap().len(), 2);
}

#[tokio::test]
async fn a_provider_that_is_down_costs_nothing_but_freshness() {
    let letter = Letter::question("q1", BOB, "Delivery date");
    let (server, mut mailbox, account) = connected(0.0, std::slice::from_ref(&letter)).await;
    let before = status(&server, &account).await;
    assert_eq!(text(&before, "/state"), "idle");
    mailbox.dovecot.stop();
    server.cli(&["sync"]).await.ok();
    let down = until("the error to show", async || {
        let now = status(&server, &account).await;
        (now["state"] == "error").then_some(now)
    })
    .await;
    assert!(!text(&down, "/error/detail").is_empty() && !text(&down, "/error/code").is_empty(), "{down:#}");
    assert_eq!(down["items"], before["items"]);
    let at = |status: &Value| text(status, "/last_synced_at").parse::<jiff::Timestamp>().unwrap();
    assert!(at(&down) >= at(&before));
    // What is here can be read, found and answered; SMTP is another server.
    let item = item_of(&server, &letter.id).await;
    assert_eq!(data(&server.cli(&["inbox", "--query", "delivery"]).await.ok()).len(), 1);
    draft_reply(&server, text(&item, "/id"), "Yes.").await;

    mailbox.dovecot.restart().unwrap();
    mailbox.deliver(&Letter::question("q2", BOB, "Second question").minutes_ago(1));
    item_of(&server, "<q2@freight.example>").await;
    until("the error to go", async || {
        let now = status(&server, &account).await;
        (now["state"] == "idle" && now["error"].is_null()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_new_mail_comes_in_by_itself() {
    let (server, mailbox, _) = connected(0.0, &[Letter::question("q1", BOB, "Delivery date")]).await;
    mailbox.deliver(&Letter::question("q2", BOB, "Second question").minutes_ago(1));
    // Nobody asks for a sync: IDLE tells.
    item_of(&server, "<q2@freight.example>").await;
}

/// Knows nobody of ours.
fn stranger() -> SmtpOptions {
    SmtpOptions { users: vec![MailUser::new(ANNA, "another")], ..Default::default() }
}
