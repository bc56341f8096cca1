//! Which segment entry holds which blob: 16 bytes each in memory, the rest stands in the entry itself.

use std::collections::HashMap;

#[derive(Default)]
pub(crate) struct Index {
    places: HashMap<u64, Place>,
}

/// The segment's number and where the entry is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) segment: u32,
    pub(crate) entry_at: u32,
}

impl Index {
    /// Where the blob is, if it is in a segment at all: the caller compares the entry's id, because two
    /// blobs may share the part of it that is kept here.
    pub(crate) fn get(&self, id: &[u8; 32]) -> Option<Place> {
        self.places.get(&fingerprint(id)).copied()
    }

    pub(crate) fn insert(&mut self, id: &[u8; 32], place: Place) {
        self.places.insert(fingerprint(id), place);
    }

    pub(crate) fn remove(&mut self, id: &[u8; 32]) {
        self.places.remove(&fingerprint(id));
    }
}

fn fingerprint(id: &[u8; 32]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&id[..8]);
    u64::from_be_bytes(bytes)
}
