//! The calendar servers start, keep what they have over a restart, and are gone with their values.

#![cfg(test)]

use std::io::{Read, Write};
use std::net::TcpStream;
use testkit::{Cyrus, Radicale, Xandikos, python};

/// The status of a request by Anna.
fn ask(port: u16, method: &str, path: &str) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // anna@example.org:secret
    let login = "YW5uYUBleGFtcGxlLm9yZzpzZWNyZXQ=";
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {login}\r\nDepth: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn radicale_keeps_its_calendars() {
    let mut radicale = Radicale::start().unwrap();
    let port = radicale.port();
    assert_eq!(ask(port, "PROPFIND", "/"), 207);
    assert_eq!(ask(port, "MKCALENDAR", "/anna%40example.org/work/"), 201);
    radicale.restart().unwrap();
    assert_eq!(ask(port, "PROPFIND", "/anna%40example.org/work/"), 207);
    assert!(radicale.data().exists());
    radicale.forget_sync_tokens().unwrap();
}

#[test]
fn xandikos_keeps_its_calendars() {
    let mut xandikos = Xandikos::start().unwrap();
    let port = xandikos.port();
    assert_eq!(ask(port, "MKCALENDAR", "/anna/calendars/work/"), 201);
    xandikos.restart().unwrap();
    assert_eq!(ask(port, "PROPFIND", "/anna/calendars/work/"), 207);
}

#[test]
fn cyrus_keeps_its_calendars() {
    let mut cyrus = Cyrus::start(&["anna@example.org"]).unwrap();
    let port = cyrus.port();
    assert_eq!(ask(port, "PROPFIND", "/dav/calendars/user/anna@example.org/"), 207);
    assert_eq!(ask(port, "MKCALENDAR", "/dav/calendars/user/anna@example.org/work/"), 201);
    cyrus.restart().unwrap();
    assert_eq!(ask(port, "PROPFIND", "/dav/calendars/user/anna@example.org/work/"), 207);
}

#[test]
fn python_answers_and_its_failure_is_told() {
    let program = "import sys; sys.stdout.write(sys.stdin.read().upper())";
    assert_eq!(python(program, b"abc").unwrap(), b"ABC");
    assert!(python("raise SystemExit('no')", b"").unwrap_err().to_string().contains("no"));
}
