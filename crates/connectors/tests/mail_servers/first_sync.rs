//! The first sync: complete, newest first, resumable, and bounded in memory.

use super::kept::Kept;
use super::*;
use domain::ports::Source;
use domain::source::{Cursor, FolderRole, SourceError};
use testkit::{Fate, Proxy};

#[tokio::test]
async fn newest_first_in_batches_without_junk_and_trash() {
    let dovecot = dovecot(true);
    for number in 0..450 {
        deliver(&dovecot, "INBOX", &format!("{number:03}"));
    }
    deliver(&dovecot, "Sent", "sent");
    deliver(&dovecot, "Archive/2025", "old");
    deliver(&dovecot, "Junk", "junk");
    deliver(&dovecot, "Trash", "deleted");
    let mut kept = Kept::default();
    kept.sync(&source(&dovecot)).await.unwrap();

    let inbox: Vec<&String> = kept
        .arrivals
        .iter()
        .flatten()
        .filter(|(folder, _)| folder == "INBOX")
        .map(|(_, subject)| subject)
        .collect();
    let expected: Vec<String> = (0..450).rev().map(|number| format!("{number:03}")).collect();
    assert_eq!(inbox, expected.iter().collect::<Vec<_>>());
    assert!(kept.arrivals.iter().all(|batch| batch.len() <= 200));
    assert!(kept.arrivals.len() >= 4, "{}", kept.arrivals.len());
    assert_eq!(kept.mails.len(), 452);
    assert_eq!(kept.place("old").folder, "Archive/2025");
    assert_eq!(kept.remaining, Some(0));
    assert_eq!(kept.resets, Vec::<String>::new());
}

#[tokio::test]
async fn date_flags_role_and_bytes_arrive_as_they_are() {
    let dovecot = dovecot(true);
    let raw = b"Subject: odd\r\n\r\nnot UTF-8: \xff\xfe, a NUL: \0, (a) {5}\r\n.\r\n".to_vec();
    dovecot.deliver_flagged(ANNA, "Sent", &raw, at(7), "FRS").unwrap();
    #[derive(Default)]
    struct One(Vec<domain::source::InboundMail>);
    impl domain::ports::Sink for One {
        fn store<'a>(
            &'a mut self,
            batch: domain::source::Batch,
        ) -> domain::ports::BoxFuture<'a, Result<(), SourceError>> {
            self.0.extend(batch.changes.into_iter().filter_map(|change| match change {
                domain::source::Change::Arrived(mail) => Some(*mail),
                _ => None,
            }));
            Box::pin(async { Ok(()) })
        }
    }
    let mut one = One::default();
    source(&dovecot).sync(None, &mut one).await.unwrap();
    let [mail] = &one.0[..] else { panic!("{:?}", one.0) };
    assert_eq!(mail.received_at.as_second(), 1_700_000_007);
    assert!(mail.flags.seen && mail.flags.flagged && mail.flags.answered);
    assert_eq!(mail.role, FolderRole::Sent);
    // dovecot replaces NUL, which IMAP cannot carry (RFC 3501 §4.3.1), by 0x80.
    let expected: Vec<u8> = raw.iter().map(|byte| if *byte == 0 { 0x80 } else { *byte }).collect();
    assert_eq!(mail.raw[..], expected[..]);
}

