//! Postgres: how statements run on one connection, and what its errors mean to us.

use super::{Cause, Conn, Failure, Row, Value};
use crate::error::StoreError;
use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};
use std::borrow::Cow;
use std::collections::HashMap;

pub(super) struct PostgresConn {
    pub(super) client: Client,
    statements: HashMap<String, Statement>,
    /// Without password, for sentences.
    pub(super) shown: String,
}

/// Enough for every fixed statement; lists have a few shapes more.
const STATEMENTS: usize = 512;

impl PostgresConn {
    pub(super) fn new(client: Client, shown: String) -> Self {
        Self { client, statements: HashMap::new(), shown }
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Conn for PostgresConn {
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, Failure> {
        let done =
            self.prepared(sql).and_then(|statement| self.client.execute(&statement, &parameters(values)));
        done.map_err(|error| translated(&error, &self.shown))
    }

    fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        let rows =
            self.prepared(sql).and_then(|statement| self.client.query(&statement, &parameters(values)));
        let rows = rows.map_err(|error| translated(&error, &self.shown))?;
        rows.iter()
            .map(|row| (0..row.len()).map(|column| cell(row, column)).collect::<Result<_, _>>().map(Row::new))
            .collect::<Result<_, _>>()
            .map_err(|error| translated(&error, &self.shown))
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.client.batch_execute(sql).map_err(|error| translated(&error, &self.shown))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            // Postgres has no text with a NUL in it; the raw mail keeps the byte.
            Value::Text(text) if text.contains('\0') => text.replace('\0', "\u{FFFD}").to_sql(ty, out),
            Value::Text(text) => text.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR)
    }

    to_sql_checked!();
}

pub(super) fn translated(error: &postgres::Error, shown: &str) -> Failure {
    let failed = |cause, error| Failure { cause, error };
    let Some(code) = error.code() else {
        return failed(
            Cause::Lost,
            StoreError::Unavailable(format!("the database {shown} does not answer: {}", chain(error))),
        );
    };
    let unavailable = || StoreError::Unavailable(format!("the database {shown} refuses: {}", chain(error)));
    match *code {
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::LOCK_NOT_AVAILABLE => failed(
            Cause::Conflict,
            StoreError::Unavailable(format!("the database {shown} is too busy; try again")),
        ),
        // Somebody else stored the same row first; the next attempt sees it.
        SqlState::UNIQUE_VIOLATION => failed(Cause::Conflict, StoreError::Internal(chain(error))),
        SqlState::DISK_FULL => failed(
            Cause::Final,
            StoreError::Full(format!(
                "there is no space left at the database {shown}; free some space and repeat this step"
            )),
        ),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => failed(
            Cause::Final,
            StoreError::Damaged(format!(
                "the database {shown} is damaged; restore a backup: {}",
                chain(error)
            )),
        ),
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            failed(Cause::Lost, unavailable())
        }
        SqlState::TOO_MANY_CONNECTIONS | SqlState::INVALID_PASSWORD | SqlState::INVALID_CATALOG_NAME => {
            failed(Cause::Final, unavailable())
        }
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION | SqlState::INSUFFICIENT_PRIVILEGE => {
            failed(Cause::Final, unavailable())
        }
        _ => failed(Cause::Final, StoreError::Internal(format!("Postgres: {}", chain(error)))),
    }
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn cell(row: &postgres::Row, column: usize) -> Result<Value<'static>, postgres::Error> {
    let int = |number: Option<i64>| number.map_or(Value::Null, Value::Int);
    Ok(match *row.columns()[column].type_() {
        Type::INT8 => int(row.try_get(column)?),
        Type::INT4 => int(row.try_get::<_, Option<i32>>(column)?.map(i64::from)),
        _ => row
            .try_get::<_, Option<String>>(column)?
            .map_or(Value::Null, |text| Value::Text(Cow::Owned(text))),
    })
}

/// The reasons, without the row that Postgres quotes in its detail: it may be somebody's mail.
fn chain(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(reason) => format!("{} ({})", reason.message(), reason.code().code()),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}
