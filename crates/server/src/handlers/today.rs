//! One day: events, conflicts, what is due, awaited replies.

use axum::Json;
use axum::extract::State;
use domain::event::EventStatus;
use domain::{Event, Item, TenantCtx};
use engine::Preferences;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use protocol::today as wire;
use serde::Deserialize;
use store::{EventQuery, ItemQuery, PageRequest};
use utoipa::IntoParams;

use super::items::expand_to;
use crate::extract::{Caller, Query};
use crate::problem::{Answer, Failure};
use crate::state::App;
use crate::translate::item::item as to_wire;

/// Longest overdue things are not of today any more.
const STILL_DUE: SignedDuration = SignedDuration::from_hours(24 * 14);

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// Default: today in the user's zone.
    #[param(value_type = Option<String>)]
    date: Option<Date>,
}

/// What the day holds.
#[utoipa::path(get, path = "/api/today", tag = "items", params(Day),
    responses((status = 200, body = wire::Today), (status = 400, body = protocol::Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(day): Query<Day>,
) -> Answer<Json<wire::Today>> {
    let kept = app.store.preferences(&caller.ctx, &caller.user).await?;
    let preferences: Preferences = serde_json::from_value(kept).unwrap_or_default();
    let zone = preferences.zone();
    let date = day.date.unwrap_or_else(|| app.clock.now().to_zoned(zone.clone()).date());
    let far = |_| Failure::bad_query("`date` is too far away.");
    let from = date.to_zoned(zone.clone()).map_err(far)?.timestamp();
    let to = date.checked_add(1.day()).map_err(far)?.to_zoned(zone.clone()).map_err(far)?.timestamp();
    expand_to(&app, &caller, to).await?;
    let mut events = events(&app, &caller.ctx, date, from, to).await?;
    events.sort_by_key(|item| {
        let event = item.event.as_ref();
        (event.is_none_or(|event| !event.all_day), event.map(|event| event.start))
    });
    let conflicts = conflicts(&events);
    let mut due: Vec<Item> = all(
        &app,
        &caller.ctx,
        ItemQuery { archived: Some(false), due_before: Some(to), ..Default::default() },
    )
    .await?
    .into_iter()
    .filter(|item| !item.answered && due_at(item).is_some_and(|due| due >= from - STILL_DUE))
    .collect();
    due.sort_by_key(due_at);
    let mut awaiting =
        all(&app, &caller.ctx, ItemQuery { awaiting_reply: Some(true), ..Default::default() }).await?;
    awaiting.reverse();
    let shown = |items: Vec<Item>| items.into_iter().map(|item| to_wire(item, false)).collect();
    Ok(Json(wire::Today {
        date,
        time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        events: shown(events),
        conflicts,
        due: shown(due),
        awaiting: shown(awaiting),
    }))
}

/// All-day events are days, whatever the zone: they are looked for by their date.
async fn events(app: &App, ctx: &TenantCtx, date: Date, from: Timestamp, to: Timestamp) -> Answer<Vec<Item>> {
    let midnight = |date: Date| date.to_zoned(jiff::tz::TimeZone::UTC).map_or(from, |day| day.timestamp());
    let (day_from, day_to) = (midnight(date), midnight(date.tomorrow().unwrap_or(date)));
    let query = EventQuery { from: from.min(day_from), to: to.max(day_to), ..EventQuery::default() };
    let page = PageRequest { limit: 200, cursor: None };
    let found = app.store.events(ctx, &query, &page).await?.data;
    let within = |event: &Event| match event.all_day {
        true => event.start < day_to && event.end > day_from,
        false => event.start < to && (event.end > from || event.start >= from),
    };
    Ok(found.into_iter().filter(|item| item.event.as_deref().is_some_and(within)).collect())
}

/// Two events that take the user's time at once; all-day events, free time and what was cancelled take none.
fn conflicts(events: &[Item]) -> Vec<wire::Conflict> {
    let busy: Vec<(&Item, &Event)> = events
        .iter()
        .filter_map(|item| Some((item, item.event.as_deref()?)))
        .filter(|(_, event)| !event.all_day && !event.transparent && event.status != EventStatus::Cancelled)
        .collect();
    let mut found = Vec::new();
    for (at, (item, event)) in busy.iter().enumerate() {
        for (other, next) in &busy[at + 1..] {
            let (from, to) = (event.start.max(next.start), event.end.min(next.end));
            // The same event in two calendars is no conflict with itself.
            if from < to && event.uid != next.uid {
                found.push(wire::Conflict {
                    from,
                    to,
                    items: vec![item.id.to_string(), other.id.to_string()],
                });
            }
        }
    }
    found
}

async fn all(app: &App, ctx: &TenantCtx, query: ItemQuery) -> Answer<Vec<Item>> {
    let page = PageRequest { limit: 200, cursor: None };
    Ok(app.store.items(ctx, &query, &page).await?.data)
}

fn due_at(item: &Item) -> Option<Timestamp> {
    item.insight.as_ref()?.triage.as_ref()?.due_at
}
