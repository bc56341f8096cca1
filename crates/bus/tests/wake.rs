//! Wake-ups are merged, never lost, and reach only whom they concern.
#![cfg(test)]

use bus::{Bus, Subscription, Topic};
use domain::TenantId;
use std::collections::BTreeSet;
use std::future::Future;
use std::task::{Context, Poll, Waker};

fn tenants(names: &[&str]) -> Option<BTreeSet<TenantId>> {
    Some(names.iter().map(|name| TenantId::from(*name)).collect())
}

/// Polls once and drops the future, as a lost branch of a `select!` does.
fn poll_once(subscription: &mut Subscription) -> Poll<Option<BTreeSet<TenantId>>> {
    std::pin::pin!(subscription.recv()).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn many_wake_ups_are_one() {
    let bus = Bus::new();
    let mut runs = bus.subscribe(Topic::Runs);
    for _ in 0..10_000 {
        bus.wake(&"b".into(), Topic::Runs);
        bus.wake(&"a".into(), Topic::Runs);
    }
    assert_eq!(runs.recv().await, tenants(&["a", "b"]));
    assert_eq!(poll_once(&mut runs), Poll::Pending);
}

#[tokio::test]
async fn a_wake_up_reaches_every_listener_of_its_topic_and_tenant_only() {
    let bus = Bus::new();
    let mut first = bus.subscribe(Topic::Effects);
    let mut second = bus.subscribe(Topic::Effects);
    let mut other_topic = bus.subscribe(Topic::Sync);
    let mut same_tenant = bus.subscribe_tenant(&"a".into(), Topic::Effects);
    let mut other_tenant = bus.subscribe_tenant(&"b".into(), Topic::Effects);
    bus.clone().wake(&"a".into(), Topic::Effects);
    assert_eq!(first.recv().await, tenants(&["a"]));
    assert_eq!(second.recv().await, tenants(&["a"]));
    assert_eq!(same_tenant.recv().await, tenants(&["a"]));
    assert_eq!(poll_once(&mut other_topic), Poll::Pending);
    assert_eq!(poll_once(&mut other_tenant), Poll::Pending);
}

#[tokio::test]
async fn a_dropped_wait_loses_nothing() {
    let bus = Bus::new();
    let mut runs = bus.subscribe(Topic::Runs);
    assert_eq!(poll_once(&mut runs), Poll::Pending);
    bus.wake(&"a".into(), Topic::Runs);
    assert_eq!(runs.recv().await, tenants(&["a"]));
    assert_eq!(poll_once(&mut runs), Poll::Pending);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_listener_is_woken_from_another_thread_each_time() {
    let bus = Bus::new();
    let mut questions = bus.subscribe(Topic::Activity);
    let mut answers = bus.subscribe(Topic::Sync);
    let answering = tokio::spawn({
        let bus = bus.clone();
        async move {
            while let Some(woken) = questions.recv().await {
                woken.iter().for_each(|tenant| bus.wake(tenant, Topic::Sync));
                if woken.contains(&"last".into()) {
                    break;
                }
            }
        }
    });
    for round in 0..1_000 {
        let tenant = TenantId::new(format!("{round}"));
        bus.wake(&tenant, Topic::Activity);
        assert_eq!(answers.recv().await, Some(BTreeSet::from([tenant])));
    }
    bus.wake(&"last".into(), Topic::Activity);
    answering.await.unwrap();
}

#[tokio::test]
async fn the_end_of_the_bus_ends_its_listeners_after_their_last_wake_up() {
    let bus = Bus::new();
    let mut runs = bus.subscribe(Topic::Runs);
    drop(bus.subscribe(Topic::Runs));
    bus.wake(&"a".into(), Topic::Runs);
    drop(bus);
    assert_eq!(runs.recv().await, tenants(&["a"]));
    assert_eq!(runs.recv().await, None);
    assert_eq!(runs.recv().await, None);
}
