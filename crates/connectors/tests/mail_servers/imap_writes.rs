//! Writes on a real mailbox, each with the gate's authority.

use super::scripted::{Scripted, Step};
use super::*;
use connectors::mail::imap::{Append, DeleteMessage, ImapWriter, MoveMessage, SetFlags, WriteError};
use domain::item::Place;
use domain::source::{Flags, FolderRole};

fn append(folder: &str, subject: &str) -> domain::Authorized<Append> {
    mint().authorize(Append {
        folder: folder.to_owned(),
        message: message(subject),
        flags: Flags { seen: true, ..Flags::default() },
        is_draft: false,
        received_at: Some("2026-03-01T12:00:00Z".parse().unwrap()),
    })
}

async fn only_place(writer: &mut ImapWriter, folder: &str, subject: &str) -> Place {
    let found = writer.find_message_id(folder, &format!("<{subject}@example.org>")).await.unwrap();
    let [place] = &found[..] else { panic!("{found:?}") };
    place.clone()
}

#[tokio::test]
async fn append_and_search() {
    let dovecot = dovecot(true);
    let mut writer = source(&dovecot).writer().await.unwrap();
    let sent = writer.folder_for(FolderRole::Sent).unwrap().name.clone();
    assert!(!writer.search_message_id(&sent, "<filed@example.org>").await.unwrap());
    let told = writer.append(&append(&sent, "filed")).await.unwrap();
    assert!(writer.search_message_id(&sent, "<filed@example.org>").await.unwrap());
    assert_eq!(told, Some(only_place(&mut writer, &sent, "filed").await));
    assert_eq!(dovecot.messages(ANNA, "Sent").unwrap(), [message("filed")]);
    assert!(writer.locate(&told.unwrap()).await.unwrap().unwrap().seen);
    assert!(!writer.search_message_id("No such folder", "<filed@example.org>").await.unwrap());
    let date = dovecot.doveadm(&["fetch", "-u", ANNA, "date.received", "mailbox", "Sent", "all"]).unwrap();
    assert!(date.contains("2026-03-01"), "{date}");
}

#[tokio::test]
async fn a_missing_folder_is_made() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "INBOX", "mail");
    let mut writer = source(&dovecot).writer().await.unwrap();
    writer.append(&append("Neu/Entwürfe", "draft")).await.unwrap();
    only_place(&mut writer, "Neu/Entwürfe", "draft").await;
    let place = only_place(&mut writer, "INBOX", "mail").await;
    writer.move_message(&mint().authorize(MoveMessage { place, folder: "Später".to_owned() })).await.unwrap();
    only_place(&mut writer, "Später", "mail").await;
    assert_eq!(dovecot.count(ANNA, "INBOX").unwrap(), 0);
}

#[tokio::test]
async fn moved_flagged_deleted_and_then_gone() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "INBOX", "mail");
    deliver(&dovecot, "INBOX", "other");
    let mut writer = source(&dovecot).writer().await.unwrap();
    let place = only_place(&mut writer, "INBOX", "mail").await;
    let flags = Flags { seen: true, flagged: true, answered: false };
    let set = SetFlags { place: place.clone(), add: flags, remove: Flags::default() };
    writer.set_flags(&mint().authorize(set)).await.unwrap();
    assert_eq!(writer.locate(&place).await.unwrap(), Some(flags));
    let unset = SetFlags { place: place.clone(), add: Flags::default(), remove: flags };
    writer.set_flags(&mint().authorize(unset)).await.unwrap();
    assert_eq!(writer.locate(&place).await.unwrap(), Some(Flags::default()));

    let moving = || mint().authorize(MoveMessage { place: place.clone(), folder: "Archive".to_owned() });
    writer.move_message(&moving()).await.unwrap();
    assert_eq!((dovecot.count(ANNA, "INBOX").unwrap(), dovecot.count(ANNA, "Archive").unwrap()), (1, 1));
    let error = writer.move_message(&moving()).await.unwrap_err();
    assert!(matches!(&error, WriteError::Gone(text) if text.contains("INBOX")), "{error:?}");
    assert_eq!(writer.locate(&place).await.unwrap(), None);

    let archived = only_place(&mut writer, "Archive", "mail").await;
    writer.delete(&mint().authorize(DeleteMessage { place: archived.clone() })).await.unwrap();
    assert_eq!(dovecot.count(ANNA, "Archive").unwrap(), 0);
    let error = writer.delete(&mint().authorize(DeleteMessage { place: archived })).await.unwrap_err();
    assert_eq!(error.code(), "gone");
}

