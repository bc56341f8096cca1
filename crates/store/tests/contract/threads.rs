//! Threads, answers and awaited replies, in whatever order the mails arrive.

use crate::on_both;
use crate::world::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use store::Arrival;

on_both!(
    replies_join_their_thread,
    a_late_parent_joins,
    a_mail_that_names_two_threads_merges_them,
    own_mail_answers_and_awaits,
);

async fn replies_join_their_thread(world: World) {
    world.ingest(vec![arrived(mail("a", 0)), arrived(replying(mail("b", 1), "a"))]).await;
    world.ingest(vec![arrived(replying(mail("c", 2), "b")), arrived(mail("alone", 3))]).await;
    let thread = world.item("a").await.thread_id;
    assert_eq!(thread, Some("thread-a".into()));
    assert_eq!(world.item("b").await.thread_id, thread);
    assert_eq!(world.item("c").await.thread_id, thread);
    assert_ne!(world.item("alone").await.thread_id, thread);
}

async fn a_late_parent_joins(world: World) {
    world.ingest(vec![arrived(replying(mail("b", 1), "a"))]).await;
    world.ingest(vec![arrived(replying(mail("c", 2), "a"))]).await;
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let thread = world.item("a").await.thread_id;
    assert_eq!(world.item("b").await.thread_id, thread);
    assert_eq!(world.item("c").await.thread_id, thread);
}

async fn a_mail_that_names_two_threads_merges_them(world: World) {
    world.ingest(vec![arrived(mail("a", 0)), arrived(mail("b", 1)), arrived(sent("own", 2))]).await;
    let mut bridge = mail("bridge", 3);
    bridge.item.references = vec![message_id("a"), message_id("b"), message_id("own")];
    world.ingest(vec![arrived(bridge)]).await;
    let mut threads = BTreeSet::new();
    for id in ["a", "b", "own", "bridge"] {
        threads.insert(world.item(id).await.thread_id);
    }
    assert_eq!(threads.len(), 1, "{threads:?}");
    assert!(!world.item("own").await.awaiting_reply, "the bridge came after it");
    assert!(world.item("a").await.answered);
    world.ingest(vec![arrived(replying(mail("later", 4), "b"))]).await;
    threads.insert(world.item("later").await.thread_id);
    assert_eq!(threads.len(), 1);
}

async fn own_mail_answers_and_awaits(world: World) {
    world.ingest(vec![arrived(mail("a", 0)), arrived(replying(sent("own", 10), "a"))]).await;
    assert!(world.item("a").await.answered);
    let own = world.item("own").await;
    assert!(own.awaiting_reply && !own.archived);
    world.ingest(vec![arrived(replying(sent("nudge", 20), "own"))]).await;
    assert!(!world.item("own").await.awaiting_reply, "only the newest waits");
    assert!(world.item("nudge").await.awaiting_reply);
    world.ingest(vec![arrived(replying(mail("earlier", 5), "a"))]).await;
    assert!(world.item("nudge").await.awaiting_reply, "an earlier mail is no reply");
    assert!(world.item("earlier").await.answered);
    world.ingest(vec![arrived(replying(mail("reply", 30), "nudge"))]).await;
    assert!(!world.item("nudge").await.awaiting_reply);
    assert!(!world.item("reply").await.answered);
}

/// Which mails share a thread, which are answered, which await a reply.
type Shape = (BTreeSet<Vec<String>>, BTreeSet<String>, BTreeSet<String>);

async fn shape(arrivals: &[Arrival], batches: usize) -> Shape {
    let world = World::sqlite().await;
    for chunk in arrivals.chunks(batches.max(1)) {
        world.ingest(chunk.iter().cloned().map(arrived).collect()).await;
    }
    let (mut threads, mut answered, mut awaiting) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    let mut ids: Vec<_> = arrivals.iter().map(|arrival| arrival.item.id.to_string()).collect();
    ids.sort();
    for id in ids {
        let item = world.item(&id).await;
        threads.entry(item.thread_id.unwrap()).or_insert_with(Vec::new).push(id.clone());
        if item.answered {
            answered.insert(id.clone());
        }
        if item.awaiting_reply {
            awaiting.insert(id);
        }
    }
    (threads.into_values().collect(), answered, awaiting)
}

/// Mails of which each may be the user's own and may name any others.
fn mails() -> impl Strategy<Value = Vec<Arrival>> {
    let one = (any::<bool>(), 0..6_i64, prop::collection::vec(0..8_usize, 0..3));
    prop::collection::vec(one, 2..8).prop_map(|specs| {
        let build = |(number, (own, minute, named)): (usize, (bool, i64, Vec<usize>))| {
            let id = format!("m{number}");
            let mut arrival = if own { sent(&id, minute) } else { mail(&id, minute) };
            arrival.item.references = named.iter().map(|other| message_id(&format!("m{other}"))).collect();
            arrival
        };
        specs.into_iter().enumerate().map(build).collect()
    })
}

#[test]
fn the_order_of_arrival_makes_no_difference() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let strategy =
        mails().prop_flat_map(|mails| (Just(mails.clone()), Just(mails).prop_shuffle(), 1..4_usize));
    let mut runner = TestRunner::new(Config { cases: 48, ..Config::default() });
    let outcome = runner.run(&strategy, |(mails, shuffled, batches)| {
        let whole = runtime.block_on(shape(&mails, mails.len()));
        let parts = runtime.block_on(shape(&shuffled, batches));
        prop_assert_eq!(whole, parts);
        Ok(())
    });
    outcome.unwrap();
}
