//! The data folder: one server at a time, the user's token, the address the CLI connects to.

use anyhow::{Context, Result, bail};
use std::fs::{File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Locked for as long as the value lives; the kernel drops the lock with the process, so a lock that
/// can be taken proves that no other server is alive.
pub struct DataFolder {
    pub path: PathBuf,
    _lock: File,
}

impl DataFolder {
    pub fn open(path: &Path) -> Result<Self> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).with_context(|| {
            format!("The data folder {} cannot be made. Choose another with --data.", path.display())
        })?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join("lock"))
            .with_context(|| {
                format!("The data folder {} cannot be written. Check its owner and rights.", path.display())
            })?;
        if lock.try_lock().is_err() {
            bail!(
                "The data folder {} is in use by another Factotum server. Stop that one, or choose another folder with --data.",
                path.display()
            );
        }
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The first user's token, made at the first start.
    pub fn token(&self) -> Result<String> {
        let path = self.file("token");
        if let Ok(token) = std::fs::read_to_string(&path) {
            let token = token.trim().to_owned();
            if !token.is_empty() {
                std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
                return Ok(token);
            }
        }
        let token = crate::identity::new_token();
        write_private(&path, &format!("{token}\n"))?;
        Ok(token)
    }

    /// Where the CLI finds the server that runs on this folder.
    pub fn announce(&self, url: &str) -> Result<()> {
        write_private(&self.file("server.json"), &format!("{}\n", serde_json::json!({ "url": url })))
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.file("server.json"));
    }
}

/// Whole or not at all: written beside and renamed.
fn write_private(path: &Path, text: &str) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file =
        OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path).with_context(|| format!("{} cannot be written", path.display()))
}
