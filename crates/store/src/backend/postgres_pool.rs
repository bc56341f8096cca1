//! Postgres' threads: each owns a connection, runs one operation per transaction and repeats it as a whole
//! when another transaction was in the way or the connection broke before the commit.

use super::postgres::{PostgresConn, translated};
use super::{Cause, Conn, Failure, Job, Message, Queues, Tx, postgres_tls};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use crate::{StoreConfig, migrations};
use postgres::config::{Host, SslMode};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Serialisable, so that an operation may trust what it read until it commits, as on SQLite.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// One migrating server at a time.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(5279384917)";
const ATTEMPTS: u32 = 40;
const RECONNECTS: u32 = 6;
const TENANT_LOCKS: usize = 64;

#[derive(Clone)]
struct Endpoint {
    config: postgres::Config,
    shown: String,
}

/// What the threads of one pool share.
struct Shared {
    endpoint: Endpoint,
    queue: Mutex<Receiver<Message>>,
    begin: &'static str,
    /// Operations of one tenant write the same counters, so they would only abort each other: within this
    /// process they take turns. Between processes the database decides and the loser repeats.
    tenants: Vec<Mutex<()>>,
    hasher: RandomState,
}

pub(super) async fn open(config: StoreConfig) -> Result<Queues> {
    let endpoint = Endpoint::parse(&config.url)?;
    let (writers, readers) = (config.writers.max(1), config.readers.max(1));
    let (writing, writes) = channel();
    let (reading, reads) = channel();
    let (opened, ready) = oneshot::channel();
    // The client drives a runtime of its own, which must not happen on an async thread.
    spawn("store-migration", {
        let endpoint = endpoint.clone();
        move || {
            let _ = opened.send(migrate(&endpoint));
        }
    })?;
    ready.await.unwrap_or_else(|_| Err(super::closed()))?;
    for (name, count, begin, queue) in
        [("store-writer", writers, BEGIN_WRITE, writes), ("store-reader", readers, BEGIN_READ, reads)]
    {
        let shared = Arc::new(Shared {
            endpoint: endpoint.clone(),
            queue: Mutex::new(queue),
            begin,
            tenants: (0..TENANT_LOCKS).map(|_| Mutex::new(())).collect(),
            hasher: RandomState::new(),
        });
        for _ in 0..count {
            let shared = shared.clone();
            spawn(name, move || serve(&shared))?;
        }
    }
    Ok(Queues { writing, reading, writers, readers })
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(body);
    started.map(drop).map_err(|error| StoreError::Unavailable(format!("no thread for the database: {error}")))
}

impl Endpoint {
    fn parse(url: &str) -> Result<Self> {
        let mut config: postgres::Config = url
            .parse()
            .map_err(|error| StoreError::Unavailable(format!("the database URL cannot be read: {error}")))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        config.application_name("factotum");
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        let shown = format!("postgres://{host}/{}", config.get_dbname().unwrap_or_default());
        Ok(Self { config, shown })
    }

    fn connect(&self) -> std::result::Result<PostgresConn, Failure> {
        let client = match self.config.get_ssl_mode() {
            SslMode::Disable => self.config.connect(postgres::NoTls),
            _ => self.config.connect(postgres_tls::connector()?),
        };
        let client = client.map_err(|error| translated(&error, &self.shown))?;
        Ok(PostgresConn::new(client, self.shown.clone()))
    }

    /// With growing pauses: a database that restarts is back within seconds.
    fn connect_patiently(&self) -> Result<PostgresConn> {
        let mut attempt = 0;
        loop {
            match self.connect() {
                Err(failure) if failure.cause == Cause::Lost && attempt < RECONNECTS => {
                    std::thread::sleep(Duration::from_millis(50 << attempt));
                    attempt += 1;
                }
                outcome => return outcome.map_err(|failure| failure.error),
            }
        }
    }
}

fn migrate(endpoint: &Endpoint) -> Result<()> {
    let mut conn = endpoint.connect().map_err(|failure| failure.error)?;
    let shown = conn.shown.clone();
    let mut run = |sql: &str| conn.batch(sql).map_err(|failure| failure.error);
    run("BEGIN")?;
    run(MIGRATION_LOCK)?;
    migrations::migrate(&mut Tx::new(&mut conn, Dialect::Postgres), &shown)?;
    conn.batch("COMMIT").map_err(|failure| failure.error)
}

fn serve(shared: &Shared) {
    let mut conn = None;
    loop {
        let message = shared.queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match message {
            Ok(Message::Job(mut job)) => {
                let turn = job.tenant().map(|tenant| shared.hasher.hash_one(tenant) as usize % TENANT_LOCKS);
                let turn = turn.and_then(|at| shared.tenants.get(at));
                let turn = turn.map(|lock| lock.lock().unwrap_or_else(PoisonError::into_inner));
                persist(shared, &mut conn, job.as_mut());
                drop(turn);
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

/// Runs the operation until it is committed, refused, or hopeless.
fn persist(shared: &Shared, slot: &mut Option<PostgresConn>, job: &mut dyn Job) {
    for attempt in 1..=ATTEMPTS {
        if slot.as_ref().is_none_or(|conn| conn.client.is_closed()) {
            match shared.endpoint.connect_patiently() {
                Ok(conn) => *slot = Some(conn),
                Err(error) => return job.fail(error),
            }
        }
        let Some(conn) = slot.as_mut() else { return job.fail(super::closed()) };
        let cause = match attempted(conn, shared.begin, job) {
            None | Some(Cause::Final) => return,
            Some(cause) => cause,
        };
        if cause == Cause::Lost {
            *slot = None;
        } else {
            // Jitter, so that two losers do not meet again.
            let bound = 2_u64 << attempt.min(6);
            let micros = shared.hasher.hash_one((attempt, std::thread::current().id())) % (bound * 1_000);
            std::thread::sleep(Duration::from_micros(micros));
        }
    }
}

/// One attempt. `None`: committed or refused; otherwise what was in the way.
fn attempted(conn: &mut PostgresConn, begin: &str, job: &mut dyn Job) -> Option<Cause> {
    if let Err(failure) = conn.batch(begin) {
        job.fail(failure.error);
        return Some(failure.cause);
    }
    let mut tx = Tx::new(conn, Dialect::Postgres);
    let kept = job.run(&mut tx);
    let cause = tx.cause();
    if !kept {
        return match conn.batch("ROLLBACK") {
            Ok(()) => cause,
            Err(_) => Some(Cause::Lost),
        };
    }
    match conn.batch("COMMIT") {
        Ok(()) => None,
        // The commit may have happened, so it is not repeated: the caller has to look.
        Err(failure) => {
            let repeatable = failure.cause == Cause::Conflict;
            job.fail(failure.error);
            Some(if repeatable { Cause::Conflict } else { Cause::Final })
        }
    }
}
