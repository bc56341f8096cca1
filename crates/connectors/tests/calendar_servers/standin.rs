//! A stand-in for a CalDAV server that answers as a test tells it to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub struct Asked {
    pub method: String,
    pub path: String,
    pub depth: String,
    pub authorized: bool,
    pub body: String,
}

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    /// Breaks off after so many bytes of the body.
    pub cut: Option<usize>,
}

pub struct Standin {
    pub port: u16,
    requests: Arc<AtomicUsize>,
}

impl Reply {
    pub fn of(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut: None }
    }

    pub fn multistatus(inner: &str) -> Self {
        Self::of(
            207,
            format!(
                r#"<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/">{inner}</multistatus>"#
            ),
        )
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// One resource with these properties.
pub fn resource(href: &str, properties: &str) -> String {
    format!(
        "<response><href>{href}</href><propstat><prop>{properties}</prop><status>HTTP/1.1 200 OK</status></propstat></response>"
    )
}

impl Standin {
    pub async fn start(answer: impl Fn(Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(AtomicUsize::new(0));
        let (answer, counted) = (Arc::new(answer), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&counted)));
            }
        });
        Self { port, requests }
    }

    /// Passes everything on to a server on that port, and counts.
    pub async fn before(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let counted = Arc::clone(&counted);
                tokio::spawn(async move {
                    let (mut from_client, mut to_client) = client.into_split();
                    let (mut from_server, mut to_server) = server.into_split();
                    let back =
                        tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
                    let mut buffer = vec![0; 65_536];
                    while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
                        let text = String::from_utf8_lossy(&buffer[..length]);
                        counted.fetch_add(text.matches(" HTTP/1.1\r\n").count(), Ordering::Relaxed);
                        if to_server.write_all(&buffer[..length]).await.is_err() {
                            break;
                        }
                    }
                    drop(to_server);
                    let _ = back.await;
                });
            }
        });
        Self { port: own, requests }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

async fn serve(stream: TcpStream, answer: Arc<impl Fn(Asked) -> Reply>, counted: Arc<AtomicUsize>) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if stream.read_line(&mut first).await.unwrap_or(0) == 0 {
            return;
        }
        let (mut length, mut depth, mut authorized) = (0, String::new(), false);
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            let Some((name, value)) = line.trim().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap(),
                "depth" => depth = value.to_owned(),
                "authorization" => authorized = true,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        counted.fetch_add(1, Ordering::Relaxed);
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let body = String::from_utf8(body).unwrap();
        let reply = answer(Asked { method, path, depth, authorized, body });
        let headers: String =
            reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head =
            format!("HTTP/1.1 {} X\r\n{headers}Content-Length: {}\r\n\r\n", reply.status, reply.body.len());
        let said = &reply.body.as_bytes()[..reply.cut.unwrap_or(reply.body.len())];
        if stream.write_all(head.as_bytes()).await.is_err()
            || stream.write_all(said).await.is_err()
            || reply.cut.is_some()
        {
            return;
        }
    }
}
