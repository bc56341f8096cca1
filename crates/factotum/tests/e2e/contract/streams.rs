//! Streams: numbered without a gap, resumable anywhere, without content.

use std::time::Duration;

use serde_json::json;

use super::{demo, demo_with, path, pending};
use crate::support::stream::{Happened, Stream};
use crate::support::{Launch, Server, text};

const QUIET: Duration = Duration::from_millis(700);

#[tokio::test]
async fn a_client_that_resumes_anywhere_misses_nothing() {
    let server = demo().await;
    let whole = Stream::open(&server.rest, "/api/events", Some(0)).await.drain(QUIET).await;
    assert!(whole.len() > 20, "{}", whole.len());
    let numbers: Vec<i64> = whole.iter().map(|event| event.seq).collect();
    let first = numbers[0];
    let expected: Vec<i64> = (first..).take(numbers.len()).collect();
    assert_eq!(numbers, expected, "the tenant's sequence has no gap");
    for at in [1, whole.len() / 2, whole.len() - 1] {
        let mut rest = Stream::open(&server.rest, "/api/events", Some(whole[at - 1].seq)).await;
        let events = rest.up_to(whole[whole.len() - 1].seq).await;
        assert_eq!(events, whole[at..]);
    }
    for event in &whole {
        assert!(["run", "agent", "proposal", "effect", "sync"].contains(&event.topic.as_str()), "{event:?}");
        assert_eq!(text(&event.data, "/type"), event.topic);
        assert!(!text(&event.data, "/id").is_empty());
    }
}

#[tokio::test]
async fn what_happens_while_nobody_listens_comes_at_the_next_connection() {
    let server = demo_with(Launch::demo().undo_window(0.0)).await;
    let mut low = pending(&server).await;
    let (one, other) = (low.remove(0), low.remove(0));
    let mut live = Stream::open(&server.rest, "/api/events", None).await;
    approve(&server, &one).await;
    let seen = about(&mut live, text(&one, "/id")).await;
    drop(live);
    approve(&server, &other).await;
    server.cli(&["sync", "--wait"]).await.ok();
    let server = server.restart().await;

    let last = seen.last().unwrap().seq;
    let missed = Stream::open(&server.rest, "/api/events", Some(last)).await.drain(QUIET).await;
    assert_eq!(missed[0].seq, last + 1);
    assert!(missed.windows(2).all(|pair| pair[1].seq == pair[0].seq + 1), "{missed:#?}");
    let named = |event: &&Happened| event.data.to_string().contains(text(&other, "/id"));
    assert!(missed.iter().filter(named).count() >= 2, "{missed:#?}");
}

#[tokio::test]
async fn without_an_id_a_stream_starts_now() {
    let server = demo().await;
    let mut stream = Stream::open(&server.rest, "/api/events", None).await;
    let reply = pending(&server).await.remove(0);
    server.cli(&["reject", text(&reply, "/id")]).await.ok();
    let first = stream.next().await.unwrap();
    assert!(first.data.to_string().contains(text(&reply, "/id")), "{first:?}");
}

#[tokio::test]
async fn a_finished_runs_stream_is_its_journal_and_ends() {
    let server = demo().await;
    let runs = server.rest.all("/api/orchestrator/runs").await;
    let ended = runs.iter().find(|run| !run["ended_at"].is_null()).unwrap();
    let id = text(ended, "/id");
    let journal = server.rest.get(&format!("/api/orchestrator/runs/{id}")).await["journal"].clone();
    let mut stream =
        Stream::open(&server.rest, &format!("/api/orchestrator/runs/{id}/events"), Some(0)).await;
    let mut numbers = Vec::new();
    while let Some(event) = stream.next().await {
        numbers.push(event.seq);
    }
    let expected: Vec<i64> =
        journal.as_array().unwrap().iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, expected);
    let mut rest =
        Stream::open(&server.rest, &format!("/api/orchestrator/runs/{id}/events"), Some(numbers[0])).await;
    assert_eq!(rest.next().await.map(|event| event.seq), numbers.get(1).copied());
}

async fn approve(server: &Server, proposal: &serde_json::Value) {
    server.rest.post(&path(proposal, "approve"), &json!({"digest": proposal["digest"]})).await.ok();
}

/// Events until this effect has succeeded.
async fn about(stream: &mut Stream, id: &str) -> Vec<Happened> {
    let mut all = Vec::new();
    loop {
        let event = stream.next().await.unwrap();
        let settled = event.topic == "effect"
            && event.data.to_string().contains(id)
            && event.data.to_string().contains("succeeded");
        all.push(event);
        if settled {
            return all;
        }
    }
}
