//! A canary as the account's password is looked for wherever a secret could leak to.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustix::process::Signal;

use crate::support::mail::Letter;
use crate::support::mailbox::{ANNA, Mailbox, draft_reply, in_state, item_of, seen};
use crate::support::{Home, Launch, Server, data, text};

const CANARY: &str = "canary-Zq7wVn3xLk9tBe";
const WRONG: &str = "wrongone-Hd4mRs8yPc2u";

#[tokio::test]
async fn the_password_is_in_no_log_no_file_no_error_and_no_process_list() {
    let mailbox = Mailbox::with_password(CANARY);
    let letter = Letter::question("q1", "Bob <bob@freight.example>", "Delivery date");
    mailbox.deliver(&letter);
    let home = Home::new();
    let server = Launch::serve().undo_window(0.0).environment("FACTOTUM_LOG", "trace").start(&home).await;

    let refused = mailbox.add_with(&server, WRONG).await;
    assert_eq!(refused.code, 1);
    clean("the refusal", &format!("{refused:?}"));
    let added = mailbox.add_with(&server, CANARY).await;
    added.ok();
    clean("the answer", &format!("{added:?}"));
    server.cli(&["sync", "--wait"]).await.ok();
    let item = item_of(&server, &letter.id).await;
    let reply = draft_reply(&server, text(&item, "/id"), "Yes.").await;
    server.cli(&["approve", &seen(&reply)]).await.ok();
    in_state(&server, text(&reply, "/id"), &["succeeded"]).await;
    processes(&server);
    for path in ["/api/accounts", "/api/audit", "/api/orchestrator/runs", "/api/sync/status"] {
        clean(path, &format!("{:?}", server.rest.all(path).await));
    }
    let again = mailbox.add_with(&server, CANARY).await;
    clean("a second account of the same address", &format!("{again:?}"));
    // While it runs, with the write-ahead log as it is, and after an end that tidied nothing up.
    files(home.data());
    let launch = server.launch.clone();
    server.signal(Signal::KILL);
    drop(server);
    files(home.data());
    launch.start(&home).await.terminate().await;
    files(home.data());
    let log = home.log();
    assert!(log.contains("draining"), "this is not the server's log: {log}");
    clean("the log", &log);
}

#[tokio::test]
async fn the_token_and_the_keys_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let server = Launch::serve().environment("FACTOTUM_LOG", "trace").start(&home).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.data()), 0o700);
    for name in ["token", "key"] {
        assert_eq!(mode(&home.data().join(name)), 0o600, "{name}");
    }
    server.cli(&["inbox"]).await.ok();
    assert!(data(&server.rest.get("/api/accounts").await).is_empty());
    let token = std::fs::read_to_string(home.data().join("token")).unwrap().trim().to_owned();
    assert!(token.len() >= 32, "{}", token.len());
    assert!(!home.log().contains(&token), "the token is in the log");
    let database = std::fs::read(home.data().join("factotum.db")).unwrap();
    assert!(!holds(&database, token.as_bytes()), "the token is in the database");
    for line in command_lines() {
        assert!(!line.contains(&token), "{line}");
    }
}

/// The password as it is, and as the mail protocols wrap it.
fn forms(secret: &str) -> Vec<Vec<u8>> {
    let user = ANNA;
    let reversed: String = secret.chars().rev().collect();
    vec![
        secret.as_bytes().to_vec(),
        reversed.into_bytes(),
        STANDARD.encode(secret).into_bytes(),
        STANDARD.encode(format!("\0{user}\0{secret}")).into_bytes(),
        STANDARD.encode(format!("{user}\0{user}\0{secret}")).into_bytes(),
    ]
}

fn clean(place: &str, text: &str) {
    for form in [forms(CANARY), forms(WRONG)].concat() {
        assert!(!holds(text.as_bytes(), &form), "{place} holds a password");
    }
}

fn files(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path);
        } else if let Ok(bytes) = std::fs::read(&path) {
            for form in [forms(CANARY), forms(WRONG)].concat() {
                assert!(!holds(&bytes, &form), "{} holds a password", path.display());
            }
        }
    }
}

fn processes(server: &Server) {
    let own = std::fs::read(format!("/proc/{}/cmdline", server.process_id())).unwrap();
    assert!(holds(&own, b"serve"), "this is not the server's command line");
    for line in command_lines() {
        clean("a command line", &line);
    }
}

/// Of every process of this machine that may be read.
fn command_lines() -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let read = |entry: std::fs::DirEntry| std::fs::read(entry.path().join("cmdline")).ok();
    processes.filter_map(read).map(|line| String::from_utf8_lossy(&line).into_owned()).collect()
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    // Files of the data folder are small; the first byte of the needle skips almost everything.
    let first = wanted[0];
    bytes.iter().enumerate().any(|(at, byte)| *byte == first && bytes[at..].starts_with(wanted))
}
