//! The few places where SQLite and Postgres want different SQL.

use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Migrations are written once. `{clustered}` keeps a table in the order of its primary key where
    /// that saves a second tree; text compares by its bytes on both.
    pub(crate) fn schema(self, sql: &str) -> String {
        match self {
            Self::Sqlite => sql.replace("{clustered}", "WITHOUT ROWID"),
            Self::Postgres => sql.replace(" {clustered}", "").replace(" TEXT", " TEXT COLLATE \"C\""),
        }
    }

    /// Appended to the choice of rows to claim: two workers never wait for each other's rows.
    /// SQLite has one writer at a time anyway.
    pub(crate) fn skip_locked(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!(" FOR UPDATE OF {table} SKIP LOCKED"),
        }
    }

    /// Statements are written with `$1`; SQLite would number those by first appearance.
    pub(crate) fn placeholders(self, sql: &str) -> Cow<'_, str> {
        match self {
            Self::Sqlite => Cow::Owned(sql.replace('$', "?")),
            Self::Postgres => Cow::Borrowed(sql),
        }
    }

    /// Stores the words of an item under its search key (`$1` tenant, `$2` item, `$3` key, `$4` words).
    pub(crate) fn insert_search(self) -> &'static str {
        match self {
            Self::Sqlite => "INSERT INTO search (rowid, words) VALUES ($1, $2)",
            Self::Postgres => {
                "INSERT INTO search (tenant, item_id, search_key, words) \
                 VALUES ($1, $2, $3, CAST(CAST($4 AS TEXT) AS TSVECTOR))"
            }
        }
    }

    pub(crate) fn delete_search(self) -> &'static str {
        match self {
            Self::Sqlite => "DELETE FROM search WHERE rowid = $1",
            Self::Postgres => "DELETE FROM search WHERE tenant = $1 AND item_id = $2",
        }
    }

    /// Deleted words leave the index's segments only when these are written anew.
    pub(crate) fn purge_search(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("INSERT INTO search (search) VALUES ('optimize')"),
            Self::Postgres => None,
        }
    }

    /// The rows of a search, joined to their items; `$1` is the tenant, `$2` the expression.
    pub(crate) fn search_from(self) -> &'static str {
        match self {
            // CROSS JOIN fixes the order: matches come newest first from the index itself.
            Self::Sqlite => {
                "FROM search s CROSS JOIN items i WHERE i.search_key = s.rowid AND i.tenant = $1 AND search MATCH $2"
            }
            Self::Postgres => {
                "FROM search s JOIN items i ON i.tenant = s.tenant AND i.id = s.item_id \
                 WHERE s.tenant = $1 AND s.words @@ CAST(CAST($2 AS TEXT) AS TSQUERY)"
            }
        }
    }

    pub(crate) fn search_key(self) -> &'static str {
        match self {
            Self::Sqlite => "s.rowid",
            Self::Postgres => "s.search_key",
        }
    }

    /// All of `words` (folded, letters and digits only), the last as a prefix.
    pub(crate) fn search_expression(self, tenant_word: &str, words: &[String]) -> String {
        let (quote, and, prefix) = match self {
            Self::Sqlite => ('"', " AND ", "*"),
            Self::Postgres => ('\'', " & ", ":*"),
        };
        let last = words.len().saturating_sub(1);
        let mut expression = format!("{quote}{tenant_word}{quote}");
        for (position, word) in words.iter().enumerate() {
            expression.push_str(and);
            expression.push(quote);
            expression.push_str(word);
            expression.push(quote);
            if position == last {
                expression.push_str(prefix);
            }
        }
        expression
    }
}
