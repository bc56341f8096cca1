//! `Idempotency-Key`: the same key and body get the same answer, another body 409; a second request
//! in flight waits for the first.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;
use store::KeyClaim;
use tokio::sync::Mutex;

use crate::extract::Caller;
use crate::problem::Failure;
use crate::state::App;

pub static KEY: HeaderName = HeaderName::from_static("idempotency-key");
pub const MAX_BODY: usize = 25 * 1024 * 1024;
const MAX_KEY: usize = 255;

/// Keys that are being answered in this process, each with the lock its followers wait on.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashMap<String, Arc<Mutex<()>>>>>);

/// The key of this request, for handlers that derive ids from it.
#[derive(Clone, Debug)]
pub struct RequestKey(pub String);

pub async fn answer_once(State(app): State<App>, request: Request, next: Next) -> Response {
    match once(app, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn once(app: App, request: Request, next: Next) -> Result<Response, Failure> {
    let key = request.headers().get(&KEY).map(|value| value.to_str().map(str::to_owned));
    let key = match (request.method() == Method::POST, key) {
        (true, Some(Ok(key))) if !key.is_empty() && key.len() <= MAX_KEY => key,
        (true, Some(_)) => {
            return Err(Failure::bad_query(format!(
                "An Idempotency-Key is 1 to {MAX_KEY} visible ASCII characters."
            )));
        }
        _ => return Ok(next.run(request).await),
    };
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    let bytes = to_bytes(body, MAX_BODY).await.map_err(|_| Failure::too_large())?;
    let path = parts.uri.path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let body_hash =
        blake3::Hasher::new().update(path.as_bytes()).update(b"\n").update(&bytes).finalize().to_hex();
    let own_key = format!("{}\n{key}", caller.user);
    let turn =
        app.in_flight.0.lock().await.entry(format!("{}\n{own_key}", caller.ctx.tenant)).or_default().clone();
    let _turn = turn.lock().await;
    match app.store.claim_key(&caller.ctx, &own_key, &body_hash, app.clock.now()).await? {
        KeyClaim::Answered { status, body } => Ok(replay(status, body)),
        KeyClaim::Reused => Err(Failure::new(
            StatusCode::CONFLICT,
            "key_reused",
            "This Idempotency-Key was used with another request. Take a new key for a new request.",
        )),
        // Our own lock proves that nobody here works on it: its process died in the middle.
        KeyClaim::Fresh | KeyClaim::InFlight => {
            parts.extensions.insert(RequestKey(own_key.clone()));
            let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
            keep(&app, &caller, &own_key, response).await
        }
    }
}

async fn keep(app: &App, caller: &Caller, key: &str, response: Response) -> Result<Response, Failure> {
    let (parts, body) = response.into_parts();
    // Our own answer, whose size only its page limits.
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| {
        Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The answer broke off. Ask again with the same key.",
        )
    })?;
    if parts.status.is_server_error() {
        app.store.drop_key(&caller.ctx, key).await?;
    } else if let Ok(text) = std::str::from_utf8(&bytes) {
        app.store.answer_key(&caller.ctx, key, parts.status.as_u16(), text).await?;
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replay(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
