//! Private files and folders, and the names in them.

use domain::TenantId;
use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

pub(crate) fn create_folder(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

pub(crate) fn create_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Makes new and removed names in a folder last.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

/// A tenant's folder: its id if that is a plain name, else a hash of it behind a `~`, which no plain name has.
pub(crate) fn tenant_folder(root: &Path, tenant: &TenantId) -> PathBuf {
    let id = tenant.as_str();
    let is_plain = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    if is_plain { root.join(id) } else { root.join(format!("~{}", blake3::hash(id.as_bytes()).to_hex())) }
}
