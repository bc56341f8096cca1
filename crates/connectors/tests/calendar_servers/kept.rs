//! A store in memory that does what sources tell it.

use domain::event::InboundEvent;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, SourceError};
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Kept {
    /// By folder and key.
    pub events: BTreeMap<(String, String), InboundEvent>,
    pub cursor: Option<Cursor>,
    /// What the last sync told, in words.
    pub news: Vec<String>,
    pub largest: usize,
    pub batches: usize,
    /// Refuses every batch after so many.
    pub room: Option<usize>,
    /// Counts and forgets, where only numbers matter.
    pub count_only: bool,
    pub count: usize,
}

impl Kept {
    /// Syncs from where the last one ended.
    pub async fn sync(&mut self, source: &impl Source) -> Result<&[String], SourceError> {
        self.news.clear();
        let cursor = source.sync(self.cursor.clone(), self).await?;
        self.cursor = Some(cursor);
        self.news.sort();
        Ok(&self.news)
    }

    pub fn named(&self, summary: &str) -> &InboundEvent {
        let found = self.events.values().find(|event| event.events[0].summary == summary);
        found.unwrap_or_else(|| panic!("no event {summary}"))
    }

    pub fn summaries(&self) -> Vec<String> {
        let mut summaries: Vec<_> =
            self.events.values().map(|event| event.events[0].summary.clone()).collect();
        summaries.sort();
        summaries
    }
}

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async move {
            if self.room == Some(self.batches) {
                return Err(SourceError::NotStored("full".to_owned()));
            }
            self.batches += 1;
            self.largest = self.largest.max(batch.changes.len());
            for change in batch.changes {
                match change {
                    Change::Event(event) => {
                        self.count += 1;
                        if !self.count_only {
                            self.news.push(format!("+ {}", event.events[0].summary));
                            let key = (event.place.folder.clone(), event.place.key.clone());
                            self.events.insert(key, *event);
                        }
                    }
                    Change::Gone { place } => {
                        let gone =
                            self.events.remove(&(place.folder, place.key)).expect("a known event is gone");
                        self.news.push(format!("- {}", gone.events[0].summary));
                    }
                    other => panic!("a calendar has no {other:?}"),
                }
            }
            self.cursor = Some(batch.cursor);
            Ok(())
        })
    }
}
