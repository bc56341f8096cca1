//! The smallest token introspection service (RFC 7662): tells dovecot whose access token it was shown.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use serde_json::json;

use crate::MailUser;

pub(super) struct TokenService {
    port: u16,
    expired: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
}

impl TokenService {
    pub(super) fn start(users: &[MailUser]) -> Result<TokenService> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let owners: HashMap<String, String> =
            users.iter().filter_map(|user| Some((user.token.clone()?, user.name.clone()))).collect();
        let (expired, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let service = TokenService { port, expired: Arc::clone(&expired), ended: Arc::clone(&ended) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let owners = if expired.load(Ordering::Relaxed) { &HashMap::new() } else { &owners };
                // A connection that breaks is dovecot's to notice.
                let _ = answer(stream, owners);
            }
        });
        Ok(service)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn expire(&self) {
        self.expired.store(true, Ordering::Relaxed);
    }
}

impl Drop for TokenService {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn answer(mut stream: TcpStream, owners: &HashMap<String, String>) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header == "\r\n" {
            break;
        }
    }
    // dovecot appends parameters of its own to the token.
    let query = request.split_whitespace().nth(1).and_then(|path| path.strip_prefix("/?token="));
    let token = query.and_then(|query| query.split('&').next());
    let body = match token.and_then(|token| owners.get(token)) {
        Some(owner) => json!({"active": true, "username": owner}),
        None => json!({"active": false}),
    };
    let body = body.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    )?;
    Ok(())
}
