//! Mails and connections that no test data ever has, and real mailboxes have all the time.

use std::io::Write;
use std::time::SystemTime;

use testkit::{Fate, Proxy};

use crate::support::mail::Letter;
use crate::support::mailbox::{ANNA, Mailbox, PASSWORD, item_of};
use crate::support::{Home, Launch, Server, text, until};

const BOB: &str = "Bob Keller <bob@freight.example>";
/// Of resident memory: far below what holding a 200 MB mail a few times over would take.
const MOST_MEMORY: u64 = 900 << 20;

#[tokio::test]
async fn a_mail_of_200_mb_is_listed_and_takes_no_other_mail_with_it() {
    let mailbox = Mailbox::start();
    mailbox.deliver(&Letter::question("small", BOB, "A small one").minutes_ago(5));
    mailbox.dovecot.deliver(ANNA, "INBOX", &huge(), SystemTime::now()).unwrap();
    let server = Launch::serve().start(&Home::new()).await;
    mailbox.connect(&server).await;
    item_of(&server, "<small@freight.example>").await;
    let item = item_of(&server, "<huge@freight.example>").await;
    assert_eq!(text(&item, "/subject"), "The film of our summer");
    mailbox.deliver(&Letter::question("after", BOB, "And afterwards").minutes_ago(1));
    server.cli(&["sync", "--wait"]).await.ok();
    item_of(&server, "<after@freight.example>").await;
    let peak = peak_memory(&server);
    assert!(peak < MOST_MEMORY, "{} MB", peak >> 20);
}

#[tokio::test]
async fn a_connection_that_breaks_inside_a_mail_loses_nothing() {
    let mailbox = Mailbox::start();
    let proxy = Proxy::start(mailbox.dovecot.imap_port()).unwrap();
    let long = "A line of a mail that is not short at all.\n".repeat(4_000);
    for number in 0..8 {
        let letter = Letter::question(&format!("long{number}"), BOB, "Long").text(&long);
        mailbox.deliver(&letter);
    }
    let server = Launch::serve().start(&Home::new()).await;
    let (imap, smtp) = (format!("imap://127.0.0.1:{}", proxy.port()), mailbox.smtp.url());
    let arguments = ["account", "add", ANNA, "--imap", &imap, "--smtp", &smtp, "--password-stdin"];
    // Enough for the login that `add` checks and for the greeting of the sync, then in the middle of a mail.
    proxy.set(Fate::CutAfter(400_000));
    let account = server.cli_with_input(&arguments, &format!("{PASSWORD}\n")).await.ok();
    let path = format!("/api/accounts/{}/status", text(&account, "/id"));
    let broken = until("the break to show", async || {
        let now = server.rest.get(&path).await;
        (!now["error"].is_null()).then_some(now)
    })
    .await;
    assert!(!text(&broken, "/error/detail").is_empty(), "{broken:#}");
    proxy.set(Fate::Pass);
    server.cli(&["sync", "--wait"]).await.ok();
    until("every mail", async || (server.rest.all("/api/items").await.len() == 8).then_some(())).await;
    let items = server.rest.all("/api/items").await;
    for item in &items {
        let raw = server.rest.request(reqwest::Method::GET, &format!("/api/items/{}/raw", text(item, "/id")));
        let raw = server.rest.send(raw).await.body;
        assert!(raw.len() > long.len(), "{} of {} bytes", raw.len(), long.len());
    }
}

#[tokio::test]
async fn odd_bytes_are_kept_and_break_nothing() {
    let mailbox = Mailbox::start();
    let odd: [(&str, &[u8]); 5] = [
        ("empty", b""),
        ("no headers", b"\r\nonly a body"),
        ("eight bits", b"From: caf\xe9 <a@b.example>\r\nSubject: \xff\xfe\r\nMessage-ID: <odd1@b.example>\r\n\r\n\xc3\x28"),
        ("no end", b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y"),
        ("null", b"From: a@b.example\r\nSubject: a\0b\r\nMessage-ID: <odd2@b.example>\r\n\r\na\0b\r\n"),
    ];
    for (_, raw) in odd {
        mailbox.dovecot.deliver(ANNA, "INBOX", raw, SystemTime::now()).unwrap();
    }
    mailbox.deliver(&Letter::question("plain", BOB, "An ordinary one"));
    let server = Launch::serve().start(&Home::new()).await;
    mailbox.connect(&server).await;
    item_of(&server, "<plain@freight.example>").await;
    let items = server.rest.all("/api/items").await;
    assert_eq!(items.len(), 6, "{items:#?}");
    assert!(items.iter().all(|item| !item["insight"].is_null()), "{items:#?}");
    let mut kept = Vec::new();
    for item in &items {
        let raw = server.rest.request(reqwest::Method::GET, &format!("/api/items/{}/raw", text(item, "/id")));
        kept.push(server.rest.send(raw).await.body);
    }
    for (name, raw) in odd {
        // dovecot replaces a null byte by 0x80 when it hands a mail out (RFC 3501 allows none in a literal).
        let expected: Vec<u8> = raw.iter().map(|byte| if *byte == 0 { 0x80 } else { *byte }).collect();
        assert!(kept.contains(&expected), "{name}");
    }
}

#[tokio::test]
async fn one_message_id_with_other_bytes_hides_no_mail() {
    let mailbox = Mailbox::start();
    let first = Letter::question("same", BOB, "The first").minutes_ago(30);
    let second = Letter::question("same", BOB, "The second").minutes_ago(20);
    for letter in [&first, &second, &first] {
        mailbox.deliver(letter);
    }
    mailbox.dovecot.deliver(ANNA, "Archive", &first.bytes(), first.received()).unwrap();
    let server = Launch::serve().start(&Home::new()).await;
    mailbox.connect(&server).await;
    let items = until("both mails", async || {
        let items = server.rest.all("/api/items").await;
        (items.len() >= 2 && items.iter().all(|item| !item["insight"].is_null())).then_some(items)
    })
    .await;
    let mut subjects: Vec<_> = items.iter().map(|item| text(item, "/subject")).collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["The first", "The second"], "the same bytes are one item, other bytes another");
    let named: Vec<_> = items.iter().filter(|item| !item["duplicate_of"].is_null()).collect();
    assert_eq!(named.len(), 1, "{items:#?}");
}

fn huge() -> Vec<u8> {
    let mut raw = Letter::question("huge", BOB, "The film of our summer").text("").bytes();
    let head = String::from_utf8(raw.clone()).unwrap();
    raw = head
        .replace("text/plain; charset=utf-8", "video/mp4\r\nContent-Transfer-Encoding: base64")
        .into_bytes();
    let line = format!("{}\r\n", "QUJDREVG".repeat(9));
    raw.reserve(200 << 20);
    while raw.len() < 200 << 20 {
        raw.write_all(line.as_bytes()).unwrap();
    }
    raw
}

/// The most that the server ever had in memory, in bytes.
fn peak_memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process_id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}
