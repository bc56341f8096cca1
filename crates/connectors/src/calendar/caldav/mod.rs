//! CalDAV (RFC 4791): a user's calendars on a server as a source of events, and writing to them.
//!
//! libdav would do most of it, but it knows no truncated answers (RFC 6578 §3.6), keeps no limit on what a server
//! sends, and wants another HTTP client beside ours; what we need of the protocol is one XML document each way.
//! In `Place` the folder is the calendar's path as the server writes it, the key the object's name below it.

mod discovery;
mod fetch;
mod home;
mod http;
mod sync;
mod write;
mod xml;

pub use discovery::url_for;
pub use write::CalDavCalendars;

use crate::calendar::cursor::Home;
use crate::mail::server::{Secret, ServerError, Timing};
use domain::event::Calendar;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Cursor, SourceError};
use http::Dav;
use std::sync::{Arc, Mutex, PoisonError};

/// An account on a CalDAV server.
#[derive(Clone, Debug)]
pub struct CalDavServer {
    /// Of the server, the user, or one calendar.
    pub url: String,
    pub username: String,
    pub secret: Secret,
    /// A certificate in PEM that is trusted beside the system's.
    pub extra_root: Option<String>,
}

/// Calendars that are read; clones share their connections.
#[derive(Clone)]
pub struct CalDavSource {
    dav: Dav,
    timing: Timing,
    /// Found once.
    home: Arc<Mutex<Option<Home>>>,
}

impl CalDavServer {
    pub fn new(url: &str, username: &str, secret: Secret) -> Self {
        Self { url: url.to_owned(), username: username.to_owned(), secret, extra_root: None }
    }
}

impl CalDavSource {
    pub fn new(server: &CalDavServer) -> Result<Self, ServerError> {
        Self::with_timing(server, Timing::default())
    }

    pub fn with_timing(server: &CalDavServer, timing: Timing) -> Result<Self, ServerError> {
        Ok(Self { dav: Dav::new(server, &timing)?, timing, home: Arc::default() })
    }

    /// Finds the user's calendars, and nothing else.
    pub async fn check_login(&self) -> Result<(), ServerError> {
        self.list_calendars().await.map(|_| ())
    }

    pub async fn list_calendars(&self) -> Result<Vec<Calendar>, ServerError> {
        let home = self.home(None).await?;
        let listed = home::list(&self.dav, &home).await?;
        Ok(listed.into_iter().map(|listed| listed.calendar).collect())
    }

    /// The writing side of the same account.
    pub fn writer(&self) -> CalDavCalendars {
        CalDavCalendars::new(self.clone())
    }

    /// Where the calendars are: known from before, or looked for.
    async fn home(&self, known: Option<&Home>) -> Result<Home, ServerError> {
        let remembered = self.remembered();
        if let Some(home) = remembered.as_ref().or(known) {
            return Ok(home.clone());
        }
        let home = discovery::home(&self.dav).await?;
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = Some(home.clone());
        Ok(home)
    }

    fn remembered(&self) -> Option<Home> {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn forget_home(&self) {
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Source for CalDavSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(sync::sync(self, cursor, sink))
    }

    /// CalDAV tells nothing by itself: a poll.
    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            tokio::time::sleep(self.timing.poll).await;
            Ok(())
        })
    }

    /// None: events are not moved as mails are.
    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
