//! A sync: one look at the home, then each calendar that changed.

use super::fetch::{self, Changes, Delta, Entry};
use super::home::{self, Listed};
use super::{CalDavSource, http::Dav};
use crate::calendar::cursor::{Home, Mark, Marks, Progress};
use crate::calendar::{BATCH, inbound};
use crate::mail::server::ServerError;
use domain::item::Place;
use domain::ports::Sink;
use domain::source::{Batch, Change, Cursor, SourceError};

/// Objects of one request.
const OBJECTS: usize = BATCH;

pub(super) async fn sync(
    source: &CalDavSource,
    cursor: Option<Cursor>,
    sink: &mut dyn Sink,
) -> Result<Cursor, SourceError> {
    let marks = Marks::read(cursor.as_ref());
    let (home, listed) = calendars(source, marks.home.as_ref()).await?;
    let mut progress = Progress::new(marks);
    progress.marks.home = Some(home);
    let mut sync = Sync { dav: &source.dav, progress, sink };
    let is_there = |path: &String| listed.iter().any(|listed| listed.calendar.path == *path);
    let gone: Vec<String> =
        sync.progress.marks.calendars.keys().filter(|path| !is_there(path)).cloned().collect();
    for path in gone {
        sync.remove_calendar(&path).await?;
    }
    for listed in &listed {
        sync.calendar(listed).await?;
    }
    Ok(sync.progress.renewed())
}

/// The home of the cursor may have moved: then it is looked for again.
async fn calendars(source: &CalDavSource, known: Option<&Home>) -> Result<(Home, Vec<Listed>), ServerError> {
    let home = source.home(known).await?;
    match home::list(&source.dav, &home).await {
        Err(ServerError::Protocol(_) | ServerError::Refused(_)) if known.is_some() => {}
        listed => return Ok((home, listed?)),
    }
    source.forget_home();
    let home = source.home(None).await?;
    let listed = home::list(&source.dav, &home).await?;
    Ok((home, listed))
}

struct Sync<'a> {
    dav: &'a Dav,
    progress: Progress,
    sink: &'a mut dyn Sink,
}

