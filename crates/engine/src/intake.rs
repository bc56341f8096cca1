//! Intake: one batch of a source becomes items, cursor and a run, in one transaction.

use bus::Topic;
use domain::event::InboundEvent;
use domain::item::ItemKind;
use domain::ports::{BoxFuture, Sink};
use domain::source::{Batch, Change, Cursor, FolderRole, InboundMail, SourceError};
use domain::{AccountId, BlobId, Integrity, Item, ItemId, RunId, TenantCtx, ThreadId};
use std::sync::Arc;
use store::{Arrival, EventArrival, Ingest, Ingested};

use crate::Engine;

/// Takes the batches of one sync of one account.
pub(crate) struct Intake<'a> {
    pub engine: &'a Engine,
    pub ctx: &'a TenantCtx,
    pub account: &'a AccountId,
    /// The owner's address: mails from it are outgoing in whatever folder they lie.
    pub own: String,
    pub parent: RunId,
    /// The one that is stored.
    pub cursor: Option<Cursor>,
    pub arrived: u64,
    pub changed: u64,
}

impl Sink for Intake<'_> {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(self.take(batch))
    }
}

impl Intake<'_> {
    /// The end of a sync may know more than its last batch did.
    pub(crate) async fn reached(&mut self, cursor: Cursor) -> Result<(), SourceError> {
        if self.cursor.as_ref() == Some(&cursor) {
            return Ok(());
        }
        self.take(Batch { changes: Vec::new(), cursor, remaining: None }).await
    }

    async fn take(&mut self, batch: Batch) -> Result<(), SourceError> {
        let inner = &self.engine.inner;
        let contents: Vec<Arc<[u8]>> = batch
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Arrived(mail) => Some(mail.raw.clone()),
                Change::Event(event) => Some(event.raw.clone()),
                _ => None,
            })
            .collect();
        // Bytes first: a blob that no row names is swept, a row without its blob would be a lost mail.
        let mut blobs = inner.content.keep(self.ctx, contents).await?.into_iter();
        let changes =
            batch.changes.into_iter().filter_map(|change| self.ingested(change, &mut blobs)).collect();
        let reached = batch.cursor.clone();
        let ingest = Ingest {
            account: self.account.clone(),
            changes,
            cursor: batch.cursor,
            run: RunId::new(inner.clock.new_id()),
            parent: Some(self.parent.clone()),
            at: inner.clock.now(),
        };
        let report =
            inner.store.ingest(self.ctx, ingest).await.map_err(|e| SourceError::NotStored(e.to_string()))?;
        self.cursor = Some(reached);
        self.arrived += report.arrived;
        self.changed += report.changed;
        if report.run.is_some() {
            inner.bus.wake(&self.ctx.tenant, Topic::Runs);
        }
        inner.bus.wake(&self.ctx.tenant, Topic::Activity);
        Ok(())
    }

    fn ingested(&self, change: Change, blobs: &mut impl Iterator<Item = BlobId>) -> Option<Ingested> {
        Some(match change {
            Change::Arrived(mail) => Ingested::Arrived(Box::new(self.arrival(*mail, blobs.next()?))),
            Change::Event(event) => Ingested::Event(Box::new(self.event(*event, blobs.next()?)?)),
            Change::Flagged { place, flags } => Ingested::Flagged { place, flags },
            Change::Gone { place } => Ingested::Gone { place },
            Change::FolderReset { folder } => Ingested::FolderReset { folder },
        })
    }

    /// `None` for an object without any component, which a connector does not deliver.
    fn event(&self, event: InboundEvent, blob: BlobId) -> Option<EventArrival> {
        let clock = &self.engine.inner.clock;
        let InboundEvent { place, etag, raw, events: parts, occurrences, expanded_to, problems } = event;
        let master = parts.first()?;
        // Their words quote the event, which no log may hold.
        if !problems.is_empty() {
            tracing::warn!(account = %self.account, problems = problems.len(), "a calendar object was read in part");
        }
        let words = [Some(&master.description), master.location.as_ref()];
        let id = ItemId::new(clock.new_id());
        let item = Item {
            folders: vec![place.folder.clone()],
            subject: Some(master.summary.clone()),
            from: master.organizer.clone(),
            to: master.attendees.iter().map(|attendee| attendee.address.clone()).collect(),
            archived: true,
            text: words.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n"),
            raw: Some(blob),
            size: raw.len() as u64,
            event: Some(Box::new(master.clone())),
            ..Item::new(id, ItemKind::Event, self.account.clone(), clock.now())
        };
        Some(EventArrival { item, place, etag, parts, occurrences, expanded_to })
    }

    fn arrival(&self, mail: InboundMail, blob: BlobId) -> Arrival {
        let clock = &self.engine.inner.clock;
        let InboundMail { place, role, flags, received_at, raw, parsed } = mail;
        let from_owner = parsed.from.as_ref().is_some_and(|from| from.key() == self.own);
        let bank_details = agents::money::iban::ibans(&parsed.text).into_iter().collect();
        let item = Item {
            id: ItemId::new(clock.new_id()),
            kind: ItemKind::Email,
            account_id: self.account.clone(),
            thread_id: Some(ThreadId::new(clock.new_id())),
            message_id: parsed.message_id,
            duplicate_of: None,
            in_reply_to: parsed.in_reply_to,
            references: parsed.references,
            folders: vec![place.folder.clone()],
            subject: parsed.subject,
            from: parsed.from,
            reply_to: parsed.reply_to,
            to: parsed.to,
            cc: parsed.cc,
            received_at,
            sent_at: parsed.sent_at,
            sent_offset: parsed.sent_offset,
            unread: !flags.seen,
            flagged: flags.flagged,
            answered: flags.answered,
            archived: false,
            outgoing: role == FolderRole::Sent || (from_owner && role != FolderRole::Inbox),
            awaiting_reply: false,
            attachments: parsed.attachments,
            text: parsed.text,
            has_html: parsed.has_html,
            links: parsed.links,
            list: parsed.list,
            auth: parsed.auth,
            structured: parsed.structured,
            integrity: Integrity::Untrusted,
            size: raw.len() as u64,
            raw: Some(blob.clone()),
            insight: None,
            event: None,
            invitations: parsed.invitations,
        };
        Arrival { item, place, flags, content_hash: blob.into_string(), bank_details }
    }
}
