//! Intake: every mail becomes one item, wherever and however often it is delivered.

use crate::on_both;
use crate::world::*;
use domain::item::Place;
use domain::proposal::Known;
use domain::run::{Intent, RunEvent};
use domain::source::{Cursor, Flags};
use domain::{Address, Integrity, ItemId, ThreadId};
use store::{Ingested, PageRequest};

on_both!(
    an_item_comes_back_as_it_went_in,
    the_same_bytes_are_one_item,
    a_reused_message_id_hides_nothing,
    flags_follow_the_places,
    moves_and_deletions_elsewhere,
    a_folder_is_read_anew,
    a_place_that_changes_hands,
    a_run_looks_at_what_is_new,
    contacts_come_from_own_mail_only,
    authentication_comes_later,
    odd_bytes_are_kept,
);

const SEEN: Flags = Flags { seen: true, flagged: false, answered: false };

async fn an_item_comes_back_as_it_went_in(world: World) {
    let mut arrival = mail("a", 0);
    let item = &mut arrival.item;
    item.cc = vec![Address::new(None, "carol@else.example")];
    item.reply_to = Some(Address::new(None, "desk@work.example"));
    item.references = vec!["<x@y>".to_owned()];
    item.links = vec![domain::item::Link { href: "https://a.example".to_owned(), text: "here".to_owned() }];
    item.structured = vec!["text/calendar".to_owned()];
    item.list.id = Some("list.example".to_owned());
    item.attachments = vec![domain::item::Attachment {
        name: "Rechnung.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 10,
        part: 2,
    }];
    let expected = arrival.item.clone();
    let report = world.ingest(vec![arrived(arrival)]).await;
    assert_eq!((report.arrived, report.changed), (1, 0));
    assert_eq!(world.item("a").await, expected);
    let by_id = world.store.items_by_id(&world.ctx, &["none".into(), "a".into()]).await.unwrap();
    assert_eq!(by_id, [expected]);
}

async fn the_same_bytes_are_one_item(world: World) {
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let mut copy = in_folder(mail("a", 0), "Work", "9:1");
    copy.item.id = "other-id".into();
    let report = world.ingest(vec![arrived(copy.clone())]).await;
    assert_eq!((report.arrived, report.changed, report.run), (0, 1, None));
    assert!(world.store.item(&world.ctx, &"other-id".into()).await.unwrap().is_none());
    let item = world.item("a").await;
    assert_eq!(item.folders, ["INBOX", "Work"]);
    assert!(!item.archived);
    let places = world.store.item_places(&world.ctx, &"a".into()).await.unwrap();
    assert_eq!(places, [place("INBOX", "1:a"), place("Work", "9:1")]);
    let report = world.ingest(vec![arrived(copy)]).await;
    assert_eq!((report.arrived, report.changed), (0, 0), "a batch that is delivered again changes nothing");
}

async fn a_reused_message_id_hides_nothing(world: World) {
    let mut second = mail("b", 1);
    second.item.message_id = Some(message_id("a"));
    let mut third = mail("c", 2);
    third.item.message_id = Some(message_id("a"));
    world.ingest(vec![arrived(mail("a", 0)), arrived(second)]).await;
    world.ingest(vec![arrived(third)]).await;
    assert_eq!(world.item("a").await.duplicate_of, None);
    assert_eq!(world.item("b").await.duplicate_of, Some("a".into()));
    assert_eq!(world.item("c").await.duplicate_of, Some("a".into()));
    assert_eq!(world.item("c").await.thread_id, world.item("a").await.thread_id);
}

async fn flags_follow_the_places(world: World) {
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let here = place("INBOX", "1:a");
    let flags = Flags { seen: true, flagged: true, answered: true };
    let report = world.ingest(vec![Ingested::Flagged { place: here.clone(), flags }]).await;
    assert_eq!(report.changed, 1);
    let item = world.item("a").await;
    assert_eq!((item.unread, item.flagged, item.answered), (false, true, true));
    let report = world.ingest(vec![Ingested::Flagged { place: here, flags: Flags::default() }]).await;
    assert_eq!(report.changed, 1);
    let item = world.item("a").await;
    assert_eq!(
        (item.unread, item.flagged, item.answered),
        (true, false, true),
        "an answer is not taken back"
    );
    let unknown = Ingested::Flagged { place: place("INBOX", "1:zzz"), flags: SEEN };
    assert_eq!(world.ingest(vec![unknown]).await.changed, 0);
}

