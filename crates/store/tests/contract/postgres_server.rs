//! The Postgres server itself: gone and back, unreachable, with and without TLS.

use crate::world::*;
use store::{NewProposal, Store, StoreError};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_crashed_is_found_again() {
    let (mut server, url) = tokio::task::spawn_blocking(|| {
        let server = testkit::Postgres::start().unwrap();
        let url = server.create_database().unwrap();
        (server, url)
    })
    .await
    .unwrap();
    let store = Store::open(config(&url)).await.unwrap();
    let ctx = user("anna");
    store.create_user(new_user(&ctx)).await.unwrap();
    let submit =
        async |id: &str| store.submit(&ctx, vec![NewProposal { proposal: proposal(id) }], at(0)).await;
    submit("before").await.unwrap();
    let server = tokio::task::spawn_blocking(move || {
        server.crash_and_restart().unwrap();
        server
    });
    let _server = server.await.unwrap();
    submit("after").await.unwrap();
    for id in ["before", "after"] {
        assert!(store.proposal(&ctx, &id.into()).await.unwrap().is_some(), "{id}");
    }
    assert_eq!(store.activity_head(&ctx).await.unwrap(), 2);
}

#[tokio::test]
async fn an_unreachable_server_is_named_without_the_password() {
    let port = testkit::free_port().unwrap();
    let error = refused(&format!("postgres://app:hunter2@127.0.0.1:{port}/mail")).await;
    assert_eq!(error.code(), "store_unavailable");
    let sentence = error.to_string();
    assert!(sentence.contains("127.0.0.1") && !sentence.contains("hunter2"), "{sentence}");
    let error = refused("postgres://app:hunter2@[").await;
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_used_where_it_is_asked_for() {
    let url = tokio::task::spawn_blocking(|| testkit::Postgres::shared()?.create_database());
    let url = url.await.unwrap().unwrap();
    for mode in ["disable", "prefer"] {
        Store::open(config(&format!("{url}?sslmode={mode}"))).await.unwrap().close().await;
    }
    let error = refused(&format!("{url}?sslmode=require")).await;
    assert_eq!(error.code(), "store_unavailable", "{error}");
    assert!(error.to_string().contains("TLS"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_database_is_refused() {
    let (server, url) = tokio::task::spawn_blocking(|| {
        let server = testkit::Postgres::shared().unwrap();
        (server, server.create_database().unwrap())
    })
    .await
    .unwrap();
    Store::open(config(&url)).await.unwrap().close().await;
    let newer = url.clone();
    tokio::task::spawn_blocking(move || {
        server.query(&newer, "INSERT INTO schema_version VALUES (9999)").unwrap()
    })
    .await
    .unwrap();
    let error = refused(&url).await;
    assert_eq!(error.code(), "store_newer");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
}

async fn refused(url: &str) -> StoreError {
    match Store::open(config(url)).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error,
    }
}
