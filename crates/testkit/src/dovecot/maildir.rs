//! A user's Maildir++ seen from outside the server.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use rustix::process::{getegid, geteuid};

const PARTS: [&str; 3] = ["tmp", "new", "cur"];
/// Debian's number of both nobody and nogroup.
const NOBODY: u32 = 65_534;

/// dovecot gives root no mail, so root's mailboxes are nobody's.
pub(super) fn owner() -> (u32, u32) {
    if geteuid().is_root() { (NOBODY, NOBODY) } else { (geteuid().as_raw(), getegid().as_raw()) }
}

pub(super) fn give_to_owner(path: &Path) -> Result<()> {
    let (uid, gid) = owner();
    Ok(std::os::unix::fs::chown(path, Some(uid), Some(gid))?)
}

pub(super) struct Maildir {
    root: PathBuf,
}

impl Maildir {
    pub(super) fn new(root: PathBuf) -> Maildir {
        Maildir { root }
    }

    /// dovecot takes a file's modification time as the INTERNALDATE of the message.
    pub(super) fn deliver(
        &self,
        folder: &str,
        raw: &[u8],
        received: SystemTime,
        flags: Option<&str>,
    ) -> Result<()> {
        static SEQUENCE: AtomicU64 = AtomicU64::new(0);
        let directory = self.directory(folder);
        self.make(&directory)?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let number = SEQUENCE.fetch_add(1, Ordering::Relaxed);
        let name =
            format!("{}.M{:06}P{}Q{number:08}.test", now.as_secs(), now.subsec_micros(), std::process::id());
        let temporary = directory.join("tmp").join(&name);
        let mut file = File::create_new(&temporary)?;
        file.write_all(raw)?;
        file.set_modified(received)?;
        drop(file);
        give_to_owner(&temporary)?;
        let last = match flags {
            None => directory.join("new").join(name),
            Some(flags) => directory.join("cur").join(format!("{name}:2,{flags}")),
        };
        std::fs::rename(temporary, last)?;
        Ok(())
    }

    /// The files of a folder by name, which begins with the time of delivery. A missing folder is empty.
    pub(super) fn paths(&self, folder: &str) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for part in ["new", "cur"] {
            let directory = self.directory(folder).join(part);
            if directory.is_dir() {
                for entry in std::fs::read_dir(directory)? {
                    paths.push(entry?.path());
                }
            }
        }
        paths.sort_by(|one, other| one.file_name().cmp(&other.file_name()));
        Ok(paths)
    }

    /// Without its list of UIDs the server numbers the folder anew, under the next UIDVALIDITY.
    pub(super) fn forget_numbers(&self, folder: &str) -> Result<()> {
        for entry in std::fs::read_dir(self.directory(folder))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == "dovecot-uidlist" || name.starts_with("dovecot.index") {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn make(&self, directory: &Path) -> Result<()> {
        for part in [self.root.clone(), directory.to_owned()]
            .into_iter()
            .chain(PARTS.map(|part| directory.join(part)))
        {
            if !part.exists() {
                std::fs::create_dir(&part)?;
                give_to_owner(&part)?;
            }
        }
        let mark = directory.join("maildirfolder");
        if directory != self.root && !mark.exists() {
            File::create(&mark)?;
            give_to_owner(&mark)?;
        }
        Ok(())
    }

    fn directory(&self, folder: &str) -> PathBuf {
        if folder == "INBOX" {
            self.root.clone()
        } else {
            self.root.join(format!(".{}", folder.replace('/', ".")))
        }
    }
}
