//! Proposals: list, one, and the verbs of a person on them.

use axum::Json;
use axum::extract::State;
use domain::proposal::{Origin, Scope, Status};
use domain::run::Intent;
use domain::{EffectState, ItemId, ProposalId, RunId, digest};
use executor::Approval;
use protocol::proposals as wire;
use protocol::runs::RunStarted;
use serde::Deserialize;
use store::{PageRequest, ProposalQuery};
use utoipa::IntoParams;

use super::effects::{attached, payload};
use super::page;
use crate::extract::{Body, Caller, Path, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::proposal::proposal as to_wire;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ProposalFilter {
    limit: Option<u32>,
    cursor: Option<String>,
    /// The decision: `pending`, `approved`, `rejected`, `expired`, `withdrawn`; none = all.
    status: Option<String>,
    /// The effect's state.
    state: Option<String>,
    item_id: Option<String>,
    run_id: Option<String>,
    /// `agent` (default), `user` or `all`.
    origin: Option<String>,
}

/// Proposals, newest first.
#[utoipa::path(get, path = "/api/action-proposals", tag = "proposals", params(ProposalFilter),
    responses((status = 200, body = protocol::Page<wire::Proposal>), (status = 400, body = protocol::Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ProposalFilter>,
) -> Answer<Json<protocol::Page<wire::Proposal>>> {
    let wanted = page::request("proposals", filter.limit, filter.cursor)?;
    let origin = match filter.origin.as_deref() {
        Some("all") => None,
        other => Some(page::word("origin", other, Origin::parse)?.unwrap_or(Origin::Agent)),
    };
    let query = ProposalQuery {
        status: page::word("status", filter.status.as_deref(), Status::parse)?,
        state: page::word("state", filter.state.as_deref(), EffectState::parse)?,
        item_id: filter.item_id.map(ItemId::new),
        run_id: filter.run_id.map(RunId::new),
        group: None,
        origin,
    };
    let found = app.store.proposals(&caller.ctx, &query, &wanted).await?;
    let mut data = Vec::with_capacity(found.data.len());
    for proposal in found.data {
        data.push(shown(&app, &caller, proposal).await?);
    }
    Ok(Json(protocol::Page { data, next_cursor: page::cursor("proposals", found.next) }))
}

/// One proposal: a card.
#[utoipa::path(get, path = "/api/action-proposals/{id}", tag = "proposals", params(("id" = String, Path)),
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Proposal>> {
    let found = app.store.proposal(&caller.ctx, &ProposalId::new(id)).await?;
    let proposal = found.ok_or_else(|| Failure::not_found("proposal"))?;
    Ok(Json(shown(&app, &caller, proposal).await?))
}

/// Let it happen: names the digest of what was seen.
#[utoipa::path(post, path = "/api/action-proposals/{id}/approve", tag = "proposals", params(("id" = String, Path)),
    request_body = wire::Approve,
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem),
        (status = 410, body = protocol::Problem), (status = 422, body = protocol::Problem)))]
pub async fn approve(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<wire::Approve>,
) -> Answer<Json<serde_json::Value>> {
    let scope = page::word("scope", body.scope.as_deref(), Scope::parse)?.unwrap_or_default();
    let approval = Approval { digest: body.digest, scope, confirm: body.confirm };
    let decided = app.gate.approve(&caller.ctx, &ProposalId::new(id), approval).await?;
    // While the undo window is open, a sync may find that the thread was answered elsewhere.
    for account in decided.iter().filter_map(|proposal| proposal.effect.target.account_id.as_ref()) {
        app.engine.look_again(account).await;
    }
    app.wake(&caller.ctx);
    let mut shown_all = Vec::with_capacity(decided.len());
    for proposal in decided {
        shown_all.push(shown(&app, &caller, proposal).await?);
    }
    let value = match (scope, shown_all.len()) {
        (Scope::Once, 1) => serde_json::to_value(shown_all.remove(0)),
        _ => serde_json::to_value(protocol::Page::whole(shown_all)),
    };
    Ok(Json(value.unwrap_or_default()))
}

