//! One file of events, on this machine or behind a URL: read, never written. Its UIDs become objects.

mod remote;

use super::cursor::{Mark, Marks, Progress};
use super::{BATCH, ical, inbound};
use crate::mail::maildir::watch::Watch;
use crate::wall::Wall;
use domain::event::Calendar;
use domain::item::Place;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, SourceError};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Between two looks at a URL.
const POLL: Duration = Duration::from_secs(15 * 60);

pub struct IcsSource {
    origin: Origin,
}

enum Origin {
    File(PathBuf, Watch),
    Url(String, Arc<Wall>),
}

/// The bytes, with what tells next time whether they are the same; `None` where they are.
type Content = Option<(Vec<u8>, Option<String>)>;

impl IcsSource {
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        // A file that is replaced is news in its folder.
        let folder = path.parent().map_or_else(|| PathBuf::from("."), PathBuf::from);
        Self { origin: Origin::File(path, Watch::new(folder)) }
    }

    /// `https`, `http` or `webcal`; only where the wall lets it.
    pub fn url(url: &str, wall: Arc<Wall>) -> Self {
        let url = match url.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("webcal") => format!("https://{rest}"),
            _ => url.to_owned(),
        };
        Self { origin: Origin::Url(url, wall) }
    }

    /// Reads it, and says what it is called.
    pub async fn list_calendars(&self) -> Result<Vec<Calendar>, SourceError> {
        let content = self.content(None).await?;
        let name = content.map_or_else(|| self.path(), |(bytes, _)| self.name(&bytes));
        Ok(vec![Calendar { path: self.path(), name, color: None, read_only: true, schedules: false }])
    }

    fn path(&self) -> String {
        match &self.origin {
            Origin::File(path, _) => path.display().to_string(),
            Origin::Url(url, _) => url.clone(),
        }
    }

    /// X-WR-CALNAME, else the file's name or the host.
    fn name(&self, bytes: &[u8]) -> String {
        ical::name(bytes).unwrap_or_else(|| match &self.origin {
            Origin::File(path, _) => {
                path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
            }
            Origin::Url(url, _) => {
                let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
                host.unwrap_or_else(|| url.clone())
            }
        })
    }

    async fn content(&self, state: Option<&str>) -> Result<Content, SourceError> {
        match &self.origin {
            Origin::Url(url, wall) => remote::read(url, wall, state).await,
            Origin::File(path, _) => {
                let path = path.clone();
                let read = tokio::task::spawn_blocking(move || {
                    let size = std::fs::metadata(&path)?.len();
                    if size > ical::LONGEST as u64 {
                        return Err(std::io::Error::other("it is larger than 10 MB"));
                    }
                    std::fs::read(&path)
                });
                let read = read.await.map_err(|error| SourceError::Unavailable(error.to_string()))?;
                let bytes = read.map_err(|error| {
                    SourceError::Unavailable(format!("{} cannot be read: {error}", self.path()))
                })?;
                Ok(Some((bytes, None)))
            }
        }
    }

    async fn read(&self, cursor: Option<Cursor>, sink: &mut dyn Sink) -> Result<Cursor, SourceError> {
        if let Origin::File(_, watch) = &self.origin {
            watch.start();
        }
        let path = self.path();
        let mut marks = Marks::read(cursor.as_ref());
        let mut old = marks.calendars.remove(&path).unwrap_or_default();
        let Some((bytes, state)) = self.content(old.state.as_deref()).await? else {
            return Ok(cursor.unwrap_or_default());
        };
        if !ical::is_whole(&bytes) {
            // Half a file would make the other half seem deleted.
            return Err(SourceError::Protocol(format!("{path} is no whole calendar.")));
        }
        let name = self.name(&bytes);
        if name != old.name {
            old.known.values_mut().for_each(String::clear);
        }
        let pieces = ical::split(&bytes);
        let here: std::collections::HashSet<&str> = pieces.iter().map(|piece| piece.uid.as_str()).collect();
        let missing = old.known.keys().filter(|uid| !here.contains(uid.as_str()));
        let place = |uid: &String| Place { folder: path.clone(), key: uid.clone() };
        let mut changes: Vec<Change> = missing.map(|uid| Change::Gone { place: place(uid) }).collect();
        let gone: Vec<String> =
            old.known.keys().filter(|uid| !here.contains(uid.as_str())).cloned().collect();
        let mut mark = Mark { name: name.clone(), ..old };
        gone.iter().for_each(|uid| {
            mark.known.remove(uid);
        });
        // What the state stands for is delivered only with the last batch.
        mark.state = None;
        marks.calendars.insert(path.clone(), mark);
        let mut progress = Progress::new(marks);
        for piece in pieces {
            let hash: String = blake3::hash(&piece.raw).to_hex().as_str().chars().take(32).collect();
            let mark = progress.marks.calendars.entry(path.clone()).or_default();
            if mark.known.get(&piece.uid) == Some(&hash) {
                continue;
            }
            if let Some(event) = inbound(place(&piece.uid), Some(hash.clone()), &name, piece.raw) {
                mark.known.insert(piece.uid, hash);
                changes.push(Change::Event(Box::new(event)));
            }
            if changes.len() >= BATCH {
                let cursor = progress.cursor(changes.len());
                let changes = std::mem::take(&mut changes);
                sink.store(Batch { changes, cursor, remaining: None }).await?;
            }
        }
        progress.marks.calendars.entry(path).or_default().state = state;
        let cursor = progress.renewed();
        if !changes.is_empty() {
            sink.store(Batch { changes, cursor: cursor.clone(), remaining: Some(0) }).await?;
        }
        Ok(cursor)
    }
}

impl Source for IcsSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(self.read(cursor, sink))
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            match &self.origin {
                Origin::File(_, watch) => watch.changed().await,
                Origin::Url(..) => tokio::time::sleep(POLL).await,
            }
            Ok(())
        })
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

#[cfg(test)]
mod tests;