async fn moves_and_deletions_elsewhere(world: World) {
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let moved = vec![
        Ingested::Gone { place: place("INBOX", "1:a") },
        arrived(in_folder(mail("a", 0), "Archive", "7:1")),
    ];
    world.ingest(moved).await;
    let item = world.item("a").await;
    assert_eq!((item.folders.clone(), item.archived), (vec!["Archive".to_owned()], true));
    world.ingest(vec![Ingested::Gone { place: place("Archive", "7:1") }]).await;
    let item = world.item("a").await;
    assert_eq!((item.folders, item.archived), (vec![], true));
    assert_eq!(world.store.item_places(&world.ctx, &"a".into()).await.unwrap(), Vec::<Place>::new());
}

async fn a_folder_is_read_anew(world: World) {
    world.ingest(vec![arrived(mail("a", 0)), arrived(mail("b", 1))]).await;
    world.ingest(vec![Ingested::FolderReset { folder: "INBOX".to_owned() }]).await;
    assert_eq!(world.item("b").await.folders, ["INBOX"], "no mail looks deleted while its folder is read");
    let unnamed = world.store.item_places(&world.ctx, &"b".into()).await.unwrap();
    assert_eq!(unnamed, [place("INBOX", "")]);
    world.ingest(vec![arrived(in_folder(mail("a", 0), "INBOX", "2:1"))]).await;
    world.store.sync_ended(&world.ctx, &world.account, None, at(3)).await.unwrap();
    let places = world.store.item_places(&world.ctx, &"a".into()).await.unwrap();
    assert_eq!(places, [place("INBOX", "2:1")]);
    let gone = world.item("b").await;
    assert_eq!((gone.folders, gone.archived), (vec![], true), "what did not come again is gone");
}

async fn a_place_that_changes_hands(world: World) {
    world.ingest(vec![arrived(in_folder(mail("a", 0), "INBOX", "0"))]).await;
    world.ingest(vec![arrived(in_folder(mail("b", 1), "INBOX", "0"))]).await;
    assert_eq!(world.item("a").await.folders, Vec::<String>::new());
    assert_eq!(world.item("b").await.folders, ["INBOX"]);
}

async fn a_run_looks_at_what_is_new(world: World) {
    let changes = vec![arrived(mail("a", 0)), arrived(sent("own", 1)), arrived(mail("b", 2))];
    let mut ingest = batch(&world.account, changes, at(3));
    ingest.cursor = Cursor("42".to_owned());
    ingest.parent = Some("refresh".into());
    let report = world.store.ingest(&world.ctx, ingest.clone()).await.unwrap();
    assert_eq!(report.run, Some(ingest.run.clone()));
    let run = world.store.run(&world.ctx, &ingest.run).await.unwrap().unwrap();
    assert_eq!((run.intent, run.parent), (Intent::HandleItems, Some("refresh".into())));
    let items: Vec<ItemId> = vec!["a".into(), "b".into()];
    let requested = RunEvent::Requested { intent: Intent::HandleItems, accounts: vec![], items };
    assert_eq!(run.events.into_iter().map(|entry| entry.event).collect::<Vec<_>>(), [requested]);
    let account = world.store.account(&world.ctx, &world.account).await.unwrap().unwrap();
    assert_eq!(account.cursor, Some(Cursor("42".to_owned())));

    let report = world.store.ingest(&world.ctx, ingest).await.unwrap();
    assert_eq!((report.arrived, report.run), (0, None));
    let report = world.ingest(vec![arrived(sent("own-2", 3))]).await;
    assert_eq!((report.arrived, report.run), (1, None), "nobody looks at the user's own mail");
    assert_eq!(world.store.runs(&world.ctx, &PageRequest::default()).await.unwrap().data.len(), 1);
    let nowhere = batch(&"nobody".into(), vec![], at(3));
    assert_eq!(world.store.ingest(&world.ctx, nowhere).await.unwrap_err().code(), "not_found");
}

