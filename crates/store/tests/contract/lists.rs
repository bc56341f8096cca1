//! Lists of items: filters, counts, pages.

use crate::on_both;
use crate::world::*;
use domain::insight::{ActionType, Category, Verdict};
use domain::item::ItemKind;
use domain::{AccountId, Address};
use store::{ItemCounts, ItemQuery, PageRequest};

on_both!(
    filters_choose,
    counts_tell_what_is_open,
    pages_follow_the_cursor,
    insights_come_back,
    a_patch_shows_at_once,
    a_sync_that_was_faster_than_a_patch_is_right,
);

async fn choose(world: &World, query: ItemQuery) -> Vec<String> {
    let page = world.store.items(&world.ctx, &query, &PageRequest::default()).await.unwrap();
    page.data.into_iter().map(|item| item.id.to_string()).collect()
}

/// `old` archived and read, `read` read, `new` unread and with insight, `carol` by Carol, `own` awaiting.
async fn some_mail(world: &World) {
    let old = in_folder(mail("old", -5_000), "Archive", "1:old");
    let mut read = in_folder(mail("read", 1), "INBOX", "1:read");
    read.flags.seen = true;
    let mut carol = mail("carol", 3);
    carol.item.from = Some(Address::new(None, "carol@sub.work.example"));
    carol.item.cc = vec![Address::new(None, "Team@Home.Example")];
    let changes = vec![old, read, mail("new", 2), carol, sent("own", 4)];
    world.ingest(changes.into_iter().map(arrived).collect()).await;
    let parts = vec![triage(ActionType::Pay), safety(Verdict::Scam), summary("Pay!")];
    world.found_out(parts.into_iter().map(|part| ("new".into(), part)).collect()).await;
}

