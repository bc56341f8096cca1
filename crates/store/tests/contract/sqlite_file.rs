//! The SQLite file itself: damaged, newer, foreign, full, scrubbed; and which indexes its lists take.

use crate::world::*;
use rusqlite::Connection;
use std::path::Path;
use store::{Store, StoreError};

#[tokio::test]
async fn a_newer_database_is_refused() {
    let world = World::sqlite().await;
    let url = world.url.clone();
    world.store.clone().close().await;
    Connection::open(&url).unwrap().execute("INSERT INTO schema_version VALUES (9999)", []).unwrap();
    let error = refused(&url).await;
    assert_eq!(error.code(), "store_newer");
    let sentence = error.to_string();
    assert!(sentence.contains(&url) && sentence.contains("newer"), "{sentence}");
}

#[tokio::test]
async fn damaged_files_are_refused_with_a_sentence() {
    let world = World::sqlite().await;
    let url = world.url.clone();
    world.ingest((0..200).map(|n| arrived(mail(&format!("m{n}"), n))).collect()).await;
    world.store.clone().close().await;
    let whole = std::fs::read(&url).unwrap();
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 4] = [
        ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
        ("a text file", |bytes| *bytes = b"Dear diary, ".repeat(1_000)),
        ("zeroed start", |bytes| bytes[..4_096].fill(0)),
        ("overwritten pages", |bytes| bytes[4_096..].fill(0xA5)),
    ];
    for (name, damage) in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        std::fs::write(&url, &bytes).unwrap();
        let error = refused(&url).await;
        assert_eq!(error.code(), "store_damaged", "{name}: {error}");
        let sentence = error.to_string();
        assert!(sentence.contains(&url) && sentence.contains("backup"), "{name}: {sentence}");
        assert_eq!(std::fs::read(&url).unwrap(), bytes, "{name}: what may be rescued is left alone");
    }
    std::fs::write(&url, whole).unwrap();
    let store = Store::open(config(&url)).await.unwrap();
    assert!(store.item(&world.ctx, &"m7".into()).await.unwrap().is_some());
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("other.db").display().to_string();
    Connection::open(&url).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    let error = refused(&url).await;
    assert!(error.to_string().contains("not a Factotum database"), "{error}");
    let tables: i64 = Connection::open(&url)
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 1);
}

