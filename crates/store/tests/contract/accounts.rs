//! Accounts: added, synced, removed with all that came from them.

use crate::on_both;
use crate::world::*;
use domain::effect::EffectError;
use domain::insight::{ActionType, Verdict};
use domain::proposal::Status;
use domain::source::Cursor;
use domain::{BlobId, EffectState, Payload};
use store::{ItemQuery, PageRequest};

on_both!(an_account_is_added_once, syncs_are_noted, pending_counts_what_agents_have_not_seen, removal_erases);

async fn an_account_is_added_once(world: World) {
    let World { store, ctx, account, .. } = &world;
    let again = store.add_account(ctx, new_account("account", "other@home.example")).await.unwrap();
    assert_eq!(again.address, "anna@home.example");
    let all = store.accounts(ctx).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].config, serde_json::json!({ "imap": "imaps://mail.example" }));
    assert_eq!(all[0].secret.as_deref(), Some("sealed"));
    store.set_account_secret(ctx, account, "resealed").await.unwrap();
    assert_eq!(store.account(ctx, account).await.unwrap().unwrap().secret.as_deref(), Some("resealed"));
    assert_eq!(world.audit_kinds().await, ["account.added"]);
}

async fn syncs_are_noted(world: World) {
    let World { store, ctx, account, .. } = &world;
    let head = store.activity_head(ctx).await.unwrap();
    store.sync_began(ctx, account, at(0)).await.unwrap();
    assert!(store.account(ctx, account).await.unwrap().unwrap().syncing);
    let error = EffectError { code: "unavailable".to_owned(), detail: "The server is down.".to_owned() };
    for failures in 1..=2 {
        store.sync_ended(ctx, account, Some(error.clone()), at(1)).await.unwrap();
        let now = store.account(ctx, account).await.unwrap().unwrap();
        assert_eq!(
            (now.syncing, now.failures, now.error, now.last_synced_at),
            (false, failures, Some(error.clone()), None)
        );
    }
    store.sync_ended(ctx, account, None, at(2)).await.unwrap();
    let now = store.account(ctx, account).await.unwrap().unwrap();
    assert_eq!((now.failures, now.error, now.last_synced_at), (0, None, Some(at(2))));
    let told: Vec<_> = store.activity_after(ctx, head, 10).await.unwrap();
    let states: Vec<_> =
        told.iter().map(|line| (line.topic.as_str(), line.data["state"].as_str().unwrap())).collect();
    assert_eq!(states, [("sync", "syncing"), ("sync", "error"), ("sync", "error"), ("sync", "idle")]);
    assert_eq!(store.sync_began(ctx, &"nobody".into(), at(3)).await.unwrap_err().code(), "not_found");

    store.sync_began(ctx, account, at(3)).await.unwrap();
    store.reclaim(at(4)).await.unwrap();
    assert!(!store.account(ctx, account).await.unwrap().unwrap().syncing, "the process that synced is dead");
}

async fn pending_counts_what_agents_have_not_seen(world: World) {
    let World { store, ctx, account, .. } = &world;
    let changes = vec![arrived(mail("a", 0)), arrived(mail("b", 1)), arrived(sent("own", 2))];
    let run = world.ingest(changes).await.run.unwrap();
    let now = store.account(ctx, account).await.unwrap().unwrap();
    assert_eq!((now.items, now.pending, now.cursor), (3, 2, Some(Cursor("cursor".to_owned()))));

    let parts = vec![triage(ActionType::Reply), safety(Verdict::Safe), summary("short")];
    world.found_out(parts.into_iter().map(|part| ("a".into(), part)).collect()).await;
    assert_eq!(store.account(ctx, account).await.unwrap().unwrap().pending, 1);

    let epoch = store.claim_run("worker", at(60), at(90)).await.unwrap().unwrap().epoch;
    let step =
        store::RunStep { status: domain::run::RunStatus::Waiting, release: true, ..Default::default() };
    store.append_run(ctx, &run, epoch, step, at(61)).await.unwrap();
    assert_eq!(
        store.account(ctx, account).await.unwrap().unwrap().pending,
        0,
        "its agents failed; nothing more comes"
    );
}

async fn removal_erases(world: World) {
    let World { store, ctx, account, .. } = &world;
    store.add_account(ctx, new_account("second", "anna@work.example")).await.unwrap();
    let mut shared = mail("kept", 3);
    shared.item.account_id = "second".into();
    shared.item.raw = Some(BlobId::new("blob-both"));
    let mut both = mail("both", 2);
    both.item.raw = Some(BlobId::new("blob-both"));
    both.bank_details = vec!["DE00".to_owned()];
    world.ingest(vec![arrived(mail("canary", 1)), arrived(both), arrived(sent("own", 0))]).await;
    store.ingest(ctx, batch(&"second".into(), vec![arrived(shared)], at(1))).await.unwrap();
    world.submit(about(proposal("pending"), "canary")).await;
    world.submit(approved(proposal("waiting"))).await;
    world.started("started").await;

    let mut unused = store.remove_account(ctx, account).await.unwrap();
    unused.sort();
    assert_eq!(unused, [BlobId::new("blob-canary"), BlobId::new("blob-own")]);
    assert!(store.item(ctx, &"canary".into()).await.unwrap().is_none());
    assert!(store.account(ctx, account).await.unwrap().is_none());
    let all = store.items(ctx, &ItemQuery::default(), &PageRequest::default()).await.unwrap();
    assert_eq!(all.data.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["kept"]);
    for question in ["canary", "about", "text"] {
        let query = ItemQuery { query: Some(question.to_owned()), ..ItemQuery::default() };
        let found = store.items(ctx, &query, &PageRequest::default()).await.unwrap().data;
        assert!(found.iter().all(|item| item.id.as_str() == "kept"), "{question}: {found:?}");
    }
    let pending = world.proposal("pending").await;
    assert_eq!((pending.status, pending.effect.state), (Status::Withdrawn, EffectState::Withdrawn));
    assert!(
        matches!(&pending.effect.payload, Payload::SendEmail(mail) if mail.text.is_empty()),
        "{pending:?}"
    );
    assert_eq!(pending.preview, Default::default());
    let waiting = world.proposal("waiting").await;
    // `started` claimed it along with its own.
    assert_eq!((waiting.status, waiting.effect.state), (Status::Approved, EffectState::Withdrawn));
    let started = world.proposal("started").await;
    assert_eq!(started.effect.state, EffectState::Started);
    assert_eq!(started.preview.text, "Words of started", "what is under way keeps its words");
    assert!(world.audit_kinds().await.contains(&"account.removed".to_owned()));
    assert_eq!(store.remove_account(ctx, account).await.unwrap_err().code(), "not_found");
}
