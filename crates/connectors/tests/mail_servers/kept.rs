//! A store in memory that does what sources tell it.

use domain::item::Place;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, Flags, SourceError};
use std::collections::BTreeMap;

/// The mailbox as it was told: folder and key, then subject and flags.
#[derive(Default)]
pub struct Kept {
    pub mails: BTreeMap<(String, String), (String, Flags)>,
    /// The cursor of the last batch that was stored.
    pub cursor: Option<Cursor>,
    /// Subjects in the order of arrival, by batch.
    pub arrivals: Vec<Vec<(String, String)>>,
    pub resets: Vec<String>,
    pub batches: usize,
    pub remaining: Option<u64>,
    /// Refuses every batch after so many.
    pub room: Option<usize>,
    /// Subjects that were nowhere after some batch, though they had been somewhere before it.
    pub lost_between: Vec<String>,
}

impl Kept {
    /// Syncs from where the last one ended.
    pub async fn sync(&mut self, source: &impl Source) -> Result<(), SourceError> {
        let cursor = source.sync(self.cursor.clone(), self).await?;
        self.cursor = Some(cursor);
        Ok(())
    }

    /// Folder and subject of everything, sorted.
    pub fn listing(&self) -> Vec<(String, String)> {
        let mut listing: Vec<_> =
            self.mails.iter().map(|((folder, _), (subject, _))| (folder.clone(), subject.clone())).collect();
        listing.sort();
        listing
    }

    pub fn flags(&self, subject: &str) -> Flags {
        self.mails
            .values()
            .find(|(known, _)| known == subject)
            .map(|(_, flags)| *flags)
            .expect("a known mail")
    }

    pub fn place(&self, subject: &str) -> Place {
        let found = self.mails.iter().find(|(_, (known, _))| known == subject);
        let ((folder, key), _) = found.expect("a known mail");
        Place { folder: folder.clone(), key: key.clone() }
    }

    fn apply(&mut self, batch: Batch) {
        let before: Vec<String> = self.mails.values().map(|(subject, _)| subject.clone()).collect();
        let mut arrived = Vec::new();
        for change in batch.changes {
            match change {
                Change::Arrived(mail) => {
                    let subject = mail.parsed.subject.clone().unwrap_or_default();
                    arrived.push((mail.place.folder.clone(), subject.clone()));
                    let known = self.mails.insert((mail.place.folder, mail.place.key), (subject, mail.flags));
                    assert!(known.is_none(), "{known:?} arrived twice");
                }
                Change::Flagged { place, flags } => {
                    let mail =
                        self.mails.get_mut(&(place.folder, place.key)).expect("a known mail is flagged");
                    mail.1 = flags;
                }
                Change::Gone { place } => {
                    self.mails.remove(&(place.folder, place.key)).expect("a known mail is gone");
                }
                Change::Event(event) => panic!("a mailbox has no events: {:?}", event.place),
                Change::FolderReset { folder } => {
                    self.mails.retain(|(known, _), _| *known != folder);
                    self.resets.push(folder);
                }
            }
        }
        if !arrived.is_empty() {
            self.arrivals.push(arrived);
        }
        let is_somewhere = |subject: &String| self.mails.values().any(|(known, _)| known == subject);
        self.lost_between.extend(before.into_iter().filter(|subject| !is_somewhere(subject)));
        self.cursor = Some(batch.cursor);
        self.remaining = batch.remaining;
        self.batches += 1;
    }
}

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async move {
            if self.room == Some(self.batches) {
                return Err(SourceError::NotStored("full".to_owned()));
            }
            self.apply(batch);
            Ok(())
        })
    }
}
