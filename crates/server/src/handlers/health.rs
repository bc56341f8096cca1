//! Alive, ready, and the API's own description; no token needed.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::problem::Answer;
use crate::state::App;

pub async fn alive() -> &'static str {
    "ok"
}

/// Ready means migrated and answering.
pub async fn ready(State(app): State<App>) -> Answer<&'static str> {
    app.store.tenants().await?;
    Ok("ready")
}

pub async fn document(document: String) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document)
}
