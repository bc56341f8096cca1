//! What agents may know of the world around a batch.

use crate::on_both;
use crate::world::*;
use domain::Address;
use domain::proposal::Known;
use std::collections::HashSet;

on_both!(a_batch_does_not_vouch_for_itself, threads_are_told);

async fn a_batch_does_not_vouch_for_itself(world: World) {
    let World { store, ctx, .. } = &world;
    let mut first = mail("first", 0);
    first.bank_details = vec!["DE11".to_owned(), "DE22".to_owned()];
    let mut second = mail("second", 1);
    second.bank_details = vec!["DE33".to_owned()];
    let mut trick = mail("trick", 2);
    trick.item.from = Some(Address::new(Some(" BOB "), "bob@evil.example"));
    world.ingest(vec![arrived(first), arrived(second), arrived(trick)]).await;

    let all = store.items_by_id(ctx, &["first".into(), "second".into(), "trick".into()]).await.unwrap();
    let alone = store.surroundings(ctx, &all).await.unwrap();
    assert_eq!(alone.known["bob@work.example"], Known::New);
    assert_eq!(alone.seen_domains, HashSet::new());
    assert!(alone.bank_details.is_empty() && alone.contact_names.is_empty());

    world.ingest(vec![arrived(sent("own", 3))]).await;
    let later = store.surroundings(ctx, &all[1..]).await.unwrap();
    assert_eq!(later.known["bob@work.example"], Known::Contact);
    assert_eq!(later.known["bob@evil.example"], Known::New);
    assert_eq!(later.seen_domains, HashSet::from(["work.example".to_owned()]));
    assert_eq!(later.bank_details["bob@work.example"], HashSet::from(["DE11".to_owned(), "DE22".to_owned()]));
    assert_eq!(later.contact_names["bob"], HashSet::from(["bob@work.example".to_owned()]));
    let mut stranger = all[2].clone();
    stranger.id = "another".into();
    let seen = store.surroundings(ctx, &[stranger]).await.unwrap();
    assert_eq!(seen.known["bob@evil.example"], Known::Seen);
}

async fn threads_are_told(world: World) {
    let World { store, ctx, .. } = &world;
    let changes =
        vec![mail("a", 0), replying(sent("own", 1), "a"), replying(mail("b", 2), "own"), mail("alone", 3)];
    world.ingest(changes.into_iter().map(arrived).collect()).await;
    let ids = ["a", "b", "alone"].map(Into::into);
    let items = store.items_by_id(ctx, &ids).await.unwrap();
    let threads = store.surroundings(ctx, &items).await.unwrap().threads;
    let told: Vec<_> = ids.iter().map(|id| threads[id]).collect();
    assert_eq!(told, [(false, true, false), (true, false, true), (true, false, false)]);
}
