//! Writing to a CalDAV server, each write under a condition that the server checks.

use super::CalDavSource;
use super::discovery::expect;
use super::fetch::{key_of, url_of};
use super::home;
use super::http::{Answer, NoAnswer, Request};
use super::xml::{CALDAV, escaped};
use crate::calendar::cursor::Home;
use crate::calendar::ical;
use crate::calendar::write::{CalendarError, Calendars, Condition, Delete, Done, Found, Put, Trouble};
use crate::mail::server::ServerError;
use domain::Authorized;
use domain::event::Calendar;
use domain::item::Place;
use std::sync::Arc;
use url::Url;

/// The calendars of one account, open for an effect.
#[derive(Clone)]
pub struct CalDavCalendars {
    source: CalDavSource,
}

impl CalDavCalendars {
    pub(super) fn new(source: CalDavSource) -> Self {
        Self { source }
    }

    async fn place(&self, folder: &str, key: &str) -> Result<Url, CalendarError> {
        let url = self.calendar(folder).await?;
        url_of(&url, key).ok_or_else(|| {
            CalendarError::new(Trouble::Permanent, "bad_place", "This is no place of an event.")
        })
    }

    async fn calendar(&self, folder: &str) -> Result<Url, CalendarError> {
        let Home { url, .. } = self.source.home(None).await.map_err(not_read)?;
        let url = Url::parse(&url).and_then(|home| home.join(folder));
        url.map_err(|_| {
            CalendarError::new(Trouble::Permanent, "bad_place", "This is no place of a calendar.")
        })
    }

    async fn store(&self, put: Authorized<Put>) -> Result<String, CalendarError> {
        let url = self.place(&put.calendar, &put.key).await?;
        let condition = match &put.condition {
            Condition::IfNew => ("if-none-match", "*".to_owned()),
            Condition::IfEtag(etag) => ("if-match", etag.clone()),
        };
        let headers = vec![("content-type", "text/calendar; charset=utf-8".to_owned()), condition];
        let must_exist = matches!(put.condition, Condition::IfEtag(_));
        let body = put.into_inner().bytes;
        let answer = self.source.dav.send(Request { method: "PUT", url: &url, headers, body }).await;
        let answer = self.written(answer, &url, must_exist).await?;
        match answer.headers.get("etag").and_then(|etag| etag.to_str().ok()) {
            Some(etag) => Ok(etag.to_owned()),
            // The server changed what it got (RFC 4791 §5.3.4), and it is done: no error may hide that.
            None => Ok(self.fetch(&url).await.ok().flatten().map(|(etag, _)| etag).unwrap_or_default()),
        }
    }

    async fn remove(&self, delete: Authorized<Delete>) -> Result<(), CalendarError> {
        let url = self.place(&delete.place.folder, &delete.place.key).await?;
        let headers = vec![("if-match", delete.etag.clone())];
        let answer =
            self.source.dav.send(Request { method: "DELETE", url: &url, headers, body: Vec::new() }).await;
        self.written(answer, &url, true).await.map(|_| ())
    }

    /// What an answer to a write proves.
    async fn written(
        &self,
        answer: Result<Answer, NoAnswer>,
        url: &Url,
        must_exist: bool,
    ) -> Result<Answer, CalendarError> {
        let answer = answer.map_err(not_written)?;
        let (status, name) = (answer.status.as_u16(), self.source.dav.name());
        let error = |kind, code, what: &str| {
            Err(CalendarError::new(kind, code, format!("{name} {what} (status {status}).")))
        };
        match status {
            200..300 => Ok(answer),
            404 | 410 => error(Trouble::Gone, "gone", "does not have this event any more"),
            // A missing object fails the condition as well.
            412 if must_exist && matches!(self.fetch(url).await, Ok(None)) => {
                error(Trouble::Gone, "gone", "does not have this event any more")
            }
            412 => error(Trouble::Changed, "event_changed", "has another event there by now"),
            403 | 409 if String::from_utf8_lossy(&answer.body).contains("no-uid-conflict") => {
                error(Trouble::Changed, "event_exists", "has this event already")
            }
            429 | 503 => error(Trouble::Passing, "unavailable", "is busy"),
            507 => error(Trouble::Passing, "quota", "has no room left"),
            500..600 => error(Trouble::Unanswered, "server_error", "failed while it was writing"),
            403 => error(Trouble::Permanent, "not_permitted", "does not permit this change"),
            _ => error(Trouble::Permanent, "refused", "refuses this change"),
        }
    }

