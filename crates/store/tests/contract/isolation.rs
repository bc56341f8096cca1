//! Another tenant sees and changes nothing: every operation that takes a tenant, tried with the ids of another's.

use crate::on_both;
use crate::world::*;
use domain::EffectState;
use domain::insight::ActionType;
use domain::proposal::Known;
use domain::run::RunStatus;
use store::{ItemCounts, ItemQuery, NewProposal, PageRequest, ProposalQuery, RunStep, Started};

on_both!(readers_see_nothing, writers_change_nothing, equal_ids_do_not_meet);

/// A tenant with something of everything.
async fn full(world: &World) {
    let World { store, ctx, account, .. } = world;
    let mut bank = mail("a", 0);
    bank.bank_details = vec!["DE00".to_owned()];
    world.ingest(vec![arrived(bank), arrived(replying(sent("own", 1), "a")), arrived(mail("b", 2))]).await;
    world
        .found_out(vec![("a".into(), triage(ActionType::Reply)), ("b".into(), triage(ActionType::Pay))])
        .await;
    store.request_run(ctx, new_run("r", at(0))).await.unwrap();
    world.submit(about(proposal("pending"), "b")).await;
    world.started("started").await;
    store.sync_began(ctx, account, at(1)).await.unwrap();
    store.claim_key(ctx, "k", "body", at(0)).await.unwrap();
    store.set_preferences(ctx, &"anna".into(), &serde_json::json!({ "language": "de" })).await.unwrap();
}

/// Everything that the tenant can see, as text.
async fn sight(world: &World) -> String {
    let World { store, ctx, account, .. } = world;
    let page = PageRequest { limit: 1_000, cursor: None };
    let mut seen = format!("{:?}", store.accounts(ctx).await.unwrap());
    seen += &format!("{:?}", store.items(ctx, &ItemQuery::default(), &page).await.unwrap());
    seen += &format!("{:?}", store.item_counts(ctx).await.unwrap());
    seen += &format!("{:?}", store.item_places(ctx, &"a".into()).await.unwrap());
    seen += &format!("{:?}", store.runs(ctx, &page).await.unwrap());
    seen += &format!("{:?}", store.proposals(ctx, &ProposalQuery::default(), &page).await.unwrap());
    seen += &format!("{:?}", store.overtaken(ctx, account).await.unwrap());
    seen += &format!("{:?}", store.audit_after(ctx, 0, 1_000).await.unwrap());
    seen += &format!("{:?}", store.activity_after(ctx, 0, 1_000).await.unwrap());
    seen += &format!("{:?}", store.preferences(ctx, &"anna".into()).await.unwrap());
    seen += &format!("{:?}", store.stopped(ctx).await.unwrap());
    seen += &format!("{:?}", store.user_by_token("token of anna").await.unwrap());
    seen
}

async fn readers_see_nothing(world: World) {
    full(&world).await;
    let World { store, stranger: ctx, account, .. } = &world;
    let page = PageRequest::default();
    assert!(store.accounts(ctx).await.unwrap().is_empty());
    assert!(store.account(ctx, account).await.unwrap().is_none());
    assert!(store.item(ctx, &"a".into()).await.unwrap().is_none());
    assert!(store.items_by_id(ctx, &["a".into()]).await.unwrap().is_empty());
    for query in [
        ItemQuery::default(),
        ItemQuery { query: Some("about".to_owned()), ..Default::default() },
        ItemQuery { folder: Some("INBOX".to_owned()), ..Default::default() },
        ItemQuery { recipient: Some("anna@home.example".to_owned()), ..Default::default() },
        ItemQuery { thread_id: Some("thread-a".into()), ..Default::default() },
    ] {
        assert!(store.items(ctx, &query, &page).await.unwrap().data.is_empty(), "{query:?}");
    }
    assert_eq!(store.item_counts(ctx).await.unwrap(), ItemCounts::default());
    assert!(store.item_places(ctx, &"a".into()).await.unwrap().is_empty());
    assert!(store.unauthenticated(ctx, at(-1_000), 10).await.unwrap().is_empty());
    let known =
        store.known(ctx, &["bob@work.example".to_owned(), "anna@home.example".to_owned()]).await.unwrap();
    assert!(known.values().all(|known| *known == Known::New), "{known:?}");
    let around = store.surroundings(ctx, &[world.item("b").await]).await.unwrap();
    assert!(
        around.bank_details.is_empty() && around.contact_names.is_empty() && around.seen_domains.is_empty()
    );
    assert_eq!(around.threads[&"b".into()], (true, false, false));
    assert!(store.run(ctx, &"r".into()).await.unwrap().is_none());
    assert!(store.runs(ctx, &page).await.unwrap().data.is_empty());
    assert!(store.journal_after(ctx, &"r".into(), 0).await.unwrap().is_empty());
    assert!(store.proposal(ctx, &"pending".into()).await.unwrap().is_none());
    assert!(store.effect_proposal(ctx, &effect_id("started")).await.unwrap().is_none());
    assert!(store.proposals(ctx, &ProposalQuery::default(), &page).await.unwrap().data.is_empty());
    assert!(store.overtaken(ctx, account).await.unwrap().is_empty());
    assert_eq!(store.open_replies(ctx).await.unwrap(), 0);
    assert_eq!(store.unsettled(ctx).await.unwrap(), 0);
    assert!(!store.stopped(ctx).await.unwrap());
    assert!(store.preferences(ctx, &"anna".into()).await.unwrap().is_null());
    assert!(store.audit_records(ctx, &page).await.unwrap().data.is_empty());
    assert!(store.audit_after(ctx, 0, 10).await.unwrap().is_empty());
    assert_eq!(store.audit_head(ctx).await.unwrap(), None);
    assert!(store.checkpoints(ctx).await.unwrap().is_empty());
    assert!(store.activity_after(ctx, 0, 10).await.unwrap().is_empty());
    assert_eq!(store.activity_head(ctx).await.unwrap(), 0);
}

