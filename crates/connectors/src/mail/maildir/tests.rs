//! A Maildir that changes under our hands, ours and others' writes.

use super::layout;
use super::{MaildirMailbox, MaildirSource};
use crate::authority::authorized;
use crate::mail::mailbox::{Envelope, Filing, Flagging, Folder, Mailbox, Moving, Removal, Sent, Trouble};
use domain::item::Place;
use domain::payload::Flag;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, Flags, FolderRole, InboundMail, SourceError};
use jiff::Timestamp;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

#[derive(Default)]
struct Kept {
    batches: Vec<Batch>,
    fail_after: Option<usize>,
}

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async move {
            if self.fail_after == Some(self.batches.len()) {
                return Err(SourceError::NotStored("full".into()));
            }
            self.batches.push(batch);
            Ok(())
        })
    }
}

impl Kept {
    fn changes(&self) -> Vec<&Change> {
        self.batches.iter().flat_map(|batch| &batch.changes).collect()
    }
    fn arrived(&self) -> Vec<&InboundMail> {
        let arrived = self.changes().into_iter().filter_map(|change| match change {
            Change::Arrived(mail) => Some(mail.as_ref()),
            _ => None,
        });
        arrived.collect()
    }
}

/// Everything since `cursor`, in words.
async fn news(source: &MaildirSource, cursor: &mut Option<Cursor>) -> Vec<String> {
    let mut sink = Kept::default();
    *cursor = Some(source.sync(cursor.take(), &mut sink).await.unwrap());
    let words = |change: &&Change| match change {
        Change::Arrived(mail) => format!("+ {}/{}", mail.place.folder, mail.place.key),
        Change::Flagged { place, flags } => {
            format!(
                "! {}/{} {}{}{}",
                place.folder, place.key, flags.seen as u8, flags.flagged as u8, flags.answered as u8
            )
        }
        Change::Gone { place } => format!("- {}/{}", place.folder, place.key),
        Change::FolderReset { folder } => format!("0 {folder}"),
        Change::Event(event) => format!("e {}", event.place.key),
    };
    sink.changes().iter().map(words).collect()
}

fn mail(root: &Path, path: &str, age_minutes: u64) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().split(':').next().unwrap().to_owned();
    fs::write(
        &path,
        format!("From: a@b.example\r\nMessage-ID: <{name}@b.example>\r\nSubject: {name}\r\n\r\nx\r\n"),
    )
    .unwrap();
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_760_000_000 - age_minutes * 60);
    fs::File::options().append(true).open(&path).unwrap().set_modified(at).unwrap();
}

fn place(folder: &str, key: &str) -> Place {
    Place { folder: folder.into(), key: key.into() }
}

#[tokio::test]
async fn everything_arrives_once_newest_first_and_then_what_changes() {
    let dir = TempDir::new().unwrap();
    let root = dir.path();
    mail(root, "cur/old:2,S", 30);
    mail(root, "new/fresh", 1);
    mail(root, ".Sent/cur/sent:2,S", 10);
    mail(root, ".Archive.2024/cur/kept:2,FRS", 20);
    mail(root, ".Trash/cur/deleted:2,S", 5);
    mail(root, ".Entw&APw-rfe/cur/draft:2,DS", 40);
    fs::write(root.join("cur/.hidden"), "x").unwrap();
    fs::create_dir_all(root.join("tmp")).unwrap();
    fs::write(root.join("tmp/unfinished"), "x").unwrap();
    let source = MaildirSource::new(root);
    let mut sink = Kept::default();
    let mut cursor = Some(source.sync(None, &mut sink).await.unwrap());
    let seen: Vec<_> = sink
        .arrived()
        .into_iter()
        .map(|m| (m.place.folder.as_str(), m.place.key.as_str(), m.role, m.flags.seen, m.flags.flagged))
        .collect();
    assert_eq!(
        seen,
        [
            ("INBOX", "fresh", FolderRole::Inbox, false, false),
            ("Sent", "sent", FolderRole::Sent, true, false),
            ("Archive/2024", "kept", FolderRole::Archive, true, true),
            ("INBOX", "old", FolderRole::Inbox, true, false),
            ("Entwürfe", "draft", FolderRole::Drafts, true, false),
        ]
    );
    let first = sink.arrived()[0];
    assert_eq!(first.received_at, Timestamp::from_second(1_760_000_000 - 60).unwrap());
    assert_eq!(first.parsed.subject.as_deref(), Some("fresh"));
    assert_eq!(sink.batches.last().unwrap().remaining, Some(0));
    assert_eq!(news(&source, &mut cursor).await, Vec::<String>::new());

    fs::rename(root.join("new/fresh"), root.join("cur/fresh:2,RS")).unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["! INBOX/fresh 101"]);
    fs::rename(root.join("cur/old:2,S"), root.join(".Sent/cur/old:2,S")).unwrap();
    fs::remove_file(root.join(".Archive.2024/cur/kept:2,FRS")).unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["- INBOX/old", "- Archive/2024/kept", "+ Sent/old"]);
    fs::remove_dir_all(root.join(".Sent")).unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["- Sent/old", "- Sent/sent"]);
    assert_eq!(source.folders().await.unwrap(), ["INBOX", "Archive/2024", "Entwürfe", "Trash"]);
}