/// Do not do it.
#[utoipa::path(post, path = "/api/action-proposals/{id}/reject", tag = "proposals", params(("id" = String, Path)),
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem)))]
pub async fn reject(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Proposal>> {
    let proposal = app.gate.reject(&caller.ctx, &ProposalId::new(id)).await?;
    answered(&app, &caller, proposal).await
}

/// Change it: a new proposal takes its place.
#[utoipa::path(put, path = "/api/action-proposals/{id}/edit", tag = "proposals", params(("id" = String, Path)), request_body = wire::Edit,
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem),
        (status = 422, body = protocol::Problem)))]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(edit): Body<wire::Edit>,
) -> Answer<Json<wire::Proposal>> {
    let id = ProposalId::new(id);
    let old = app.store.proposal(&caller.ctx, &id).await?.ok_or_else(|| Failure::not_found("proposal"))?;
    let mut whole = old.effect.payload.body();
    let serde_json::Value::Object(changes) = edit.payload else {
        return Err(Failure::bad_body("`payload` is an object of the fields that change."));
    };
    if let Some(fields) = whole.as_object_mut() {
        fields.extend(changes);
    }
    let changed = payload(old.effect.kind().as_str(), whole)?;
    attached(&app, &caller, &changed).await?;
    let proposal = app.gate.edit(&caller.ctx, &id, changed).await?;
    answered(&app, &caller, proposal).await
}

/// Answer it in words: a new draft for the same item, written with them.
#[utoipa::path(post, path = "/api/action-proposals/{id}/respond", tag = "proposals", params(("id" = String, Path)), request_body = wire::Respond,
    responses((status = 202, body = RunStarted), (status = 404, body = protocol::Problem), (status = 422, body = protocol::Problem)))]
pub async fn respond(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(words): Body<wire::Respond>,
) -> Answer<(axum::http::StatusCode, Json<RunStarted>)> {
    let found = app.store.proposal(&caller.ctx, &ProposalId::new(id)).await?;
    let proposal = found.ok_or_else(|| Failure::not_found("proposal"))?;
    let item = proposal.item_id.ok_or_else(|| {
        Failure::unprocessable(
            "no_item",
            "This proposal is not about an item, so there is nobody to answer. Edit it instead.",
        )
    })?;
    let content = serde_json::json!({ "text": words.text });
    let run = app.engine.request(&caller.ctx, Intent::DraftReply, Vec::new(), vec![item], content).await?;
    Ok((axum::http::StatusCode::ACCEPTED, Json(RunStarted { run_id: run.into_string() })))
}

/// Take it back: in the window it never starts, after it a compensation runs.
#[utoipa::path(post, path = "/api/action-proposals/{id}/undo", tag = "proposals", params(("id" = String, Path)),
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem)))]
pub async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Proposal>> {
    let proposal = app.gate.undo(&caller.ctx, &ProposalId::new(id)).await?;
    answered(&app, &caller, proposal).await
}

/// Send a failed effect on its way again.
#[utoipa::path(post, path = "/api/action-proposals/{id}/retry", tag = "proposals", params(("id" = String, Path)),
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem)))]
pub async fn retry(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Proposal>> {
    let proposal = app.gate.retry(&caller.ctx, &ProposalId::new(id)).await?;
    answered(&app, &caller, proposal).await
}

/// Say what became of an unknown effect.
#[utoipa::path(post, path = "/api/action-proposals/{id}/resolve", tag = "proposals", params(("id" = String, Path)), request_body = wire::Resolve,
    responses((status = 200, body = wire::Proposal), (status = 404, body = protocol::Problem), (status = 409, body = protocol::Problem)))]
pub async fn resolve(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(word): Body<wire::Resolve>,
) -> Answer<Json<wire::Proposal>> {
    let succeeded = match word.outcome.as_str() {
        "succeeded" => true,
        "failed" => false,
        _ => return Err(Failure::bad_body("`outcome` is `succeeded` or `failed`.")),
    };
    let proposal = app.gate.resolve(&caller.ctx, &ProposalId::new(id), succeeded).await?;
    answered(&app, &caller, proposal).await
}

async fn answered(app: &App, caller: &Caller, proposal: domain::Proposal) -> Answer<Json<wire::Proposal>> {
    app.wake(&caller.ctx);
    Ok(Json(shown(app, caller, proposal).await?))
}

/// With the digest of its group, over the members that still wait.
pub(super) async fn shown(app: &App, caller: &Caller, proposal: domain::Proposal) -> Answer<wire::Proposal> {
    let Some(group) = proposal.group.clone() else { return Ok(to_wire(proposal, None)) };
    let query = ProposalQuery { group: Some(group), status: Some(Status::Pending), ..Default::default() };
    let members =
        app.store.proposals(&caller.ctx, &query, &PageRequest { limit: 200, cursor: None }).await?.data;
    let digests: Vec<_> = members.into_iter().map(|m| (m.id, m.digest)).collect();
    Ok(to_wire(proposal, Some(digest::of_group(&digests))))
}
