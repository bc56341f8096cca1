//! A database that cannot be used: damaged, of a newer Factotum, or another server's.

use testkit::Postgres;

use crate::demo::settle;
use crate::support::{Home, Launch};

/// A data folder with something in it, whose server has ended.
async fn used() -> Home {
    let home = Home::new();
    let server = Launch::demo().start(&home).await;
    settle(&server).await;
    let (status, _) = server.terminate().await;
    assert!(status.success(), "{}", home.log_tail());
    home
}

#[tokio::test]
async fn a_damaged_database_is_refused_with_a_sentence_and_left_alone() {
    let home = used().await;
    let path = home.data().join("factotum.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..64].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    refused(&home).await;
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the damaged file is evidence");
}

#[tokio::test]
async fn a_database_cut_in_the_middle_is_refused_too() {
    let home = used().await;
    let path = home.data().join("factotum.db");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    refused(&home).await;
}

#[tokio::test]
async fn a_page_overwritten_in_the_middle_is_found_before_anybody_is_served() {
    let home = used().await;
    let path = home.data().join("factotum.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4_096;
    let middle = bytes.len() / page / 2 * page;
    bytes[middle..middle + page].fill(0xff);
    std::fs::write(&path, &bytes).unwrap();
    refused(&home).await;
}

#[tokio::test]
async fn an_empty_database_beside_mail_is_no_new_beginning() {
    let home = used().await;
    std::fs::write(home.data().join("factotum.db"), b"").unwrap();
    let said = refused(&home).await;
    assert!(said.contains("empty"), "{said}");
}

#[tokio::test]
async fn a_newer_database_is_refused_and_opens_again_with_its_own_version() {
    let home = used().await;
    let path = home.data().join("factotum.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    let version: i64 =
        connection.query_row("select max(version) from schema_version", [], |row| row.get(0)).unwrap();
    connection.execute("insert into schema_version (version) values (?1)", [version + 1]).unwrap();
    drop(connection);
    let said = refused(&home).await;
    assert!(said.contains("newer"), "{said}");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute("delete from schema_version where version > ?1", [version]).unwrap();
    drop(connection);
    let server = Launch::demo().start(&home).await;
    assert!(server.rest.all("/api/items").await.len() >= 60);
}

#[tokio::test]
async fn a_second_installation_on_one_postgres_database_is_refused() {
    let url = Postgres::shared().unwrap().create_database().unwrap();
    let launch = Launch::serve().argument("--database-url", &url);
    let first = launch.start(&Home::new()).await;
    let other = Home::new();
    let (code, said) = launch.refused(&other).await;
    assert_eq!(code, 1, "{said}");
    let folder = other.data().to_string_lossy().into_owned();
    assert!(said.contains(&folder) && said.contains("key"), "{said}");
    assert_eq!(first.rest.all("/api/accounts").await.len(), 0, "the first one goes on");
}

#[tokio::test]
async fn a_postgres_that_is_not_there_is_said_without_the_password() {
    let port = testkit::free_port().unwrap();
    let url = format!("postgres://app:canary-Ww3Rt9@127.0.0.1:{port}/nothing");
    let (code, said) = Launch::serve().argument("--database-url", &url).refused(&Home::new()).await;
    assert_eq!(code, 1, "{said}");
    assert!(!said.contains("canary-Ww3Rt9"), "{said}");
}

/// Exit 1, and a sentence that names the folder.
async fn refused(home: &Home) -> String {
    let (code, said) = Launch::demo().refused(home).await;
    assert_eq!(code, 1, "{said}");
    let folder = home.data().to_string_lossy().into_owned();
    let sentence = said.lines().rev().find(|line| line.starts_with("factotum: ")).unwrap_or_default();
    assert!(sentence.contains(&folder), "{said}");
    said
}
