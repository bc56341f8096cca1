//! Syncs: ask for one, see how each account stands.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::AccountId;
use domain::run::Intent;
use protocol::runs::RunStarted;
use protocol::sync::{Refresh, SyncState};

use super::page;
use crate::extract::{Body, Caller, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::account::sync_state;

/// Sync one account, or all.
#[utoipa::path(post, path = "/api/sync/refresh-inbox", tag = "sync", request_body = Refresh,
    responses((status = 202, body = RunStarted), (status = 404, body = protocol::Problem)))]
pub async fn refresh_inbox(
    State(app): State<App>,
    caller: Caller,
    Body(refresh): Body<Refresh>,
) -> Answer<(StatusCode, Json<RunStarted>)> {
    let accounts = accounts(&app, &caller, refresh.account_id).await?;
    let run = app
        .engine
        .request(&caller.ctx, Intent::RefreshInbox, accounts, Vec::new(), serde_json::json!({}))
        .await?;
    Ok((StatusCode::ACCEPTED, Json(RunStarted { run_id: run.into_string() })))
}

/// How each account stands.
#[utoipa::path(get, path = "/api/sync/status", tag = "sync", params(page::Window), responses((status = 200, body = protocol::Page<SyncState>)))]
pub async fn status(
    State(app): State<App>,
    caller: Caller,
    Query(window): Query<page::Window>,
) -> Answer<Json<protocol::Page<SyncState>>> {
    let wanted = page::request("sync", window.limit, window.cursor)?;
    let accounts = app.store.accounts(&caller.ctx).await?;
    Ok(Json(page::cut("sync", accounts.iter().map(sync_state).collect(), &wanted)?))
}

pub(super) async fn accounts(app: &App, caller: &Caller, one: Option<String>) -> Answer<Vec<AccountId>> {
    let all: Vec<AccountId> = app.store.accounts(&caller.ctx).await?.into_iter().map(|a| a.id).collect();
    match one {
        None => Ok(all),
        Some(id) => {
            let id = AccountId::new(id);
            all.contains(&id).then(|| vec![id]).ok_or_else(|| Failure::not_found("account"))
        }
    }
}