async fn contacts_come_from_own_mail_only(world: World) {
    let World { store, ctx, .. } = &world;
    let mut known_later = mail("a", 0);
    known_later.item.auth = proof();
    world.ingest(vec![arrived(known_later)]).await;
    let asked = ["BOB@work.example", "anna@home.example", "new@else.example"].map(str::to_owned);
    let known = store.known(ctx, &asked).await.unwrap();
    assert_eq!(known["bob@work.example"], Known::Seen);
    assert_eq!(known["anna@home.example"], Known::Own);
    assert_eq!(known["new@else.example"], Known::New);
    assert_eq!(world.item("a").await.integrity, Integrity::Untrusted);

    world.ingest(vec![arrived(sent("own", 1))]).await;
    assert_eq!(store.known(ctx, &asked).await.unwrap()["bob@work.example"], Known::Contact);
    assert_eq!(world.item("a").await.integrity, Integrity::Known, "earlier mail of a new contact counts too");
    let mut later = mail("b", 2);
    later.item.auth = proof();
    world.ingest(vec![arrived(later), arrived(mail("unproved", 3))]).await;
    assert_eq!(world.item("b").await.integrity, Integrity::Known);
    assert_eq!(world.item("unproved").await.integrity, Integrity::Untrusted);

    store.add_contact(ctx, &Address::new(None, "New@Else.Example"), at(1)).await.unwrap();
    assert_eq!(store.known(ctx, &asked).await.unwrap()["new@else.example"], Known::Contact);
}

async fn authentication_comes_later(world: World) {
    let World { store, ctx, .. } = &world;
    let mut checked = mail("checked", 3);
    checked.item.auth = proof();
    world
        .ingest(vec![
            arrived(mail("old", -100)),
            arrived(mail("a", 0)),
            arrived(mail("b", 1)),
            arrived(checked),
        ])
        .await;
    world.ingest(vec![arrived(sent("own", 2))]).await;
    let open = store.unauthenticated(ctx, at(-10), 10).await.unwrap();
    assert_eq!(open, [("b".into(), "blob-b".into()), ("a".into(), "blob-a".into())]);
    assert_eq!(store.unauthenticated(ctx, at(-10), 1).await.unwrap().len(), 1);

    store.set_authentication(ctx, &"b".into(), &proof()).await.unwrap();
    let item = world.item("b").await;
    assert_eq!((item.auth, item.integrity), (proof(), Integrity::Known));
    store.set_authentication(ctx, &"a".into(), &Default::default()).await.unwrap();
    assert_eq!(world.item("a").await.integrity, Integrity::Untrusted);
    assert_eq!(store.unauthenticated(ctx, at(-10), 10).await.unwrap(), [], "nothing is tried twice");
    let missing = store.set_authentication(ctx, &"none".into(), &proof()).await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
}

async fn odd_bytes_are_kept(world: World) {
    let mut odd = mail("odd", 0);
    odd.item.subject = Some("nul \u{0} in 'quotes' $1 ?1 \u{202e}".to_owned());
    odd.item.text = format!("{}\u{0}{}", "x".repeat(300_000), "ß".repeat(300_000));
    odd.item.from = Some(Address::new(None, "no-at-sign"));
    odd.item.thread_id = None;
    odd.item.message_id = None;
    odd.item.references = (0..5_000).map(|n| format!("<{n}@many>")).collect();
    let (text, references) = (odd.item.text.clone(), odd.item.references.len());
    world.ingest(vec![arrived(odd)]).await;
    let item = world.item("odd").await;
    assert_eq!(item.text.replace('\u{fffd}', "\u{0}"), text);
    assert_eq!(item.references.len(), references);
    assert_eq!(item.thread_id, Some(ThreadId::new("odd")));
    let subject = item.subject.unwrap();
    assert!(subject.ends_with("in 'quotes' $1 ?1 \u{202e}"), "{subject:?}");
}
