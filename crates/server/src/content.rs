//! The content port over the blob store; attachments are named by their mail and part.

use blobs::AsyncBlobs;
use domain::ports::{BoxFuture, Content};
use domain::source::SourceError;
use domain::{BlobId, ItemId, TenantCtx};
use std::sync::Arc;
use store::Store;

pub struct StoredContent {
    pub blobs: AsyncBlobs,
    pub store: Store,
}

impl Content for StoredContent {
    fn keep<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        contents: Vec<Arc<[u8]>>,
    ) -> BoxFuture<'a, Result<Vec<BlobId>, SourceError>> {
        Box::pin(async move { self.blobs.put_batch(&ctx.tenant, contents).await.map_err(not_stored) })
    }

    fn read<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        blob: &'a BlobId,
    ) -> BoxFuture<'a, Result<Vec<u8>, SourceError>> {
        Box::pin(async move {
            let Some((item, part)) = blob.as_str().split_once('.') else {
                return self.blobs.get(&ctx.tenant, blob).await.map_err(not_stored);
            };
            let gone = || SourceError::NotStored("The mail of this attachment is not here any more.".into());
            let item = self
                .store
                .item(ctx, &ItemId::from(item))
                .await
                .map_err(|e| SourceError::NotStored(e.to_string()))?;
            let raw = item.and_then(|item| item.raw).ok_or_else(gone)?;
            let raw = self.blobs.get(&ctx.tenant, &raw).await.map_err(not_stored)?;
            let part = part.parse().map_err(|_| gone())?;
            connectors::mail::mime::attachment(&raw, part).map(|extracted| extracted.bytes).ok_or_else(gone)
        })
    }

    fn erase<'a>(&'a self, ctx: &'a TenantCtx, blobs: Vec<BlobId>) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async move {
            for blob in blobs {
                self.blobs.delete(&ctx.tenant, &blob).await.map_err(not_stored)?;
            }
            Ok(())
        })
    }
}

fn not_stored(error: blobs::BlobError) -> SourceError {
    SourceError::NotStored(error.to_string())
}
