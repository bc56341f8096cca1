//! Items: list, search, one, raw bytes, attachments, and the user's own changes.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::insight::{ActionType, Category, Verdict};
use domain::payload::{Archive, Flag, Move, SetFlag};
use domain::{AccountId, Item, ItemId, Payload, ThreadId};
use executor::EffectDraft;
use jiff::{SignedDuration, Timestamp};
use protocol::items as wire;
use serde::Deserialize;
use store::{EventQuery, ItemQuery};
use utoipa::IntoParams;

use super::page;
use super::proposals::shown;
use crate::extract::{Body, Caller, Path, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::item::item as to_wire;

/// Nobody plans further, and an endless series has to end somewhere.
const LOOK_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366 * 10);

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ItemFilter {
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Without it, all but events; a search finds those too. With `event`, `from` and `to` are when it takes place,
    /// and a series is there once for each time.
    kind: Option<String>,
    account_id: Option<String>,
    /// Words that must all occur; the last one may be a beginning.
    query: Option<String>,
    folder: Option<String>,
    unread: Option<bool>,
    archived: Option<bool>,
    thread_id: Option<String>,
    sender: Option<String>,
    recipient: Option<String>,
    #[param(value_type = Option<String>)]
    from: Option<Timestamp>,
    #[param(value_type = Option<String>)]
    to: Option<Timestamp>,
    category: Option<String>,
    action_type: Option<String>,
    awaiting_reply: Option<bool>,
    verdict: Option<String>,
    #[param(value_type = Option<String>)]
    due_before: Option<Timestamp>,
}

/// Items, newest first.
#[utoipa::path(get, path = "/api/items", tag = "items", params(ItemFilter),
    responses((status = 200, body = protocol::Page<wire::Item>), (status = 400, body = protocol::Problem)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ItemFilter>,
) -> Answer<Json<protocol::Page<wire::Item>>> {
    if let Some(range) = event_range(&filter)? {
        let wanted = page::request("events", filter.limit, filter.cursor)?;
        expand_to(&app, &caller, range.to).await?;
        let found = app.store.events(&caller.ctx, &range, &wanted).await?;
        return Ok(Json(page::page("events", found, |item| to_wire(item, false))));
    }
    // A search is read along its own index.
    let list = if filter.query.is_some() { "search" } else { "items" };
    let wanted = page::request(list, filter.limit, filter.cursor.clone())?;
    let found = app.store.items(&caller.ctx, &query(filter)?, &wanted).await?;
    Ok(Json(page::page(list, found, |item| to_wire(item, false))))
}

/// How many open items ask for what.
#[utoipa::path(get, path = "/api/items/counts", tag = "items", responses((status = 200, body = wire::Counts)))]
pub async fn counts(
    State(app): State<App>,
    caller: Caller,
    Query(page::Nothing {}): Query<page::Nothing>,
) -> Answer<Json<wire::Counts>> {
    let store::ItemCounts { reply, waiting, pay, schedule, read, all } =
        app.store.item_counts(&caller.ctx).await?;
    Ok(Json(wire::Counts { reply, waiting, pay, schedule, read, all }))
}

/// One item with its body.
#[utoipa::path(get, path = "/api/items/{id}", tag = "items", params(("id" = String, Path)),
    responses((status = 200, body = wire::Item), (status = 404, body = protocol::Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<wire::Item>> {
    Ok(Json(to_wire(find(&app, &caller, id).await?, true)))
}

/// The message as it was received, byte for byte.
#[utoipa::path(get, path = "/api/items/{id}/raw", tag = "items", params(("id" = String, Path)),
    responses((status = 200, content_type = "message/rfc822", body = [u8]), (status = 404, body = protocol::Problem)))]
pub async fn raw(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<impl IntoResponse> {
    let item = find(&app, &caller, id).await?;
    let bytes = bytes(&app, &caller, &item).await?;
    Ok((download("message/rfc822", &format!("{}.eml", item.id)), bytes))
}

/// One attachment, always as a download.
#[utoipa::path(get, path = "/api/items/{id}/attachments/{n}", tag = "items",
    params(("id" = String, Path), ("n" = usize, Path, description = "Place in `attachments`, from 0")),
    responses((status = 200, content_type = "application/octet-stream", body = [u8]), (status = 404, body = protocol::Problem)))]
pub async fn attachment(
    State(app): State<App>,
    caller: Caller,
    Path((id, n)): Path<(String, usize)>,
) -> Answer<impl IntoResponse> {
    let item = find(&app, &caller, id).await?;
    let wanted = item.attachments.get(n).ok_or_else(|| Failure::not_found("attachment"))?.clone();
    let raw = bytes(&app, &caller, &item).await?;
    let extracted = connectors::mail::mime::attachment(&raw, wanted.part)
        .ok_or_else(|| Failure::not_found("attachment"))?;
    // The sender chose the type: only the generic one cannot make a browser run anything.
    Ok((download("application/octet-stream", &wanted.name), extracted.bytes))
}

/// Change what the provider keeps of an item: each change is an effect of the user's own.
#[utoipa::path(put, path = "/api/items/{id}/metadata", tag = "items", params(("id" = String, Path)), request_body = wire::Metadata,
    responses((status = 200, body = protocol::proposals::Proposal), (status = 404, body = protocol::Problem)))]
