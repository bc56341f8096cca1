//! Runs: requested, leased, stepped through their journals, read.

mod journal;
mod lease;
mod step;
mod stop;

pub(crate) use journal::append;

use crate::activity::tell;
use crate::backend::{Row, Tx, values};
use crate::cursor::by_time;
use crate::error::Result;
use crate::{JournalEntry, NewRun, Page, PageRequest, RunRow, Store};
use domain::run::{Intent, RunEvent, RunStatus};
use domain::{RunId, TenantCtx};
use jiff::Timestamp;
use serde_json::json;

const COLUMNS: &str = "r.id, r.parent, r.intent, r.status, r.started_at, r.ended_at, c.content";
const FROM: &str = "FROM runs r LEFT JOIN run_contents c ON c.tenant = r.tenant AND c.run_id = r.id";

impl Store {
    /// The same id again changes nothing.
    pub async fn request_run(&self, ctx: &TenantCtx, run: NewRun) -> Result<()> {
        self.write(ctx, move |tx, ctx| request(tx, ctx, &run)).await
    }

    pub async fn run(&self, ctx: &TenantCtx, id: &RunId) -> Result<Option<RunRow>> {
        let id = id.clone();
        self.read(ctx, move |tx, ctx| load(tx, ctx, &id)).await
    }

    pub async fn runs(&self, ctx: &TenantCtx, page: &PageRequest) -> Result<Page<RunRow>> {
        let page = page.clone();
        self.read(ctx, move |tx, ctx| {
            let (before, before_id) = page.after()?.unwrap_or((i64::MAX, String::new()));
            let sql = format!(
                "SELECT {COLUMNS} {FROM} WHERE r.tenant = $1 AND (r.started_at, r.id) < ($2, $3) \
                 ORDER BY r.started_at DESC, r.id DESC LIMIT $4"
            );
            let rows = tx.query(&sql, values![&ctx.tenant, before, &before_id, page.rows()])?;
            let runs = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
            let mut page = Page::cut(runs, &page, |run| by_time(run.started_at, run.id.as_str()));
            for run in &mut page.data {
                run.events = journal::after(tx, ctx, &run.id, 0)?;
            }
            Ok(page)
        })
        .await
    }

    pub async fn journal_after(&self, ctx: &TenantCtx, run: &RunId, seq: i64) -> Result<Vec<JournalEntry>> {
        let run = run.clone();
        self.read(ctx, move |tx, ctx| journal::after(tx, ctx, &run, seq)).await
    }
}

pub(crate) fn request(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &NewRun) -> Result<()> {
    let made = tx.execute(
        "INSERT INTO runs (tenant, id, parent, intent, status, started_at, wake_at, journal_seq, actor, persona) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) ON CONFLICT DO NOTHING",
        values![
            &ctx.tenant,
            &run.id,
            run.parent.as_ref(),
            run.intent.as_str(),
            RunStatus::Queued.as_str(),
            run.at,
            run.at,
            ctx.actor.to_string(),
            ctx.persona.as_ref()
        ],
    )?;
    if made == 0 {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO run_contents (tenant, run_id, content) VALUES ($1, $2, $3)",
        values![&ctx.tenant, &run.id, run.content.to_string()],
    )?;
    let requested =
        RunEvent::Requested { intent: run.intent, accounts: run.accounts.clone(), items: run.items.clone() };
    append(tx, ctx, &run.id, &[requested], run.at)?;
    tell_status(tx, ctx, &run.id, RunStatus::Queued, run.at)
}

/// Something that the run may wait for has happened.
pub(crate) fn wake(tx: &mut Tx<'_>, ctx: &TenantCtx, run: &RunId, at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE runs SET wake_at = $3 WHERE tenant = $1 AND id = $2 AND ended_at IS NULL \
         AND (wake_at IS NULL OR wake_at > $3)",
        values![&ctx.tenant, run, at],
    )?;
    Ok(())
}

fn load(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &RunId) -> Result<Option<RunRow>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE r.tenant = $1 AND r.id = $2");
    let Some(row) = tx.first(&sql, values![&ctx.tenant, id])? else { return Ok(None) };
    let mut run = read(row)?;
    run.events = journal::after(tx, ctx, id, 0)?;
    Ok(Some(run))
}

fn tell_status(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    run: &RunId,
    status: RunStatus,
    at: Timestamp,
) -> Result<()> {
    tell(tx, ctx, at, "run", &json!({ "type": "run", "id": run, "status": status }))
}

/// Without its journal.
fn read(mut row: Row) -> Result<RunRow> {
    Ok(RunRow {
        id: row.id()?,
        parent: row.optional_id()?,
        intent: row.word(Intent::parse)?,
        status: row.word(RunStatus::parse)?,
        started_at: row.time()?,
        ended_at: row.optional_time()?,
        content: row.optional_json()?.unwrap_or_default(),
        events: Vec::new(),
    })
}
