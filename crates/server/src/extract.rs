//! Extractors that answer bad input with a problem: who calls, query, body.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::{TenantCtx, UserId};
use serde::de::DeserializeOwned;

use crate::problem::Failure;
use crate::state::App;

/// The user behind a bearer token, and the tenant whose data this request may touch.
#[derive(Clone, Debug)]
pub struct Caller {
    pub ctx: TenantCtx,
    pub user: UserId,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        if let Some(known) = parts.extensions.get::<Caller>() {
            return Ok(known.clone());
        }
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(Failure::unauthorized)?;
        let found = app.store.user_by_token(&crate::identity::token_hash(token)).await?;
        let (tenant, user) = found.ok_or_else(Failure::unauthorized)?;
        let caller = Caller { ctx: TenantCtx::user(tenant, user.clone()), user };
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}

/// Query parameters; an unknown or malformed one is 400 `bad_query`.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        match axum::extract::Query::<T>::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Failure::bad_query(rejection.body_text())),
        }
    }
}

/// Parts of the path; one that cannot be read names nothing that exists.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Failure::not_found("address"))
    }
}

/// A JSON body, whatever its content type says; an empty one is `{}`.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let bytes = raw(request, app).await?;
        let text = if bytes.iter().all(u8::is_ascii_whitespace) { b"{}".as_slice() } else { &bytes };
        // A list would be read as the fields in their order, and `[]` as all defaults.
        if text.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(Failure::bad_body("The body is a JSON object."));
        }
        serde_json::from_slice(text)
            .map(Self)
            .map_err(|error| Failure::bad_body(format!("The body is not what this takes: {error}.")))
    }
}

/// The raw body within the limit.
pub async fn raw(request: Request, app: &App) -> Result<Bytes, Failure> {
    Bytes::from_request(request, app).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::too_large(),
        _ => Failure::bad_body("The body could not be read to its end. Send it again."),
    })
}
