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

/// An https server with a certificate of its own on loopback, which keeps the requests it gets.
async fn https_server(answer: &'static str) -> (u16, tokio::sync::mpsc::Receiver<String>, Vec<u8>) {
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let certificate = own.cert.der().clone();
    let key = rustls::pki_types::PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, requests) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.unwrap();
            let mut request = Vec::new();
            // Head and body may come apart.
            while !request.ends_with(b"One-Click") {
                let mut piece = [0; 1024];
                let length = stream.read(&mut piece).await.unwrap();
                request.extend_from_slice(&piece[..length]);
            }
            sender.send(String::from_utf8(request).unwrap()).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (port, requests, certificate.to_vec())
}

/// A wall that also believes this certificate.
fn wall_with(certificate: &[u8]) -> Wall {
    let wall = Wall::new(vec!["localhost".into()]);
    let client =
        wall.builder().tls_certs_only([reqwest::Certificate::from_der(certificate).unwrap()]).build();
    assert!(wall.client.set(client.unwrap()).is_ok());
    wall
}

#[tokio::test]
async fn one_click_posts_what_the_rfc_says_and_follows_nowhere() {
    install_provider();
    let (port, mut requests, certificate) =
        https_server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
    let wall = wall_with(&certificate);
    let url = format!("https://localhost:{port}/u?x=1");
    let one_click = |url: &str| crate::authority::authorized(OneClick { url: url.to_owned() });
    wall.post_one_click(&one_click(&url)).await.unwrap();
    let request = requests.recv().await.unwrap();
    assert!(request.starts_with("POST /u?x=1 HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\nList-Unsubscribe=One-Click"), "{request}");
    assert!(
        request.to_lowercase().contains("content-type: application/x-www-form-urlencoded\r\n"),
        "{request}"
    );
    assert!(!request.to_lowercase().contains("cookie"), "{request}");

    let plain = wall.post_one_click(&one_click(&url.replace("https", "http"))).await.unwrap_err();
    assert_eq!(plain, WallError::BadScheme);
    let private = Wall::new(Vec::new()).post_one_click(&one_click(&url)).await.unwrap_err();
    assert_eq!(private.code(), "private_address");
    assert!(requests.try_recv().is_err(), "neither reached the server");

    let (port, mut requests, certificate) = https_server(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    )
    .await;
    wall_with(&certificate).post_one_click(&one_click(&format!("https://localhost:{port}/"))).await.unwrap();
    assert!(requests.recv().await.is_some() && requests.try_recv().is_err());
}
