//! SQLite: how connections are opened, how statements run, and what its errors mean to us.

use super::{Cause, Conn, Failure, Row, Tx, Value};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::ffi::ErrorCode;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks a file as ours ("FACT"); another application's database is refused, not migrated.
const APPLICATION_ID: i64 = 0x4641_4354;
/// Statements of all operations together; above it they would be compiled again and again.
const STATEMENTS: usize = 256;
/// Larger files are checked in the background.
const CHECKED_AT_START: u64 = 32 << 20;
/// Another process (a backup, a shell) may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(5);

pub(crate) struct SqliteConn {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

impl SqliteConn {
    pub(crate) fn open_writer(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                StoreError::Unavailable(format!("the folder {} cannot be made: {error}", folder.display()))
            })?;
        }
        look_at_header(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Self::open(path, flags)?;
        conn.prepare_writer().map_err(|error| translated(&error, path).error)?;
        conn.refuse_foreign()?;
        Ok(conn)
    }

    pub(crate) fn open_reader(path: &Path) -> Result<Self> {
        let conn = Self::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.pragmas("PRAGMA query_only = 1; PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;")?;
        Ok(conn)
    }

    /// Touches the first page of every table, so that gross damage shows at the start and not in the night.
    /// A full check would read a store of 100,000 items from end to end.
    pub(crate) fn touch_tables(&mut self) -> Result<()> {
        let names = self
            .query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'", &[]);
        for mut row in names.map_err(|failure| failure.error)? {
            let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", row.text()?);
            self.query(&sql, &[]).map_err(|failure| failure.error)?;
        }
        Ok(())
    }

    /// Reads every page, so only of a file that is small enough not to be waited for.
    pub(crate) fn check_if_small(&mut self) -> Result<()> {
        let is_small = std::fs::metadata(&self.path).is_ok_and(|file| file.len() <= CHECKED_AT_START);
        if !is_small {
            return Ok(());
        }
        let path = self.path.clone();
        Tx::new(self, Dialect::Sqlite).verify().map_err(|error| match error {
            StoreError::Damaged(_) | StoreError::Internal(_) => damaged(&path),
            error => error,
        })
    }

    pub(crate) fn pragmas(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| translated(&error, &self.path).error)
    }

    /// `BEGIN`, `SAVEPOINT` and their ends: several for each operation, so they are compiled once.
    pub(crate) fn control(&self, sql: &str) -> Result<()> {
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(drop).map_err(|error| translated(&error, &self.path).error)
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    fn open(path: &Path, flags: OpenFlags) -> Result<Self> {
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| translated(&error, path).error)?;
        connection.busy_timeout(BUSY).map_err(|error| translated(&error, path).error)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise a statement that could use a partial index is planned anew for each value it is run with.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| translated(&error, path).error)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    fn prepare_writer(&self) -> rusqlite::Result<()> {
        let mode: String = self.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            tracing::warn!(
                mode,
                "the file system does not allow a write-ahead log; the database will be slower"
            );
        }
        self.connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; \
             PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON;",
        )
    }

    fn refuse_foreign(&self) -> Result<()> {
        let number = |sql: &str| {
            self.connection
                .query_row(sql, [], |row| row.get::<_, i64>(0))
                .map_err(|error| translated(&error, &self.path).error)
        };
        let id = number("PRAGMA application_id")?;
        if id == APPLICATION_ID {
            return Ok(());
        }
        if id != 0 || number("SELECT count(*) FROM sqlite_schema")? != 0 {
            return Err(StoreError::Damaged(format!(
                "{} is not a Factotum database; name another file or move it away",
                self.path.display()
            )));
        }
        self.pragmas(&format!("PRAGMA application_id = {APPLICATION_ID};"))
    }
}

impl Conn for SqliteConn {
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> std::result::Result<u64, Failure> {
        self.run(sql, values, |statement| statement.raw_execute()).map(|changed| changed as u64)
    }

    fn query(&mut self, sql: &str, values: &[Value<'_>]) -> std::result::Result<Vec<Row>, Failure> {
        self.run(sql, values, |statement| {
            let columns = statement.column_count();
            let mut found = Vec::new();
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                let cells = (0..columns)
                    .map(|column| owned(row.get_ref(column)?))
                    .collect::<rusqlite::Result<_>>()?;
                found.push(Row::new(cells));
            }
            Ok(found)
        })
    }

    fn batch(&mut self, sql: &str) -> std::result::Result<(), Failure> {
        self.connection.execute_batch(sql).map_err(|error| translated(&error, &self.path))
    }
}

impl SqliteConn {
    fn run<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        step: impl FnOnce(&mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<T>,
    ) -> std::result::Result<T, Failure> {
        let attempt = || -> rusqlite::Result<T> {
            let mut statement = self.connection.prepare_cached(&Dialect::Sqlite.placeholders(sql))?;
            for (position, value) in values.iter().enumerate() {
                statement.raw_bind_parameter(position + 1, value)?;
            }
            step(&mut statement)
        };
        attempt().map_err(|error| translated(&error, &self.path))
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn owned(value: ValueRef<'_>) -> rusqlite::Result<Value<'static>> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(bytes) => Value::Text(Cow::Owned(String::from_utf8_lossy(bytes).into_owned())),
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err(rusqlite::Error::InvalidQuery),
    })
}

/// A file that is cut off or is something else is named before SQLite is let near it: opening would
/// fold or delete a log that a rescue may need.
fn look_at_header(path: &Path) -> Result<()> {
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(()) };
    let length = file.metadata().map(|metadata| metadata.len()).unwrap_or(0);
    if length == 0 {
        return Ok(());
    }
    let mut header = [0; 100];
    if file.read_exact(&mut header).is_err() || !header.starts_with(b"SQLite format 3\0") {
        return Err(damaged(path));
    }
    let number = |at: usize| {
        u64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]))
    };
    let page_size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size,
    };
    // With a log beside it the file may rightly be shorter than its header says.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0);
    if !has_log && length < page_size * number(28) {
        return Err(damaged(path));
    }
    Ok(())
}

fn damaged(path: &Path) -> StoreError {
    StoreError::Damaged(format!(
        "the database {} is damaged; stop the server, keep a copy of the file and restore a backup in its place \
         (what can still be read comes out with `sqlite3 FILE .recover`)",
        path.display()
    ))
}

fn translated(error: &rusqlite::Error, path: &Path) -> Failure {
    let shown = path.display();
    let failed = |error| Failure { cause: Cause::Final, error };
    let rusqlite::Error::SqliteFailure(code, _) = error else {
        return failed(StoreError::Internal(format!("SQLite: {error}")));
    };
    let full = || {
        StoreError::Full(format!(
            "there is no space left for the database {shown}; nothing of this step was stored, free some space and repeat it"
        ))
    };
    failed(match code.code {
        ErrorCode::DiskFull => full(),
        // The log's index could not grow.
        ErrorCode::SystemIoFailure if code.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => full(),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(path),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Unavailable(format!(
            "another program keeps the database {shown} locked; end it and try again"
        )),
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => StoreError::Unavailable(
            format!("the database {shown} cannot be opened for writing; check the folder's rights"),
        ),
        ErrorCode::SystemIoFailure => {
            StoreError::Unavailable(format!("the disk failed under the database {shown}: {error}"))
        }
        _ => StoreError::Internal(format!("SQLite: {error}")),
    })
}
