//! Reads all changes of a mailbox: folders side by side on a few connections, parsing beside fetching.

use super::ImapSource;
use super::connection::Connection;
use super::cursor::{FlagTable, FolderMark, Marks};
use super::delta::{self, Delta, FolderState};
use super::fetch::{Fetched, Fetching};
use super::folders::{self, Folder};
use super::survey::{self, Survey};
use super::uids::UidSet;
use crate::mail::server::ServerError;
use domain::item::Place;
use domain::ports::Sink;
use domain::source::{Batch, Change, Cursor, Flags, FolderRole, InboundMail, ParsedMail, SourceError};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};

/// Turns a message's bytes into its parts.
pub type Parse = fn(&[u8]) -> ParsedMail;

/// More changes than messages fit one batch, because they are small.
const BATCH_CHANGES: usize = 1000;
/// Batches between the connections and the store; each may hold 8 MB.
const BATCHES_AHEAD: usize = 3;

pub(super) async fn sync(
    source: &ImapSource,
    cursor: Option<Cursor>,
    sink: &mut dyn Sink,
) -> Result<Cursor, SourceError> {
    let marks = Marks::read(cursor.as_ref());
    let mut connection = source.session().await?;
    let folders = folders::list(&mut connection).await?;
    let folders: Vec<Folder> = folders.into_iter().filter(Folder::is_synced).collect();
    let Survey { changed, expected, inbox } = survey::look(&mut connection, &folders, &marks).await?;
    let mut sync = Syncing { before: marks.write(), marks, expected, gone: Vec::new() };
    let missing = sync.missing(&folders);
    let (events, mut received) = mpsc::channel(BATCHES_AHEAD);
    let mut workers = JoinSet::new();
    let connections = (changed.len() / 4 + 1).min(source.connections);
    let work = Arc::new(Work {
        marks: sync.marks.clone(),
        parse: source.parse,
        max_message: source.server.max_message,
        folders: Mutex::new(changed.into()),
    });
    for _ in 1..connections {
        let (source, work, events) = (source.clone(), Arc::clone(&work), events.clone());
        workers.spawn(async move {
            // Servers limit connections; the first one is enough.
            if let Ok(connection) = source.session().await {
                let _ = work.run(connection, &events).await;
            }
            None
        });
    }
    workers.spawn(async move { work.run(connection, &events).await });

    while let Some(event) = received.recv().await {
        let changes = sync.take(event?).await?;
        sync.store(changes, sink).await?;
    }
    sync.finish(missing, sink).await?;
    source.remember_inbox(inbox);
    while let Some(worker) = workers.join_next().await {
        if let Ok(Some(connection)) = worker {
            source.keep(connection);
        }
    }
    Ok(sync.marks.write())
}

/// What the connections share.
struct Work {
    marks: Marks,
    parse: Parse,
    max_message: u64,
    folders: Mutex<VecDeque<Folder>>,
}

/// What a connection reports about a folder, in this order: one `Opened`, any `Arrived`, one `Done`.
enum Event {
    Opened { folder: Folder, delta: Box<Delta>, is_lost: bool },
    Arrived { folder: String, messages: JoinHandle<Vec<(u32, InboundMail)>> },
    Done { folder: String, gone: UidSet, state: FolderState },
}

impl Work {
    /// Works on folder after folder; returns the connection for the next sync.
    async fn run(
        &self,
        mut connection: Connection,
        events: &mpsc::Sender<Result<Event, SourceError>>,
    ) -> Option<Connection> {
        loop {
            let next = self.folders.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(folder) = next else { return Some(connection) };
            if let Err(error) = self.read(&mut connection, folder, events).await {
                let _ = events.send(Err(error.into())).await;
                return None;
            }
        }
    }

    async fn read(
        &self,
        connection: &mut Connection,
        folder: Folder,
        events: &mpsc::Sender<Result<Event, SourceError>>,
    ) -> Result<(), ServerError> {
        let mark = self.marks.folders.get(&folder.name);
        let has_qresync = connection.has_qresync;
        let mut delta = delta::open(connection, &folder, mark, has_qresync).await?;
        let (wanted, gone, state) = (delta.wanted.clone(), std::mem::take(&mut delta.gone), delta.state);
        let (name, role) = (folder.name.clone(), folder.role);
        let is_lost = self.marks.is_lost && mark.is_none();
        // The other end is gone only when the sync was broken off.
        let _ = events.send(Ok(Event::Opened { folder, delta: Box::new(delta), is_lost })).await;
        let mut fetching = Fetching::new(connection, wanted, self.max_message);
        while let Some(fetched) = fetching.next().await? {
            let (parse, folder) = (self.parse, name.clone());
            let messages =
                tokio::task::spawn_blocking(move || inbound(fetched, &folder, role, state.validity, parse));
            let _ = events.send(Ok(Event::Arrived { folder: name.clone(), messages })).await;
        }
        let _ = events.send(Ok(Event::Done { folder: name, gone, state })).await;
        Ok(())
    }
}

/// The sync as the store sees it.
struct Syncing {
    marks: Marks,
    /// The cursor before the changes that are being stored.
    before: Cursor,
    /// How many messages of each folder are still to come.
    expected: BTreeMap<String, u64>,
    gone: Vec<(String, UidSet, FolderState)>,
}

