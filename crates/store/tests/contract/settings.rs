//! Users, tokens, the stop switch, preferences, values of the installation.

use crate::on_both;
use crate::world::{World, at, config, new_user};
use domain::UserId;
use serde_json::{Value, json};
use store::Store;

on_both!(users_are_found_by_token, stop_survives_a_restart, preferences_and_values_are_kept);

async fn users_are_found_by_token(world: World) {
    let World { store, ctx, stranger, .. } = &world;
    let found = store.user_by_token("token of anna").await.unwrap().unwrap();
    assert_eq!(found, (ctx.tenant.clone(), UserId::new("anna")));
    assert_eq!(store.user_by_token("token of nobody").await.unwrap(), None);
    assert_eq!(store.tenants().await.unwrap(), [ctx.tenant.clone(), stranger.tenant.clone()]);

    let mut again = new_user(ctx);
    again.token_hash = "another".to_owned();
    store.create_user(again).await.unwrap();
    assert!(
        store.user_by_token("token of anna").await.unwrap().is_some(),
        "making a user again changes nothing"
    );

    store.set_token(ctx, &UserId::new("anna"), "fresh").await.unwrap();
    assert_eq!(store.user_by_token("token of anna").await.unwrap(), None);
    assert!(store.user_by_token("fresh").await.unwrap().is_some());
    let missing = store.set_token(ctx, &UserId::new("nobody"), "x").await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
}

async fn stop_survives_a_restart(world: World) {
    let World { store, ctx, url, .. } = world;
    assert!(!store.stopped(&ctx).await.unwrap());
    store.set_stopped(&ctx, true, at(1)).await.unwrap();
    store.set_stopped(&ctx, true, at(2)).await.unwrap();
    store.close().await;
    let store = Store::open(config(&url)).await.unwrap();
    assert!(store.stopped(&ctx).await.unwrap());
    store.set_stopped(&ctx, false, at(3)).await.unwrap();
    assert!(!store.stopped(&ctx).await.unwrap());
    let kinds: Vec<_> = store.audit_after(&ctx, 0, 10).await.unwrap().into_iter().map(|r| r.kind).collect();
    assert_eq!(kinds, ["account.added", "stop.set", "stop.resumed"]);
}

async fn preferences_and_values_are_kept(world: World) {
    let World { store, ctx, .. } = &world;
    let anna = UserId::new("anna");
    assert_eq!(store.preferences(ctx, &anna).await.unwrap(), Value::Null);
    for value in [json!({ "language": "de" }), json!({ "language": "en", "signature": "A\u{0}" })] {
        store.set_preferences(ctx, &anna, &value).await.unwrap();
        assert_eq!(store.preferences(ctx, &anna).await.unwrap(), value);
    }
    assert_eq!(store.installation_value("key").await.unwrap(), None);
    store.set_installation_value("key", "one").await.unwrap();
    store.set_installation_value("key", "two").await.unwrap();
    assert_eq!(store.installation_value("key").await.unwrap().as_deref(), Some("two"));
}
