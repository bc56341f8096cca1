//! The same calls for async callers, on tokio's blocking threads.

use crate::error::BlobError;
use crate::store::Blobs;
use domain::{BlobId, TenantId};

#[derive(Clone, Debug)]
pub struct AsyncBlobs {
    blobs: Blobs,
}

impl AsyncBlobs {
    pub(crate) fn new(blobs: Blobs) -> Self {
        Self { blobs }
    }

    pub async fn put(&self, tenant: &TenantId, bytes: Vec<u8>) -> Result<BlobId, BlobError> {
        let tenant = tenant.clone();
        self.run(move |blobs| blobs.put(&tenant, &bytes)).await
    }

    pub async fn put_batch<B>(&self, tenant: &TenantId, contents: Vec<B>) -> Result<Vec<BlobId>, BlobError>
    where
        B: AsRef<[u8]> + Send + 'static,
    {
        let tenant = tenant.clone();
        self.run(move |blobs| blobs.put_batch(&tenant, &contents)).await
    }

    pub async fn get(&self, tenant: &TenantId, id: &BlobId) -> Result<Vec<u8>, BlobError> {
        let (tenant, id) = (tenant.clone(), id.clone());
        self.run(move |blobs| blobs.get(&tenant, &id)).await
    }

    pub async fn exists(&self, tenant: &TenantId, id: &BlobId) -> Result<bool, BlobError> {
        let (tenant, id) = (tenant.clone(), id.clone());
        self.run(move |blobs| blobs.exists(&tenant, &id)).await
    }

    pub async fn delete(&self, tenant: &TenantId, id: &BlobId) -> Result<bool, BlobError> {
        let (tenant, id) = (tenant.clone(), id.clone());
        self.run(move |blobs| blobs.delete(&tenant, &id)).await
    }

    pub async fn delete_tenant(&self, tenant: &TenantId) -> Result<(), BlobError> {
        let tenant = tenant.clone();
        self.run(move |blobs| blobs.delete_tenant(&tenant)).await
    }

    /// A call that was begun runs to its end even if the caller stops waiting.
    async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Blobs) -> Result<T, BlobError> + Send + 'static,
    ) -> Result<T, BlobError> {
        let blobs = self.blobs.clone();
        tokio::task::spawn_blocking(move || call(&blobs)).await.unwrap_or(Err(BlobError::ShuttingDown))
    }
}
