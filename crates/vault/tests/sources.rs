//! Where keys come from: the file that is made once and must be private, and the command.
#![cfg(test)]
#![cfg(unix)]

use domain::TenantId;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use vault::{ExposeSecret, KeySource, SecretString, Vault, rotate_key_file};

fn open(path: &Path) -> Result<Vault, vault::VaultError> {
    Vault::open(&KeySource::File(path.to_owned()))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn owner() -> (TenantId, &'static str) {
    ("t-1".into(), "account-1")
}

#[test]
fn the_file_is_made_once_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/data/vault.key");
    let first = open(&path).unwrap();
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let text = fs::read_to_string(&path).unwrap();
    let again = open(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!((first.key_id(), first.root_id()), (again.key_id(), again.root_id()));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn two_who_make_the_file_at_once_get_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    let barrier = std::sync::Barrier::new(8);
    let ids: Vec<String> = std::thread::scope(|scope| {
        let open_together = || {
            barrier.wait();
            open(&path).unwrap().key_id().to_owned()
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open_together)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    open(&path).unwrap();
    for open_mode in [0o640, 0o604, 0o644, 0o620] {
        fs::set_permissions(&path, Permissions::from_mode(open_mode)).unwrap();
        let error = open(&path).unwrap_err();
        assert_eq!(error.code(), "key_file_open_to_others");
        assert!(error.to_string().contains("chmod 600"), "{error}");
        assert_eq!(rotate_key_file(&path).unwrap_err().code(), "key_file_open_to_others");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    open(&path).unwrap();
}

#[test]
fn a_damaged_file_is_an_error_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    open(&path).unwrap();
    for text in ["", "# nothing\n", "key:abc\n"] {
        fs::write(&path, text).unwrap();
        assert_eq!(open(&path).unwrap_err().code(), "key_malformed");
        assert_eq!(rotate_key_file(&path).unwrap_err().code(), "key_malformed");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert_eq!(open(folder.path()).unwrap_err().code(), "key_file");
}

#[test]
fn the_file_rotates() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    let (tenant, id) = owner();
    let before = open(&path).unwrap();
    let sealed = before.seal(&tenant, id, &SecretString::from("hunter2")).unwrap();

    rotate_key_file(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
    let after = open(&path).unwrap();
    assert_ne!(after.key_id(), before.key_id());
    assert_eq!(after.derive(&tenant, "blobs"), before.derive(&tenant, "blobs"));
    let rewrapped = after.rewrap(&tenant, id, &sealed).unwrap().unwrap();

    // The oldest key can go; the root stays.
    let text = fs::read_to_string(&path).unwrap();
    let old_key = text.lines().filter(|line| line.starts_with("key:")).nth(1).unwrap();
    fs::write(&path, text.replace(old_key, "")).unwrap();
    let last = open(&path).unwrap();
    assert_eq!(last.unseal(&tenant, id, &rewrapped).unwrap().expose_secret(), "hunter2");
    assert_eq!(last.unseal(&tenant, id, &sealed).unwrap_err().code(), "key_unknown");
    assert_eq!(last.root_id(), before.root_id());
}

#[test]
fn a_command_can_give_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.key");
    let by_file = open(&path).unwrap();
    let by_command = Vault::open(&KeySource::Command(format!("cat '{}'", path.display()))).unwrap();
    assert_eq!((by_file.key_id(), by_file.root_id()), (by_command.key_id(), by_command.root_id()));

    let failing = Vault::open(&KeySource::Command("echo secret words; exit 3".into())).unwrap_err();
    assert_eq!(failing.code(), "key_command");
    assert!(failing.to_string().contains('3') && !failing.to_string().contains("secret words"), "{failing}");
    assert_eq!(Vault::open(&KeySource::Command("true".into())).unwrap_err().code(), "key_malformed");
}
