//! Uploads that a mail can attach.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use protocol::items::Blob;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Caller, Query, raw};
use crate::problem::{Answer, Failure};
use crate::state::App;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The file's name as the receiver will see it.
    name: String,
}

/// Keep a file; the answer's id goes into `attachments[].blob`.
#[utoipa::path(post, path = "/api/blobs", tag = "effects", params(Upload),
    request_body(content = [u8], content_type = "application/octet-stream"),
    responses((status = 200, body = Blob), (status = 413, body = protocol::Problem)))]
pub async fn upload(
    State(app): State<App>,
    caller: Caller,
    Query(Upload { name }): Query<Upload>,
    request: Request,
) -> Answer<Json<Blob>> {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
    let bytes = raw(request, &app).await?;
    let size = bytes.len() as u64;
    let kept = app.content.keep(&caller.ctx, vec![bytes.as_ref().into()]).await;
    let id = kept.ok().and_then(|ids| ids.into_iter().next()).ok_or_else(|| {
        Failure::new(
            axum::http::StatusCode::INSUFFICIENT_STORAGE,
            "not_stored",
            "The file could not be kept. Is the disk full?",
        )
    })?;
    Ok(Json(Blob { id: id.into_string(), name, media_type, size }))
}
