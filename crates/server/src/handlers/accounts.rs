//! Accounts: connect, list, see, disconnect.

use axum::Json;
use axum::extract::State;
use bus::Topic;
use domain::AccountId;
use domain::ports::Sources;
use protocol::accounts as wire;
use protocol::sync::SyncState;

use super::page;
use crate::extract::{Body, Caller, Path, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::account::{account as to_wire, sync_state};

/// Connected accounts.
#[utoipa::path(get, path = "/api/accounts", tag = "accounts", params(page::Window), responses((status = 200, body = protocol::Page<wire::Account>)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(window): Query<page::Window>,
) -> Answer<Json<protocol::Page<wire::Account>>> {
    let wanted = page::request("accounts", window.limit, window.cursor)?;
    let accounts = app.store.accounts(&caller.ctx).await?;
    Ok(Json(page::cut("accounts", accounts.iter().map(to_wire).collect(), &wanted)?))
}

/// Connect an account: every login is checked first, then a sync starts.
#[utoipa::path(post, path = "/api/accounts", tag = "accounts", request_body = wire::NewAccount,
    responses((status = 200, body = wire::Account), (status = 409, body = protocol::Problem), (status = 422, body = protocol::Problem)))]
pub async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(wanted): Body<wire::NewAccount>,
) -> Answer<Json<wire::Account>> {
    let account = app.accounts.add(&caller.ctx, wanted).await?;
    app.bus.wake(&caller.ctx.tenant, Topic::Sync);
    Ok(Json(to_wire(&account)))
}

/// Disconnect an account: its items and secrets are erased here, nothing is touched at the provider.
#[utoipa::path(delete, path = "/api/accounts/{id}", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = wire::Account), (status = 404, body = protocol::Problem)))]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Account>> {
    let account = find(&app, &caller, &id).await?;
    let unused = app.store.remove_account(&caller.ctx, &account.id).await?;
    if let Err(error) = app.content.erase(&caller.ctx, unused).await {
        tracing::error!(code = error.code(), "contents of a removed account could not be erased: {error}");
    }
    app.bus.wake(&caller.ctx.tenant, Topic::Sync);
    Ok(Json(to_wire(&account)))
}

/// How one account stands.
#[utoipa::path(get, path = "/api/accounts/{id}/status", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = SyncState), (status = 404, body = protocol::Problem)))]
pub async fn status(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<SyncState>> {
    Ok(Json(sync_state(&find(&app, &caller, &id).await?)))
}

/// The folders that mails can be moved to.
#[utoipa::path(get, path = "/api/accounts/{id}/folders", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = wire::Folders), (status = 404, body = protocol::Problem), (status = 502, body = protocol::Problem)))]
pub async fn folders(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Folders>> {
    let account = find(&app, &caller, &id).await?;
    let unreachable = |error: domain::source::SourceError| {
        Failure::new(axum::http::StatusCode::BAD_GATEWAY, error.code(), error.to_string())
    };
    let source = app.accounts.open(&caller.ctx, &account.id).await.map_err(unreachable)?;
    Ok(Json(wire::Folders { data: source.folders().await.map_err(unreachable)? }))
}

/// The calendars that events can be put into.
#[utoipa::path(get, path = "/api/accounts/{id}/calendars", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = protocol::Page<wire::Calendar>), (status = 404, body = protocol::Problem), (status = 502, body = protocol::Problem)))]
pub async fn calendars(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<protocol::Page<wire::Calendar>>> {
    let account = find(&app, &caller, &id).await?;
    let calendars = app.accounts.calendars(&caller.ctx, &account.id).await.map_err(|error| {
        Failure::new(axum::http::StatusCode::BAD_GATEWAY, error.code(), error.to_string())
    })?;
    let shown = calendars.into_iter().map(|calendar| wire::Calendar {
        path: calendar.path,
        name: calendar.name,
        color: calendar.color,
        read_only: calendar.read_only,
        schedules: calendar.schedules,
    });
    Ok(Json(protocol::Page::whole(shown.collect())))
}

async fn find(app: &App, caller: &Caller, id: &str) -> Answer<store::Account> {
    let found = app.store.account(&caller.ctx, &AccountId::from(id)).await?;
    found.ok_or_else(|| Failure::not_found("account"))
}