async fn filters_choose(world: World) {
    some_mail(&world).await;
    let all = ["own", "carol", "new", "read", "old"];
    let none: [&str; 0] = [];
    let cases: Vec<(ItemQuery, &[&str])> = vec![
        (ItemQuery::default(), &all),
        (ItemQuery { kind: Some(ItemKind::Email), ..Default::default() }, &all),
        (ItemQuery { kind: Some(ItemKind::Event), ..Default::default() }, &none),
        (ItemQuery { account_id: Some(AccountId::new("account")), ..Default::default() }, &all),
        (ItemQuery { account_id: Some(AccountId::new("other")), ..Default::default() }, &none),
        (ItemQuery { folder: Some("INBOX".into()), ..Default::default() }, &["carol", "new", "read"]),
        (ItemQuery { folder: Some("INBOX".into()), unread: Some(false), ..Default::default() }, &["read"]),
        (ItemQuery { unread: Some(true), ..Default::default() }, &["carol", "new", "old"]),
        (ItemQuery { archived: Some(true), ..Default::default() }, &["old"]),
        (ItemQuery { archived: Some(false), ..Default::default() }, &["own", "carol", "new", "read"]),
        (ItemQuery { thread_id: Some("thread-new".into()), ..Default::default() }, &["new"]),
        (
            ItemQuery { sender: Some("BOB@work.example".into()), ..Default::default() },
            &["new", "read", "old"],
        ),
        (ItemQuery { sender: Some("work.example".into()), ..Default::default() }, &["new", "read", "old"]),
        (ItemQuery { sender: Some("@sub.work.example".into()), ..Default::default() }, &["carol"]),
        (ItemQuery { recipient: Some("team@home.example".into()), ..Default::default() }, &["carol"]),
        (
            ItemQuery {
                recipient: Some("bob@work.example".into()),
                folder: Some("Sent".into()),
                ..Default::default()
            },
            &["own"],
        ),
        (ItemQuery { from: Some(at(2)), to: Some(at(4)), ..Default::default() }, &["carol", "new"]),
        (ItemQuery { category: Some(Category::Work), ..Default::default() }, &["new"]),
        (ItemQuery { action_type: Some(ActionType::Pay), ..Default::default() }, &["new"]),
        (ItemQuery { awaiting_reply: Some(true), ..Default::default() }, &["own"]),
        (ItemQuery { verdict: Some(Verdict::Scam), ..Default::default() }, &["new"]),
        (ItemQuery { verdict: Some(Verdict::Safe), ..Default::default() }, &none),
        (ItemQuery { due_before: Some(at(5_001)), ..Default::default() }, &["new"]),
        (ItemQuery { due_before: Some(at(5_000)), ..Default::default() }, &none),
        (
            ItemQuery { query: Some("about".into()), unread: Some(true), ..Default::default() },
            &["carol", "new", "old"],
        ),
        (
            ItemQuery {
                query: Some("about".into()),
                recipient: Some("team@home.example".into()),
                ..Default::default()
            },
            &["carol"],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(choose(&world, query.clone()).await, expected, "{query:?}");
    }
}

async fn counts_tell_what_is_open(world: World) {
    some_mail(&world).await;
    let actions = [("carol", ActionType::Reply), ("read", ActionType::Read), ("old", ActionType::Schedule)];
    world.found_out(actions.map(|(id, action)| (id.into(), triage(action))).to_vec()).await;
    let counts = world.store.item_counts(&world.ctx).await.unwrap();
    let expected = ItemCounts { reply: 1, waiting: 1, pay: 1, schedule: 0, read: 1, all: 3 };
    assert_eq!(counts, expected);
    world.ingest(vec![arrived(replying(sent("answer", 10), "carol"))]).await;
    let counts = world.store.item_counts(&world.ctx).await.unwrap();
    assert_eq!(counts, ItemCounts { reply: 0, waiting: 2, ..expected }, "what is answered asks no more");
}

async fn pages_follow_the_cursor(world: World) {
    let mails = (0..25).map(|n| arrived(mail(&format!("m{n:02}"), n / 5))).collect();
    world.ingest(mails).await;
    let mut expected: Vec<_> = (0..25).map(|n| format!("m{n:02}")).collect();
    expected.sort_by_key(|id| (id[1..].parse::<i64>().unwrap() / 5, id.clone()));
    expected.reverse();
    let mut late = 0;
    for query in [
        ItemQuery::default(),
        ItemQuery { folder: Some("INBOX".into()), ..Default::default() },
        ItemQuery { recipient: Some("anna@home.example".into()), ..Default::default() },
    ] {
        let mut request = PageRequest { limit: 10, cursor: None };
        let mut seen = Vec::new();
        loop {
            let page = world.store.items(&world.ctx, &query, &request).await.unwrap();
            assert!(page.data.len() == 10 || page.next.is_none());
            seen.extend(page.data.into_iter().map(|item| item.id.to_string()));
            // Newer mail does not shift the pages.
            world.ingest(vec![arrived(mail(&format!("late-{late}"), 100))]).await;
            late += 1;
            let Some(next) = page.next else { break };
            request.cursor = Some(next);
        }
        seen.retain(|id| !id.starts_with("late"));
        assert_eq!(seen, expected, "{query:?}");
        for broken in ["nonsense", "1", "x.y", "1."] {
            let request = PageRequest { limit: 10, cursor: Some(broken.to_owned()) };
            let refused = world.store.items(&world.ctx, &query, &request).await.unwrap_err();
            assert_eq!(refused.code(), "bad_query", "{broken}");
        }
    }
}

async fn insights_come_back(world: World) {
    some_mail(&world).await;
    let listed = world.store.items(&world.ctx, &ItemQuery::default(), &PageRequest::default()).await.unwrap();
    let new = listed.data.into_iter().find(|item| item.id.as_str() == "new").unwrap();
    let insight = new.insight.unwrap();
    assert_eq!(insight.triage.unwrap().action_type, ActionType::Pay);
    assert_eq!(insight.safety.unwrap().verdict, Verdict::Scam);
    assert_eq!(insight.summary.unwrap().summary, "Pay!");
    assert_eq!(world.item("carol").await.insight, None);
}

async fn a_patch_shows_at_once(world: World) {
    use store::{ItemPatch, Settlement};
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let effect = world.started("p").await;
    let patch = ItemPatch {
        unread: Some(false),
        flagged: Some(true),
        answered: Some(true),
        folder: Some("Archive".to_owned()),
        archived: None,
        place: None,
    };
    let settlement = Settlement {
        state: domain::EffectState::Succeeded,
        error: None,
        not_before: None,
        follow_up: None,
        patch: Some(("a".into(), patch)),
        at: at(2),
    };
    world.store.settle(&world.ctx, &effect, 1, settlement).await.unwrap();
    let item = world.item("a").await;
    assert_eq!((item.unread, item.flagged, item.answered, item.archived), (false, true, true, true));
    assert_eq!(item.folders, ["Archive"]);
    assert_eq!(world.store.item_places(&world.ctx, &"a".into()).await.unwrap(), [place("Archive", "")]);
    let mut confirmed = in_folder(mail("a", 0), "Archive", "5:5");
    confirmed.flags.seen = true;
    confirmed.flags.flagged = true;
    world.ingest(vec![store::Ingested::Gone { place: place("INBOX", "1:a") }, arrived(confirmed)]).await;
    assert_eq!(world.store.item_places(&world.ctx, &"a".into()).await.unwrap(), [place("Archive", "5:5")]);
    assert_eq!(world.item("a").await, item);
}

async fn a_sync_that_was_faster_than_a_patch_is_right(world: World) {
    use store::{Ingested, ItemPatch, Settlement};
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let effect = world.started("p").await;
    let moved = in_folder(mail("a", 0), "Archive", "5:5");
    world.ingest(vec![Ingested::Gone { place: place("INBOX", "1:a") }, arrived(moved)]).await;
    let patch = ItemPatch { folder: Some("Archive".to_owned()), ..ItemPatch::default() };
    let settlement = Settlement {
        patch: Some(("a".into(), patch)),
        ..crate::effects::ended(domain::EffectState::Succeeded, at(2))
    };
    world.store.settle(&world.ctx, &effect, 1, settlement).await.unwrap();
    // The key is not forgotten: no later sync would tell it again.
    assert_eq!(world.store.item_places(&world.ctx, &"a".into()).await.unwrap(), [place("Archive", "5:5")]);
    world.ingest(vec![Ingested::Gone { place: place("Archive", "5:5") }]).await;
    assert!(world.item("a").await.folders.is_empty());
}