async fn writers_change_nothing(world: World) {
    full(&world).await;
    let before = sight(&world).await;
    let World { store, stranger: ctx, account, .. } = &world;
    let item = "a".into();
    let refused = |result: Result<(), store::StoreError>| assert_eq!(result.unwrap_err().code(), "not_found");
    refused(store.set_token(ctx, &"anna".into(), "stolen").await);
    refused(store.sync_began(ctx, account, at(5)).await);
    refused(store.sync_ended(ctx, account, None, at(5)).await);
    refused(store.set_account_secret(ctx, account, "stolen").await);
    refused(store.remove_account(ctx, account).await.map(drop));
    refused(store.ingest(ctx, batch(account, vec![arrived(mail("x", 0))], at(5))).await.map(drop));
    refused(store.set_authentication(ctx, &item, &proof()).await);
    refused(store.append_run(ctx, &"r".into(), 1, RunStep::default(), at(5)).await);
    refused(store.extend_run_lease(ctx, &"r".into(), 1, at(5)).await);
    refused(store.effect_started(ctx, &effect_id("started"), 1, 10, at(5)).await.map(drop));
    let settlement = crate::effects::ended(EffectState::Failed, at(5));
    refused(store.settle(ctx, &effect_id("started"), 1, settlement).await.map(drop));
    let from = [EffectState::Started, EffectState::Proposed];
    refused(
        store.user_transition(ctx, &effect_id("started"), &from, EffectState::Failed, at(5)).await.map(drop),
    );
    store.wake_run(ctx, &"r".into(), at(-100)).await.unwrap();
    store.set_stopped(ctx, true, at(5)).await.unwrap();
    store.set_preferences(ctx, &"anna".into(), &serde_json::json!({})).await.unwrap();
    store.drop_key(ctx, "k").await.unwrap();
    store.answer_key(ctx, "k", 200, "").await.unwrap();
    store.add_contact(ctx, &domain::Address::new(None, "carol@else.example"), at(5)).await.unwrap();
    assert_eq!(store.withdraw(ctx, &"pending".into(), "answered", at(5)).await.unwrap(), None);
    let decided = store.decide(ctx, vec![crate::proposals::approve("pending")], at(5)).await;
    assert!(matches!(decided, Err(store::DecisionError::NotFound(_))));
    let new = NewProposal { proposal: proposal("new") };
    let replaced = store.replace(ctx, &"pending".into(), new, at(5)).await;
    assert!(matches!(replaced, Err(store::DecisionError::NotFound(_))));
    assert_eq!(sight(&world).await, before);
    assert_eq!(store.next_run_wake().await.unwrap(), Some(at(0)));
    let asked = ["carol@else.example".to_owned()];
    assert_eq!(store.known(&world.ctx, &asked).await.unwrap()["carol@else.example"], Known::New);
    let claim = store.claim_key(&world.ctx, "k", "body", at(0)).await.unwrap();
    assert!(matches!(claim, store::KeyClaim::InFlight));
}

/// Another tenant may use the same ids for things of its own.
async fn equal_ids_do_not_meet(world: World) {
    full(&world).await;
    let World { store, stranger: ctx, .. } = &world;
    let before = sight(&world).await;
    store.add_account(ctx, new_account("account", "boris@home.example")).await.unwrap();
    let mut theirs = mail("a", 0);
    theirs.item.text = "Something else".to_owned();
    let report = store.ingest(ctx, batch(&"account".into(), vec![arrived(theirs)], at(1))).await.unwrap();
    assert_eq!(report.arrived, 1);
    store.request_run(ctx, new_run("r", at(0))).await.unwrap();
    let own = store
        .submit(ctx, vec![NewProposal { proposal: approved(proposal("started")) }], at(0))
        .await
        .unwrap();
    assert_eq!(own[0].effect.state, EffectState::Approved);
    let item = store.item(ctx, &"a".into()).await.unwrap().unwrap();
    assert_eq!((item.text.as_str(), item.answered), ("Something else", false));
    let claimed = store.claim_effects("worker", at(1), at(2), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].tenant, ctx.tenant);
    let started = store.effect_started(ctx, &effect_id("started"), 1, 1, at(1)).await.unwrap();
    assert_eq!(started, Started::Yes, "the other tenant's starts are not counted");
    let mut epochs = Vec::new();
    while let Some(claim) = store.claim_run("worker", at(1), at(2)).await.unwrap() {
        if claim.tenant == ctx.tenant {
            let step = RunStep { status: RunStatus::Succeeded, ..RunStep::default() };
            store.append_run(ctx, &claim.row.id, claim.epoch, step, at(1)).await.unwrap();
        }
        epochs.push(claim.epoch);
    }
    store.remove_account(ctx, &"account".into()).await.unwrap();
    assert_eq!(sight(&world).await, before);
    assert!(epochs.iter().all(|epoch| *epoch == 1));
}
