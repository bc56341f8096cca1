//! From an address or any URL of the server to the user's calendar home (RFC 6764, RFC 5397, RFC 4791 §6.2.1).

use super::http::{Answer, Dav, Request};
use super::xml::{CALDAV, DAV, Multistatus, Resource, multistatus};
use crate::calendar::cursor::Home;
use crate::mail::server::ServerError;
use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;
use std::time::Duration;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(4);

const WHERE: &str = r#"<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><resourcetype/><current-user-principal/><C:calendar-home-set/><C:schedule-outbox-URL/></prop></propfind>"#;

/// The server that an address's domain names in DNS (`_caldavs._tcp`), else the domain itself.
pub async fn url_for(address: &str) -> String {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    let domain = idna::domain_to_ascii(domain).unwrap_or_default();
    service(&domain).await.unwrap_or_else(|| format!("https://{domain}/"))
}

/// Tries the URL itself, then the well-known one, then the root.
pub(super) async fn home(dav: &Dav) -> Result<Home, ServerError> {
    let base = dav.base();
    let has_path = base.path().len() > 1;
    let mut tries = Vec::new();
    if has_path {
        tries.push(base.clone());
    }
    tries.extend(["/.well-known/caldav", "/"].iter().filter_map(|path| base.join(path).ok()));
    let mut last = None;
    for url in tries {
        match look(dav, &url).await {
            Ok(Some(home)) => return Ok(home),
            Ok(None) => {}
            Err(
                error @ (ServerError::Unauthorized(_)
                | ServerError::Unavailable(_)
                | ServerError::Untrusted(_)),
            ) => {
                return Err(error);
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| dav.protocol("does not say where the calendars of this user are")))
}

async fn look(dav: &Dav, url: &Url) -> Result<Option<Home>, ServerError> {
    let Some((resource, at)) = properties(dav, url).await? else { return Ok(None) };
    if let Some(home) = home_of(dav, &resource, &at).await? {
        return Ok(Some(home));
    }
    let is_calendar =
        resource.property(DAV, "resourcetype").is_some_and(|kind| kind.child(CALDAV, "calendar").is_some());
    let principal = resource.property(DAV, "current-user-principal").and_then(|node| node.href());
    if let Some(principal) = principal.and_then(|href| at.join(href).ok())
        && let Some((resource, at)) = properties(dav, &principal).await?
        && let Some(home) = home_of(dav, &resource, &at).await?
    {
        return Ok(Some(home));
    }
    // A calendar without a user around it, as shared links are.
    Ok(is_calendar.then(|| Home { url: at.to_string(), schedules: false, is_calendar: true }))
}

async fn home_of(dav: &Dav, resource: &Resource, at: &Url) -> Result<Option<Home>, ServerError> {
    let home = resource.property(CALDAV, "calendar-home-set").and_then(|node| node.href());
    let Some(mut url) = home.and_then(|href| at.join(href).ok()) else { return Ok(None) };
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    let has_outbox =
        resource.property(CALDAV, "schedule-outbox-URL").is_some_and(|node| node.href().is_some());
    let schedules = has_outbox && mails_by_itself(dav, &url).await?;
    Ok(Some(Home { url: url.to_string(), schedules, is_calendar: false }))
}

/// RFC 6638 §2: such a server says so in its DAV header.
async fn mails_by_itself(dav: &Dav, url: &Url) -> Result<bool, ServerError> {
    let request = Request { method: "OPTIONS", url, headers: Vec::new(), body: Vec::new() };
    let answer = dav.send(request).await?;
    let offers = answer.headers.get_all("dav").iter().filter_map(|value| value.to_str().ok());
    Ok(offers.flat_map(|offers| offers.split(',')).any(|offer| offer.trim() == "calendar-auto-schedule"))
}

/// `None` where there is nothing of WebDAV.
async fn properties(dav: &Dav, url: &Url) -> Result<Option<(Resource, Url)>, ServerError> {
    let answer = dav.ask("PROPFIND", url, "0", WHERE).await?;
    match answer.status.as_u16() {
        207 => {
            let at = answer.url.clone();
            let found = expect(dav, &answer)?;
            Ok(found.resources.into_iter().next().map(|resource| (resource, at)))
        }
        404 | 405 | 410 | 501 => Ok(None),
        200..300 => Err(dav.protocol("does not speak CalDAV")),
        _ => Err(dav.refused(&answer)),
    }
}

pub(super) fn expect(dav: &Dav, answer: &Answer) -> Result<Multistatus, ServerError> {
    match answer.status.as_u16() {
        207 => multistatus(&answer.body).ok_or_else(|| dav.protocol("answers with what is no whole XML")),
        _ => Err(dav.refused(answer)),
    }
}

async fn service(domain: &str) -> Option<String> {
    let resolver = TokioResolver::builder_tokio().ok()?.build().ok()?;
    let name = format!("_caldavs._tcp.{domain}.");
    let found = tokio::time::timeout(PATIENCE, resolver.srv_lookup(name.clone())).await.ok()?.ok()?;
    let services = found.answers().iter().filter_map(|record| match &record.data {
        RData::SRV(service) => Some(service),
        _ => None,
    });
    let best = services.min_by_key(|service| (service.priority, u16::MAX - service.weight))?;
    let host = best.target.to_ascii();
    let host = host.trim_end_matches('.');
    if host.is_empty() {
        return None;
    }
    let text = tokio::time::timeout(PATIENCE, resolver.txt_lookup(name)).await.ok().and_then(Result::ok);
    let path = text.and_then(|found| {
        found.answers().iter().find_map(|record| match &record.data {
            RData::TXT(text) => text.to_string().trim_matches('"').strip_prefix("path=").map(str::to_owned),
            _ => None,
        })
    });
    let path = path.filter(|path| path.starts_with('/')).unwrap_or_else(|| "/".to_owned());
    Some(format!("https://{host}:{}{path}", best.port))
}
