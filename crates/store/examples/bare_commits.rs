//! The floor that the ledger is measured against: durable commits of one small row each, and nothing else.
//! `bare_commits FOLDER [COMMITS]` prints one line of JSON.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use rusqlite::Connection;

/// About what a row of the ledger holds.
const ROW_BYTES: usize = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let commits: usize = arguments.next().map_or(Ok(2_000), |word| word.parse())?;

    let database = Connection::open(folder.join("bare.db"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    database.execute_batch("CREATE TABLE commits (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    let body = "x".repeat(ROW_BYTES);
    let mut insert = database.prepare("INSERT INTO commits (body) VALUES (?1)")?;
    let begun = Instant::now();
    for _ in 0..commits {
        insert.execute([&body])?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let line = serde_json::json!({ "commits": commits, "seconds": seconds });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
