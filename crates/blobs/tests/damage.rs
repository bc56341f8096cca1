//! Torn writes, damaged bytes and the wrong key: what is sound stays readable, what is not says so.
#![cfg(test)]

use blobs::{Blobs, Durability, Keys, Options};
use domain::{BlobId, TenantId};
use std::fs;
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const SEGMENT_HEADER: usize = 24;
const BATCH_HEADER: usize = 40;
const ENTRY: usize = 44;
const FIRST: [&[u8]; 2] = [b"the first content", b"the second content"];
const SECOND: [&[u8]; 2] = [b"third: CANARY content", b"fourth"];

struct Stored {
    _folder: TempDir,
    root: PathBuf,
    tenant: TenantId,
    first: Vec<BlobId>,
    second: Vec<BlobId>,
    /// Where the second batch begins.
    middle: usize,
}

fn open_with(root: &Path, key: u8) -> Blobs {
    let keys: Keys = Arc::new(move |_: &TenantId| [key; 32].into());
    Blobs::open(root, keys, Options { durability: Durability::Unsynced, ..Options::default() }).unwrap()
}

impl Stored {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (root, tenant) = (folder.path().to_owned(), TenantId::from("t-1"));
        let blobs = open_with(&root, 1);
        let first = blobs.put_batch(&tenant, &FIRST).unwrap();
        let middle = fs::metadata(root.join("t-1/segments/00000001.seg")).unwrap().len() as usize;
        let second = blobs.put_batch(&tenant, &SECOND).unwrap();
        Self { _folder: folder, root, tenant, first, second, middle }
    }

    fn open(&self) -> Blobs {
        open_with(&self.root, 1)
    }

    fn segment(&self, number: u32) -> PathBuf {
        self.root.join(format!("t-1/segments/{number:08}.seg"))
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.segment(1)).unwrap()
    }

    fn outcomes(&self, blobs: &Blobs, ids: &[BlobId], contents: [&[u8]; 2]) -> [&'static str; 2] {
        let outcome = |at: usize| match blobs.get(&self.tenant, &ids[at]) {
            Ok(bytes) if bytes == contents[at] => "ok",
            Ok(_) => "other bytes",
            Err(error) => error.code(),
        };
        [outcome(0), outcome(1)]
    }

    fn first(&self, blobs: &Blobs) -> [&'static str; 2] {
        self.outcomes(blobs, &self.first, FIRST)
    }

    fn second(&self, blobs: &Blobs) -> [&'static str; 2] {
        self.outcomes(blobs, &self.second, SECOND)
    }
}

#[test]
fn a_batch_torn_at_any_byte_is_cut_off_and_stored_again() {
    let stored = Stored::new();
    let whole = stored.bytes();
    for end in stored.middle..whole.len() {
        fs::write(stored.segment(1), &whole[..end]).unwrap();
        let blobs = stored.open();
        assert_eq!(stored.first(&blobs), ["ok", "ok"], "cut at {end}");
        assert_eq!(stored.second(&blobs), ["blob_not_found"; 2], "cut at {end}");
        assert_eq!(stored.bytes().len(), stored.middle, "cut at {end}");
        assert_eq!(blobs.put_batch(&stored.tenant, &SECOND).unwrap(), stored.second);
        assert_eq!(stored.bytes(), whole, "cut at {end}");
        assert_eq!(stored.second(&stored.open()), ["ok", "ok"]);
    }
}

#[test]
fn a_segment_torn_in_its_own_header_harms_nothing() {
    let stored = Stored::new();
    for end in 0..SEGMENT_HEADER {
        fs::write(stored.segment(2), vec![7; end]).unwrap();
        let blobs = stored.open();
        let id = blobs.put(&stored.tenant, format!("new {end}").as_bytes()).unwrap();
        let blobs = stored.open();
        assert_eq!(blobs.get(&stored.tenant, &id).unwrap(), format!("new {end}").as_bytes());
        assert_eq!((stored.first(&blobs), stored.second(&blobs)), (["ok"; 2], ["ok"; 2]));
        fs::remove_file(stored.segment(3)).unwrap();
    }
}

