//! Idempotency keys.

use crate::on_both;
use crate::world::{World, at, user};
use domain::{TenantCtx, UserId};
use store::KeyClaim;

on_both!(the_same_request_gets_the_same_answer, keys_end);

async fn the_same_request_gets_the_same_answer(world: World) {
    let World { store, ctx, .. } = &world;
    assert!(matches!(store.claim_key(ctx, "k", "body", at(0)).await.unwrap(), KeyClaim::Fresh));
    assert!(matches!(store.claim_key(ctx, "k", "body", at(0)).await.unwrap(), KeyClaim::InFlight));
    assert!(matches!(store.claim_key(ctx, "k", "other", at(0)).await.unwrap(), KeyClaim::Reused));
    store.answer_key(ctx, "k", 202, "{\"id\":1}").await.unwrap();
    match store.claim_key(ctx, "k", "body", at(30)).await.unwrap() {
        KeyClaim::Answered { status, body } => assert_eq!((status, body.as_str()), (202, "{\"id\":1}")),
        other => panic!("{other:?}"),
    }
    assert!(matches!(store.claim_key(ctx, "k", "other", at(30)).await.unwrap(), KeyClaim::Reused));
    let colleague = TenantCtx::user(ctx.tenant.clone(), UserId::new("colleague"));
    assert!(matches!(store.claim_key(&colleague, "k", "body", at(30)).await.unwrap(), KeyClaim::Fresh));
    assert!(matches!(store.claim_key(&user("boris"), "k", "other", at(30)).await.unwrap(), KeyClaim::Fresh));
}

async fn keys_end(world: World) {
    let World { store, ctx, .. } = &world;
    store.claim_key(ctx, "dead", "body", at(0)).await.unwrap();
    let minute_later = store.claim_key(ctx, "dead", "body", at(1)).await.unwrap();
    assert!(matches!(minute_later, KeyClaim::Fresh), "its process is dead");

    store.claim_key(ctx, "dropped", "body", at(0)).await.unwrap();
    store.drop_key(ctx, "dropped").await.unwrap();
    assert!(matches!(store.claim_key(ctx, "dropped", "other", at(0)).await.unwrap(), KeyClaim::Fresh));

    store.claim_key(ctx, "old", "body", at(0)).await.unwrap();
    store.answer_key(ctx, "old", 200, "").await.unwrap();
    let within = store.claim_key(ctx, "old", "body", at(24 * 60 - 1)).await.unwrap();
    assert!(matches!(within, KeyClaim::Answered { .. }));
    assert!(matches!(store.claim_key(ctx, "old", "other", at(24 * 60)).await.unwrap(), KeyClaim::Fresh));
}
