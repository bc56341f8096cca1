//! Runs: ask for one, list, look, stop.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bus::Topic;
use domain::run::Intent;
use domain::{ItemId, RunId};
use protocol::runs as wire;
use serde::Deserialize;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use utoipa::IntoParams;

use super::page;
use crate::extract::{Body, Caller, Path, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::run::run as to_wire;

/// How long the answer to a stop waits for the run's end.
const STOPS_WITHIN: Duration = Duration::from_secs(2);

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RunFilter {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Ask for a run.
#[utoipa::path(post, path = "/api/orchestrator/execute", tag = "runs", request_body = wire::Execute,
    responses((status = 202, body = wire::RunStarted), (status = 404, body = protocol::Problem), (status = 422, body = protocol::Problem)))]
pub async fn execute(
    State(app): State<App>,
    caller: Caller,
    Body(wanted): Body<wire::Execute>,
) -> Answer<(StatusCode, Json<wire::RunStarted>)> {
    let intent = match wanted.intent.as_str() {
        "refresh_inbox" => Intent::RefreshInbox,
        "handle_item" => Intent::HandleItem,
        "draft_reply" => Intent::DraftReply,
        other => {
            let detail = format!(
                "There is no intent `{other}`. Intents are refresh_inbox, handle_item and draft_reply."
            );
            return Err(Failure::unprocessable("unknown_intent", detail));
        }
    };
    if let Some(word) = wanted.reply_as.as_deref().filter(|word| !matches!(*word, "send" | "draft")) {
        return Err(Failure::unprocessable("bad_as", format!("`as` is `send` or `draft`, not `{word}`.")));
    }
    let (accounts, items) = match intent {
        Intent::RefreshInbox => (super::sync::accounts(&app, &caller, None).await?, Vec::new()),
        _ => (Vec::new(), vec![existing_item(&app, &caller, wanted.item_id).await?]),
    };
    let content = serde_json::json!({ "text": wanted.text, "as": wanted.reply_as });
    let run = app.engine.request(&caller.ctx, intent, accounts, items, content).await?;
    Ok((StatusCode::ACCEPTED, Json(wire::RunStarted { run_id: run.into_string() })))
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/orchestrator/runs", tag = "runs", params(RunFilter),
    responses((status = 200, body = protocol::Page<wire::Run>)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<RunFilter>,
) -> Answer<Json<protocol::Page<wire::Run>>> {
    let found = app.store.runs(&caller.ctx, &page::request("runs", filter.limit, filter.cursor)?).await?;
    Ok(Json(page::page("runs", found, |row| to_wire(row, false))))
}

/// One run with its journal.
#[utoipa::path(get, path = "/api/orchestrator/runs/{id}", tag = "runs", params(("id" = String, Path)),
    responses((status = 200, body = wire::Run), (status = 404, body = protocol::Problem)))]
pub async fn show(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<wire::Run>> {
    let row = app.store.run(&caller.ctx, &RunId::new(id)).await?.ok_or_else(|| Failure::not_found("run"))?;
    Ok(Json(to_wire(row, true)))
}

/// Stop one run: what it has proposed stays, it does nothing more.
#[utoipa::path(post, path = "/api/orchestrator/runs/{id}/stop", tag = "runs", params(("id" = String, Path)),
    responses((status = 200, body = wire::Run), (status = 404, body = protocol::Problem)))]
pub async fn stop(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<Json<wire::Run>> {
    let id = RunId::new(id);
    let mut news = app.bus.subscribe_tenant(&caller.ctx.tenant, Topic::Activity);
    app.engine.stop_run(&caller.ctx, &id).await?;
    app.wake(&caller.ctx);
    let end = Instant::now() + STOPS_WITHIN;
    loop {
        let row = app.store.run(&caller.ctx, &id).await?.ok_or_else(|| Failure::not_found("run"))?;
        // Its worker ends it; a worker that hangs is not waited for.
        if row.ended_at.is_some() || timeout_at(end, news.recv()).await.is_err() {
            return Ok(Json(to_wire(row, true)));
        }
    }
}

async fn existing_item(app: &App, caller: &Caller, id: Option<String>) -> Answer<ItemId> {
    let id = id.ok_or_else(|| Failure::unprocessable("item_required", "Name the item with `item_id`."))?;
    let found = app.store.item(&caller.ctx, &ItemId::new(id)).await?;
    Ok(found.ok_or_else(|| Failure::not_found("item"))?.id)
}