impl Syncing {
    /// Applies an event to the marks and returns its changes.
    async fn take(&mut self, event: Event) -> Result<Vec<Change>, SourceError> {
        let mut changes = Vec::new();
        match event {
            Event::Opened { folder, delta, is_lost } => {
                self.expected.insert(folder.name.clone(), delta.wanted.len());
                let mark = self.marks.folders.entry(folder.name.clone()).or_default();
                if delta.reset || is_lost {
                    *mark = FolderMark::default();
                    changes.push(Change::FolderReset { folder: folder.name.clone() });
                }
                mark.validity = delta.state.validity;
                // Of a broken first sync the older value stays: what changed since then is asked for again.
                mark.modseq = mark.modseq.or(delta.state.modseq);
                let flags = mark.flags.take();
                mark.flags = delta.state.modseq.is_none().then(|| flags.unwrap_or_default());
                if let Some(table) = &mut mark.flags {
                    table.set(&delta.flagged);
                }
                changes.extend(delta.flagged.iter().map(|(uid, flags)| Change::Flagged {
                    place: place(&folder.name, delta.state.validity, *uid),
                    flags: *flags,
                }));
            }
            Event::Arrived { folder, messages } => {
                let messages = messages.await.map_err(|_| {
                    SourceError::Protocol(format!("A message in “{folder}” cannot be parsed."))
                })?;
                if let Some(expected) = self.expected.get_mut(&folder) {
                    *expected = expected.saturating_sub(messages.len() as u64);
                }
                let mark = self.marks.folders.entry(folder).or_default();
                let uids: UidSet = messages.iter().map(|(uid, _)| *uid).collect();
                mark.known = mark.known.union(&uids);
                if let Some(table) = &mut mark.flags {
                    let flags: Vec<(u32, Flags)> =
                        messages.iter().map(|(uid, mail)| (*uid, mail.flags)).collect();
                    table.set(&flags);
                }
                changes.extend(messages.into_iter().map(|(_, mail)| Change::Arrived(Box::new(mail))));
            }
            // What is gone here may have arrived in a folder that is still to be read: the message must not look
            // deleted in between.
            Event::Done { folder, gone, state } if !gone.is_empty() => self.gone.push((folder, gone, state)),
            Event::Done { folder, state, .. } => self.complete(&folder, state),
        }
        Ok(changes)
    }

    /// Stores changes in batches. The cursor moves with the last one, so that a break in between repeats changes
    /// instead of losing them.
    async fn store(&mut self, mut changes: Vec<Change>, sink: &mut dyn Sink) -> Result<(), SourceError> {
        let remaining = Some(self.expected.values().sum());
        while changes.len() > BATCH_CHANGES {
            let rest = changes.split_off(BATCH_CHANGES);
            sink.store(Batch { changes, cursor: self.before.clone(), remaining }).await?;
            changes = rest;
        }
        if !changes.is_empty() {
            let cursor = self.marks.write();
            sink.store(Batch { changes, cursor: cursor.clone(), remaining }).await?;
            self.before = cursor;
        }
        Ok(())
    }

    /// The last batch: what is gone, and folders that are not there any more.
    async fn finish(&mut self, missing: Vec<String>, sink: &mut dyn Sink) -> Result<(), SourceError> {
        let mut changes = Vec::new();
        for (folder, gone, state) in std::mem::take(&mut self.gone) {
            changes
                .extend(gone.iter().map(|uid| Change::Gone { place: place(&folder, state.validity, uid) }));
            if let Some(mark) = self.marks.folders.get_mut(&folder) {
                mark.known = mark.known.minus(&gone);
                mark.flags.iter_mut().for_each(|table: &mut FlagTable| table.remove(&gone));
            }
            self.complete(&folder, state);
        }
        for folder in missing {
            self.marks.folders.remove(&folder);
            changes.push(Change::FolderReset { folder });
        }
        self.marks.is_lost = false;
        self.store(changes, sink).await
    }

    fn complete(&mut self, folder: &str, state: FolderState) {
        if let Some(mark) = self.marks.folders.get_mut(folder) {
            mark.complete = true;
            mark.modseq = state.modseq;
            mark.uid_next = state.uid_next;
        }
    }

    /// Folders that were read before and are gone, or are not read any more.
    fn missing(&self, folders: &[Folder]) -> Vec<String> {
        let present: BTreeSet<&str> = folders.iter().map(|folder| folder.name.as_str()).collect();
        self.marks.folders.keys().filter(|name| !present.contains(name.as_str())).cloned().collect()
    }
}

fn inbound(
    fetched: Vec<Fetched>,
    folder: &str,
    role: FolderRole,
    validity: u32,
    parse: Parse,
) -> Vec<(u32, InboundMail)> {
    let mails = fetched.into_iter().map(|message| {
        let parsed = parse(&message.raw);
        let received_at = message.received_at.or(parsed.sent_at).unwrap_or_else(Timestamp::now);
        let mail = InboundMail {
            place: place(folder, validity, message.uid),
            role,
            flags: message.flags,
            received_at,
            raw: message.raw.into(),
            parsed,
        };
        (message.uid, mail)
    });
    mails.collect()
}

fn place(folder: &str, validity: u32, uid: u32) -> Place {
    Place { folder: folder.to_owned(), key: format!("{validity}:{uid}") }
}
