//! The vdir as a source: everything once, then what changes, told by the file system.

use super::layout;
use crate::calendar::cursor::{Marks, Progress};
use crate::calendar::{BATCH, ical, inbound};
use crate::mail::maildir::watch::Watch;
use domain::event::{Calendar, InboundEvent};
use domain::item::Place;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, SourceError};
use std::io;
use std::path::PathBuf;

pub struct VdirSource {
    root: PathBuf,
    watch: Watch,
}

/// A file that is new or was changed.
struct News {
    calendar: Calendar,
    key: String,
    path: PathBuf,
    stamp: String,
}

impl VdirSource {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { watch: Watch::new(root.clone()), root }
    }

    pub async fn list_calendars(&self) -> Result<Vec<Calendar>, SourceError> {
        let root = self.root.clone();
        self.blocking(move || layout::calendars(&root)).await
    }

    async fn read(&self, cursor: Option<Cursor>, sink: &mut dyn Sink) -> Result<Cursor, SourceError> {
        // Before the first look, so that nothing falls between the look and the watch.
        self.watch.start();
        let mut marks = Marks::read(cursor.as_ref());
        let root = self.root.clone();
        let (marks_after, gone, news) = self
            .blocking(move || {
                let (gone, news) = compare(&root, &mut marks)?;
                Ok((marks, gone, news))
            })
            .await?;
        let mut progress = Progress::new(marks_after);
        let mut gone = gone;
        while !gone.is_empty() {
            let rest = gone.split_off(gone.len().min(BATCH));
            let places = std::mem::replace(&mut gone, rest);
            for place in &places {
                if let Some(mark) = progress.marks.calendars.get_mut(&place.folder) {
                    mark.known.remove(&place.key);
                }
            }
            let changes = places.into_iter().map(|place| Change::Gone { place }).collect();
            let cursor = progress.cursor(BATCH);
            sink.store(Batch { changes, cursor, remaining: Some(news.len() as u64) }).await?;
        }
        let mut remaining = news.len() as u64;
        let mut news = news.into_iter();
        loop {
            let files: Vec<News> = news.by_ref().take(BATCH).collect();
            if files.is_empty() {
                return Ok(progress.renewed());
            }
            remaining = remaining.saturating_sub(files.len() as u64);
            let read = self.blocking(move || Ok(files.into_iter().map(read_one).collect::<Vec<_>>())).await?;
            let mut changes = Vec::new();
            for (file, event) in read {
                let mark = progress.marks.calendars.entry(file.calendar.path.clone()).or_default();
                match event {
                    Some(event) => {
                        mark.others.remove(&file.key);
                        mark.known.insert(file.key, file.stamp);
                        changes.push(Change::Event(Box::new(event)));
                    }
                    None => {
                        if mark.known.remove(&file.key).is_some() {
                            let place = Place { folder: file.calendar.path, key: file.key.clone() };
                            changes.push(Change::Gone { place });
                        }
                        mark.others.insert(file.key, file.stamp);
                    }
                }
            }
            if !changes.is_empty() {
                let cursor = progress.cursor(changes.len());
                sink.store(Batch { changes, cursor, remaining: Some(remaining) }).await?;
            }
        }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, SourceError> {
        let done =
            tokio::task::spawn_blocking(work).await.map_err(|e| SourceError::Unavailable(e.to_string()))?;
        done.map_err(|error| {
            SourceError::Unavailable(format!(
                "the calendars in {} cannot be read: {error}",
                self.root.display()
            ))
        })
    }
}

impl Source for VdirSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(self.read(cursor, sink))
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            self.watch.changed().await;
            Ok(())
        })
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// What is gone and what is new. Calendars that were renamed give all their events again.
fn compare(root: &std::path::Path, marks: &mut Marks) -> io::Result<(Vec<Place>, Vec<News>)> {
    let (mut gone, mut news) = (Vec::new(), Vec::new());
    let calendars = layout::calendars(root)?;
    for (path, mark) in &marks.calendars {
        if !calendars.iter().any(|calendar| calendar.path == *path) {
            gone.extend(mark.known.keys().map(|key| Place { folder: path.clone(), key: key.clone() }));
        }
    }
    for calendar in calendars {
        let Some(folder) = layout::folder_of(root, &calendar.path) else { continue };
        let mark = marks.calendars.entry(calendar.path.clone()).or_default();
        if mark.name != calendar.name {
            mark.name.clone_from(&calendar.name);
            mark.known.values_mut().for_each(String::clear);
        }
        let entries = layout::entries(&folder)?;
        let is_there = |key: &String| entries.binary_search_by(|entry| entry.key.cmp(key)).is_ok();
        let missing = mark.known.keys().filter(|key| !is_there(key));
        gone.extend(missing.map(|key| Place { folder: calendar.path.clone(), key: key.clone() }));
        mark.others.retain(|key, _| is_there(key));
        for entry in entries {
            if mark.etag(&entry.key) != Some(&entry.stamp) {
                let (key, path, stamp) = (entry.key, entry.path, entry.stamp);
                news.push(News { calendar: calendar.clone(), key, path, stamp });
            }
        }
    }
    Ok((gone, news))
}

fn read_one(file: News) -> (News, Option<InboundEvent>) {
    let is_small = std::fs::metadata(&file.path).is_ok_and(|metadata| metadata.len() <= ical::LONGEST as u64);
    // One that vanished is gone by the next look.
    let raw = is_small.then(|| std::fs::read(&file.path).ok()).flatten();
    let place = Place { folder: file.calendar.path.clone(), key: file.key.clone() };
    let event = raw.and_then(|raw| inbound(place, Some(layout::etag(&raw)), &file.calendar.name, raw));
    (file, event)
}
