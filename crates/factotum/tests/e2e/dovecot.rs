//! A real account: dovecot to read and file, an SMTP server to send through, which refuse, vanish and change.

mod changes;
mod login;
mod refusals;
mod story;

use serde_json::Value;

use crate::support::mail::Letter;
use crate::support::mailbox::Mailbox;
use crate::support::{Home, Launch, Server};

const BOB: &str = "Bob Keller <bob@freight.example>";

/// A connected account whose mails are understood.
async fn connected(undo_window: f64, letters: &[Letter]) -> (Server, Mailbox, String) {
    let mailbox = Mailbox::start();
    letters.iter().for_each(|letter| mailbox.deliver(letter));
    let server = Launch::serve().undo_window(undo_window).start(&Home::new()).await;
    let account = mailbox.connect(&server).await;
    (server, mailbox, account)
}

async fn status(server: &Server, account: &str) -> Value {
    server.rest.get(&format!("/api/accounts/{account}/status")).await
}
