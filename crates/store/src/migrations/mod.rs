//! The schema, forward only: one numbered file per group of tables, applied once and in order.

use crate::backend::{Tx, values};
use crate::dialect::Dialect;
use crate::error::{Result, StoreError};

struct Migration {
    number: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

/// The visible table of all migrations; a file that was released is never changed.
const MIGRATIONS: &[Migration] = &[
    both(1, include_str!("0001_tenants.sql")),
    both(2, include_str!("0002_accounts.sql")),
    both(3, include_str!("0003_items.sql")),
    Migration {
        number: 4,
        sqlite: include_str!("0004_search_sqlite.sql"),
        postgres: include_str!("0004_search_postgres.sql"),
    },
    both(5, include_str!("0005_people.sql")),
    both(6, include_str!("0006_runs.sql")),
    both(7, include_str!("0007_proposals.sql")),
    both(8, include_str!("0008_history.sql")),
    // Postgres keeps its own statistics.
    Migration { number: 9, sqlite: include_str!("0009_statistics_sqlite.sql"), postgres: "" },
    both(10, include_str!("0010_events.sql")),
    Migration { number: 11, sqlite: include_str!("0011_statistics_sqlite.sql"), postgres: "" },
];

const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)";

/// Brings the database to this program's version, in the caller's transaction. `shown` names it in sentences.
pub(crate) fn migrate(tx: &mut Tx<'_>, shown: &str) -> Result<()> {
    tx.batch(VERSIONS)?;
    let current = tx.number("SELECT MAX(version) FROM schema_version", &[])?;
    let newest = MIGRATIONS.last().map_or(0, |migration| migration.number);
    if current > newest {
        return Err(StoreError::Newer(format!(
            "the database {shown} was written by a newer Factotum (its schema is version {current}, this program \
             knows {newest}); start the newer program, or restore a backup made by this one"
        )));
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > current) {
        let sql = match tx.dialect {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        };
        let schema = tx.dialect.schema(sql);
        tx.batch(&schema)?;
        tx.execute("INSERT INTO schema_version (version) VALUES ($1)", values![migration.number])?;
    }
    Ok(())
}

const fn both(number: i64, sql: &'static str) -> Migration {
    Migration { number, sqlite: sql, postgres: sql }
}
