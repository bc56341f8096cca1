//! The calendars in a home, and whether they changed: one request for all.

use super::discovery::expect;
use super::http::Dav;
use super::xml::{APPLE, CALDAV, CALENDARSERVER, DAV, Resource};
use crate::calendar::cursor::Home;
use crate::mail::server::ServerError;
use domain::event::Calendar;
use url::Url;

const LIST: &str = r#"<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/"><prop><resourcetype/><displayname/><sync-token/><current-user-privilege-set/><supported-report-set/><C:supported-calendar-component-set/><S:getctag/><A:calendar-color/></prop></propfind>"#;

pub(super) struct Listed {
    pub calendar: Calendar,
    pub url: Url,
    /// Changes with any object in it; `None` where the server tells nothing of the kind.
    pub state: Option<String>,
    pub has_sync: bool,
}

pub(super) async fn list(dav: &Dav, home: &Home) -> Result<Vec<Listed>, ServerError> {
    let url = Url::parse(&home.url).map_err(|_| dav.protocol("names a home that is no address"))?;
    let depth = if home.is_calendar { "0" } else { "1" };
    let answer = dav.ask("PROPFIND", &url, depth, LIST).await?;
    let found = expect(dav, &answer)?;
    let listed = found.resources.iter().filter_map(|resource| listed(resource, &answer.url, home));
    Ok(listed.collect())
}

/// The path of a calendar, or its whole address where that is on another host.
pub(super) fn path_of(url: &Url, home: &Url) -> String {
    if url.origin() == home.origin() { url.path().to_owned() } else { url.to_string() }
}

fn listed(resource: &Resource, at: &Url, home: &Home) -> Option<Listed> {
    resource.property(DAV, "resourcetype")?.child(CALDAV, "calendar")?;
    if let Some(kinds) = resource.property(CALDAV, "supported-calendar-component-set")
        && !kinds.children.is_empty()
        && !kinds.children.iter().any(|kind| kind.name_attribute.as_deref() == Some("VEVENT"))
    {
        return None;
    }
    let mut url = at.join(&resource.href).ok()?;
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let name = resource.text(DAV, "displayname").unwrap_or_else(|| super::fetch::decoded(&last));
    let may_write = resource.property(DAV, "current-user-privilege-set").is_none_or(|rights| {
        ["all", "write", "write-content", "bind"].iter().any(|right| rights.has(DAV, right))
    });
    let token = resource.text(DAV, "sync-token");
    let tag = resource.text(CALENDARSERVER, "getctag");
    let has_sync = token.is_some()
        || resource.property(DAV, "supported-report-set").is_some_and(|set| set.has(DAV, "sync-collection"));
    let state = match (&token, &tag) {
        (None, None) => None,
        (token, tag) => Some(format!("{} {}", token.as_deref().unwrap_or(""), tag.as_deref().unwrap_or(""))),
    };
    let calendar = Calendar {
        path: path_of(&url, at),
        name,
        color: resource.text(APPLE, "calendar-color"),
        read_only: !may_write,
        schedules: home.schedules,
    };
    Some(Listed { calendar, url, state, has_sync })
}
