//! SQLite's threads: one writer that commits waiting operations together, some readers.
//!
//! A commit costs a sync of the disk, an operation only microseconds. So the writer runs all operations
//! that wait, each in its own savepoint, commits once, and answers only then: nobody is told of something
//! that a power cut could still take back.

use super::sqlite::SqliteConn;
use super::{Job, Message, Queues, Tx};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::{StoreConfig, migrations};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Bounds of a group, so that the first in it does not wait long for its answer.
const GROUP_OPERATIONS: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(2);

pub(super) async fn open(config: StoreConfig) -> Result<Queues> {
    let (path, most_pages) = parse(&config.url)?;
    let readers = config.readers.max(1);
    let (writing, writes) = channel();
    let (reading, reads) = channel();
    let reads = Arc::new(Mutex::new(reads));
    let (opened, ready) = oneshot::channel();
    spawn("store-writer", {
        let path = path.clone();
        move || match open_writer(&path, most_pages) {
            Ok(conn) => {
                // The opener may be gone; then the queue is closed too and the thread ends.
                let _ = opened.send(Ok(()));
                write(conn, &writes);
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        }
    })?;
    ready.await.unwrap_or_else(|_| Err(super::closed()))?;
    for _ in 0..readers {
        let conn = SqliteConn::open_reader(&path)?;
        let reads = reads.clone();
        spawn("store-reader", move || read(conn, &reads))?;
    }
    Ok(Queues { writing, reading, writers: 1, readers })
}

/// A path, or `sqlite:PATH`, which may end with `?max_pages=N`: a bound on the file, above which it is full.
fn parse(url: &str) -> Result<(PathBuf, Option<u32>)> {
    let Some(rest) = url.strip_prefix("sqlite:") else { return Ok((PathBuf::from(url), None)) };
    let Some((path, setting)) = rest.split_once('?') else { return Ok((PathBuf::from(rest), None)) };
    let pages = setting.strip_prefix("max_pages=").and_then(|pages| pages.parse().ok());
    let unknown = || StoreError::Unavailable(format!("the database URL has an unknown setting: {setting}"));
    Ok((PathBuf::from(path), Some(pages.ok_or_else(unknown)?)))
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(body);
    started.map(drop).map_err(|error| StoreError::Unavailable(format!("no thread for the database: {error}")))
}

fn open_writer(path: &Path, most_pages: Option<u32>) -> Result<SqliteConn> {
    let mut conn = SqliteConn::open_writer(path)?;
    if let Some(pages) = most_pages {
        conn.pragmas(&format!("PRAGMA max_page_count = {pages}"))?;
    }
    conn.pragmas("BEGIN IMMEDIATE")?;
    let migrated = migrations::migrate(&mut Tx::new(&mut conn, Dialect::Sqlite), &path.display().to_string());
    conn.pragmas(if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    migrated?;
    conn.touch_tables()?;
    conn.check_if_small()?;
    Ok(conn)
}

fn write(mut conn: SqliteConn, queue: &Receiver<Message>) {
    let mut closing = None;
    while closing.is_none() {
        match queue.recv() {
            Ok(Message::Job(job)) => closing = group(&mut conn, job, queue),
            Ok(Message::Close(ended)) => closing = Some(ended),
            Err(_) => break,
        }
    }
    if let Err(error) = conn.pragmas("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the log was not folded into the database; the next start does it");
    }
    drop(conn);
    if let Some(ended) = closing {
        let _ = ended.send(());
    }
}

/// Runs the first operation and those that wait behind it in one transaction.
fn group(
    conn: &mut SqliteConn,
    first: Box<dyn Job>,
    queue: &Receiver<Message>,
) -> Option<oneshot::Sender<()>> {
    let began = Instant::now();
    let mut closing = None;
    let mut done: Vec<Box<dyn Job>> = Vec::new();
    let mut next = Some(first);
    let mut scrub = false;
    let mut whole = conn.control("BEGIN IMMEDIATE");
    while let (Some(mut job), Ok(())) = (next.take(), &whole) {
        whole = in_savepoint(conn, job.as_mut(), &mut scrub);
        done.push(job);
        if done.len() < GROUP_OPERATIONS && began.elapsed() < GROUP_TIME {
            match queue.try_recv() {
                Ok(Message::Job(job)) => next = Some(job),
                Ok(Message::Close(ended)) => closing = Some(ended),
                Err(_) => {}
            }
        }
    }
    done.extend(next);
    if whole.is_ok() {
        whole = conn.control("COMMIT");
    }
    if whole.is_err() {
        // Something took the whole group down (a full disk does). Each gets its own chance and its own answer.
        roll_back(conn);
        done.iter_mut().for_each(|job| alone(conn, job.as_mut(), &mut scrub));
    }
    if scrub && let Err(error) = conn.pragmas("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "erased rows stay in the log until it is folded");
    }
    done.into_iter().for_each(Job::answer);
    closing
}

/// An error means that the transaction around it is lost; a refused operation alone is none.
fn in_savepoint(conn: &mut SqliteConn, job: &mut dyn Job, scrub: &mut bool) -> Result<()> {
    conn.control("SAVEPOINT operation")?;
    let mut tx = Tx::new(conn, Dialect::Sqlite);
    let kept = job.run(&mut tx);
    *scrub |= kept && tx.wants_scrub();
    if kept {
        return conn.control("RELEASE operation");
    }
    if !conn.is_in_transaction() {
        return Err(StoreError::Internal("SQLite ended the transaction".to_owned()));
    }
    conn.control("ROLLBACK TO operation")?;
    conn.control("RELEASE operation")
}

fn alone(conn: &mut SqliteConn, job: &mut dyn Job, scrub: &mut bool) {
    if let Err(error) = conn.control("BEGIN IMMEDIATE") {
        return job.fail(error);
    }
    let mut tx = Tx::new(conn, Dialect::Sqlite);
    if job.run(&mut tx) {
        *scrub |= tx.wants_scrub();
        match conn.control("COMMIT") {
            Ok(()) => return,
            Err(error) => job.fail(error),
        }
    }
    roll_back(conn);
}

fn roll_back(conn: &mut SqliteConn) {
    if conn.is_in_transaction()
        && let Err(error) = conn.control("ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be undone");
    }
}

fn read(mut conn: SqliteConn, queue: &Mutex<Receiver<Message>>) {
    loop {
        // The lock is held while waiting: whoever holds it takes the next operation.
        let message = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match message {
            Ok(Message::Job(mut job)) => {
                match conn.control("BEGIN DEFERRED") {
                    Ok(()) => {
                        job.run(&mut Tx::new(&mut conn, Dialect::Sqlite));
                        roll_back(&mut conn);
                    }
                    Err(error) => job.fail(error),
                }
                job.answer();
            }
            Ok(Message::Close(ended)) => {
                drop(conn);
                let _ = ended.send(());
                return;
            }
            Err(_) => return,
        }
    }
}
