//! Preferences of a user; `me` names the caller.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::UserId;
use engine::Preferences;
use protocol::settings as wire;

use crate::extract::{Body, Caller, Path};
use crate::problem::{Answer, Failure};
use crate::state::App;

/// The preferences, defaults filled in.
#[utoipa::path(get, path = "/api/users/{id}/preferences", tag = "preferences", params(("id" = String, Path, description = "`me`, or the user's id")),
    responses((status = 200, body = wire::Preferences), (status = 404, body = protocol::Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<serde_json::Value>> {
    let user = own(&caller, &id)?;
    Ok(Json(filled(app.store.preferences(&caller.ctx, &user).await?)?))
}

/// Change some; what is not named keeps its value, null sets the default.
#[utoipa::path(put, path = "/api/users/{id}/preferences", tag = "preferences", params(("id" = String, Path)), request_body = wire::Preferences,
    responses((status = 200, body = wire::Preferences), (status = 422, body = protocol::Problem)))]
pub async fn set(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Body(change): Body<serde_json::Map<String, serde_json::Value>>,
) -> Answer<Json<serde_json::Value>> {
    let user = own(&caller, &id)?;
    let mut value = app.store.preferences(&caller.ctx, &user).await?;
    if !value.is_object() {
        value = serde_json::json!({});
    }
    if let Some(fields) = value.as_object_mut() {
        for (name, wanted) in change {
            match wanted {
                serde_json::Value::Null => fields.remove(&name),
                wanted => fields.insert(name, wanted),
            };
        }
    }
    let parsed = filled(value.clone())?;
    if let Some(zone) = parsed.get("time_zone").and_then(|zone| zone.as_str())
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        return Err(Failure::unprocessable(
            "bad_preference",
            format!("There is no time zone `{zone}`. Use a name such as Europe/Berlin."),
        ));
    }
    if let Some(language) = parsed.get("language").and_then(|language| language.as_str())
        && !is_language(language)
    {
        return Err(Failure::unprocessable(
            "bad_preference",
            "`language` is a language tag such as `en` or `de-AT` (BCP 47).",
        ));
    }
    app.store.set_preferences(&caller.ctx, &user, &value).await?;
    Ok(Json(parsed))
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts
        .next()
        .is_some_and(|p| (2..=3).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    first
        && tag.len() <= 35
        && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn own(caller: &Caller, id: &str) -> Answer<UserId> {
    if id == "me" || id == caller.user.as_str() {
        Ok(caller.user.clone())
    } else {
        Err(Failure::new(StatusCode::NOT_FOUND, "not_found", "There is no such user."))
    }
}

fn filled(value: serde_json::Value) -> Answer<serde_json::Value> {
    let value = if value.is_object() { value } else { serde_json::json!({}) };
    let parsed: Preferences = serde_json::from_value(value).map_err(|error| {
        Failure::unprocessable("bad_preference", format!("That is not a preference: {error}."))
    })?;
    Ok(serde_json::to_value(parsed).unwrap_or_default())
}
