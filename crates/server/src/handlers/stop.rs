//! Stop everything: nothing new is claimed; approvals are kept.

use axum::Json;
use axum::extract::State;
use protocol::settings::{Stop, Stopped};

use crate::extract::{Body, Caller};
use crate::problem::Answer;
use crate::state::App;

/// Whether everything is stopped.
#[utoipa::path(get, path = "/api/stop", tag = "stop", responses((status = 200, body = Stopped)))]
pub async fn show(State(app): State<App>, caller: Caller) -> Answer<Json<Stopped>> {
    Ok(Json(Stopped { stopped: app.store.stopped(&caller.ctx).await? }))
}

/// Stop, or with `resume` go on. Survives restarts.
#[utoipa::path(post, path = "/api/stop", tag = "stop", request_body = Stop, responses((status = 200, body = Stopped)))]
pub async fn set(State(app): State<App>, caller: Caller, Body(stop): Body<Stop>) -> Answer<Json<Stopped>> {
    let stopped = !stop.resume;
    app.store.set_stopped(&caller.ctx, stopped, app.clock.now()).await?;
    app.wake(&caller.ctx);
    Ok(Json(Stopped { stopped }))
}
