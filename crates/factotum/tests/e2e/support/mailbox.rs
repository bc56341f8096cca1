//! A mailbox at a provider: dovecot to read and file, an SMTP server to send through.

use serde_json::Value;
use testkit::{Dovecot, DovecotOptions, MailUser, SmtpOptions, SmtpServer};

use super::mail::{self, Letter};
use super::{PATIENCE, Ran, Server, text, until};

pub const ANNA: &str = "anna@example.org";
pub const PASSWORD: &str = "secret";

pub struct Mailbox {
    pub dovecot: Dovecot,
    pub smtp: SmtpServer,
    pub password: String,
}

impl Mailbox {
    pub fn start() -> Mailbox {
        Mailbox::with_password(PASSWORD)
    }

    pub fn with_password(password: &str) -> Mailbox {
        let users = vec![MailUser::new(ANNA, password)];
        let dovecot = Dovecot::start(DovecotOptions { users: users.clone(), ..Default::default() }).unwrap();
        let smtp = SmtpServer::start(&SmtpOptions { users, ..Default::default() }).unwrap();
        Mailbox { dovecot, smtp, password: password.to_owned() }
    }

    pub fn deliver(&self, letter: &Letter) {
        self.dovecot.deliver(ANNA, "INBOX", &letter.bytes(), letter.received()).unwrap();
    }

    /// `account add` with the password on stdin.
    pub async fn add_with(&self, server: &Server, password: &str) -> Ran {
        let (imap, smtp) = (self.dovecot.imap_url(), self.smtp.url());
        let arguments = ["account", "add", ANNA, "--imap", &imap, "--smtp", &smtp, "--password-stdin"];
        server.cli_with_input(&arguments, &format!("{password}\n")).await
    }

    /// Connected and synced; the account's id.
    pub async fn connect(&self, server: &Server) -> String {
        let added = self.add_with(server, &self.password).await.ok();
        server.cli(&["sync", "--wait"]).await.ok();
        text(&added, "/id").to_owned()
    }

    /// The messages of a folder with this Message-ID.
    pub fn copies(&self, folder: &str, id: &str) -> usize {
        let messages = self.dovecot.messages(ANNA, folder).unwrap();
        messages.iter().filter(|raw| mail::message_id(raw) == id).count()
    }

    /// How often the SMTP server took a mail with this Message-ID.
    pub fn sent(&self, id: &str) -> usize {
        self.smtp.received().unwrap().iter().filter(|mail| mail::message_id(&mail.raw) == id).count()
    }
}

/// The item with this Message-ID, once it is there and understood.
pub async fn item_of(server: &Server, message_id: &str) -> Value {
    until(&format!("the item {message_id}"), async || {
        let items = server.rest.all("/api/items").await;
        items.into_iter().find(|item| item["message_id"] == message_id && !item["insight"].is_null())
    })
    .await
}

/// A reply in these words, proposed; the proposal's document.
pub async fn draft_reply(server: &Server, item: &str, words: &str) -> Value {
    let run = server
        .cli(&["run", "draft_reply", "--item", item, "--text", words, "--as", "send", "--wait"])
        .await
        .ok();
    let run = run.get("id").or(run.get("run_id")).and_then(Value::as_str).unwrap_or_default().to_owned();
    until("the reply's proposal", async || {
        let all = server.rest.all(&format!("/api/action-proposals?run_id={run}")).await;
        all.into_iter().next()
    })
    .await
}

/// `ID@DIGEST` of a proposal.
pub fn seen(proposal: &Value) -> String {
    format!("{}@{}", text(proposal, "/id"), text(proposal, "/digest"))
}

/// The proposal once its effect is in one of these states.
pub async fn in_state(server: &Server, id: &str, states: &[&str]) -> Value {
    let mut last = Value::Null;
    let waited = testkit::eventually(&format!("{id} in {states:?}"), PATIENCE, async || {
        last = server.rest.get(&format!("/api/action-proposals/{id}")).await;
        Ok(states.contains(&text(&last, "/effect/state")).then(|| last.clone()))
    })
    .await;
    waited.unwrap_or_else(|error| panic!("{error:#}; it is {last:#}"))
}
