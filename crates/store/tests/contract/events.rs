//! Calendar objects: brought up to date at their place, erased with it, and found by when they take place.

use crate::on_both;
use crate::world::*;
use domain::event::{Event, EventStatus, Occurrence};
use domain::item::ItemKind;
use domain::{Item, ItemId};
use jiff::{SignedDuration, Timestamp};
use store::{EventArrival, EventQuery, Ingested, ItemQuery, Page, PageRequest};

on_both!(
    an_event_comes_changes_and_goes,
    ranges_find_what_takes_place,
    long_events_are_found_far_from_their_start,
    pages_go_through_all_occurrences,
    expansion_goes_on_where_it_ended,
);

fn event(uid: &str, summary: &str, start: Timestamp) -> Event {
    Event {
        uid: uid.into(),
        calendar: "Home".into(),
        summary: summary.into(),
        description: String::new(),
        start,
        end: start + SignedDuration::from_hours(1),
        all_day: false,
        time_zone: None,
        floating: false,
        location: None,
        status: EventStatus::Confirmed,
        transparent: false,
        organizer: None,
        attendees: Vec::new(),
        rrule: None,
        repeats: false,
        recurrence_id: None,
        sequence: 0,
    }
}

fn occurrence(start: Timestamp, hours: i64, recurrence: Option<&str>) -> Occurrence {
    let end = start + SignedDuration::from_hours(hours);
    Occurrence { start, end, all_day: false, recurrence_id: recurrence.map(str::to_owned), of: 0 }
}

/// An object at the place `home/<uid>.ics`, once an hour long at each of `starts` (in days).
fn arriving(uid: &str, summary: &str, starts: &[i64]) -> EventArrival {
    let first = day(starts[0]);
    let part = event(uid, summary, first);
    let id = ItemId::new(format!("item-{uid}"));
    let item = Item {
        subject: Some(summary.into()),
        raw: Some(format!("{uid} {summary} {starts:?}").as_str().into()),
        ..Item::new(id, ItemKind::Event, "account".into(), at(0))
    };
    let repeats = starts.len() > 1;
    let occurrences = starts
        .iter()
        .map(|start| occurrence(day(*start), 1, repeats.then(|| day(*start).to_string()).as_deref()))
        .collect();
    let place = place("home", &format!("{uid}.ics"));
    EventArrival { item, place, etag: Some("1".into()), parts: vec![part], occurrences, expanded_to: None }
}

fn day(number: i64) -> Timestamp {
    at(number * 24 * 60)
}

fn changed(arrival: EventArrival) -> Ingested {
    Ingested::Event(Box::new(arrival))
}

fn between(from: i64, to: i64) -> EventQuery {
    EventQuery { from: day(from), to: day(to), ..EventQuery::default() }
}

async fn found(world: &World, query: &EventQuery) -> Vec<(String, i64)> {
    let page = PageRequest { limit: 200, cursor: None };
    let found: Page<Item> = world.store.events(&world.ctx, query, &page).await.unwrap();
    assert_eq!(found.next, None);
    let hours = |item: &Item| {
        let start = item.event.as_ref().unwrap().start;
        start.duration_since(day(0)).as_hours() / 24
    };
    found.data.iter().map(|item| (item.subject.clone().unwrap(), hours(item))).collect()
}

async fn an_event_comes_changes_and_goes(world: World) {
    let World { store, ctx, .. } = &world;
    let report = world.ingest(vec![changed(arriving("a", "Dentist", &[3]))]).await;
    assert_eq!((report.arrived, report.run), (1, None), "no agent looks at the user's own calendar");
    assert_eq!(found(&world, &between(0, 9)).await, [("Dentist".into(), 3)]);
    let report = world.ingest(vec![changed(arriving("a", "Dentist", &[3]))]).await;
    assert_eq!((report.arrived, report.changed), (0, 0), "the same bytes again change nothing");
    let mut moved = arriving("a", "Dentist moved", &[5]);
    (moved.item.id, moved.etag) = ("another".into(), Some("2".into()));
    let report = world.ingest(vec![changed(moved)]).await;
    assert_eq!((report.arrived, report.changed), (0, 1));
    assert_eq!(found(&world, &between(0, 9)).await, [("Dentist moved".into(), 5)]);
    let stored = store.events_by_uid(ctx, "a").await.unwrap().remove(0);
    assert_eq!((stored.item.as_str(), stored.etag.as_deref()), ("item-a", Some("2")), "it is the same item");
    assert_eq!(store.event(ctx, &stored.item).await.unwrap().unwrap().parts[0].summary, "Dentist moved");
    let search = |words: &str| ItemQuery { query: Some(words.into()), ..ItemQuery::default() };
    let hits = async |words: &str| {
        store.items(ctx, &search(words), &PageRequest::default()).await.unwrap().data.len()
    };
    assert_eq!((hits("moved").await, hits("dentist").await), (1, 1));
    assert_eq!(store.item_counts(ctx).await.unwrap().all, 0, "the inbox knows nothing of it");
    world.ingest(vec![Ingested::Gone { place: place("home", "a.ics") }]).await;
    assert!(found(&world, &between(0, 9)).await.is_empty());
    assert!(store.item(ctx, &"item-a".into()).await.unwrap().is_none());
    assert_eq!(hits("dentist").await, 0);
    assert!(store.events_by_uid(&world.stranger, "a").await.unwrap().is_empty());
}

