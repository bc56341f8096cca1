//! What goes in comes out, for its tenant only, until it is deleted; and then nothing of it is left.
#![cfg(test)]

use blobs::{BlobError, Blobs, Durability, Keys, Options};
use domain::{BlobId, TenantId};
use proptest::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const LARGE: usize = 256 * 1024;

fn keys() -> Keys {
    Arc::new(|tenant: &TenantId| (*blake3::hash(tenant.as_str().as_bytes()).as_bytes()).into())
}

fn open(folder: &Path) -> Blobs {
    let options = Options { durability: Durability::Unsynced, ..Options::default() };
    Blobs::open(folder.join("blobs"), keys(), options).unwrap()
}

fn fresh() -> (TempDir, Blobs, TenantId) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = open(folder.path());
    (folder, blobs, "t-1".into())
}

fn content(seed: usize, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new().update(&seed.to_be_bytes()).finalize_xof().fill(&mut bytes);
    bytes
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        }
        found.push(path);
    }
    found
}

fn is_anywhere(folder: &Path, canary: &[u8]) -> bool {
    let files = files_below(folder).into_iter().filter(|path| path.is_file());
    files
        .map(|path| fs::read(path).unwrap())
        .any(|bytes| bytes.windows(canary.len()).any(|part| part == canary))
}

fn code<T>(result: Result<T, BlobError>) -> &'static str {
    result.map(|_| "ok").unwrap_or_else(|error| error.code())
}

#[test]
fn bytes_of_any_size_come_back_identical_also_after_a_restart() {
    let (folder, blobs, tenant) = fresh();
    let contents: Vec<Vec<u8>> = [0, 1, 12 * 1024, LARGE - 1, LARGE, LARGE + 1, 9 * 1024 * 1024]
        .into_iter()
        .enumerate()
        .map(|(seed, length)| content(seed, length))
        .collect();
    let ids = blobs.put_batch(&tenant, &contents).unwrap();
    for blobs in [blobs, open(folder.path())] {
        for (id, bytes) in ids.iter().zip(&contents) {
            assert!(blobs.get(&tenant, id).unwrap() == *bytes);
            assert!(blobs.exists(&tenant, id).unwrap());
            let mut reader = blobs.reader(&tenant, id).unwrap();
            assert_eq!(reader.size(), bytes.len() as u64);
            let mut read = vec![];
            reader.read_to_end(&mut read).unwrap();
            assert!(read == *bytes);
        }
    }
}

#[test]
fn synced_writes_are_read_back_too() {
    let folder = tempfile::tempdir().unwrap();
    let synced = || Blobs::open(folder.path().join("blobs"), keys(), Options::default()).unwrap();
    let (tenant, contents) = (TenantId::from("t-1"), [content(1, 100), content(2, LARGE), content(3, 5)]);
    let blobs = synced();
    let ids = blobs.put_batch(&tenant, &contents).unwrap();
    assert!(blobs.delete(&tenant, &ids[0]).unwrap());
    assert!(blobs.delete(&tenant, &ids[1]).unwrap());
    let blobs = synced();
    assert_eq!(
        ids.iter().map(|id| code(blobs.get(&tenant, id))).collect::<Vec<_>>(),
        ["blob_not_found", "blob_not_found", "ok"]
    );
}

#[test]
fn the_same_bytes_are_stored_once() {
    let (folder, blobs, tenant) = fresh();
    let (small, large) = (content(1, 1000), content(2, LARGE));
    let ids = blobs.put_batch(&tenant, &[&small, &large, &small, &large]).unwrap();
    assert_eq!((&ids[0], &ids[1]), (&ids[2], &ids[3]));
    let used =
        || files_below(folder.path()).iter().map(|path| fs::metadata(path).unwrap().len()).sum::<u64>();
    let before = used();
    assert_eq!(blobs.put(&tenant, &small).unwrap(), ids[0]);
    assert_eq!(
        open(folder.path()).put_batch(&tenant, &[&large, &small]).unwrap(),
        [ids[1].clone(), ids[0].clone()]
    );
    assert_eq!(used(), before);
}

#[test]
fn another_tenant_gets_other_ids_and_cannot_read() {
    let (_folder, blobs, tenant) = fresh();
    let other = TenantId::from("t-2");
    for bytes in [content(1, 100), content(2, LARGE)] {
        let id = blobs.put(&tenant, &bytes).unwrap();
        assert_eq!(code(blobs.get(&other, &id)), "blob_not_found");
        assert_eq!(code(blobs.reader(&other, &id)), "blob_not_found");
        assert!(!blobs.exists(&other, &id).unwrap());
        assert!(!blobs.delete(&other, &id).unwrap());
        assert_ne!(blobs.put(&other, &bytes).unwrap(), id);
        assert!(blobs.get(&tenant, &id).unwrap() == bytes);
    }
}

