//! A full disk: refused with a code, nothing half-done, and on it goes when there is room again.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::demo::{files, settle};
use crate::support::mailbox::in_state;
use crate::support::{Home, Launch, text, until};

/// A small disk of one's own in memory; gone with the value.
struct Disk {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Disk {
    /// `None` where this user may not mount.
    fn mount(megabytes: usize) -> Option<Disk> {
        let folder = tempfile::TempDir::with_prefix("factotum-disk-").unwrap();
        let path = folder.path().to_owned();
        let size = format!("size={megabytes}m,mode=700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path).output().ok()?;
        mounted.status.success().then_some(Disk { path, _folder: folder })
    }

    /// Takes every byte that is left.
    fn fill(&self) -> PathBuf {
        let path = self.path.join("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        let block = vec![0; 64 << 10];
        while file.write_all(&block).is_ok() {}
        let mut rest = vec![0; 1];
        while file.write_all(&rest).is_ok() {
            rest.resize(rest.len() + 1, 0);
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() {
    let Some(disk) = Disk::mount(96) else {
        note_skipped();
        return;
    };
    let home = Home::with_data(&disk.path.join("data"));
    let server = Launch::demo().undo_window(0.0).start(&home).await;
    settle(&server).await;
    let before = own(&server, "before", "k0").await.ok();
    in_state(&server, text(&before, "/id"), &["succeeded"]).await;
    let sent = files(&server, ".Sent").len();

    let filler = disk.fill();
    let mut refusal = None;
    // The write-ahead log may have a little room left that was taken before.
    for number in 0..2_000 {
        let answer = own(&server, &"x".repeat(4_000), &format!("full{number}")).await;
        if answer.status >= 400 {
            refusal = Some((number, answer));
            break;
        }
    }
    let (number, refusal) = refusal.unwrap_or_else(|| panic!("2,000 effects fit on a full disk"));
    assert_eq!(refusal.status, 507, "{refusal:?}");
    refusal.refused(507, "disk_full");
    assert!(!server.rest.all("/api/items").await.is_empty(), "reading goes on");
    std::fs::remove_file(&filler).unwrap();

    let again = own(&server, &"x".repeat(4_000), &format!("full{number}")).await.ok();
    in_state(&server, text(&again, "/id"), &["succeeded"]).await;
    until("all that was accepted to be sent", async || {
        let all = server.rest.all("/api/action-proposals?origin=user").await;
        let open: Vec<_> = all.iter().filter(|p| p["effect"]["state"] != "succeeded").collect();
        for waiting in open.iter().filter(|p| !p["effect"]["error"].is_null()) {
            // Tried on the full disk and waiting for its next turn: a person would not wait. One that is under
            // way by now refuses, which is as good.
            let path = format!("/api/action-proposals/{}/retry", text(waiting, "/id"));
            server.rest.post(&path, &json!({})).await;
        }
        open.is_empty().then_some(())
    })
    .await;
    until("every copy", async || (files(&server, ".Sent").len() == sent + number + 1).then_some(())).await;
    server.cli(&["audit", "verify"]).await.ok();
    let server = server.restart().await;
    assert!(server.rest.all("/api/action-proposals?origin=user").await.len() > number);
}

async fn own(server: &crate::support::Server, text: &str, key: &str) -> crate::support::rest::Answer {
    let payload = json!({"to": ["dana@keller-law.example"], "subject": "full", "text": text});
    server.rest.post_once("/api/effects", key, &json!({"kind": "send_email", "payload": payload})).await
}

/// `make test` lists what could not be tried on this machine.
fn note_skipped() {
    let Some(list) = std::env::var_os("FACTOTUM_SKIPPED") else { return };
    let mut list = std::fs::File::options().append(true).create(true).open(list).unwrap();
    list.write_all(b"bad_input::disk: no right to mount a small disk\n").unwrap();
}