#[test]
fn what_a_power_cut_leaves_as_zeros_is_cut_off() {
    let stored = Stored::new();
    let mut bytes = stored.bytes();
    bytes[stored.middle..].fill(0);
    fs::write(stored.segment(1), &bytes).unwrap();
    let blobs = stored.open();
    assert_eq!((stored.first(&blobs), stored.second(&blobs)), (["ok"; 2], ["blob_not_found"; 2]));
    assert_eq!(stored.bytes().len(), stored.middle);

    // Not even the segment's header arrived.
    fs::write(stored.segment(1), vec![0; 500]).unwrap();
    let blobs = stored.open();
    assert_eq!(blobs.put_batch(&stored.tenant, &FIRST).unwrap(), stored.first);
    assert_eq!(stored.first(&stored.open()), ["ok", "ok"]);
}

#[test]
fn changed_content_is_an_error_and_its_neighbours_stay() {
    let stored = Stored::new();
    let whole = stored.bytes();
    let data_at = SEGMENT_HEADER + BATCH_HEADER + 2 * ENTRY;
    for at in data_at..data_at + FIRST[0].len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(stored.segment(1), changed).unwrap();
        let blobs = stored.open();
        assert_eq!(stored.first(&blobs), ["blob_damaged", "ok"], "changed at {at}");
        assert_eq!(stored.second(&blobs), ["ok", "ok"]);
        let mut read = vec![];
        let error =
            blobs.reader(&stored.tenant, &stored.first[0]).unwrap().read_to_end(&mut read).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    }
}

#[test]
fn a_damaged_batch_header_hides_no_other_batch_and_loses_no_byte() {
    let stored = Stored::new();
    let whole = stored.bytes();
    // All that the check covers, which is all but the states of the entries.
    let covered = (0..BATCH_HEADER + 2 * ENTRY).filter(|at| {
        let is_reserved = (12..16).contains(at);
        let is_state = *at >= BATCH_HEADER && (at - BATCH_HEADER) % ENTRY >= 40;
        !is_reserved && !is_state
    });
    for at in covered {
        let mut changed = whole.clone();
        changed[SEGMENT_HEADER + at] ^= 1;
        fs::write(stored.segment(1), &changed).unwrap();
        let blobs = stored.open();
        assert_eq!(stored.first(&blobs), ["blob_not_found"; 2], "changed at {at}");
        assert_eq!(stored.second(&blobs), ["ok", "ok"], "changed at {at}");
        assert_eq!(stored.bytes(), changed);
    }
}

#[test]
fn nothing_is_written_over_a_damaged_end() {
    let stored = Stored::new();
    let mut changed = stored.bytes();
    changed[stored.middle + 30] ^= 1;
    fs::write(stored.segment(1), &changed).unwrap();
    let blobs = stored.open();
    assert_eq!(stored.second(&blobs), ["blob_not_found"; 2]);
    assert_eq!(blobs.put_batch(&stored.tenant, &SECOND).unwrap(), stored.second);
    assert_eq!(stored.bytes(), changed);
    assert!(stored.segment(2).exists());
    let blobs = stored.open();
    assert_eq!((stored.first(&blobs), stored.second(&blobs)), (["ok"; 2], ["ok"; 2]));
}

#[test]
fn another_key_is_refused_and_changes_nothing() {
    let stored = Stored::new();
    let whole = stored.bytes();
    let blobs = open_with(&stored.root, 2);
    for _ in 0..2 {
        assert_eq!(blobs.get(&stored.tenant, &stored.first[0]).unwrap_err().code(), "blobs_wrong_key");
        assert_eq!(blobs.put(&stored.tenant, b"new").unwrap_err().code(), "blobs_wrong_key");
    }
    assert_eq!(stored.bytes(), whole);
    assert_eq!(stored.first(&stored.open()), ["ok", "ok"]);
}

