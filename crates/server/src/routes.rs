//! The one table of routes; every route names who may call it by its extractors.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::handlers::{
    accounts, audit, blobs, effects, events, health, items, preferences, proposals, runs, stop, sync, today,
};
use crate::idempotency::{self, MAX_BODY};
use crate::problem::Failure;
use crate::state::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Factotum",
        description = "Agents propose, users approve, the executor acts. Lists are newest first; times are RFC 3339 in UTC; errors are RFC 9457 problems with a stable `code`. Every route under /api needs `Authorization: Bearer`."
    ),
    components(schemas(protocol::Problem, protocol::events::StreamEvent))
)]
struct Document;

/// Routes that need a caller.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(accounts::list, accounts::add))
        .routes(routes!(accounts::remove))
        .routes(routes!(accounts::status))
        .routes(routes!(accounts::folders))
        .routes(routes!(accounts::calendars))
        .routes(routes!(sync::refresh_inbox))
        .routes(routes!(sync::status))
        .routes(routes!(items::list))
        .routes(routes!(items::counts))
        .routes(routes!(items::show))
        .routes(routes!(items::raw))
        .routes(routes!(items::attachment))
        .routes(routes!(items::metadata))
        .routes(routes!(items::archive))
        .routes(routes!(today::show))
        .routes(routes!(blobs::upload))
        .routes(routes!(effects::submit))
        .routes(routes!(proposals::list))
        .routes(routes!(proposals::show))
        .routes(routes!(proposals::approve))
        .routes(routes!(proposals::reject))
        .routes(routes!(proposals::edit))
        .routes(routes!(proposals::respond))
        .routes(routes!(proposals::undo))
        .routes(routes!(proposals::retry))
        .routes(routes!(proposals::resolve))
        .routes(routes!(runs::execute))
        .routes(routes!(runs::list))
        .routes(routes!(runs::show))
        .routes(routes!(runs::stop))
        .routes(routes!(events::run))
        .routes(routes!(events::tenant))
        .routes(routes!(stop::show, stop::set))
        .routes(routes!(audit::list))
        .routes(routes!(audit::export))
        .routes(routes!(preferences::show, preferences::set))
}

/// The OpenAPI 3.1 document, as served and as committed in `docs/openapi.json`.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

pub fn router(app: App) -> Router {
    let (router, document) = api().split_for_parts();
    let document = document.to_json().unwrap_or_default();
    router
        .layer(middleware::from_fn_with_state(app.clone(), idempotency::answer_once))
        .route("/healthz", axum::routing::get(health::alive))
        .route("/readyz", axum::routing::get(health::ready))
        .route("/api/openapi.json", axum::routing::get(move || health::document(document.clone())))
        .fallback(no_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(CatchPanicLayer::custom(|_| {
            use axum::response::IntoResponse;
            let detail = "Something here broke. Nothing of the request was kept; the log tells more.";
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).into_response()
        }))
        .with_state(app)
}

async fn no_route(uri: Uri) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "not_found", format!("There is nothing at {}.", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Failure {
    let detail = format!("{} does not take {method}.", uri.path());
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}