#[tokio::test]
async fn an_old_uidvalidity_names_no_message() {
    let dovecot = dovecot(true);
    deliver(&dovecot, "INBOX", "mail");
    let mut writer = source(&dovecot).writer().await.unwrap();
    let place = only_place(&mut writer, "INBOX", "mail").await;
    let (validity, uid) = place.key.split_once(':').unwrap();
    let older: u32 = validity.parse::<u32>().unwrap() - 1;
    for key in [format!("{older}:{uid}"), "nonsense".to_owned(), format!("{validity}:0")] {
        let stale = Place { folder: "INBOX".to_owned(), key };
        let error = writer.delete(&mint().authorize(DeleteMessage { place: stale })).await.unwrap_err();
        assert_eq!(error.code(), "gone");
    }
    assert_eq!(dovecot.count(ANNA, "INBOX").unwrap(), 1);
}

/// Up to the APPEND; the server offers neither MOVE nor UIDPLUS.
fn logged_in() -> Vec<Step> {
    vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        Step::Hear("LOGIN"),
        Step::Say("{tag} OK [CAPABILITY IMAP4rev1] in\r\n"),
        Step::Hear("LIST"),
        Step::Say("* LIST () \"/\" INBOX\r\n* LIST (\\Sent) \"/\" Sent\r\n{tag} OK listed\r\n"),
    ]
}

async fn append_to(script: Vec<Step>) -> WriteError {
    let server = Scripted::start(vec![logged_in().into_iter().chain(script).collect()]).await;
    let source = ImapSource::new(super::server(server.port()), parse);
    let mut writer = source.writer().await.unwrap();
    let error = writer.append(&append("Sent", "filed")).await.unwrap_err();
    server.done().await;
    error
}

#[tokio::test]
async fn what_is_known_after_a_failed_append() {
    let before =
        append_to(vec![Step::Hear("APPEND Sent (\\Seen) \"01-Mar-2026 12:00:00 +0000\" {"), Step::End]).await;
    assert!(matches!(before, WriteError::NothingDone(_)), "{before:?}");
    let refused = append_to(vec![Step::Hear("APPEND"), Step::Say("{tag} NO [OVERQUOTA] full\r\n")]).await;
    assert!(
        matches!(&refused, WriteError::Refused(error) if error.to_string().contains("full")),
        "{refused:?}"
    );
    let lines = || ["Message-ID", "Subject", "", "Hello", ""].map(Step::Hear);
    let mut script = vec![Step::Hear("APPEND"), Step::Say("+ go\r\n")];
    script.extend(lines());
    script.push(Step::End);
    let after = append_to(script).await;
    assert!(matches!(after, WriteError::Unanswered(_)), "{after:?}");
}

#[tokio::test]
async fn without_move_a_copy_is_made_and_the_original_marked() {
    let mut script = logged_in();
    script.extend([
        Step::Hear("SELECT INBOX"),
        Step::Say("* 1 EXISTS\r\n* OK [UIDVALIDITY 9] v\r\n{tag} OK open\r\n"),
        Step::Hear("UID FETCH 4 (UID FLAGS)"),
        Step::Say("* 1 FETCH (UID 4 FLAGS ())\r\n{tag} OK\r\n"),
        Step::Hear("UID COPY 4 Sent"),
        Step::Say("{tag} OK\r\n"),
        Step::Hear("UID STORE 4 +FLAGS.SILENT (\\Deleted)"),
        Step::Say("{tag} OK\r\n"),
        Step::HearEnd,
    ]);
    let server = Scripted::start(vec![script]).await;
    let source = ImapSource::new(super::server(server.port()), parse);
    let mut writer = source.writer().await.unwrap();
    let place = Place { folder: "INBOX".to_owned(), key: "9:4".to_owned() };
    writer.move_message(&mint().authorize(MoveMessage { place, folder: "Sent".to_owned() })).await.unwrap();
    drop(writer);
    server.done().await;
}
