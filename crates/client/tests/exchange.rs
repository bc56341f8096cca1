//! The client against a stand-in that answers as told: keys, one retry, problems, streams that resume.
#![cfg(test)]

use client::{Client, ClientError, Decided, From, ItemFilter};
use protocol::proposals::Approve;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers connection after connection with the given bytes, and keeps the requests. A `None` breaks the
/// connection once the request was read.
struct StandIn {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    async fn start(answers: Vec<Option<String>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        tokio::spawn(async move {
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let request = read_request(&mut socket).await;
                kept.lock().unwrap().push(request);
                if let Some(answer) = answer {
                    socket.write_all(answer.as_bytes()).await.unwrap();
                }
            }
        });
        Self { url, requests }
    }

    fn client(&self) -> Client {
        Client::new(&self.url, "fct_0123").unwrap()
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read_request(socket: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = header(head, "content-length").map_or(0, |length| length.parse().unwrap());
        if body.len() >= length || read == 0 {
            return text;
        }
    }
}

fn header(request: &str, name: &str) -> Option<String> {
    request
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned()))
}

fn json(status: &str, body: &str) -> Option<String> {
    let length = body.len();
    Some(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

fn events(body: &str) -> Option<String> {
    Some(format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{body}"))
}

#[tokio::test]
async fn a_post_whose_connection_breaks_is_sent_once_more_with_the_same_key() {
    let server = StandIn::start(vec![None, json("200 OK", r#"{"stopped":true}"#)]).await;
    assert!(server.client().stop(false).await.unwrap().stopped);
    let keys: Vec<_> = server.requests().iter().map(|r| header(r, "idempotency-key").unwrap()).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
    assert!(keys[0].len() >= 32, "{keys:?}");
}

#[tokio::test]
async fn an_answer_cut_off_in_its_body_counts_as_broken() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"stopped\"".to_owned();
    let server = StandIn::start(vec![Some(cut), json("200 OK", r#"{"stopped":true}"#)]).await;
    assert!(server.client().stop(false).await.unwrap().stopped);
}

#[tokio::test]
async fn each_post_has_its_own_key_and_a_second_break_is_the_callers() {
    let server = StandIn::start(vec![None, None, json("200 OK", r#"{"stopped":true}"#)]).await;
    let client = server.client();
    assert!(matches!(client.stop(false).await, Err(ClientError::Unreachable { .. })));
    client.stop(false).await.unwrap();
    let requests = server.requests();
    assert_ne!(header(&requests[0], "idempotency-key"), header(&requests[2], "idempotency-key"));
}

#[tokio::test]
async fn a_put_is_never_sent_twice() {
    let server = StandIn::start(vec![None, json("200 OK", "{}")]).await;
    let answer = server.client().edit("p1", serde_json::json!({"text": "x"})).await;
    assert!(matches!(answer, Err(ClientError::Unreachable { .. })));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_request_names_token_path_query_and_body() {
    let page = r#"{"data":[],"next_cursor":null}"#;
    let server = StandIn::start(vec![json("200 OK", page), json("200 OK", page)]).await;
    let client = server.client();
    let filter = ItemFilter {
        limit: Some(3),
        query: Some("a & b".into()),
        archived: Some(false),
        ..Default::default()
    };
    assert!(client.items(&filter).await.unwrap().data.is_empty());
    let approval = Approve { digest: Some("d".into()), scope: Some("task".into()), confirm: false };
    assert!(matches!(client.approve("a/b", &approval).await.unwrap(), Decided::Group(_)));
    let requests = server.requests();
    assert!(
        requests[0].starts_with("GET /api/items?archived=false&limit=3&query=a+%26+b HTTP/1.1\r\n"),
        "{}",
        requests[0]
    );
    assert_eq!(header(&requests[0], "authorization").unwrap(), "Bearer fct_0123");
    assert!(
        requests[1].starts_with("POST /api/action-proposals/a%2Fb/approve HTTP/1.1\r\n"),
        "{}",
        requests[1]
    );
    assert!(requests[1].ends_with(r#"{"digest":"d","scope":"task","confirm":false}"#));
}

#[tokio::test]
async fn a_refusal_is_the_servers_problem_and_anything_else_is_malformed() {
    let problem = r#"{"type":"/docs/errors/proposal_expired","title":"Gone","status":410,"detail":"Too late.","code":"proposal_expired"}"#;
    let server = StandIn::start(vec![
        json("410 Gone", problem),
        json("502 Bad Gateway", "<html>"),
        json("200 OK", r#"{"other":1}"#),
    ])
    .await;
    let client = server.client();
    let refused = client.undo("p1").await.unwrap_err();
    assert_eq!(
        (refused.code(), refused.status(), refused.to_string().as_str()),
        ("proposal_expired", Some(410), "Too late.")
    );
    assert_eq!(client.stopped().await.unwrap_err().code(), "malformed_answer");
    assert_eq!(client.stopped().await.unwrap_err().code(), "malformed_answer");
}

#[tokio::test]
async fn nobody_listening_is_unreachable_and_says_why() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Client::new(&url, "").unwrap().stopped().await.unwrap_err();
    assert_eq!(error.code(), "unreachable");
    assert!(error.cause().unwrap().contains("refused"), "{:?}", error.cause());
}

#[test]
fn addresses_and_tokens_that_cannot_be_used_are_refused_without_repeating_them() {
    for (url, token) in [
        ("127.0.0.1:8787", "t"),
        ("ftp://localhost", "t"),
        ("http://anna:hunter2@localhost", "t"),
        ("http://localhost", "hunter2\n"),
    ] {
        let error = Client::new(url, token).unwrap_err();
        assert_eq!(error.code(), "bad_address");
        assert!(!error.to_string().contains("hunter2"));
    }
    let client = Client::new("http://localhost", "hunter2").unwrap();
    assert!(!format!("{client:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_broken_stream_goes_on_after_the_last_event() {
    let first = "event: proposal\nid: 7\ndata: {\"type\":\"proposal\",\"id\":\"p1\",\"status\":\"pending\"}\n\n: keep\n\n";
    let second = "event: effect\nid: 8\ndata: {\"type\":\"effect\",\"id\":\"p1\"}\n\n";
    let server = StandIn::start(vec![events(first), events(second)]).await;
    let mut stream = server.client().events(From::After(6)).await.unwrap();
    let one = stream.next().await.unwrap().unwrap();
    assert_eq!(
        (one.seq, one.topic.as_str(), one.data.rest["status"].as_str()),
        (Some(7), "proposal", Some("pending"))
    );
    assert_eq!(stream.next().await.unwrap().unwrap().seq, Some(8));
    let ids: Vec<_> = server.requests().iter().map(|r| header(r, "last-event-id").unwrap()).collect();
    assert_eq!(ids, ["6", "7"]);
}

#[tokio::test]
async fn a_runs_stream_ends_with_the_run() {
    let whole = "event: run\nid: 3\ndata: {\"type\":\"run\",\"what\":\"finished\",\"id\":\"r1\"}\n\n";
    let server = StandIn::start(vec![events(whole)]).await;
    let mut stream = server.client().run_events("r1", From::Start).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().seq, Some(3));
    assert!(stream.next().await.is_none());
    assert_eq!(header(&server.requests()[0], "last-event-id").unwrap(), "0");
}

#[tokio::test]
async fn the_clock_of_the_server_comes_from_its_date_header() {
    let answer =
        "HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 5\r\n\r\nready".to_owned();
    let server = StandIn::start(vec![Some(answer)]).await;
    let health = server.client().ready().await.unwrap();
    assert_eq!(health.server_time, Some("1994-11-06T08:49:37Z".parse().unwrap()));
}