#[test]
fn no_tenant_or_blob_id_leads_out_of_the_folder() {
    let (folder, blobs, tenant) = fresh();
    let names = ["..", "../x", "a/b", "", "A", "a", ".", "~", &"n".repeat(300), "ü"];
    let ids: Vec<_> = names.iter().map(|name| blobs.put(&TenantId::from(*name), b"text").unwrap()).collect();
    for (name, id) in names.iter().zip(&ids) {
        assert_eq!(blobs.get(&TenantId::from(*name), id).unwrap(), b"text");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path().join("blobs")).unwrap().count(), names.len());

    let id = blobs.put(&tenant, b"text").unwrap();
    let upper = id.as_str().to_uppercase();
    for wrong in ["", "aa", "../../../../etc/passwd", &"é".repeat(32), &"/".repeat(64), &upper] {
        let wrong = BlobId::from(wrong);
        assert_eq!(code(blobs.get(&tenant, &wrong)), "blob_not_found");
        assert!(!blobs.delete(&tenant, &wrong).unwrap());
        assert!(!blobs.exists(&tenant, &wrong).unwrap());
    }
}

#[test]
fn only_the_owner_can_read_the_files() {
    let (folder, blobs, tenant) = fresh();
    blobs.put_batch(&tenant, &[content(1, 10), content(2, LARGE)]).unwrap();
    let files = files_below(folder.path());
    assert!(files.iter().filter(|path| path.is_file()).count() == 2);
    for path in files {
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, wanted, "{}", path.display());
    }
}

#[test]
fn what_is_too_large_is_refused_and_nothing_of_its_batch_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { durability: Durability::Unsynced, largest: 10 };
    let blobs = Blobs::open(folder.path(), keys(), options).unwrap();
    let tenant = TenantId::from("t-1");
    let error = blobs.put_batch(&tenant, &[&b"0123456789"[..], b"0123456789a"]).unwrap_err();
    assert_eq!((error.code(), error.to_string().contains("11 bytes")), ("too_large", true));
    assert!(!is_anywhere(folder.path(), b"0123456789"));
    blobs.put(&tenant, b"0123456789").unwrap();
}

#[test]
fn deleted_content_is_nowhere_any_more() {
    let (folder, blobs, tenant) = fresh();
    let canary = b"CANARY-5f1c".as_slice();
    let with_canary = |length: usize| [content(length, length), canary.to_vec(), content(7, length)].concat();
    let contents = [content(1, 5000), with_canary(6000), content(3, 3), with_canary(LARGE), with_canary(1)];
    let ids = blobs.put_batch(&tenant, &contents).unwrap();
    assert!(is_anywhere(folder.path(), canary));
    for at in [1, 3, 4] {
        assert!(blobs.delete(&tenant, &ids[at]).unwrap());
        assert!(!blobs.delete(&tenant, &ids[at]).unwrap());
    }
    assert!(!is_anywhere(folder.path(), canary));
    for blobs in [blobs, open(folder.path())] {
        assert_eq!(code(blobs.get(&tenant, &ids[1])), "blob_not_found");
        assert_eq!(code(blobs.get(&tenant, &ids[3])), "blob_not_found");
        assert!(!blobs.exists(&tenant, &ids[4]).unwrap());
        assert!(blobs.get(&tenant, &ids[0]).unwrap() == contents[0]);
        assert!(blobs.get(&tenant, &ids[2]).unwrap() == contents[2]);
    }
    let blobs = open(folder.path());
    assert_eq!(blobs.put(&tenant, &contents[1]).unwrap(), ids[1]);
    assert!(open(folder.path()).get(&tenant, &ids[1]).unwrap() == contents[1]);
}

#[test]
fn a_tenant_can_be_removed_whole_and_begin_again() {
    let (folder, blobs, tenant) = fresh();
    let other = TenantId::from("t-2");
    let id = blobs.put(&tenant, b"CANARY").unwrap();
    let kept = blobs.put(&other, b"kept").unwrap();
    blobs.delete_tenant(&tenant).unwrap();
    blobs.delete_tenant(&tenant).unwrap();
    assert!(!is_anywhere(folder.path(), b"CANARY"));
    assert_eq!(code(blobs.get(&tenant, &id)), "blob_not_found");
    assert_eq!(blobs.get(&other, &kept).unwrap(), b"kept");
    assert_eq!(blobs.put(&tenant, b"CANARY").unwrap(), id);
    assert_eq!(open(folder.path()).get(&tenant, &id).unwrap(), b"CANARY");
}

