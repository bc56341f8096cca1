//! The store of all tenants' blobs: hashes, checks sizes, and hands each tenant's work to its folder.

use crate::asynchronous::AsyncBlobs;
use crate::error::{At, BlobError};
use crate::path::{create_folder, tenant_folder};
use crate::reader::BlobReader;
use crate::tenant::Tenant;
use domain::{BlobId, TenantId};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// The largest blob unless the options say otherwise.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// Gives a tenant's key, from which its blobs get their names; the same one every time.
pub type Keys = Arc<dyn Fn(&TenantId) -> Zeroizing<[u8; 32]> + Send + Sync>;

/// What a finished `put` or `delete` survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The end of this process and a power cut.
    #[default]
    Synced,
    /// The end of this process only; for tests and what can be fetched again.
    Unsynced,
}

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub durability: Durability,
    /// The largest blob that is taken.
    pub largest: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { durability: Durability::default(), largest: LARGEST }
    }
}

/// All blobs under one folder, which one process at a time may use. Cheap to clone; the calls block.
#[derive(Clone)]
pub struct Blobs {
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    keys: Keys,
    options: Options,
    tenants: Mutex<HashMap<TenantId, Arc<Tenant>>>,
}

impl Blobs {
    pub fn open(folder: impl Into<PathBuf>, keys: Keys, options: Options) -> Result<Self, BlobError> {
        let folder = folder.into();
        create_folder(&folder).at(&folder)?;
        Ok(Self { shared: Arc::new(Shared { folder, keys, options, tenants: Mutex::default() }) })
    }

    /// Stores the bytes and tells their id; the same bytes again change nothing.
    pub fn put(&self, tenant: &TenantId, bytes: &[u8]) -> Result<BlobId, BlobError> {
        let mut ids = self.put_batch(tenant, &[bytes])?;
        // One blob in, one id out.
        ids.pop().ok_or(BlobError::ShuttingDown)
    }

    /// Stores many at once, with one sync for all; the ids are in the order of the blobs.
    pub fn put_batch(&self, tenant: &TenantId, blobs: &[impl AsRef<[u8]>]) -> Result<Vec<BlobId>, BlobError> {
        let limit = self.shared.options.largest;
        for blob in blobs {
            let size = blob.as_ref().len() as u64;
            if size > limit {
                return Err(BlobError::TooLarge { size, limit });
            }
        }
        let blobs: Vec<&[u8]> = blobs.iter().map(AsRef::as_ref).collect();
        self.tenant(tenant).put(&blobs)
    }

    /// The whole content, checked.
    pub fn get(&self, tenant: &TenantId, id: &BlobId) -> Result<Vec<u8>, BlobError> {
        self.tenant(tenant).get(id)
    }

    /// The content piece by piece; see [`BlobReader`] for how damage shows.
    pub fn reader(&self, tenant: &TenantId, id: &BlobId) -> Result<BlobReader, BlobError> {
        self.tenant(tenant).reader(id)
    }

    pub fn exists(&self, tenant: &TenantId, id: &BlobId) -> Result<bool, BlobError> {
        self.tenant(tenant).exists(id)
    }

    /// Erases the bytes from the disk, not only their name; tells whether there were any. Who else refers to
    /// the same content is for the caller to know.
    pub fn delete(&self, tenant: &TenantId, id: &BlobId) -> Result<bool, BlobError> {
        self.tenant(tenant).delete(id)
    }

    /// Removes all blobs of a tenant.
    pub fn delete_tenant(&self, tenant: &TenantId) -> Result<(), BlobError> {
        self.tenant(tenant).delete_all()
    }

    /// The same for async callers.
    pub fn asynchronous(&self) -> AsyncBlobs {
        AsyncBlobs::new(self.clone())
    }

    fn tenant(&self, tenant: &TenantId) -> Arc<Tenant> {
        let mut tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = tenants.get(tenant) {
            return known.clone();
        }
        let folder = tenant_folder(&self.shared.folder, tenant);
        let is_synced = self.shared.options.durability == Durability::Synced;
        let new = Arc::new(Tenant::new(folder, (self.shared.keys)(tenant), is_synced));
        tenants.insert(tenant.clone(), new.clone());
        new
    }
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blobs").field("folder", &self.shared.folder).finish_non_exhaustive()
    }
}
