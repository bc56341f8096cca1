//! Reading a blob piece by piece, with its hash checked at the end.

use crate::error::BlobError;
use domain::BlobId;
use std::fs::File;
use std::io::{self, Read};

/// Gives the bytes of one blob. If they do not match its id, the read that would be the last fails with
/// `InvalidData`; so nothing is whole before the end was reached.
pub struct BlobReader {
    content: io::Take<File>,
    size: u64,
    hasher: blake3::Hasher,
    id: BlobId,
}

impl BlobReader {
    /// `file` stands at the first byte.
    pub(crate) fn new(file: File, size: u64, key: &[u8; 32], id: BlobId) -> Self {
        Self { content: file.take(size), size, hasher: blake3::Hasher::new_keyed(key), id }
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    fn check(&self) -> io::Result<usize> {
        if self.hasher.finalize().to_hex().as_str() == self.id.as_str() {
            return Ok(0);
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, BlobError::Damaged { id: self.id.clone() }))
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        match self.content.read(buffer)? {
            0 => self.check(),
            length => {
                self.hasher.update(&buffer[..length]);
                Ok(length)
            }
        }
    }
}
