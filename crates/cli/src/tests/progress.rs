//! `--wait`: until nothing is pending, until a run waits or is over.

use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::fixtures::{account, document, finished_run, page, sync_state};
use super::harness::{Person, StandIn, problem, run};

/// A stand-in whose run is over at the second look and whose account has the given states in turn.
async fn syncing(states: &'static [(&'static str, u64)]) -> StandIn {
    let (runs, looks) = (AtomicUsize::new(0), AtomicUsize::new(0));
    StandIn::start(move |line, _| match line {
        "GET /api/events" => (200, json!("event: sync\nid: 1\ndata: {\"type\":\"sync\",\"id\":\"a1\"}\n\n")),
        "POST /api/sync/refresh-inbox" => (202, json!({"run_id": "r1"})),
        "GET /api/orchestrator/runs/r1" => {
            let status = if runs.fetch_add(1, Ordering::SeqCst) == 0 { "running" } else { "succeeded" };
            (200, document(&finished_run(status)))
        }
        "GET /api/sync/status" => {
            let (state, pending) = states[looks.fetch_add(1, Ordering::SeqCst).min(states.len() - 1)];
            (200, page(&[sync_state(state, 10, pending)]))
        }
        "GET /api/accounts" => (200, page(&[account()])),
        _ => problem(404, "not_found"),
    })
    .await
}

#[tokio::test]
async fn sync_waits_for_its_run_and_then_for_the_agents() {
    // The first `idle` is from before this sync: the run is not over yet.
    let server = syncing(&[("idle", 0), ("syncing", 4), ("idle", 0)]).await;
    let outcome = run(&server, Person::nobody(), &["sync", "a1", "--wait", "--json"]).await;
    assert_eq!((outcome.code, outcome.document()), (0, page(&[sync_state("idle", 10, 0)])));
    assert_eq!(server.lines().iter().filter(|line| *line == "GET /api/sync/status").count(), 3);
    assert_eq!(server.body_of("POST /api/sync/refresh-inbox"), json!({"account_id": "a1"}));
}

#[tokio::test]
async fn an_account_in_error_ends_the_wait_with_its_reason() {
    let server = syncing(&[("syncing", 1), ("error", 1)]).await;
    let outcome = run(&server, Person::nobody(), &["sync", "--wait"]).await;
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("no route to host"), "{}", outcome.out);
}

#[tokio::test]
async fn sync_of_no_account_says_what_to_do() {
    let server = StandIn::start(|line, _| match line {
        "POST /api/sync/refresh-inbox" => (202, json!({"run_id": "r1"})),
        "GET /api/orchestrator/runs/r1" => (200, document(&finished_run("succeeded"))),
        _ => (200, page::<()>(&[])),
    })
    .await;
    let outcome = run(&server, Person::nobody(), &["sync", "--wait"]).await;
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.contains("factotum account add"), "{}", outcome.out);
}

#[tokio::test]
async fn a_run_is_waited_for_until_it_waits_or_is_over() {
    for (status, code) in [("waiting", 0), ("succeeded", 0), ("partial", 0), ("failed", 1), ("stopped", 1)] {
        let looks = AtomicUsize::new(0);
        let server = StandIn::start(move |line, _| match line {
            "GET /api/events" => {
                (200, json!("event: run\nid: 1\ndata: {\"type\":\"run\",\"id\":\"r1\"}\n\n"))
            }
            "POST /api/orchestrator/execute" => (202, json!({"run_id": "r1"})),
            "GET /api/orchestrator/runs/r1" => {
                let status = if looks.fetch_add(1, Ordering::SeqCst) == 0 { "queued" } else { status };
                (200, document(&finished_run(status)))
            }
            _ => problem(404, "not_found"),
        })
        .await;
        let outcome =
            run(&server, Person::nobody(), &["run", "draft_reply", "--item", "i1", "--wait", "--json"]).await;
        assert_eq!((outcome.code, outcome.document()), (code, document(&finished_run(status))), "{status}");
    }
}