    /// ETag and bytes of an object.
    async fn fetch(&self, url: &Url) -> Result<Option<(String, Vec<u8>)>, CalendarError> {
        let dav = &self.source.dav;
        let request = Request { method: "GET", url, headers: Vec::new(), body: Vec::new() };
        let answer = dav.send(request).await.map_err(|failure| not_read(failure.error))?;
        match answer.status.as_u16() {
            200 => {
                let etag = answer.headers.get("etag").and_then(|etag| etag.to_str().ok()).unwrap_or_default();
                Ok(Some((etag.to_owned(), answer.body)))
            }
            404 | 410 => Ok(None),
            _ => Err(not_read(dav.refused(&answer))),
        }
    }

    async fn look_for(&self, uid: &str) -> Result<Option<Found>, CalendarError> {
        let dav = &self.source.dav;
        let home = self.source.home(None).await.map_err(not_read)?;
        let body = format!(
            r#"<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID"><C:text-match collation="i;octet">{}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"#,
            escaped(uid)
        );
        for listed in home::list(dav, &home).await.map_err(not_read)? {
            let answer = dav
                .ask("REPORT", &listed.url, "1", &body)
                .await
                .map_err(|failure| not_read(failure.error))?;
            for resource in expect(dav, &answer).map_err(not_read)?.resources {
                let Some(key) = key_of(&resource.href, &listed.url) else { continue };
                let Some(data) = resource.property(CALDAV, "calendar-data") else { continue };
                // A text-match finds parts of longer UIDs too.
                if ical::read(data.text.as_bytes()).objects.iter().any(|object| object.uid == uid) {
                    let place = Place { folder: listed.calendar.path.clone(), key };
                    // As GET gives it: XML may have lost its line breaks.
                    return self.read(&place).await;
                }
            }
        }
        Ok(None)
    }

    async fn read(&self, place: &Place) -> Result<Option<Found>, CalendarError> {
        let url = self.place(&place.folder, &place.key).await?;
        let found = self.fetch(&url).await?;
        Ok(found.map(|(etag, raw)| Found { place: place.clone(), etag, raw: Arc::from(raw) }))
    }
}

impl Calendars for CalDavCalendars {
    fn put(&self, put: Authorized<Put>) -> Done<'_, String> {
        Box::pin(self.store(put))
    }

    fn delete(&self, delete: Authorized<Delete>) -> Done<'_> {
        Box::pin(self.remove(delete))
    }

    fn find<'a>(&'a self, uid: &'a str) -> Done<'a, Option<Found>> {
        Box::pin(self.look_for(uid))
    }

    fn get<'a>(&'a self, place: &'a Place) -> Done<'a, Option<Found>> {
        Box::pin(self.read(place))
    }

    fn calendars(&self) -> Done<'_, Vec<Calendar>> {
        Box::pin(async { self.source.list_calendars().await.map_err(not_read) })
    }
}

/// While nothing was written.
fn not_read(error: ServerError) -> CalendarError {
    let kind = match &error {
        ServerError::Unavailable(_) => Trouble::Passing,
        _ => Trouble::Permanent,
    };
    CalendarError::new(kind, error.code(), error.to_string())
}

fn not_written(failure: NoAnswer) -> CalendarError {
    if failure.nothing_sent {
        return not_read(failure.error);
    }
    CalendarError::new(Trouble::Unanswered, "no_answer", failure.error.to_string())
}
