//! The outside contract as a script meets it: codes, lists, keys, Stop, streams, the OpenAPI document.

mod commands;
mod errors;
mod keys;
mod lists;
mod openapi;
mod stopping;
mod streams;

use serde_json::Value;

use crate::demo::settle;
use crate::support::{Home, Launch, Server};

/// A demo in which nothing leaves by itself while a scenario looks.
async fn demo() -> Server {
    demo_with(Launch::demo().undo_window(3_600.0)).await
}

async fn demo_with(launch: Launch) -> Server {
    let server = launch.start(&Home::new()).await;
    settle(&server).await;
    server
}

/// What waits for a yes, and needs no second one.
async fn pending(server: &Server) -> Vec<Value> {
    let all = server.rest.all("/api/action-proposals?status=pending").await;
    all.into_iter().filter(|proposal| proposal["risk"] != "high").collect()
}

fn path(proposal: &Value, verb: &str) -> String {
    format!("/api/action-proposals/{}/{verb}", crate::support::text(proposal, "/id"))
}