impl Sync<'_> {
    async fn calendar(&mut self, listed: &Listed) -> Result<(), SourceError> {
        let path = &listed.calendar.path;
        let mark = self.progress.marks.calendars.entry(path.clone()).or_default();
        let is_renamed = mark.name != listed.calendar.name;
        if !is_renamed && mark.state.is_some() && mark.state == listed.state {
            return Ok(());
        }
        if is_renamed {
            // Its events carry the name, so they all come again; none of them goes.
            mark.name.clone_from(&listed.calendar.name);
            mark.token = None;
            mark.state = None;
            mark.known.values_mut().for_each(String::clear);
        }
        let token = mark.token.clone().filter(|_| listed.has_sync);
        let changes = match token {
            Some(token) => match fetch::delta(self.dav, &listed.url, Some(&token)).await? {
                Delta::Changes(changes) => changes,
                Delta::Expired => self.everything(listed).await?,
            },
            None => self.everything(listed).await?,
        };
        self.take(listed, changes).await
    }

    /// A list of all, compared with what is known: what is not in it is gone.
    async fn everything(&mut self, listed: &Listed) -> Result<Changes, SourceError> {
        let mut changes = match listed.has_sync {
            true => match fetch::delta(self.dav, &listed.url, None).await {
                Ok(Delta::Changes(changes)) => changes,
                // It was announced and is refused all the same.
                Ok(Delta::Expired) | Err(ServerError::Refused(_) | ServerError::Protocol(_)) => {
                    fetch::list(self.dav, &listed.url).await?
                }
                Err(error) => return Err(error.into()),
            },
            false => fetch::list(self.dav, &listed.url).await?,
        };
        if let Some(mark) = self.progress.marks.calendars.get(&listed.calendar.path) {
            changes.gone = mark.keys().filter(|key| !changes.there.contains_key(*key)).cloned().collect();
        }
        Ok(changes)
    }

    async fn take(&mut self, listed: &Listed, changes: Changes) -> Result<(), SourceError> {
        let path = &listed.calendar.path;
        self.remove(path, &changes.gone).await?;
        let is_new = |mark: &Mark, key: &str, entry: &Entry| {
            entry.etag.is_none() || mark.etag(key).is_none_or(|known| Some(known) != entry.etag.as_ref())
        };
        let empty = Mark::default();
        let mark = self.progress.marks.calendars.get(path).unwrap_or(&empty);
        let mut wanted: Vec<(String, Entry)> =
            changes.there.into_iter().filter(|(key, entry)| is_new(mark, key, entry)).collect();
        let mut remaining = wanted.len() as u64;
        while !wanted.is_empty() {
            let rest = wanted.split_off(wanted.len().min(OBJECTS));
            let batch = std::mem::replace(&mut wanted, rest);
            remaining = remaining.saturating_sub(batch.len() as u64);
            let objects = fetch::multiget(self.dav, &listed.url, &batch).await?;
            if objects.is_empty() && batch.len() > 1 {
                // Not all of them can have gone at once; what is missing now would never come.
                let said = self.dav.protocol("gives none of the events that it lists");
                return Err(said.into());
            }
            self.store(listed, objects, remaining).await?;
        }
        let mark = self.progress.marks.calendars.entry(path.clone()).or_default();
        mark.state.clone_from(&listed.state);
        mark.token = changes.token;
        Ok(())
    }

    async fn store(
        &mut self,
        listed: &Listed,
        objects: Vec<fetch::Object>,
        remaining: u64,
    ) -> Result<(), SourceError> {
        let (path, name) = (&listed.calendar.path, &listed.calendar.name);
        let mut changes = Vec::with_capacity(objects.len());
        let mark = self.progress.marks.calendars.entry(path.clone()).or_default();
        for object in objects {
            let place = Place { folder: path.clone(), key: object.key.clone() };
            // Without an ETag it is read again each time.
            let etag = object.etag.clone().unwrap_or_default();
            match inbound(place.clone(), object.etag, name, object.raw) {
                Some(event) => {
                    mark.others.remove(&object.key);
                    mark.known.insert(object.key, etag);
                    changes.push(Change::Event(Box::new(event)));
                }
                None => {
                    if mark.known.remove(&object.key).is_some() {
                        changes.push(Change::Gone { place });
                    }
                    mark.others.insert(object.key, etag);
                }
            }
        }
        self.deliver(changes, Some(remaining)).await
    }

    async fn remove(&mut self, path: &str, keys: &[String]) -> Result<(), SourceError> {
        for keys in keys.chunks(BATCH) {
            let mark = self.progress.marks.calendars.entry(path.to_owned()).or_default();
            let mut changes = Vec::new();
            for key in keys {
                mark.others.remove(key);
                if mark.known.remove(key).is_some() {
                    changes.push(Change::Gone { place: Place { folder: path.to_owned(), key: key.clone() } });
                }
            }
            self.deliver(changes, None).await?;
        }
        Ok(())
    }

    async fn remove_calendar(&mut self, path: &str) -> Result<(), SourceError> {
        let known =
            self.progress.marks.calendars.get(path).map(|mark| mark.known.clone()).unwrap_or_default();
        let keys: Vec<String> = known.into_keys().collect();
        self.remove(path, &keys).await?;
        self.progress.marks.calendars.remove(path);
        Ok(())
    }

    async fn deliver(&mut self, changes: Vec<Change>, remaining: Option<u64>) -> Result<(), SourceError> {
        if changes.is_empty() {
            return Ok(());
        }
        let cursor = self.progress.cursor(changes.len());
        self.sink.store(Batch { changes, cursor, remaining }).await
    }
}
