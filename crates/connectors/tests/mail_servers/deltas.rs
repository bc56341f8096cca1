//! Changes made by another mail program arrive, with QRESYNC and without it.

use super::kept::Kept;
use super::*;

/// Another mail program.
fn elsewhere(dovecot: &Dovecot, arguments: &[&str]) {
    // `flags add -u …`, `expunge -u …`
    let (command, rest) = arguments.split_at(if arguments[0] == "flags" { 2 } else { 1 });
    dovecot.doveadm(&[command, &["-u", ANNA], rest].concat()).unwrap();
}

async fn every_change_arrives(qresync: bool) {
    let dovecot = dovecot(qresync);
    for subject in ["a", "b", "c", "d", "e"] {
        deliver(&dovecot, "INBOX", subject);
    }
    deliver(&dovecot, "Archive", "f");
    let source = source(&dovecot);
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.mails.len(), 6);

    // A mailbox that did not change gives nothing.
    let batches = kept.batches;
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.batches, batches);

    elsewhere(&dovecot, &["flags", "add", "\\Seen \\Flagged", "mailbox", "INBOX", "subject", "a"]);
    elsewhere(&dovecot, &["flags", "add", "\\Answered", "mailbox", "Archive", "subject", "f"]);
    elsewhere(&dovecot, &["expunge", "mailbox", "INBOX", "subject", "b"]);
    elsewhere(&dovecot, &["move", "Archive", "mailbox", "INBOX", "subject", "c"]);
    elsewhere(&dovecot, &["move", "Trash", "mailbox", "INBOX", "subject", "d"]);
    deliver(&dovecot, "INBOX", "g");
    kept.sync(&source).await.unwrap();
    let expected = [("Archive", "c"), ("Archive", "f"), ("INBOX", "a"), ("INBOX", "e"), ("INBOX", "g")];
    assert_eq!(kept.listing(), expected.map(|(folder, subject)| (folder.to_owned(), subject.to_owned())));
    assert!(kept.flags("a").seen && kept.flags("a").flagged && !kept.flags("a").answered);
    assert!(kept.flags("f").answered);
    // A moved message was never nowhere; those that left for good were.
    assert_eq!(kept.lost_between, ["b", "d"]);

    elsewhere(&dovecot, &["flags", "remove", "\\Seen", "mailbox", "INBOX", "subject", "a"]);
    elsewhere(&dovecot, &["expunge", "mailbox", "INBOX", "subject", "g"]);
    kept.sync(&source).await.unwrap();
    assert!(!kept.flags("a").seen && kept.flags("a").flagged);
    assert_eq!(kept.mails.len(), 4);
    assert_eq!(kept.resets, Vec::<String>::new());
}

#[tokio::test]
async fn every_change_arrives_with_qresync() {
    every_change_arrives(true).await;
}

#[tokio::test]
async fn every_change_arrives_without_qresync() {
    every_change_arrives(false).await;
}

/// The account moves to a server that lacks what the cursor was built on, and back.
#[tokio::test]
async fn a_cursor_outlives_the_loss_of_qresync() {
    let with = dovecot(true);
    for subject in ["a", "b"] {
        deliver(&with, "INBOX", subject);
    }
    let mut kept = Kept::default();
    kept.sync(&source(&with)).await.unwrap();
    let modern = kept.cursor.clone().unwrap();
    let crippled = domain::source::Cursor(modern.0.replace("\"modseq\"", "\"was_modseq\""));
    assert_ne!(crippled, modern);
    elsewhere(&with, &["flags", "add", "\\Seen", "mailbox", "INBOX", "subject", "a"]);
    elsewhere(&with, &["expunge", "mailbox", "INBOX", "subject", "b"]);
    kept.cursor = Some(crippled);
    kept.sync(&source(&with)).await.unwrap();
    assert!(kept.flags("a").seen);
    assert_eq!(kept.mails.len(), 1);
}

async fn a_renumbered_folder_is_read_again(qresync: bool) {
    let mut dovecot = dovecot(qresync);
    for subject in ["a", "b"] {
        deliver(&dovecot, "INBOX", subject);
    }
    deliver(&dovecot, "Archive", "c");
    let source = source(&dovecot);
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    let (before, other) = (kept.place("a"), kept.place("c"));
    dovecot.stop();
    dovecot.renumber(ANNA, "INBOX").unwrap();
    dovecot.restart().unwrap();
    deliver(&dovecot, "INBOX", "d");
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.resets, ["INBOX"]);
    assert_eq!(kept.mails.len(), 4);
    assert_ne!(kept.place("a"), before);
    assert_eq!(kept.place("c"), other);
}

#[tokio::test]
async fn a_renumbered_folder_is_read_again_with_qresync() {
    a_renumbered_folder_is_read_again(true).await;
}

#[tokio::test]
async fn a_renumbered_folder_is_read_again_without_qresync() {
    a_renumbered_folder_is_read_again(false).await;
}

#[tokio::test]
async fn a_removed_and_a_renamed_folder() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "Projekte", "a");
    deliver(&dovecot, "Alt", "b");
    let source = source(&dovecot);
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    dovecot.doveadm(&["mailbox", "delete", "-u", ANNA, "Alt"]).unwrap();
    dovecot.doveadm(&["mailbox", "rename", "-u", ANNA, "Projekte", "Vorhaben"]).unwrap();
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.listing(), [("Vorhaben".to_owned(), "a".to_owned())]);
}