#[test]
fn a_full_segment_is_followed_by_the_next() {
    let (folder, blobs, tenant) = fresh();
    let contents: Vec<_> = (0..600).map(|seed| content(seed, LARGE - 1)).collect();
    let ids: Vec<_> =
        contents.chunks(150).flat_map(|batch| blobs.put_batch(&tenant, batch).unwrap()).collect();
    let segments = files_below(folder.path()).into_iter().filter(|path| path.extension().is_some()).count();
    assert_eq!(segments, 3, "150 MB in segments of 64 MB");
    let blobs = open(folder.path());
    assert!(ids.iter().zip(&contents).all(|(id, bytes)| blobs.get(&tenant, id).unwrap() == *bytes));
}

#[test]
fn many_threads_at_once_store_each_content_once() {
    let (folder, blobs, tenant) = fresh();
    let contents: Vec<_> = (0..50).map(|seed| content(seed, 2000)).collect();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (blobs, tenant, contents) = (&blobs, &tenant, &contents);
            scope.spawn(move || {
                for step in 0..50 {
                    let bytes = &contents[(step * 7 + thread) % 50];
                    let id = blobs.put(tenant, bytes).unwrap();
                    assert!(blobs.get(tenant, &id).unwrap() == *bytes);
                }
            });
        }
    });
    let size: u64 = files_below(folder.path())
        .iter()
        .filter(|path| path.is_file())
        .map(|path| fs::metadata(path).unwrap().len())
        .sum();
    assert_eq!(size, 24 + 50 * (40 + 44 + 2000));
}

#[tokio::test]
async fn async_callers_get_the_same() {
    let (_folder, blobs, tenant) = fresh();
    let asynchronous = blobs.asynchronous();
    let ids = asynchronous.put_batch(&tenant, vec![b"one".to_vec(), b"two".to_vec()]).await.unwrap();
    assert_eq!(asynchronous.put(&tenant, b"two".to_vec()).await.unwrap(), ids[1]);
    assert_eq!(asynchronous.get(&tenant, &ids[0]).await.unwrap(), b"one");
    assert_eq!(blobs.get(&tenant, &ids[1]).unwrap(), b"two");
    assert!(asynchronous.delete(&tenant, &ids[0]).await.unwrap());
    assert!(!asynchronous.exists(&tenant, &ids[0]).await.unwrap());
    assert_eq!(code(asynchronous.get(&tenant, &ids[0]).await), "blob_not_found");
    asynchronous.delete_tenant(&tenant).await.unwrap();
    assert!(!asynchronous.exists(&tenant, &ids[1]).await.unwrap());
}

#[derive(Clone, Debug)]
enum Step {
    Put(Vec<usize>),
    Delete(usize),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => proptest::collection::vec(0usize..20, 0..6).prop_map(Step::Put),
        3 => (0usize..20).prop_map(Step::Delete),
        1 => Just(Step::Restart),
    ];
    proptest::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_history_leaves_what_a_map_would_hold(steps in steps()) {
        let (folder, mut blobs, tenant) = fresh();
        // Every fifth is large.
        let contents: Vec<_> = (0..20).map(|seed| content(seed, if seed % 5 == 4 { LARGE + seed } else { seed * 100 })).collect();
        let mut held: HashMap<usize, BlobId> = HashMap::new();
        for step in steps {
            match step {
                Step::Put(which) => {
                    let batch: Vec<&Vec<u8>> = which.iter().map(|at| &contents[*at]).collect();
                    held.extend(which.iter().copied().zip(blobs.put_batch(&tenant, &batch).unwrap()));
                }
                Step::Delete(at) => {
                    if let Some(id) = held.remove(&at) {
                        prop_assert!(blobs.delete(&tenant, &id).unwrap());
                        prop_assert!(!blobs.exists(&tenant, &id).unwrap());
                    }
                }
                Step::Restart => blobs = open(folder.path()),
            }
            for (at, id) in &held {
                prop_assert!(blobs.get(&tenant, id).unwrap() == contents[*at]);
            }
        }
    }
}
