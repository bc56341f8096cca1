//! A mbox that grows, is replaced, is huge or is none.

use super::*;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, FolderRole, InboundMail, SourceError};
use proptest::prelude::*;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use tempfile::TempDir;

#[derive(Default)]
struct Kept(Vec<Batch>);

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        self.0.push(batch);
        Box::pin(async { Ok(()) })
    }
}

fn arrived(kept: &Kept) -> Vec<&InboundMail> {
    let changes = kept.0.iter().flat_map(|batch| &batch.changes);
    changes
        .filter_map(|change| match change {
            Change::Arrived(mail) => Some(mail.as_ref()),
            _ => None,
        })
        .collect()
}

async fn news(path: &Path, cursor: &mut Option<Cursor>) -> Vec<String> {
    let mut sink = Kept::default();
    *cursor = Some(MboxSource::new(path).sync(cursor.take(), &mut sink).await.unwrap());
    let words = |change: &Change| match change {
        Change::Arrived(m) => {
            format!("+ {} {}", m.place.folder, m.parsed.subject.clone().unwrap_or_default())
        }
        Change::Gone { place } => format!("- {} {}", place.folder, place.key),
        Change::FolderReset { folder } => format!("0 {folder}"),
        Change::Flagged { .. } => "!".into(),
        Change::Event(_) => "e".into(),
    };
    sink.0.iter().flat_map(|batch| &batch.changes).map(words).collect()
}

const TAKEOUT: &str = "From 1785@xxx Mon Sep 01 10:00:00 +0000 2025\r\nX-GM-THRID: 1\r\nX-Gmail-Labels: Inbox,Unread,Starred,Category updates\r\nReceived: by mx.google.com; Mon, 01 Sep 2025 03:00:00 -0700 (PDT)\r\nSubject: one\r\n\r\nbody\r\n>From here\r\n>>From there\r\n\r\nFrom 1786@xxx Mon Sep 01 11:00:00 +0000 2025\r\nX-Gmail-Labels: =?UTF-8?Q?Gesendet,Ge=C3=B6ffnet?=\r\nSubject: two\r\nDate: Mon, 01 Sep 2025 11:00:00 +0000\r\n\r\nx\r\n\r\nFrom 1787@xxx Mon Sep 01 12:00:00 +0000 2025\r\nX-Gmail-Labels: Spam\r\nSubject: three\r\n\r\nx\r\n\r\nFrom 1788@xxx Mon Sep 01 12:00:00 +0000 2025\r\nX-Gmail-Labels: Opened,Kunden/Meier\r\nSubject: four\r\n\r\nx\r\n\r\nFrom 1789@xxx Mon Sep 01 12:00:00 +0000 2025\r\nX-Gmail-Labels: Archived,Important\r\nSubject: five\r\n\r\nx\r\n";

#[tokio::test]
async fn a_takeout_has_its_labels_as_folders() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("All mail Including Spam and Trash.mbox");
    fs::write(&path, TAKEOUT).unwrap();
    let mut sink = Kept::default();
    MboxSource::new(&path).sync(None, &mut sink).await.unwrap();
    let mails = arrived(&sink);
    let seen: Vec<_> =
        mails.iter().map(|m| (m.place.folder.as_str(), m.role, m.flags.seen, m.flags.flagged)).collect();
    assert_eq!(
        seen,
        [
            ("INBOX", FolderRole::Inbox, false, true),
            ("Gesendet", FolderRole::Sent, true, false),
            ("Kunden/Meier", FolderRole::Other, true, false),
            ("Archive", FolderRole::Archive, true, false),
        ]
    );
    assert_eq!(mails[0].received_at.to_string(), "2025-09-01T10:00:00Z");
    assert_eq!(mails[1].received_at.to_string(), "2025-09-01T11:00:00Z");
    assert!(mails[0].raw.ends_with(b"body\r\nFrom here\r\n>From there\r\n"), "unquoted, without the gap");
    assert_eq!(mails[1].place.key, TAKEOUT.find("From 1786").unwrap().to_string());
}

#[tokio::test]
async fn other_programs_keep_a_status() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("Inbox");
    let mail = |headers: &str, subject: &str| {
        format!("From a@b.example Mon Sep  1 10:00:00 2025\n{headers}Subject: {subject}\n\nx\n\n")
    };
    let file = [
        mail("Status: RO\nX-Status: AF\n", "all"),
        mail("Status: O\n", "unread"),
        mail("X-Mozilla-Status: 0005\n", "thunderbird"),
        mail("X-Mozilla-Status: 0009\n", "deleted"),
        mail("", "silent"),
    ];
    fs::write(&path, file.concat()).unwrap();
    let mut sink = Kept::default();
    MboxSource::new(&path).sync(None, &mut sink).await.unwrap();
    let seen: Vec<_> = arrived(&sink)
        .into_iter()
        .map(|m| (m.parsed.subject.clone().unwrap(), m.flags.seen, m.flags.flagged, m.flags.answered, m.role))
        .collect();
    let inbox = FolderRole::Inbox;
    let expected = [
        ("all", true, true, true, inbox),
        ("unread", false, false, false, inbox),
        ("thunderbird", true, true, false, inbox),
        ("silent", true, false, false, inbox),
    ];
    assert_eq!(seen, expected.map(|(s, a, b, c, r)| (s.to_owned(), a, b, c, r)));
    assert_eq!(arrived(&sink)[0].received_at.to_string(), "2025-09-01T10:00:00Z");
}

