//! The store's contract, told once and held on SQLite and on Postgres.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod concurrency;
mod effects;
mod events;
mod history;
mod idempotency;
mod ingest;
mod isolation;
mod lists;
mod postgres_server;
mod proposals;
mod runs;
mod search;
mod settings;
mod sqlite_file;
mod surroundings;
mod threads;
mod world;

/// Makes each story a test on both databases.
macro_rules! on_both {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story($crate::world::World::sqlite().await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story($crate::world::World::postgres().await).await;
            })*
        }
    };
}
pub(crate) use on_both;
