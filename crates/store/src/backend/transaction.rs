//! A transaction as operations see it: statements, and the tenant's books (activity, audit, signals),
//! whose counters are taken once and written back once.

use super::{Cause, Conn, Failure, Row, Value, values};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};
use std::collections::HashMap;

pub(crate) struct Tx<'a> {
    conn: &'a mut dyn Conn,
    pub(crate) dialect: Dialect,
    books: HashMap<String, Books>,
    cause: Option<Cause>,
    scrub: bool,
}

/// The ends of a tenant's append-only sequences.
pub(crate) struct Books {
    pub(crate) activity_seq: i64,
    pub(crate) signal_seq: i64,
    pub(crate) audit_seq: i64,
    pub(crate) audit_hash: audit::Hash,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut dyn Conn, dialect: Dialect) -> Self {
        Self { conn, dialect, books: HashMap::new(), cause: None, scrub: false }
    }

    /// Changes rows; answers how many.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let done = self.conn.execute(sql, values);
        self.noted(done)
    }

    pub(crate) fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let rows = self.conn.query(sql, values);
        self.noted(rows)
    }

    pub(crate) fn first(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Option<Row>> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    pub(crate) fn exists(&mut self, sql: &str, values: &[Value<'_>]) -> Result<bool> {
        Ok(!self.query(sql, values)?.is_empty())
    }

    /// The first column of the only row.
    pub(crate) fn number(&mut self, sql: &str, values: &[Value<'_>]) -> Result<i64> {
        match self.first(sql, values)? {
            Some(mut row) => Ok(row.optional_int()?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        let done = self.conn.batch(sql);
        self.noted(done)
    }

    /// Reads every page of a database that is a file.
    pub(crate) fn verify(&mut self) -> Result<()> {
        if self.dialect != Dialect::Sqlite {
            return Ok(());
        }
        let found = self.first("PRAGMA quick_check(1)", &[])?;
        match found.map(|mut row| row.text()).transpose()?.as_deref() {
            Some("ok") => Ok(()),
            _ => Err(StoreError::Damaged("the database is damaged; restore a backup".to_owned())),
        }
    }

    /// What was deleted must not stay readable in the database's own files.
    pub(crate) fn scrub_when_done(&mut self) {
        self.scrub = true;
    }

    pub(crate) fn wants_scrub(&self) -> bool {
        self.scrub
    }

    /// Set when a statement failed for a reason that says something about the whole transaction.
    pub(crate) fn cause(&self) -> Option<Cause> {
        self.cause
    }

    pub(crate) fn books(&mut self, tenant: &str) -> Result<&mut Books> {
        if !self.books.contains_key(tenant) {
            let books = self.open_books(tenant)?;
            self.books.insert(tenant.to_owned(), books);
        }
        self.books.get_mut(tenant).ok_or(StoreError::NotFound("tenant"))
    }

    /// Writes the counters back; the last step of every operation.
    pub(crate) fn finish(&mut self) -> Result<()> {
        for (tenant, books) in std::mem::take(&mut self.books) {
            self.execute(
                "UPDATE tenants SET activity_seq = $2, signal_seq = $3, audit_seq = $4, audit_hash = $5 WHERE tenant = $1",
                values![&tenant, books.activity_seq, books.signal_seq, books.audit_seq, books.audit_hash.to_string()],
            )?;
        }
        Ok(())
    }

    fn open_books(&mut self, tenant: &str) -> Result<Books> {
        let sql = "SELECT activity_seq, signal_seq, audit_seq, audit_hash FROM tenants WHERE tenant = $1";
        let Some(mut row) = self.first(sql, values![tenant])? else {
            return Err(StoreError::NotFound("tenant"));
        };
        let (activity_seq, signal_seq, audit_seq) = (row.int()?, row.int()?, row.int()?);
        let audit_hash = match row.optional_text()? {
            None => audit::genesis(tenant),
            Some(hash) => audit::Hash::parse(&hash).map_err(|_| {
                StoreError::Damaged("the audit log's last hash is not a hash; restore a backup".to_owned())
            })?,
        };
        Ok(Books { activity_seq, signal_seq, audit_seq, audit_hash })
    }

    fn noted<T>(&mut self, result: std::result::Result<T, Failure>) -> Result<T> {
        result.map_err(|failure| {
            if failure.cause != Cause::Final {
                self.cause = Some(failure.cause);
            }
            failure.error
        })
    }
}