#[tokio::test]
async fn a_sync_that_could_not_be_stored_goes_on_where_it_stopped() {
    let dovecot = dovecot(true);
    for number in 0..300 {
        deliver(&dovecot, "INBOX", &format!("{number:03}"));
    }
    let source = source(&dovecot);
    let mut kept = Kept { room: Some(1), ..Kept::default() };
    let error = kept.sync(&source).await.unwrap_err();
    assert_eq!(error, SourceError::NotStored("full".to_owned()));
    let begun = kept.mails.len();
    assert!(begun > 0 && begun < 300, "{begun}");
    // What happens to delivered and to undelivered mail meanwhile is not missed.
    let marked = &kept.arrivals[0][0].1.clone();
    dovecot
        .doveadm(&["flags", "add", "-u", ANNA, "\\Flagged", "mailbox", "INBOX", "subject", marked])
        .unwrap();
    dovecot.doveadm(&["expunge", "-u", ANNA, "mailbox", "INBOX", "subject", "007"]).unwrap();
    deliver(&dovecot, "INBOX", "new");
    kept.room = None;
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.mails.len(), 300);
    assert!(kept.flags(marked).flagged);
    assert!(!kept.listing().iter().any(|(_, subject)| subject == "007"));
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_loses_and_repeats_nothing() {
    let dovecot = dovecot(true);
    let body = "x".repeat(20_000);
    for number in 0..100 {
        let raw = format!("Subject: {number:03}\r\n\r\n{body}\r\n");
        dovecot.deliver(ANNA, "INBOX", raw.as_bytes(), at(0)).unwrap();
    }
    let proxy = Proxy::start(dovecot.imap_port()).unwrap();
    let source = ImapSource::new(server(proxy.port()), parse);
    let mut kept = Kept::default();
    let mut cuts = 0;
    for allowance in [5, 300, 700_000, 1_000_001] {
        proxy.set(Fate::CutAfter(allowance));
        let error = kept.sync(&source).await.unwrap_err();
        assert!(matches!(&error, SourceError::Unavailable(text) if text.contains("127.0.0.1")), "{error:?}");
        cuts += 1;
    }
    let before = kept.mails.len();
    assert!(cuts == 4 && before > 20 && before < 100, "{before}");
    proxy.set(Fate::Pass);
    kept.sync(&source).await.unwrap();
    assert_eq!(kept.mails.len(), 100);
}

#[tokio::test]
async fn of_a_message_that_is_too_large_only_the_beginning_arrives() {
    let dovecot = dovecot(true);
    let mut raw = b"Subject: huge\r\n\r\n".to_vec();
    raw.extend(b"a line of text\r\n".repeat(400_000));
    dovecot.deliver(ANNA, "INBOX", &raw, at(0)).unwrap();
    deliver(&dovecot, "INBOX", "small");
    let mut limited = server(dovecot.imap_port());
    limited.max_message = 2 << 20;
    // The parser is a plain function, so the length travels in the subject.
    let source = ImapSource::new(limited, |raw| ParsedMail {
        subject: Some(format!("{} {}", parse(raw).subject.unwrap_or_default(), raw.len())),
        ..ParsedMail::default()
    });
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    let header = "Subject: huge\r\n\r\n".len();
    let small = message("small").len();
    let expected = [format!("huge {}", header + (1 << 20)), format!("small {small}")];
    assert_eq!(kept.listing(), expected.map(|subject| ("INBOX".to_owned(), subject)));
}

#[tokio::test]
async fn an_unreadable_cursor_starts_afresh() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "INBOX", "one");
    let mut kept = Kept { cursor: Some(Cursor("not ours".to_owned())), ..Kept::default() };
    kept.sync(&source(&dovecot)).await.unwrap();
    assert!(kept.resets.contains(&"INBOX".to_owned()), "{:?}", kept.resets);
    assert_eq!(kept.mails.len(), 1);
}

#[tokio::test]
async fn odd_folder_names_are_read_and_offered() {
    let dovecot = dovecot(true);
    let names =
        ["Entwürfe/für später", "R&D \"100%\"", "back\\slash", "📬 Post", "a(b){3}", "Ordner *", "&nbsp;"];
    for name in names {
        dovecot.doveadm(&["mailbox", "create", "-u", ANNA, name]).unwrap();
        dovecot.doveadm(&["mailbox", "subscribe", "-u", ANNA, name]).unwrap();
    }
    let source = source(&dovecot);
    let offered = source.folders().await.unwrap();
    for name in names {
        assert!(offered.iter().any(|folder| folder == name), "{name} is not in {offered:?}");
    }
    let mut writer = source.writer().await.unwrap();
    for name in names {
        let append = connectors::mail::imap::Append {
            folder: name.to_owned(),
            message: message("here"),
            flags: domain::source::Flags::default(),
            is_draft: false,
            received_at: None,
        };
        writer.append(&mint().authorize(append)).await.unwrap();
    }
    let mut kept = Kept::default();
    kept.sync(&source).await.unwrap();
    let mut found: Vec<String> = kept.listing().into_iter().map(|(folder, _)| folder).collect();
    found.sort();
    let mut expected = names.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}
