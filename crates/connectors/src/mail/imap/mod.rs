//! IMAP: a mailbox as a source of items, and the few writes that approved effects need.
//!
//! The grammar is imap-codec's (`framing` keeps message bodies out of it); who may write is proved by
//! `domain::Authorized` (`write`). The names of folders in `Place` are as people read them, its keys are
//! `UIDVALIDITY:UID`.

mod connection;
mod cursor;
mod delta;
mod fetch;
mod folders;
mod framing;
mod login;
pub(crate) mod names;
mod repair;
mod survey;
mod sync;
mod uids;
mod watch;
mod write;

pub use folders::Folder;
pub use sync::Parse;
pub use write::{Append, DeleteMessage, ImapWriter, MoveMessage, SetFlags, WriteError};

use super::server::{Endpoint, Secret, ServerError, Timing};
use connection::{Connection, Failure};
use delta::FolderState;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Cursor, SourceError};
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::extensions::enable::CapabilityEnable;
use imap_codec::imap_types::response::Capability;
use std::sync::{Arc, Mutex, PoisonError};

/// An account on an IMAP server.
#[derive(Clone, Debug)]
pub struct ImapServer {
    pub endpoint: Endpoint,
    pub username: String,
    pub secret: Secret,
    /// Messages of this size in octets or more arrive as their header and the first megabyte of their text:
    /// `raw` simply ends there. 50 MB unless set.
    pub max_message: u64,
}

/// A mailbox that is read; clones share its connections.
#[derive(Clone)]
pub struct ImapSource {
    server: Arc<ImapServer>,
    parse: Parse,
    timing: Timing,
    /// At most so many connections for one sync.
    connections: usize,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// The connection of the last sync, for the next.
    kept: Mutex<Option<Connection>>,
    watch: tokio::sync::Mutex<watch::Watch>,
    /// The inbox when it was last read, so that `watch` notices what came between.
    inbox: Mutex<Option<FolderState>>,
}

const CONNECTIONS: usize = 3;

impl ImapServer {
    pub fn new(endpoint: Endpoint, username: &str, secret: Secret) -> Self {
        Self { endpoint, username: username.to_owned(), secret, max_message: 50 << 20 }
    }

    fn kept_of_larger(&self) -> u64 {
        fetch::KEPT_TEXT + fetch::KEPT_HEADER
    }
}

impl ImapSource {
    pub fn new(server: ImapServer, parse: Parse) -> Self {
        Self {
            server: Arc::new(server),
            parse,
            timing: Timing::default(),
            connections: CONNECTIONS,
            shared: Arc::default(),
        }
    }

    pub fn with_timing(self, timing: Timing) -> Self {
        Self { timing, ..self }
    }

    /// Connects and logs in, and nothing else.
    pub async fn check_login(&self) -> Result<(), ServerError> {
        let mut connection = login::open(&self.server, &self.timing).await?;
        // The server closes the connection in its answer, or before it.
        let _ = connection.run(CommandBody::Logout).await;
        Ok(())
    }

    /// All folders that hold messages, with what they are for.
    pub async fn list_folders(&self) -> Result<Vec<Folder>, ServerError> {
        let mut connection = self.session().await?;
        let folders = folders::list(&mut connection).await?;
        self.keep(connection);
        Ok(folders)
    }

    /// A session for writing; nothing is written yet.
    pub async fn writer(&self) -> Result<ImapWriter, ServerError> {
        let mut connection = login::open(&self.server, &self.timing).await?;
        let folders = folders::list(&mut connection).await?;
        Ok(ImapWriter::new(connection, folders))
    }

    /// A session for reading: the last one if it still lives.
    async fn session(&self) -> Result<Connection, ServerError> {
        let kept = self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut connection) = kept {
            // STATUS on an open folder may tell old numbers. CLOSE removes nothing: the folder is open for reading.
            let sign_of_life =
                if connection.has_open_folder { CommandBody::Close } else { CommandBody::Noop };
            if connection.run(sign_of_life).await.is_ok() {
                connection.has_open_folder = false;
                return Ok(connection);
            }
        }
        let mut connection = login::open(&self.server, &self.timing).await?;
        if connection.can(&Capability::QResync) {
            let qresync =
                CapabilityEnable::try_from("QRESYNC").map_err(|_| connection.own_fault("capability"))?;
            connection.has_qresync =
                match connection.run(CommandBody::Enable { capabilities: qresync.into() }).await {
                    Ok(_) => true,
                    Err(Failure::Refused { .. }) => false,
                    Err(Failure::Broken(error)) => return Err(error),
                };
        }
        Ok(connection)
    }

    fn keep(&self, connection: Connection) {
        *self.shared.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
    }

    fn remember_inbox(&self, state: Option<FolderState>) {
        *self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn remembered_inbox(&self) -> Option<FolderState> {
        *self.shared.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source for ImapSource {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(sync::sync(self, cursor, sink))
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async move { Ok(watch::watch(self).await?) })
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        Box::pin(async move {
            let folders = self.list_folders().await?;
            Ok(folders.into_iter().filter(|folder| !folder.is_view).map(|folder| folder.name).collect())
        })
    }
}
