//! The two databases behind one small synchronous layer: values in, rows out, one transaction per operation.

mod failure;
mod job;
mod postgres;
mod postgres_pool;
mod postgres_tls;
mod sqlite;
mod sqlite_threads;
mod transaction;
mod value;

pub(crate) use failure::{Cause, Failure};
pub(crate) use job::{Job, Message, call};
pub(crate) use transaction::Tx;
pub(crate) use value::{Row, Value, values};

use crate::StoreConfig;
use crate::error::{Result, StoreError};
use std::sync::mpsc::Sender;
use tokio::sync::oneshot;

/// One connection; the caller has begun a transaction.
pub(crate) trait Conn {
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> std::result::Result<u64, Failure>;
    fn query(&mut self, sql: &str, values: &[Value<'_>]) -> std::result::Result<Vec<Row>, Failure>;
    /// Several statements without values.
    fn batch(&mut self, sql: &str) -> std::result::Result<(), Failure>;
}

/// Where operations are sent: to the threads that own the connections.
pub(crate) struct Queues {
    writing: Sender<Message>,
    reading: Sender<Message>,
    writers: usize,
    readers: usize,
}

impl Queues {
    pub(crate) async fn open(config: StoreConfig) -> Result<Self> {
        if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            postgres_pool::open(config).await
        } else {
            sqlite_threads::open(config).await
        }
    }

    pub(crate) fn write(&self, job: Box<dyn Job>) -> Result<()> {
        self.writing.send(Message::Job(job)).map_err(|_| closed())
    }

    pub(crate) fn read(&self, job: Box<dyn Job>) -> Result<()> {
        self.reading.send(Message::Job(job)).map_err(|_| closed())
    }

    /// Everything sent before is still done; readers go first, so that the log can be folded in whole.
    pub(crate) async fn close(&self) {
        for (queue, threads) in [(&self.reading, self.readers), (&self.writing, self.writers)] {
            let mut ended = Vec::new();
            for _ in 0..threads {
                let (sender, receiver) = oneshot::channel();
                if queue.send(Message::Close(sender)).is_ok() {
                    ended.push(receiver);
                }
            }
            for receiver in ended {
                // A thread that is gone already has nothing left to do.
                let _ = receiver.await;
            }
        }
    }
}

pub(crate) fn closed() -> StoreError {
    StoreError::Unavailable("the database is closed because the server is shutting down".to_owned())
}