fn mail(subject: &str) -> String {
    format!("From a@b.example Mon Sep  1 10:00:00 2025\nSubject: {subject}\n\nx\n\n")
}

#[tokio::test]
async fn a_growing_file_is_continued_and_a_replaced_one_read_afresh() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("Projekt.mbox");
    let append = |text: &str| {
        fs::OpenOptions::new().append(true).create(true).open(&path).unwrap().write_all(text.as_bytes())
    };
    append(&mail("one")).unwrap();
    let mut cursor = None;
    assert_eq!(news(&path, &mut cursor).await, ["+ Projekt one"]);
    assert_eq!(news(&path, &mut cursor).await, Vec::<String>::new());
    append(&mail("two")).unwrap();
    assert_eq!(news(&path, &mut cursor).await, ["+ Projekt two"]);
    append("From a@b.example Mon Sep  1 10:00:00 2025\nSubject: three\n\nhal").unwrap();
    assert_eq!(news(&path, &mut cursor).await, ["+ Projekt three"]);
    append("f a mail\n\n").unwrap();
    let start = (mail("one").len() + mail("two").len()).to_string();
    assert_eq!(news(&path, &mut cursor).await, [format!("- Projekt {start}"), "+ Projekt three".into()]);
    assert_eq!(news(&path, &mut cursor).await, Vec::<String>::new());
    fs::write(&path, mail("other")).unwrap();
    assert_eq!(news(&path, &mut cursor).await, ["0 Projekt", "+ Projekt other"]);
    fs::write(&path, "").unwrap();
    assert_eq!(news(&path, &mut cursor).await, ["0 Projekt"]);
    assert_eq!(news(&path, &mut Some(Cursor("nonsense".into()))).await, ["0 Projekt"]);
}

#[tokio::test]
async fn batches_are_bounded_and_resume_anywhere() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("many.mbox");
    fs::write(&path, (0..450).map(|n| mail(&n.to_string())).collect::<String>()).unwrap();
    let source = MboxSource::new(&path);
    let mut sink = Kept::default();
    source.sync(None, &mut sink).await.unwrap();
    assert_eq!(sink.0.iter().map(|b| b.changes.len()).collect::<Vec<_>>(), [200, 200, 50]);
    let subjects: Vec<_> = arrived(&sink).into_iter().map(|m| m.parsed.subject.clone().unwrap()).collect();
    assert_eq!(subjects, (0..450).map(|n| n.to_string()).collect::<Vec<_>>());
    let mut rest = Kept::default();
    source.sync(Some(sink.0[0].cursor.clone()), &mut rest).await.unwrap();
    assert_eq!(arrived(&rest).len(), 250);
}

#[tokio::test]
async fn what_cannot_be_read_is_unavailable_and_what_is_no_mbox_is_empty() {
    let dir = TempDir::new().unwrap();
    let missing = MboxSource::new(dir.path().join("missing"));
    assert_eq!(missing.sync(None, &mut Kept::default()).await.unwrap_err().code(), "unavailable");
    let path = dir.path().join("x.mbox");
    fs::write(&path, "this is\nno mbox\n").unwrap();
    assert_eq!(news(&path, &mut None).await, Vec::<String>::new());
}

/// A mbox of a gigabyte that exists nowhere.
struct Endless {
    mail: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.mail.len() - self.at).min(self.left);
        buffer[..length].copy_from_slice(&self.mail[self.at..self.at + length]);
        self.at = (self.at + length) % self.mail.len();
        self.left -= length;
        Ok(length)
    }
}

#[test]
fn a_huge_mbox_is_read_a_message_at_a_time() {
    let mail = mail(&"s".repeat(200_000)).into_bytes();
    let count = 300;
    let input = Endless { at: 0, left: mail.len() * count, mail: mail.clone() };
    let mut read = 0;
    for (n, message) in messages(input, 0).enumerate() {
        let message = message.unwrap();
        assert_eq!((message.start, message.end), ((n * mail.len()) as u64, ((n + 1) * mail.len()) as u64));
        assert!(message.raw.capacity() < 1024 * 1024);
        read += 1;
    }
    assert_eq!(read, count);
}

proptest! {
    #[test]
    fn offsets_divide_any_bytes(pieces in prop::collection::vec(prop::sample::select(vec![
        "From ", "From a@b Mon Sep  1 10:00:00 2025\n", "\n", "\r\n", ">From x\n", "Fr", "om ", "text\n", "ü", ">", "\0",
    ]), 0..60)) {
        let text = pieces.concat();
        let found: Vec<Message> = messages(text.as_bytes(), 0).map(|m| m.unwrap()).collect();
        for message in &found {
            let (start, end) = (message.start as usize, message.end as usize);
            prop_assert!(text.as_bytes()[start..].starts_with(b"From "));
            prop_assert!(start == 0 || text.as_bytes()[start - 1] == b'\n');
            // Reading from any message's start gives the same message.
            let again = messages(&text.as_bytes()[start..], message.start).next().unwrap().unwrap();
            prop_assert_eq!(&again, message);
            prop_assert!(end <= text.len());
        }
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start);
        }
        if let Some(last) = found.last() {
            prop_assert_eq!(last.end as usize, text.len());
        }
    }
}
