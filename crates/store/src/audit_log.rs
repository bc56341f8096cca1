//! The audit chain: appended inside the transactions that it records, read for lists, export and proof.

use crate::backend::{Row, Tx, values};
use crate::error::{Result, StoreError};
use crate::{Page, PageRequest, Store};
use audit::{Checkpoint, Draft, Hash, Record, Subject};
use domain::TenantCtx;
use jiff::Timestamp;

const COLUMNS: &str = "tenant, seq, at, actor, kind, subject_kind, subject_id, reason, prev_hash, hash";

impl Store {
    pub async fn audit_records(&self, ctx: &TenantCtx, page: &PageRequest) -> Result<Page<Record>> {
        let page = page.clone();
        self.read(ctx, move |tx, ctx| {
            let before = page.after()?.map_or(i64::MAX, |(seq, _)| seq);
            let sql = format!(
                "SELECT {COLUMNS} FROM audit WHERE tenant = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
            );
            let rows = tx.query(&sql, values![&ctx.tenant, before, page.rows()])?;
            let records = rows.into_iter().map(read).collect::<Result<_>>()?;
            Ok(Page::cut(records, &page, |last| {
                (i64::try_from(last.seq).unwrap_or(i64::MAX), "audit".to_owned())
            }))
        })
        .await
    }

    pub async fn audit_append(&self, ctx: &TenantCtx, drafts: Vec<Draft>) -> Result<()> {
        self.write(ctx, move |tx, ctx| drafts.iter().try_for_each(|draft| append(tx, ctx, draft.clone())))
            .await
    }

    /// Ascending, for export and verification.
    pub async fn audit_after(&self, ctx: &TenantCtx, seq: u64, limit: u32) -> Result<Vec<Record>> {
        self.read(ctx, move |tx, ctx| {
            let sql =
                format!("SELECT {COLUMNS} FROM audit WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3");
            tx.query(&sql, values![&ctx.tenant, seq, limit])?.into_iter().map(read).collect()
        })
        .await
    }

    pub async fn audit_head(&self, ctx: &TenantCtx) -> Result<Option<(u64, String)>> {
        self.read(ctx, |tx, ctx| {
            let sql = "SELECT seq, hash FROM audit WHERE tenant = $1 ORDER BY seq DESC LIMIT 1";
            let last = tx.first(sql, values![&ctx.tenant])?;
            last.map(|mut row| Ok((row.count()?, row.text()?))).transpose()
        })
        .await
    }

    pub async fn save_checkpoint(&self, ctx: &TenantCtx, checkpoint: &Checkpoint) -> Result<()> {
        let checkpoint = checkpoint.clone();
        self.write(ctx, move |tx, ctx| {
            tx.execute(
                "INSERT INTO checkpoints (tenant, seq, hash, at, signature) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT DO NOTHING",
                values![
                    &ctx.tenant,
                    checkpoint.seq,
                    checkpoint.hash.to_string(),
                    checkpoint.time,
                    &checkpoint.signature
                ],
            )?;
            Ok(())
        })
        .await
    }

    pub async fn checkpoints(&self, ctx: &TenantCtx) -> Result<Vec<Checkpoint>> {
        self.read(ctx, |tx, ctx| {
            let sql =
                "SELECT tenant, seq, hash, at, signature FROM checkpoints WHERE tenant = $1 ORDER BY seq";
            let rows = tx.query(sql, values![&ctx.tenant])?;
            rows.into_iter()
                .map(|mut row| {
                    Ok(Checkpoint {
                        tenant: row.text()?,
                        seq: row.count()?,
                        hash: hash(&row.text()?)?,
                        time: row.time()?,
                        signature: row.text()?,
                    })
                })
                .collect()
        })
        .await
    }
}

/// Records what `ctx`'s actor did, with a code as the reason.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    ctx: &TenantCtx,
    at: Timestamp,
    kind: &str,
    subject_kind: &str,
    subject_id: &str,
    reason: Option<&str>,
) -> Result<()> {
    let draft = Draft {
        time: at,
        actor: ctx.actor.to_string(),
        kind: kind.to_owned(),
        subject: Subject::new(subject_kind, subject_id),
        reason: reason.map(str::to_owned),
    };
    append(tx, ctx, draft)
}

fn append(tx: &mut Tx<'_>, ctx: &TenantCtx, draft: Draft) -> Result<()> {
    let tenant = ctx.tenant.as_str();
    let books = tx.books(tenant)?;
    books.audit_seq += 1;
    let seq = books.audit_seq;
    let sealed = draft.seal(tenant, u64::try_from(seq).unwrap_or(0), books.audit_hash);
    books.audit_hash = sealed.hash;
    tx.execute(
        "INSERT INTO audit (tenant, seq, at, actor, persona, kind, subject_kind, subject_id, reason, prev_hash, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        values![
            tenant,
            seq,
            sealed.time,
            &sealed.actor,
            ctx.persona.as_ref(),
            &sealed.kind,
            &sealed.subject.kind,
            &sealed.subject.id,
            sealed.reason.as_ref(),
            sealed.prev_hash.to_string(),
            sealed.hash.to_string()
        ],
    )?;
    Ok(())
}

fn read(mut row: Row) -> Result<Record> {
    Ok(Record {
        tenant: row.text()?,
        seq: row.count()?,
        time: row.time()?,
        actor: row.text()?,
        kind: row.text()?,
        subject: Subject::new(row.text()?, row.text()?),
        reason: row.optional_text()?,
        prev_hash: hash(&row.text()?)?,
        hash: hash(&row.text()?)?,
    })
}

fn hash(text: &str) -> Result<Hash> {
    Hash::parse(text)
        .map_err(|_| StoreError::Damaged("an audit record's hash is not a hash; restore a backup".to_owned()))
}