pub async fn metadata(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(change): Body<wire::Metadata>,
) -> Answer<Json<serde_json::Value>> {
    let item_id = find(&app, &caller, id).await?.id;
    let flag = |flag, value| Payload::Flag(SetFlag { item_id: item_id.clone(), flag, value });
    let wanted: Vec<Payload> = [
        change.unread.map(|unread| flag(Flag::Seen, !unread)),
        change.flagged.map(|flagged| flag(Flag::Flagged, flagged)),
        change.folder.map(|folder| Payload::Move(Move { item_id: item_id.clone(), folder })),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut done = Vec::new();
    for payload in wanted {
        done.push(own(&app, &caller, payload).await?);
    }
    match done.len() {
        0 => Err(Failure::bad_body("Name at least one of `unread`, `flagged` and `folder`.")),
        _ => {
            let first = done.remove(0);
            let mut answer = serde_json::to_value(first).unwrap_or_default();
            // Several fields are several effects; the answer is the first, with the others beside it.
            if let (Some(fields), false) = (answer.as_object_mut(), done.is_empty()) {
                fields.insert("also".to_owned(), serde_json::to_value(done).unwrap_or_default());
            }
            Ok(Json(answer))
        }
    }
}

/// Archive an item: an effect of the user's own.
#[utoipa::path(post, path = "/api/items/{id}/archive", tag = "items", params(("id" = String, Path)),
    responses((status = 200, body = protocol::proposals::Proposal), (status = 404, body = protocol::Problem)))]
pub async fn archive(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<protocol::proposals::Proposal>> {
    let item_id = find(&app, &caller, id).await?.id;
    Ok(Json(own(&app, &caller, Payload::Archive(Archive { item_id })).await?))
}

async fn own(app: &App, caller: &Caller, payload: Payload) -> Answer<protocol::proposals::Proposal> {
    let proposal = app.gate.submit_own(&caller.ctx, EffectDraft::by_user(payload)).await?;
    app.wake(&caller.ctx);
    shown(app, caller, proposal).await
}

async fn find(app: &App, caller: &Caller, id: String) -> Answer<Item> {
    app.store.item(&caller.ctx, &ItemId::new(id)).await?.ok_or_else(|| Failure::not_found("item"))
}

async fn bytes(app: &App, caller: &Caller, item: &Item) -> Answer<Vec<u8>> {
    let blob = item.raw.as_ref().ok_or_else(|| Failure::not_found("message"))?;
    app.content.read(&caller.ctx, blob).await.map_err(|_| Failure::not_found("message"))
}

fn download(media_type: &'static str, name: &str) -> [(header::HeaderName, String); 4] {
    // RFC 6266 with RFC 8187 for what is not plain ASCII.
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    let encoded: String =
        url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ]
}

/// What takes place in a range, with its recurrences; a range that is open on one side is a year long.
fn event_range(filter: &ItemFilter) -> Answer<Option<EventQuery>> {
    let is_range = filter.kind.as_deref() == Some("event") && filter.query.is_none();
    let year = SignedDuration::from_hours(24 * 366);
    let (from, to) = match (filter.from, filter.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from.saturating_add(year).unwrap_or(from)),
        (None, Some(to)) => (to.saturating_sub(year).unwrap_or(to), to),
        (None, None) => return Ok(None),
    };
    if !is_range {
        return Ok(None);
    }
    if to < from {
        return Err(Failure::bad_query("`to` lies before `from`."));
    }
    let account_id = filter.account_id.clone().map(AccountId::new);
    Ok(Some(EventQuery { from, to, account_id, calendar: filter.folder.clone(), busy: false }))
}

/// Series are expanded some two years ahead when they arrive; who looks further has them expanded up to there.
pub async fn expand_to(app: &App, caller: &Caller, to: Timestamp) -> Answer<()> {
    let latest = app.clock.now().saturating_add(LOOK_AHEAD).unwrap_or(to);
    for event in app.store.events_to_expand(&caller.ctx, to.min(latest)).await? {
        let (Some(raw), Some(from)) = (&event.raw, event.expanded_to) else { continue };
        let Ok(raw) = app.content.read(&caller.ctx, raw).await else { continue };
        let found = connectors::calendar::ical::expand(&raw, from, to, domain::event::MOST_OCCURRENCES);
        let is_whole = found.len() < domain::event::MOST_OCCURRENCES;
        let reached = if is_whole { Some(to) } else { found.last().map(|occurrence| occurrence.start) };
        app.store.extend_event(&caller.ctx, event, found, reached).await?;
    }
    Ok(())
}

fn query(filter: ItemFilter) -> Answer<ItemQuery> {
    Ok(ItemQuery {
        without_events: filter.kind.is_none() && filter.query.is_none(),
        kind: page::word("kind", filter.kind.as_deref(), |word| {
            serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
        })?,
        account_id: filter.account_id.map(AccountId::new),
        query: filter.query.filter(|query| !query.trim().is_empty()),
        folder: filter.folder,
        unread: filter.unread,
        archived: filter.archived,
        thread_id: filter.thread_id.map(ThreadId::new),
        sender: filter.sender,
        recipient: filter.recipient,
        from: filter.from,
        to: filter.to,
        category: page::word("category", filter.category.as_deref(), Category::parse)?,
        action_type: page::word("action_type", filter.action_type.as_deref(), ActionType::parse)?,
        awaiting_reply: filter.awaiting_reply,
        verdict: page::word("verdict", filter.verdict.as_deref(), Verdict::parse)?,
        due_before: filter.due_before,
    })
}
