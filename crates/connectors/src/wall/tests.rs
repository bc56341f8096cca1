//! The wall, called from outside.

use super::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn install_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Answers each connection with the next of these responses.
async fn server(answers: Vec<String>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    port
}

#[tokio::test]
async fn private_addresses_are_refused_in_every_spelling() {
    install_provider();
    let wall = Wall::new(Vec::new());
    for url in [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://LOCALHOST./",
        "http://0.0.0.0/",
    ] {
        let refused = wall.get(url).await.unwrap_err();
        assert_eq!(refused.code(), "private_address", "{url}: {refused}");
        assert!(refused.proves_nothing_was_sent());
    }
}

#[tokio::test]
async fn other_schemes_are_refused() {
    let wall = Wall::new(Vec::new());
    for url in ["ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "gopher://example.org/"] {
        assert_eq!(wall.get(url).await.unwrap_err(), WallError::BadScheme, "{url}");
    }
    assert_eq!(wall.check("http://example.org/").await.unwrap_err(), WallError::BadScheme);
    assert_eq!(wall.get("not a url").await.unwrap_err(), WallError::BadUrl);
}

#[tokio::test]
async fn a_redirect_into_the_own_network_is_refused() {
    install_provider();
    let redirect = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let port = server(vec![redirect.to_owned()]).await;
    let wall = Wall::new(vec!["localhost".into()]);
    let refused = wall.get(&format!("http://localhost:{port}/")).await.unwrap_err();
    assert_eq!(refused, WallError::Private("127.0.0.1".into()));
}

#[tokio::test]
async fn an_allowed_host_answers_and_a_flood_is_cut() {
    install_provider();
    let good = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello".to_owned();
    let flood = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(LONGEST_BODY + 1));
    let port = server(vec![good, flood]).await;
    let wall = Wall::new(vec!["localhost".into()]);
    let url = format!("http://localhost:{port}/");
    assert_eq!(wall.get(&url).await.unwrap(), b"hello");
    assert_eq!(wall.get(&url).await.unwrap_err(), WallError::TooLarge);
}

#[tokio::test]
async fn redirects_end() {
    install_provider();
    let listener_port = {
        let again =
            "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        server(vec![again.to_owned(); REDIRECTS + 1]).await
    };
    let wall = Wall::new(vec!["localhost".into()]);
    let url = format!("http://localhost:{listener_port}/");
    assert_eq!(wall.get(&url).await.unwrap_err(), WallError::TooManyRedirects);
}

#[tokio::test]
async fn nobody_there_proves_that_nothing_was_sent() {
    install_provider();
    let wall = Wall::new(vec!["localhost".into()]);
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let refused = wall.get(&format!("http://localhost:{closed}/")).await.unwrap_err();
    assert!(refused.proves_nothing_was_sent(), "{refused:?}");
}
