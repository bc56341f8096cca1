//! Streams (SSE): a run's journal and the tenant's activity, resumable by `Last-Event-ID`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use bus::Topic;
use domain::RunId;
use domain::run::RunEvent;
use futures::stream::{self, Stream};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use crate::extract::{Caller, Path};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::run::topic;

/// The bus is only a hint.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
const AT_ONCE: u32 = 500;

/// A run's journal; ends with the run.
#[utoipa::path(get, path = "/api/orchestrator/runs/{id}/events", tag = "streams",
    params(("id" = String, Path), ("Last-Event-ID" = Option<i64>, Header, description = "Go on after this one; 0 = from the start; absent = from now")),
    responses((status = 200, content_type = "text/event-stream", body = protocol::events::StreamEvent), (status = 404, body = protocol::Problem)))]
pub async fn run(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let id = RunId::new(id);
    let row = app.store.run(&caller.ctx, &id).await?.ok_or_else(|| Failure::not_found("run"))?;
    let newest = row.events.last().map_or(0, |entry| entry.seq);
    let after = resume_after(&headers)?.unwrap_or(newest);
    let state = RunStream {
        woken: app.bus.subscribe(Topic::Activity),
        app,
        caller,
        id,
        after,
        queue: VecDeque::new(),
        ended: row.status.is_final() && after >= newest,
    };
    Ok(Sse::new(stream::unfold(state, next_of_run)).keep_alive(KeepAlive::default()))
}

/// Everything that happens to the tenant, by ids and states.
#[utoipa::path(get, path = "/api/events", tag = "streams",
    params(("Last-Event-ID" = Option<i64>, Header, description = "Go on after this one; 0 = from the start; absent = from now")),
    responses((status = 200, content_type = "text/event-stream", body = protocol::events::StreamEvent)))]
pub async fn tenant(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let after = match resume_after(&headers)? {
        Some(after) => after,
        None => app.store.activity_head(&caller.ctx).await?,
    };
    let state = TenantStream {
        woken: app.bus.subscribe(Topic::Activity),
        app,
        caller,
        after,
        queue: VecDeque::new(),
    };
    Ok(Sse::new(stream::unfold(state, next_of_tenant)).keep_alive(KeepAlive::default()))
}

struct RunStream {
    app: App,
    caller: Caller,
    id: RunId,
    after: i64,
    queue: VecDeque<Event>,
    ended: bool,
    woken: bus::Subscription,
}

async fn next_of_run(mut state: RunStream) -> Option<(Result<Event, Infallible>, RunStream)> {
    loop {
        if let Some(event) = state.queue.pop_front() {
            return Some((Ok(event), state));
        }
        if state.ended {
            return None;
        }
        for entry in state.app.store.journal_after(&state.caller.ctx, &state.id, state.after).await.ok()? {
            let (topic, subject) = topic(state.id.as_str(), &entry.event);
            let mut data = serde_json::to_value(&entry.event).unwrap_or_default();
            data["what"] = data["type"].take();
            data["type"] = topic.into();
            data["id"] = subject.into();
            data["run_id"] = state.id.as_str().into();
            state.queue.push_back(event(topic, entry.seq, &data));
            state.after = entry.seq;
            state.ended |= matches!(entry.event, RunEvent::Finished { .. });
        }
        if state.queue.is_empty() && !state.ended {
            let _ = tokio::time::timeout(LOOK_AGAIN, state.woken.recv()).await;
        }
    }
}

struct TenantStream {
    app: App,
    caller: Caller,
    after: i64,
    queue: VecDeque<Event>,
    woken: bus::Subscription,
}

async fn next_of_tenant(mut state: TenantStream) -> Option<(Result<Event, Infallible>, TenantStream)> {
    loop {
        if let Some(event) = state.queue.pop_front() {
            return Some((Ok(event), state));
        }
        for activity in state.app.store.activity_after(&state.caller.ctx, state.after, AT_ONCE).await.ok()? {
            let mut data = activity.data;
            data["type"] = activity.topic.clone().into();
            state.queue.push_back(event(&activity.topic, activity.seq, &data));
            state.after = activity.seq;
        }
        if state.queue.is_empty() {
            let _ = tokio::time::timeout(LOOK_AGAIN, state.woken.recv()).await;
        }
    }
}

fn event(topic: &str, seq: i64, data: &serde_json::Value) -> Event {
    Event::default().event(topic).id(seq.to_string()).data(data.to_string())
}

fn resume_after(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(header) = headers.get("last-event-id") else { return Ok(None) };
    let id = header.to_str().ok().and_then(|text| text.trim().parse().ok()).filter(|id| *id >= 0);
    id.map(Some).ok_or_else(|| {
        Failure::bad_query("`Last-Event-ID` is a sequence number that this stream sent, or 0.")
    })
}