async fn ranges_find_what_takes_place(world: World) {
    let mut free = arriving("free", "Holiday", &[2]);
    free.parts[0].transparent = true;
    world
        .ingest(vec![
            changed(arriving("weekly", "Choir", &[1, 8, 15])),
            changed(arriving("single", "Dentist", &[8])),
            changed(free),
        ])
        .await;
    let week = [("Dentist".to_owned(), 8), ("Choir".to_owned(), 8)];
    let mut seen = found(&world, &between(7, 14)).await;
    seen.sort();
    assert_eq!(seen, [week[1].clone(), week[0].clone()]);
    assert_eq!(found(&world, &between(9, 14)).await, []);
    let busy = EventQuery { busy: true, ..between(0, 3) };
    assert_eq!(found(&world, &busy).await, [("Choir".into(), 1)]);
    let elsewhere = EventQuery { calendar: Some("work".into()), ..between(0, 30) };
    assert_eq!(found(&world, &elsewhere).await, []);
    // It ends when the range begins: not within; and what has begun before and goes on is.
    let end = day(8) + SignedDuration::from_hours(1);
    assert_eq!(found(&world, &EventQuery { from: end, to: day(9), ..EventQuery::default() }).await, []);
    let within = EventQuery { from: end - SignedDuration::from_mins(1), to: day(9), ..EventQuery::default() };
    assert_eq!(found(&world, &within).await.len(), 2);
}

async fn long_events_are_found_far_from_their_start(world: World) {
    let mut year = arriving("year", "Sabbatical", &[0]);
    year.occurrences[0].end = day(365);
    world.ingest(vec![changed(year)]).await;
    assert_eq!(found(&world, &between(300, 301)).await, [("Sabbatical".into(), 0)]);
    assert_eq!(found(&world, &between(365, 366)).await, []);
}

async fn pages_go_through_all_occurrences(world: World) {
    let starts: Vec<i64> = (0..25).collect();
    world.ingest(vec![changed(arriving("a", "A", &starts)), changed(arriving("b", "B", &starts))]).await;
    let mut cursor = None;
    let mut seen = Vec::new();
    loop {
        let page = PageRequest { limit: 7, cursor };
        let found = world.store.events(&world.ctx, &between(0, 40), &page).await.unwrap();
        seen.extend(found.data.iter().map(|item| (item.event.as_ref().unwrap().start, item.id.clone())));
        cursor = found.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 50);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "the latest first, none twice");
}

async fn expansion_goes_on_where_it_ended(world: World) {
    let World { store, ctx, .. } = &world;
    let mut endless = arriving("endless", "Standup", &[1, 2, 3]);
    endless.expanded_to = Some(day(4));
    world.ingest(vec![changed(endless), changed(arriving("single", "Dentist", &[1]))]).await;
    assert!(store.events_to_expand(ctx, day(3)).await.unwrap().is_empty());
    let open = store.events_to_expand(ctx, day(9)).await.unwrap();
    assert_eq!(open.len(), 1);
    let more = vec![occurrence(day(4), 1, Some("4")), occurrence(day(5), 1, Some("5"))];
    store.extend_event(ctx, open[0].clone(), more.clone(), Some(day(9))).await.unwrap();
    assert_eq!(found(&world, &between(4, 9)).await.len(), 2);
    // Somebody else was first.
    store.extend_event(ctx, open[0].clone(), vec![occurrence(day(6), 1, Some("6"))], None).await.unwrap();
    assert_eq!(found(&world, &between(4, 9)).await.len(), 2);
    assert!(store.events_to_expand(ctx, day(9)).await.unwrap().is_empty());
}
