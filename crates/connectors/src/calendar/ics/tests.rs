//! One file, and one URL.

use super::*;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[derive(Default)]
struct Kept(Vec<Batch>);

impl Sink for Kept {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        self.0.push(batch);
        Box::pin(async { Ok(()) })
    }
}

async fn news(source: &IcsSource, cursor: &mut Option<Cursor>) -> Result<Vec<String>, SourceError> {
    let mut kept = Kept::default();
    *cursor = Some(source.sync(cursor.clone(), &mut kept).await?);
    let words = |change: &Change| match change {
        Change::Event(event) => {
            format!("+ {} {} {}", event.place.key, event.events[0].calendar, event.events[0].summary)
        }
        Change::Gone { place } => format!("- {}", place.key),
        other => format!("{other:?}"),
    };
    Ok(kept.0.iter().flat_map(|batch| &batch.changes).map(words).collect())
}

fn file(events: &[(&str, &str)]) -> String {
    let events: String = events
        .iter()
        .map(|(uid, summary)| {
            format!("BEGIN:VEVENT\nUID:{uid}\nDTSTART:20260503T090000Z\nSUMMARY:{summary}\nEND:VEVENT\n")
        })
        .collect();
    format!("BEGIN:VCALENDAR\nX-WR-CALNAME:Feed\n{events}END:VCALENDAR\n")
}

#[tokio::test]
async fn a_file_gives_its_uids_and_their_changes() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.ics");
    std::fs::write(&path, file(&[("1", "One"), ("2", "Two")])).unwrap();
    let source = IcsSource::file(&path);
    let mut cursor = None;
    assert_eq!(news(&source, &mut cursor).await.unwrap(), ["+ 1 Feed One", "+ 2 Feed Two"]);
    assert!(source.list_calendars().await.unwrap()[0].read_only);
    std::fs::write(&path, file(&[("2", "Two!"), ("3", "Three")])).unwrap();
    source.watch().await.unwrap();
    assert_eq!(news(&source, &mut cursor).await.unwrap(), ["- 1", "+ 2 Feed Two!", "+ 3 Feed Three"]);
    assert!(news(&source, &mut cursor).await.unwrap().is_empty());
    let whole = file(&[("2", "Two!"), ("3", "Three")]);
    for half in [&whole[..whole.len() / 2], "<html>", ""] {
        std::fs::write(&path, half).unwrap();
        assert!(matches!(news(&source, &mut cursor).await, Err(SourceError::Protocol(_))), "{half}");
    }
}

/// Answers with an ETag, and with 304 to who has it.
async fn serve(bodies: Vec<String>) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let mut heard = Vec::new();
        for (number, body) in bodies.into_iter().enumerate() {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 8192];
            let length = stream.read(&mut request).await.unwrap();
            heard.push(String::from_utf8_lossy(&request[..length]).into_owned());
            let head = if body.is_empty() { "304 Not Modified" } else { "200 OK" };
            let answer = format!(
                "HTTP/1.1 {head}\r\nETag: \"v{number}\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        heard
    });
    (port, serving)
}

#[tokio::test]
async fn a_url_is_asked_under_a_condition_and_behind_the_wall() {
    let (port, serving) = serve(vec![file(&[("1", "One")]), String::new(), file(&[])]).await;
    let url = format!("http://127.0.0.1:{port}/feed.ics");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let walled = IcsSource::url(&url, Arc::new(Wall::new(Vec::new())));
    assert!(matches!(news(&walled, &mut None).await, Err(SourceError::Unavailable(_))));
    let source = IcsSource::url(&url, Arc::new(Wall::new(vec!["127.0.0.1".into()])));
    let mut cursor = None;
    assert_eq!(news(&source, &mut cursor).await.unwrap(), ["+ 1 Feed One"]);
    assert!(news(&source, &mut cursor).await.unwrap().is_empty());
    assert_eq!(news(&source, &mut cursor).await.unwrap(), ["- 1"]);
    let heard = serving.await.unwrap();
    assert!(!heard[0].contains("if-none-match"), "{}", heard[0]);
    assert!(
        heard[1].contains("if-none-match: \"v0\"") && heard[2].contains("if-none-match: \"v0\""),
        "{heard:?}"
    );
}
