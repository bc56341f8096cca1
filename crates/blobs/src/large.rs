//! Large blobs: a file each, written beside and renamed, so that a name always means the whole content.

use crate::path::{create_file, create_folder, sync_folder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folders of one tenant's large blobs.
pub(crate) struct Large {
    folder: PathBuf,
    incoming: PathBuf,
}

impl Large {
    pub(crate) fn new(tenant_folder: &Path) -> Self {
        Self { folder: tenant_folder.join("large"), incoming: tenant_folder.join("incoming") }
    }

    pub(crate) fn path(&self, hex: &str) -> PathBuf {
        self.folder.join(&hex[..2]).join(&hex[2..])
    }

    pub(crate) fn put(&self, hex: &str, bytes: &[u8], synced: bool) -> io::Result<()> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let path = self.path(hex);
        let parent = self.folder.join(&hex[..2]);
        create_folder(&parent)?;
        create_folder(&self.incoming)?;
        let temporary =
            self.incoming.join(format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let written = (|| {
            let mut file = create_file(&temporary)?;
            file.write_all(bytes)?;
            if synced {
                file.sync_data()?;
            }
            std::fs::rename(&temporary, &path)
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
        written?;
        if synced {
            sync_folder(&parent)?;
            sync_folder(&self.folder)?;
        }
        Ok(())
    }

    /// Whether there was one.
    pub(crate) fn delete(&self, hex: &str, synced: bool) -> io::Result<bool> {
        match std::fs::remove_file(self.path(hex)) {
            Ok(()) if synced => sync_folder(&self.folder.join(&hex[..2])).map(|()| true),
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes what writers that died have left.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        let entries = match std::fs::read_dir(&self.incoming) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in entries {
            std::fs::remove_file(entry?.path())?;
        }
        Ok(())
    }
}