#[test]
fn a_deletion_that_a_crash_interrupted_is_finished_at_the_next_start() {
    let stored = Stored::new();
    let state_at = stored.middle + BATCH_HEADER + 40;
    let file = fs::OpenOptions::new().write(true).open(stored.segment(1)).unwrap();
    file.write_all_at(&1u32.to_be_bytes(), state_at as u64).unwrap();
    assert!(stored.bytes().windows(6).any(|part| part == b"CANARY"));
    assert_eq!(stored.second(&stored.open()), ["blob_not_found", "ok"]);
    assert!(!stored.bytes().windows(6).any(|part| part == b"CANARY"));
    assert_eq!(stored.open().put(&stored.tenant, SECOND[0]).unwrap(), stored.second[0]);
    assert_eq!(stored.second(&stored.open()), ["ok", "ok"]);
}

#[test]
fn a_large_blob_that_was_not_finished_is_ignored_and_swept() {
    let stored = Stored::new();
    let large = vec![9; 300_000];
    let id = stored.open().put(&stored.tenant, &large).unwrap();
    let incoming = stored.root.join("t-1/incoming");
    fs::write(incoming.join("1234-0"), &large[..1000]).unwrap();
    let blobs = stored.open();
    assert!(blobs.get(&stored.tenant, &id).unwrap() == large);
    assert_eq!(fs::read_dir(&incoming).unwrap().count(), 0);

    let path = stored.root.join("t-1/large").join(&id.as_str()[..2]).join(&id.as_str()[2..]);
    for damaged in [&large[..1000], &[8; 300_000], &[large.as_slice(), b"more"].concat()] {
        fs::write(&path, damaged).unwrap();
        assert_eq!(stored.open().get(&stored.tenant, &id).unwrap_err().code(), "blob_damaged");
    }
}

#[test]
fn a_segment_that_became_shorter_under_us_is_damage_not_success() {
    let stored = Stored::new();
    let blobs = stored.open();
    assert_eq!(stored.second(&blobs), ["ok", "ok"]);
    let file = fs::OpenOptions::new().write(true).open(stored.segment(1)).unwrap();
    file.set_len(stored.bytes().len() as u64 - 1).unwrap();
    assert_eq!(stored.second(&blobs), ["ok", "blob_damaged"]);
}

#[test]
fn a_batch_that_fails_half_way_leaves_no_second_copy() {
    let stored = Stored::new();
    let blobs = stored.open();
    // 80 MB: a segment holds 64, and the way to the next one is blocked.
    let contents: Vec<Vec<u8>> =
        (0..320).map(|number| format!("CANARY-2 {number}").into_bytes().repeat(20_000)).collect();
    assert_eq!(stored.first(&blobs), ["ok", "ok"]);
    fs::create_dir(stored.segment(2)).unwrap();
    assert_eq!(blobs.put_batch(&stored.tenant, &contents).unwrap_err().code(), "blobs_io");
    let has_canary = || stored.bytes().windows(8).any(|part| part == b"CANARY-2");
    assert!(!has_canary());

    fs::remove_dir(stored.segment(2)).unwrap();
    let ids = blobs.put_batch(&stored.tenant, &contents).unwrap();
    for blobs in [&blobs, &stored.open()] {
        assert!(
            ids.iter().zip(&contents).all(|(id, bytes)| blobs.get(&stored.tenant, id).unwrap() == *bytes)
        );
        assert_eq!((stored.first(blobs), stored.second(blobs)), (["ok"; 2], ["ok"; 2]));
    }
    assert!(ids.iter().all(|id| blobs.delete(&stored.tenant, id).unwrap()));
    assert!(!has_canary());
    assert!(ids.iter().all(|id| !stored.open().exists(&stored.tenant, id).unwrap()));
}
