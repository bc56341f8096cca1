//! Whether a file is a mbox at all, before anybody connects it.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Blank lines before the first `From ` line that some programs leave.
const BLANK_LINES: usize = 16;

/// An empty file is a mbox without mails.
pub fn check(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a folder"));
    }
    let mut input = BufReader::new(File::open(path)?);
    for _ in 0..BLANK_LINES {
        let start = input.fill_buf()?;
        if start.is_empty() || start.starts_with(b"From ") || start.starts_with(b"\xEF\xBB\xBFFrom ") {
            return Ok(());
        }
        if !matches!(start.first(), Some(b'\n' | b'\r')) {
            break;
        }
        input.consume(1);
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "it does not begin with a “From ” line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mbox_is_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        for (content, is_mbox) in [
            (&b""[..], true),
            (b"From a@b.example Thu Jan  1 00:00:00 2026\nSubject: x\n\ny\n", true),
            (b"\nFrom a@b.example Thu Jan  1 00:00:00 2026\n", true),
            (b"Dear all,\n", false),
            (b"\0\xff\xfe", false),
        ] {
            std::fs::write(&file, content).expect("written");
            assert_eq!(check(&file).is_ok(), is_mbox, "{content:?}");
        }
        assert!(check(folder.path()).is_err());
        assert!(check(&folder.path().join("missing")).is_err());
    }
}
