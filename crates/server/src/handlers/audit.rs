//! The audit log: list, and an export that anybody can verify offline.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use protocol::audit::{AuditRecord, Subject};
use serde::Deserialize;
use utoipa::IntoParams;

use super::page;
use crate::extract::{Caller, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AuditFilter {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Records, newest first.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(AuditFilter),
    responses((status = 200, body = protocol::Page<AuditRecord>)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<AuditFilter>,
) -> Answer<Json<protocol::Page<AuditRecord>>> {
    let found =
        app.store.audit_records(&caller.ctx, &page::request("audit", filter.limit, filter.cursor)?).await?;
    Ok(Json(page::page("audit", found, record)))
}

/// The whole chain with signed checkpoints as JSON lines: `factotum audit verify --file` checks it offline.
#[utoipa::path(get, path = "/api/audit/export", tag = "audit",
    responses((status = 200, content_type = "application/x-ndjson", body = String)))]
pub async fn export(State(app): State<App>, caller: Caller) -> Answer<impl IntoResponse> {
    let bytes = app.auditor.export(&app.store, &caller.ctx, app.clock.now()).await.map_err(|error| {
        tracing::error!(%error, "the audit log could not be exported");
        Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "export_failed",
            "The audit log could not be exported; the log tells why.",
        )
    })?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], bytes))
}

fn record(record: audit::Record) -> AuditRecord {
    AuditRecord {
        seq: record.seq,
        time: record.time,
        actor: record.actor,
        kind: record.kind,
        subject: Subject { kind: record.subject.kind, id: record.subject.id },
        reason: record.reason,
        prev_hash: record.prev_hash.to_string(),
        hash: record.hash.to_string(),
    }
}
