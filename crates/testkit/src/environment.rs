//! Where the installed peers and the public corpora are, and what to say when they are not.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// A file inside the folder that `make test-env` fills; `scripts/test-env` has the same rule for the folder.
pub(crate) fn installed(relative: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("FACTOTUM_TEST_ENV") {
        Some(folder) => PathBuf::from(folder),
        None if rustix::process::geteuid().is_root() => PathBuf::from("/var/cache/factotum"),
        None => PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/factotum"),
    };
    present(&folder.join("pyenv").join(relative))
}

/// A program of the operating system; daemons stand in folders that an ordinary user's PATH leaves out.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    let search = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&search).chain(["/usr/sbin", "/usr/bin"].map(PathBuf::from));
    for folder in folders {
        let candidate = folder.join(name);
        if candidate.is_file() {
            return Ok(candidate);
        }
    }
    bail!("{name} is not installed, and this test needs it: run `make test-env`")
}

/// A folder of the public corpora: in `$FACTOTUM_CORPORA`, else in `shared/corpora` beside the checkout.
/// `None` where it is absent: the test then returns, and `make test` counts it, because this noted its name.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FACTOTUM_CORPORA").map(PathBuf::from).or_else(|| {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
        Some(checkout.parent()?.join("shared/corpora"))
    });
    let found = folder.map(|folder| folder.join(name)).filter(|folder| folder.is_dir());
    if found.is_none() {
        note_skipped(name, std::env::var_os("FACTOTUM_SKIPPED").map(PathBuf::from));
    }
    found
}

/// The test harness names each thread after its test.
fn note_skipped(name: &str, list: Option<PathBuf>) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let Some(list) = list else { return };
    if let Ok(mut file) = std::fs::File::options().append(true).create(true).open(list) {
        // One write a line, so that tests side by side do not mix.
        let _ = file.write_all(format!("{test}: no corpus {name}\n").as_bytes());
    }
}

fn present(path: &Path) -> Result<PathBuf> {
    if !path.exists() {
        bail!("{} is missing, and this test needs it: run `make test-env`", path.display());
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_names_the_command_that_brings_it() {
        let missing = program("no-such-daemon").unwrap_err().to_string();
        assert_eq!(missing, "no-such-daemon is not installed, and this test needs it: run `make test-env`");
        let missing = present(Path::new("/nowhere/bin/postgres")).unwrap_err().to_string();
        assert!(missing.ends_with("run `make test-env`"), "{missing}");
    }

    #[test]
    fn an_absent_corpus_is_noted_with_the_test_that_wanted_it() {
        let list = tempfile::NamedTempFile::new().unwrap();
        note_skipped("mail", Some(list.path().to_owned()));
        let noted = std::fs::read_to_string(list.path()).unwrap();
        assert!(
            noted.ends_with("an_absent_corpus_is_noted_with_the_test_that_wanted_it: no corpus mail\n"),
            "{noted}"
        );
    }
}
