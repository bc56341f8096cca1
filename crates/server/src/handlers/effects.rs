//! The user's own effects: approved by being asked for, through the same gate.

use axum::extract::State;
use axum::{Extension, Json};
use domain::{ItemId, Payload, ProposalId};
use executor::EffectDraft;
use protocol::effects::NewEffect;
use protocol::proposals::Proposal;

use super::proposals::shown;
use crate::extract::{Body, Caller};
use crate::idempotency::RequestKey;
use crate::problem::{Answer, Failure};
use crate::state::App;

/// Do this: the answer is a proposal that is already approved. Send an `Idempotency-Key`.
#[utoipa::path(post, path = "/api/effects", tag = "effects", request_body = NewEffect,
    responses((status = 200, body = Proposal), (status = 400, body = protocol::Problem), (status = 422, body = protocol::Problem)))]
pub async fn submit(
    State(app): State<App>,
    caller: Caller,
    key: Option<Extension<RequestKey>>,
    Body(wanted): Body<NewEffect>,
) -> Answer<Json<Proposal>> {
    let mut draft = EffectDraft::by_user(payload(&wanted.kind, wanted.payload)?);
    draft.item_id = draft.item_id.or(wanted.item_id.map(ItemId::new));
    // Derived from the key: even a request that died half-way and comes again is one effect.
    draft.id = key.map(|Extension(RequestKey(key))| {
        let whole = format!("{}\n{key}", caller.ctx.tenant);
        ProposalId::new(blake3::hash(whole.as_bytes()).to_hex()[..32].to_owned())
    });
    attached(&app, &caller, &draft.payload).await?;
    let proposal = app.gate.submit_own(&caller.ctx, draft).await?;
    app.wake(&caller.ctx);
    Ok(Json(shown(&app, &caller, proposal).await?))
}

/// What is attached has to be here when the user decides, not first when it is sent.
pub async fn attached(app: &App, caller: &Caller, payload: &Payload) -> Answer<()> {
    for file in payload.mail().map(|mail| mail.attachments.as_slice()).unwrap_or_default() {
        if app.content.read(&caller.ctx, &file.blob).await.is_err() {
            let detail =
                format!("There is no file `{}` for {}. Upload it to /api/blobs first.", file.blob, file.name);
            return Err(Failure::unprocessable("attachment_gone", detail));
        }
    }
    Ok(())
}

/// A payload of one of the public kinds.
pub fn payload(kind: &str, body: serde_json::Value) -> Answer<Payload> {
    let known = domain::EffectKind::parse(kind).filter(|kind| kind.is_public());
    if known.is_none() {
        let kinds: Vec<_> =
            domain::EffectKind::ALL.iter().filter(|k| k.is_public()).map(|k| k.as_str()).collect();
        let detail = format!("There is no effect `{kind}`. Kinds are {}.", kinds.join(", "));
        return Err(Failure::unprocessable("unknown_kind", detail));
    }
    serde_json::from_value(serde_json::json!({ "kind": kind, "payload": body })).map_err(|error| {
        Failure::unprocessable("bad_payload", format!("The payload is not that of {kind}: {error}."))
    })
}
