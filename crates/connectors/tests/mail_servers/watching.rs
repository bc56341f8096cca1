//! `watch` returns when something may have changed, and not before.

use super::kept::Kept;
use super::scripted::{Scripted, Step};
use super::*;
use domain::ports::Source;
use std::time::Instant;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn idle_wakes_for_new_mail_again_and_again() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "INBOX", "old");
    let source = source(&dovecot);
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    for subject in ["first", "second", "third"] {
        let watching = tokio::spawn({
            let source = source.clone();
            async move { source.watch().await }
        });
        deliver(&dovecot, "INBOX", subject);
        tokio::time::timeout(PATIENCE, watching).await.expect("watch wakes").unwrap().unwrap();
        kept.sync(&source).await.unwrap();
        assert!(kept.listing().iter().any(|(_, known)| known == subject), "{subject}");
    }
}

#[tokio::test]
async fn a_quiet_mailbox_is_watched_to_the_end_of_the_interval() {
    let dovecot = dovecot(true);
    let timing = Timing { idle: Duration::from_millis(1500), ..Timing::default() };
    let source = source(&dovecot).with_timing(timing);
    Kept::default().sync(&source).await.unwrap();
    for _ in 0..2 {
        let begun = Instant::now();
        source.watch().await.unwrap();
        assert!(begun.elapsed() >= timing.idle, "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn mail_between_sync_and_watch_is_noticed_at_once() {
    let dovecot = dovecot(true);
    let source = source(&dovecot);
    Kept::default().sync(&source).await.unwrap();
    deliver(&dovecot, "INBOX", "meanwhile");
    tokio::time::timeout(PATIENCE, source.watch()).await.expect("watch returns").unwrap();
}

#[tokio::test]
async fn a_watch_outlives_a_restart_of_the_server() {
    let mut dovecot = dovecot(true);
    let timing = Timing { idle: Duration::from_millis(200), ..Timing::default() };
    let source = source(&dovecot).with_timing(timing);
    source.watch().await.unwrap();
    dovecot.restart().unwrap();
    source.watch().await.unwrap();
}

#[tokio::test]
async fn without_idle_it_is_a_poll() {
    let server = Scripted::start(vec![vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        Step::Hear("LOGIN"),
        Step::Say("{tag} OK [CAPABILITY IMAP4rev1] in\r\n"),
        Step::HearEnd,
    ]])
    .await;
    let timing = Timing { poll: Duration::from_millis(300), ..Timing::default() };
    let source = ImapSource::new(super::server(server.port()), parse).with_timing(timing);
    for _ in 0..2 {
        let begun = Instant::now();
        source.watch().await.unwrap();
        assert!(begun.elapsed() >= timing.poll);
    }
    server.done().await;
}
