//! The Maildir as a source: everything once, then what changes, told by the file system.

use super::cursor::{Position, Progress};
use super::layout;
use super::scan::{self, Arrival, BATCH, Scan};
use super::watch::Watch;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, InboundMail, SourceError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Times that a sync looks again for files that were renamed under its hands.
const PASSES: usize = 3;

pub struct MaildirSource {
    root: PathBuf,
    watch: Watch,
}

impl MaildirSource {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { watch: Watch::new(root.clone()), root }
    }

    async fn read_all(&self, cursor: Option<Cursor>, sink: &mut dyn Sink) -> Result<Cursor, SourceError> {
        // Before the first look, so that nothing falls between the look and the watch.
        self.watch.start();
        let mut position = match cursor {
            None => Position::default(),
            Some(cursor) => match Position::read(&cursor) {
                Some(position) => position,
                None => self.reset(sink).await?,
            },
        };
        for _ in 0..PASSES {
            let (now, missed) = self.pass(position, sink).await?;
            position = now;
            if missed == 0 {
                break;
            }
        }
        Ok(Progress::new(position).renewed())
    }

    /// One look at everything; tells how many files had gone when it came to read them.
    async fn pass(&self, before: Position, sink: &mut dyn Sink) -> Result<(Position, usize), SourceError> {
        let root = self.root.clone();
        let old = Progress::new(before.clone()).renewed();
        let Scan { mut changes, arrivals, position } =
            self.blocking(move || scan::scan(&root, &before)).await?;
        let mut progress = Progress::new(position);
        let mut remaining = arrivals.len() as u64;
        while !changes.is_empty() {
            let rest = changes.split_off(changes.len().min(BATCH));
            let batch = std::mem::replace(&mut changes, rest);
            // Only with the last of them does the new position hold.
            let cursor = if changes.is_empty() { progress.renewed() } else { old.clone() };
            sink.store(Batch { changes: batch, cursor, remaining: Some(remaining) }).await?;
        }
        let arrivals: Arc<[Arrival]> = arrivals.into();
        let mut missed = 0;
        let mut at = 0;
        let mut next = self.ahead(&arrivals, at);
        while at < arrivals.len() {
            let (mails, taken) = next.await.map_err(|e| SourceError::Unavailable(e.to_string()))?;
            at += taken;
            remaining = remaining.saturating_sub(taken as u64);
            missed += taken - mails.len();
            // The next batch is read while this one is stored.
            next = self.ahead(&arrivals, at);
            let mut batch = Vec::with_capacity(mails.len());
            for (arrival, mail) in mails {
                progress.add(&arrival.folder, arrival.unique, arrival.letters);
                batch.push(Change::Arrived(Box::new(mail)));
            }
            if !batch.is_empty() {
                let cursor = if remaining == 0 { progress.renewed() } else { progress.cursor() };
                sink.store(Batch { changes: batch, cursor, remaining: Some(remaining) }).await?;
            }
        }
        Ok((progress.position, missed))
    }
}

impl MaildirSource {
    fn ahead(
        &self,
        arrivals: &Arc<[Arrival]>,
        at: usize,
    ) -> tokio::task::JoinHandle<(Vec<(Arrival, InboundMail)>, usize)> {
        let arrivals = Arc::clone(arrivals);
        tokio::task::spawn_blocking(move || scan::read(arrivals.get(at..).unwrap_or_default()))
    }

    /// A cursor that cannot be read says nothing about the places stored under it.
    async fn reset(&self, sink: &mut dyn Sink) -> Result<Position, SourceError> {
        let changes = self.names().await?.into_iter().map(|folder| Change::FolderReset { folder }).collect();
        let cursor = Progress::new(Position::default()).renewed();
        sink.store(Batch { changes, cursor, remaining: None }).await?;
        Ok(Position::default())
    }

    async fn names(&self) -> Result<Vec<String>, SourceError> {
        let root = self.root.clone();
        let folders = self.blocking(move || layout::folders(&root)).await?;
        Ok(folders.into_iter().map(|folder| folder.name).collect())
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, SourceError> {
        let done =
            tokio::task::spawn_blocking(work).await.map_err(|e| SourceError::Unavailable(e.to_string()))?;
        done.map_err(|error| unavailable(&self.root, &error))
    }
}

impl Source for MaildirSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(self.read_all(cursor, sink))
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            self.watch.changed().await;
            Ok(())
        })
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(self.names())
    }
}

fn unavailable(root: &Path, error: &io::Error) -> SourceError {
    SourceError::Unavailable(format!("the Maildir {} cannot be read: {error}", root.display()))
}