#[tokio::test]
async fn an_interrupted_sync_goes_on_and_loses_nothing() {
    let dir = TempDir::new().unwrap();
    for n in 0..650 {
        mail(dir.path(), &format!("cur/m{n:04}:2,S"), n);
    }
    let source = MaildirSource::new(dir.path());
    let mut sink = Kept { fail_after: Some(2), ..Kept::default() };
    assert_eq!(source.sync(None, &mut sink).await.unwrap_err().code(), "not_stored");
    assert_eq!(sink.arrived().len(), 400);
    assert_eq!(sink.batches[0].remaining, Some(450));
    let mut rest = Kept::default();
    let cursor = sink.batches.last().unwrap().cursor.clone();
    let end = source.sync(Some(cursor), &mut rest).await.unwrap();
    let mut all: Vec<String> =
        sink.arrived().iter().chain(&rest.arrived()).map(|m| m.place.key.clone()).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 650);
    assert_eq!(rest.batches.last().unwrap().cursor, end);
    assert_eq!(news(&source, &mut Some(end)).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_cursor_that_is_not_ours_starts_afresh() {
    let dir = TempDir::new().unwrap();
    mail(dir.path(), "cur/a:2,S", 1);
    let source = MaildirSource::new(dir.path());
    let mut cursor = Some(Cursor("{\"version\":99}".into()));
    assert_eq!(news(&source, &mut cursor).await, ["0 INBOX", "+ INBOX/a"]);
}

#[tokio::test]
async fn a_missing_maildir_is_unavailable() {
    let source = MaildirSource::new("/nonexistent/maildir");
    assert_eq!(source.sync(None, &mut Kept::default()).await.unwrap_err().code(), "unavailable");
}

#[tokio::test]
async fn a_delivery_ends_the_watch() {
    let dir = TempDir::new().unwrap();
    mail(dir.path(), "cur/a:2,S", 1);
    fs::create_dir_all(dir.path().join("new")).unwrap();
    let source = MaildirSource::new(dir.path());
    let mut cursor = None;
    news(&source, &mut cursor).await;
    mail(dir.path(), "new/b", 0);
    tokio::time::timeout(Duration::from_secs(10), source.watch()).await.expect("no news").unwrap();
    assert_eq!(news(&source, &mut cursor).await, ["+ INBOX/b"]);
}

fn filing(folder: Folder, id: &str) -> Filing {
    let bytes = format!("From: a@b.example\r\nMessage-ID: {id}\r\n\r\nbody\r\n").into_bytes();
    Filing { folder, message_id: id.into(), bytes, at: Timestamp::from_second(1_760_000_000).unwrap() }
}

fn files(root: &Path, folder: &str) -> Vec<String> {
    layout::entries(&root.join(folder))
        .unwrap()
        .into_iter()
        .map(|e| layout::file_name(&e.unique, &e.letters))
        .collect()
}

#[tokio::test]
async fn filing_is_done_once_and_found_again() {
    let dir = TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("cur")).unwrap();
    let mailbox = MaildirMailbox::new(dir.path());
    assert!(!mailbox.has(&Folder::Sent, "<x@b.example>").await.unwrap());
    for _ in 0..2 {
        mailbox.file(authorized(filing(Folder::Sent, "<x@b.example>"))).await.unwrap();
    }
    assert_eq!(files(dir.path(), ".Sent").len(), 1);
    assert!(files(dir.path(), ".Sent")[0].ends_with(":2,S"));
    assert!(dir.path().join(".Sent/maildirfolder").is_file());
    assert_eq!(fs::read_dir(dir.path().join(".Sent/tmp")).unwrap().count(), 0);
    assert!(mailbox.has(&Folder::Sent, "<x@b.example>").await.unwrap());
    mail(dir.path(), ".Sent/cur/other:2,S", 1);
    assert!(mailbox.has(&Folder::Sent, "<other@b.example>").await.unwrap(), "filed by another program");
    mailbox.file(authorized(filing(Folder::Drafts, "<d@b.example>"))).await.unwrap();
    assert!(files(dir.path(), ".Drafts")[0].ends_with(":2,DS"));
    for _ in 0..2 {
        let removal = Removal { folder: Folder::Drafts, message_id: "<d@b.example>".into() };
        mailbox.remove(authorized(removal)).await.unwrap();
    }
    assert_eq!(files(dir.path(), ".Drafts"), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_sent_is_a_file_in_sent_and_can_be_proved() {
    let dir = TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("cur")).unwrap();
    let mailbox = MaildirMailbox::new(dir.path());
    assert_eq!(mailbox.sent("<x@b.example>").await.unwrap(), Sent::No);
    let envelope =
        Envelope { from: "a@b.example".into(), recipients: vec!["c@d.example".into()], bytes: Vec::new() };
    let ready = mailbox.prepare(envelope).await.unwrap();
    assert_eq!(mailbox.sent("<x@b.example>").await.unwrap(), Sent::No, "preparing writes nothing");
    ready.send(authorized(filing(Folder::Sent, "<x@b.example>").bytes)).await.unwrap();
    assert_eq!(mailbox.sent("<x@b.example>").await.unwrap(), Sent::Yes);
    assert!(mailbox.files_sent_copies());
    let sent = &layout::entries(&dir.path().join(".Sent")).unwrap()[0];
    let moving = Moving {
        place: place("Sent", &sent.unique),
        from: None,
        message_id: None,
        to: Folder::Named("Projects/X".into()),
    };
    mailbox.move_to(authorized(moving)).await.unwrap();
    assert_eq!(mailbox.sent("<x@b.example>").await.unwrap(), Sent::Yes, "moved on by the user");
}

#[tokio::test]
async fn moving_and_flagging_keep_the_name_and_can_be_repeated() {
    let dir = TempDir::new().unwrap();
    let root = dir.path();
    mail(root, "new/a", 1);
    let mailbox = MaildirMailbox::new(root);
    let flagging =
        |folder: &str, flag, value| authorized(Flagging { place: place(folder, "a"), flag, value });
    for _ in 0..2 {
        mailbox.set_flag(flagging("INBOX", Flag::Seen, true)).await.unwrap();
    }
    mailbox.set_flag(flagging("INBOX", Flag::Flagged, true)).await.unwrap();
    assert_eq!(files(root, ""), ["a:2,FS"]);
    let moving = || Moving { place: place("INBOX", "a"), from: None, message_id: None, to: Folder::Archive };
    for _ in 0..2 {
        mailbox.move_to(authorized(moving())).await.unwrap();
    }
    assert_eq!((files(root, ""), files(root, ".Archive")), (vec![], vec!["a:2,FS".to_owned()]));
    mailbox.set_flag(flagging("Archive", Flag::Seen, false)).await.unwrap();
    assert_eq!(files(root, ".Archive"), ["a:2,F"]);
    assert_eq!(mailbox.set_flag(flagging("INBOX", Flag::Seen, true)).await.unwrap_err().kind, Trouble::Gone);
    let lost = Moving {
        place: place("INBOX", "never"),
        from: None,
        message_id: Some("<n@x>".into()),
        to: Folder::Archive,
    };
    assert_eq!(mailbox.move_to(authorized(lost)).await.unwrap_err().kind, Trouble::Gone);
    let bad = Moving {
        place: place("Archive", "a"),
        from: None,
        message_id: None,
        to: Folder::Named("../x".into()),
    };
    assert_eq!(mailbox.move_to(authorized(bad)).await.unwrap_err().code, "bad_folder");
}

#[test]
fn plain_folders_are_kept_as_they_are() {
    let dir = TempDir::new().unwrap();
    for folder in ["Inbox", "Sent", "Archive/2024"] {
        fs::create_dir_all(dir.path().join(folder).join("cur")).unwrap();
    }
    let names: Vec<_> = layout::folders(dir.path()).unwrap().into_iter().map(|f| (f.name, f.role)).collect();
    let expected =
        [("Inbox", FolderRole::Inbox), ("Archive/2024", FolderRole::Archive), ("Sent", FolderRole::Sent)];
    assert_eq!(names, expected.map(|(name, role)| (name.to_owned(), role)));
    assert_eq!(layout::path_of(dir.path(), "Neu/Ä").unwrap(), dir.path().join("Neu/Ä"));
}

#[test]
fn flags_are_told_by_letters() {
    assert_eq!(layout::flags("FRS"), Flags { seen: true, flagged: true, answered: true });
    assert_eq!(layout::flags(""), Flags::default());
}
