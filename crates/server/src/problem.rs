//! Errors as problem details (RFC 9457), with the contract's codes.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use executor::GateError;
use store::StoreError;

/// An answer that is not a success.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    code: String,
    detail: String,
}

pub type Answer<T> = Result<T, Failure>;

impl Failure {
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), detail: detail.into() }
    }

    pub fn detail(&self) -> &str {
        &self.detail
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}."))
    }

    pub fn bad_query(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_query", detail)
    }

    pub fn bad_body(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_body", detail)
    }

    pub fn unprocessable(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    pub fn unauthorized() -> Self {
        let detail = "Send the token from the data folder's `token` file as `Authorization: Bearer …`.";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body is over 25 MB. Send less at once.")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let problem = protocol::Problem {
            kind: format!("/docs/errors/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
        };
        let mut response = (self.status, Json(problem)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::NotFound(_) => StatusCode::NOT_FOUND,
            StoreError::BadCursor => StatusCode::BAD_REQUEST,
            StoreError::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
            StoreError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::WrongState(_) | StoreError::Fenced => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(code = error.code(), %error, "the store failed");
        }
        Self::new(status, error.code(), sentence(&error.to_string()))
    }
}

impl From<GateError> for Failure {
    fn from(error: GateError) -> Self {
        let status = match &error {
            GateError::NotFound => StatusCode::NOT_FOUND,
            GateError::AlreadyDecided(_)
            | GateError::Changed
            | GateError::NotFailed(_)
            | GateError::NotUnknown(_)
            | GateError::CannotUndo(_) => StatusCode::CONFLICT,
            GateError::Expired => StatusCode::GONE,
            GateError::DigestRequired | GateError::ConfirmationRequired(_) | GateError::Refused(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            GateError::Store(_) => return store_failure(error),
        };
        Self::new(status, error.code(), error.to_string())
    }
}

fn store_failure(error: GateError) -> Failure {
    match error {
        GateError::Store(error) => error.into(),
        other => Failure::new(StatusCode::INTERNAL_SERVER_ERROR, other.code(), other.to_string()),
    }
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let dot = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{dot}", characters.as_str())
}