/// A small file system would need root; a limit on the database's pages gives the same error.
#[tokio::test]
async fn a_full_disk_keeps_nothing_and_later_works_again() {
    let world = World::sqlite_of_pages(400).await;
    let mut stored = 0;
    let error = loop {
        let mut big = mail(&format!("m{stored}"), stored);
        big.item.text = "word ".repeat(20_000);
        let changes = vec![arrived(mail(&format!("small{stored}"), stored)), arrived(big)];
        match world.store.ingest(&world.ctx, batch(&world.account, changes, at(0))).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(stored > 0);
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert_eq!(error.code(), "disk_full");
    assert!(error.to_string().contains(&world.url), "{error}");
    let half = world.store.item(&world.ctx, &format!("small{stored}").into()).await.unwrap();
    assert!(half.is_none(), "nothing of the batch was kept");
    let last = format!("m{}", stored - 1);
    assert_eq!(world.item(&last).await.text.len(), 100_000);
    let url = world.url.clone();
    world.store.clone().close().await;
    let store = Store::open(config(&url)).await.unwrap();
    let changes = vec![arrived(mail(&format!("small{stored}"), stored))];
    let report = store.ingest(&world.ctx, batch(&world.account, changes, at(0))).await.unwrap();
    assert_eq!(report.arrived, 1);
}

/// Neighbours in one group: the one that does not fit is refused, the small ones are stored.
#[tokio::test]
async fn a_full_disk_takes_no_neighbours_along() {
    let world = World::sqlite_of_pages(400).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..40 {
        let (store, ctx, account) = (world.store.clone(), world.ctx.clone(), world.account.clone());
        tasks.spawn(async move {
            if n % 10 == 5 {
                let mut huge = mail(&format!("huge{n}"), n);
                huge.item.text = "word ".repeat(1_000_000);
                let refused = store.ingest(&ctx, batch(&account, vec![arrived(huge)], at(0))).await;
                assert_eq!(refused.unwrap_err().code(), "disk_full");
            } else {
                let new = store::NewProposal { proposal: proposal(&format!("p{n}")) };
                store.submit(&ctx, vec![new], at(0)).await.unwrap();
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    for n in (0..40).filter(|n| n % 10 != 5) {
        world.proposal(&format!("p{n}")).await;
    }
    assert_eq!(world.store.activity_head(&world.ctx).await.unwrap(), 36);
}

#[tokio::test]
async fn a_removed_account_leaves_no_word_in_the_files() {
    let world = World::sqlite().await;
    let mut canary = mail("a", 0);
    canary.item.subject = Some("zebracanary".to_owned());
    canary.item.text = format!("zebracanary {}", "other words ".repeat(2_000));
    canary.item.from = Some(domain::Address::new(Some("zebracanary"), "zebracanary@work.example"));
    let mails = (0..50).map(|n| arrived(mail(&format!("m{n}"), n)));
    world.ingest(mails.chain([arrived(canary)]).collect()).await;
    let mut quoted = about(proposal("p"), "a");
    quoted.preview.text = "zebracanary".to_owned();
    world.submit(quoted).await;
    assert!(holds(&world.url, "zebracanary"), "the test can see words at all");
    world.store.remove_account(&world.ctx, &world.account).await.unwrap();
    assert!(!holds(&world.url, "zebracanary"));
}

/// The main lists must not sort or scan: what they read grows with the page, not with the mailbox.
#[tokio::test]
async fn the_main_lists_take_indexes() {
    let world = World::sqlite().await;
    let connection = Connection::open(&world.url).unwrap();
    let newest = "ORDER BY i.received_at DESC, i.id DESC LIMIT 51";
    let cases = [
        (format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 {newest}"), "items_newest"),
        (format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 AND i.archived = 0 {newest}"), "items_in_inbox"),
        (format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 AND i.unread = 1 {newest}"), "items_unread"),
        (
            format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 AND i.awaiting_reply = 1 {newest}"),
            "items_awaiting",
        ),
        (format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 AND i.from_key = ?2 {newest}"), "items_by_sender"),
        (format!("SELECT i.subject FROM items i WHERE i.tenant = ?1 AND i.category = ?2 {newest}"), "items_by_category"),
        (
            "SELECT COUNT(*) FROM items WHERE tenant = ?1 AND archived = 0 AND outgoing = 0".to_owned(),
            "COVERING INDEX items_open",
        ),
        (
            "SELECT action_type, COUNT(*) FROM items WHERE tenant = ?1 AND action_type IS NOT NULL AND archived = 0 \
             AND outgoing = 0 AND (answered = 0 OR action_type <> 'reply') GROUP BY action_type"
                .to_owned(),
            "COVERING INDEX items_by_action",
        ),
        (
            "SELECT id FROM items WHERE tenant = ?1 AND thread_id = ?2 AND outgoing = 1 \
             ORDER BY received_at DESC, id DESC LIMIT 1"
                .to_owned(),
            "items_by_thread",
        ),
        (format!("SELECT i.id FROM items i WHERE i.tenant = ?1 AND i.due_at < ?2 {newest}"), "items_due"),
        (
            "SELECT p.tenant, p.id FROM proposals p JOIN tenants t ON t.tenant = p.tenant \
             WHERE p.state = 'approved' AND p.due_at <= ?1 AND t.stopped = 0 ORDER BY p.due_at LIMIT ?2"
                .to_owned(),
            "proposals_to_claim",
        ),
        ("SELECT id FROM items WHERE tenant = ?1 AND from_key >= ?2 AND from_key < ?3".to_owned(), "items_by_sender"),
    ];
    for (sql, index) in cases {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = statement.raw_query();
        let mut plan = String::new();
        while let Some(row) = rows.next().unwrap() {
            plan += &format!("{}\n", row.get::<_, String>(3).unwrap());
        }
        assert!(plan.contains(index), "{sql}\n{plan}");
        let sorts = plan.contains("TEMP B-TREE") && index != "items_due" && index != "items_by_thread";
        assert!(!sorts && !plan.contains("SCAN"), "{sql}\n{plan}");
    }
}

async fn refused(url: &str) -> StoreError {
    match Store::open(config(url)).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error,
    }
}

fn holds(url: &str, word: &str) -> bool {
    ["", "-wal"].iter().any(|suffix| {
        let bytes = std::fs::read(Path::new(&format!("{url}{suffix}"))).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}
