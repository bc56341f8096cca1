//! Where the keys come from: a file of one's own, an environment variable, or a command that asks the
//! operating system's keyring.

use crate::error::VaultError;
use crate::keys::{KeyRing, random_entry};
use secrecy::{ExposeSecret, SecretString};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

/// Holds the keys themselves.
pub const KEY_VARIABLE: &str = "FACTOTUM_KEY";
/// Holds a command that prints them, for example `secret-tool lookup service factotum` (GNOME, KDE),
/// `security find-generic-password -s factotum -w` (macOS) or `pass show factotum`.
pub const COMMAND_VARIABLE: &str = "FACTOTUM_KEY_COMMAND";

/// No key file is longer; keeps a wrong path from filling the memory.
const LONGEST_TEXT: u64 = 64 * 1024;

#[derive(Clone, Debug)]
pub enum KeySource {
    /// A file that only its owner can read; made on first use.
    File(PathBuf),
    /// The value of the environment variable.
    Environment(SecretString),
    /// A shell command line whose output are the keys.
    Command(String),
}

impl KeySource {
    /// The variable, else the command, else the file.
    pub fn choose(file: PathBuf) -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(value) = variable(KEY_VARIABLE) {
            KeySource::Environment(value.into())
        } else if let Some(command) = variable(COMMAND_VARIABLE) {
            KeySource::Command(command)
        } else {
            KeySource::File(file)
        }
    }

    pub(crate) fn load(&self) -> Result<KeyRing, VaultError> {
        match self {
            KeySource::File(path) => {
                create_if_missing(path).map_err(|source| at(path, source))??;
                KeyRing::parse(&read_private(path)?, &format!("the key file {}", path.display()))
            }
            KeySource::Environment(value) => KeyRing::parse(value.expose_secret(), KEY_VARIABLE),
            KeySource::Command(command) => KeyRing::parse(&output_of(command)?, "the key command's output"),
        }
    }
}

/// Adds a new key in front; the older ones only open from now on. Open the vault anew, rewrap every sealed
/// secret, and then remove the old `key:` lines. The `root:` entry has to stay.
pub fn rotate_key_file(path: &Path) -> Result<(), VaultError> {
    let old = read_private(path)?;
    KeyRing::parse(&old, &format!("the key file {}", path.display()))?;
    let mut text = Zeroizing::new(String::with_capacity(old.len() + 128));
    text.push_str(&random_entry("key")?);
    text.push_str(&old);
    let replace = || {
        let temporary = write_beside(path, &text)?;
        std::fs::rename(&temporary, path)?;
        sync_folder(path)
    };
    replace().map_err(|source| at(path, source))
}

/// The outer error is the file system's, the inner one that of making a key.
fn create_if_missing(path: &Path) -> std::io::Result<Result<(), VaultError>> {
    if path.try_exists()? {
        return Ok(Ok(()));
    }
    create_folder(path)?;
    let entries = || -> Result<_, VaultError> {
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str(
            "# Factotum's keys. Keep a copy in a safe place: without them no stored secret can be read.\n",
        );
        text.push_str(&random_entry("key")?);
        text.push_str(&random_entry("root")?);
        Ok(text)
    };
    let text = match entries() {
        Ok(text) => text,
        Err(error) => return Ok(Err(error)),
    };
    let temporary = write_beside(path, &text)?;
    // A link, because a rename would replace the key of another process that was quicker.
    let linked = std::fs::hard_link(&temporary, path);
    std::fs::remove_file(&temporary)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(path).map(Ok),
    }
}

fn read_private(path: &Path) -> Result<Zeroizing<String>, VaultError> {
    let file = File::open(path).map_err(|source| at(path, source))?;
    if file.metadata().map_err(|source| at(path, source))?.is_dir() {
        return Err(at(path, std::io::ErrorKind::IsADirectory.into()));
    }
    refuse_open_to_others(path, &file)?;
    // Room for the whole text at once: growing would leave copies of it behind.
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_TEXT as usize));
    file.take(LONGEST_TEXT).read_to_string(&mut text).map_err(|source| at(path, source))?;
    Ok(text)
}

#[cfg(unix)]
fn refuse_open_to_others(path: &Path, file: &File) -> Result<(), VaultError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|source| at(path, source))?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(VaultError::KeyFileOpenToOthers { path: path.to_owned(), mode })
}

#[cfg(not(unix))]
fn refuse_open_to_others(_path: &Path, _file: &File) -> Result<(), VaultError> {
    Ok(())
}

fn create_folder(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_beside(path: &Path, text: &str) -> std::io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}-{}.new", std::process::id(), next_number()));
    let temporary = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(temporary)
}

fn next_number() -> u64 {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

fn output_of(command: &str) -> Result<Zeroizing<String>, VaultError> {
    let failed = |detail: String| VaultError::KeyCommand { detail };
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // Its complaints may repeat what it was given.
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_TEXT as usize));
    let read = match child.stdout.take() {
        Some(output) => output.take(LONGEST_TEXT).read_to_string(&mut text),
        None => Ok(0),
    };
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    read.map_err(|_| failed("its output is not text".to_owned()))?;
    Ok(text)
}

fn at(path: &Path, source: std::io::Error) -> VaultError {
    VaultError::KeyFile { path: path.to_owned(), source }
}
