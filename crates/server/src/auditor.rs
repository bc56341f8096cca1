//! Signs the head of the audit chain, and writes exports that anybody can verify offline.

use audit::{Checkpoint, ExportWriter, Hash, SigningKey};
use domain::TenantCtx;
use jiff::Timestamp;
use store::{Store, StoreError};

pub struct Auditor {
    key: SigningKey,
}

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// Records a read of the chain holds at once.
const AT_ONCE: u32 = 1_000;

impl Auditor {
    pub fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// Signs the current head unless it is signed already.
    pub async fn sign_head(&self, store: &Store, ctx: &TenantCtx, at: Timestamp) -> Result<(), StoreError> {
        let Some((seq, hash)) = store.audit_head(ctx).await? else { return Ok(()) };
        let hash = Hash::parse(&hash).map_err(|error| StoreError::Damaged(error.to_string()))?;
        if store.checkpoints(ctx).await?.last().is_some_and(|last| last.seq == seq) {
            return Ok(());
        }
        store.save_checkpoint(ctx, &Checkpoint::sign(ctx.tenant.as_str(), seq, hash, at, &self.key)).await
    }

    /// The whole chain, its head signed now.
    pub async fn export(&self, store: &Store, ctx: &TenantCtx, at: Timestamp) -> Result<Vec<u8>, AuditError> {
        self.sign_head(store, ctx, at).await?;
        let checkpoints = store.checkpoints(ctx).await?;
        let signed_to = checkpoints.last().map_or(0, |last| last.seq);
        let mut writer = ExportWriter::new(Vec::new(), ctx.tenant.as_str(), self.key.public_key())?;
        let mut after = 0;
        loop {
            let records = store.audit_after(ctx, after, AT_ONCE).await?;
            let Some(last) = records.last().map(|record| record.seq) else { break };
            for record in records.iter().filter(|record| record.seq <= signed_to) {
                writer.record(record)?;
            }
            after = last;
        }
        for checkpoint in &checkpoints {
            writer.checkpoint(checkpoint)?;
        }
        Ok(writer.finish()?)
    }
}
