//! A stand-in that answers as told and keeps what it was asked, a scripted person, and one call per command.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use clap::{CommandFactory, Parser};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::console::{Console, Terminal};
use crate::look::Look;
use crate::session::Session;

pub(super) const TOKEN: &str = "fct_very_secret_token";

#[derive(Parser)]
#[command(name = "factotum")]
pub(super) struct Program {
    #[command(subcommand)]
    pub(super) command: crate::Command,
}

/// What the stand-in was asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) line: String,
    pub(super) body: Value,
    pub(super) token: Option<String>,
    pub(super) raw: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct StandIn {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// `answer` gets `METHOD /path` and the body; the string `null` as a document makes an event stream.
impl StandIn {
    pub(super) async fn start(answer: impl Fn(&str, &Value) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (asked.clone(), Arc::new(answer));
        let router =
            Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
                let (kept, answer) = (kept.clone(), answer.clone());
                async move {
                    let line = format!("{method} {uri}");
                    let sent = serde_json::from_slice(&body).unwrap_or(Value::Null);
                    let token =
                        headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
                    let (status, document) = answer(&line, &sent);
                    kept.lock().unwrap().push(Asked { line, body: sent, token, raw: body.to_vec() });
                    respond(status, document)
                }
            });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// `METHOD /path` of each request, in order.
    pub(super) fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }

    /// The body of the one request that starts so.
    pub(super) fn body_of(&self, start: &str) -> Value {
        let mut found = self.asked().into_iter().filter(|asked| asked.line.starts_with(start));
        let body = found.next().unwrap_or_else(|| panic!("no {start} in {:?}", self.lines())).body;
        assert_eq!(found.next(), None, "{start} came twice");
        body
    }
}

fn respond(status: u16, document: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    match document {
        Value::String(events) => {
            (status, [(header::CONTENT_TYPE, "text/event-stream")], events).into_response()
        }
        document => (status, axum::Json(document)).into_response(),
    }
}

pub(super) fn problem(status: u16, code: &str) -> (u16, Value) {
    let kind = format!("/docs/errors/{code}");
    (
        status,
        json!({"type": kind, "title": "No", "status": status, "detail": format!("It is {code}."), "code": code}),
    )
}

/// Who sits at the terminal: nobody, or somebody who says these lines.
#[derive(Clone, Default)]
pub(super) struct Person {
    pub(super) is_there: bool,
    pub(super) answers: VecDeque<String>,
    pub(super) secret: String,
    pub(super) stdin: Vec<u8>,
}

impl Person {
    pub(super) fn nobody() -> Self {
        Self::default()
    }

    pub(super) fn pipes(stdin: &str) -> Self {
        Self { stdin: stdin.into(), ..Self::default() }
    }

    pub(super) fn says(answers: &[&str]) -> Self {
        Self {
            is_there: true,
            answers: answers.iter().map(|&answer| answer.into()).collect(),
            ..Self::default()
        }
    }
}

/// Writes its questions where the person reads them.
struct Scripted {
    person: Person,
    err: Buffer,
}

impl Terminal for Scripted {
    fn is_interactive(&self) -> bool {
        self.person.is_there
    }
    fn ask(&mut self, question: &str) -> io::Result<String> {
        writeln!(self.err, "{question}")?;
        Ok(self.person.answers.pop_front().unwrap_or_default())
    }
    fn ask_secret(&mut self, question: &str) -> io::Result<String> {
        writeln!(self.err, "{question}")?;
        Ok(self.person.secret.clone())
    }
    fn read_input(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.person.stdin.clone())
    }
}

#[derive(Clone, Default)]
pub(super) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) code: u8,
    pub(super) out: String,
    pub(super) err: String,
}

impl Outcome {
    /// Stdout as one document.
    pub(super) fn document(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {:?}", self.out))
    }
}

pub(super) fn look() -> Look {
    Look { colours: false, now: "2026-11-21T12:00:00Z".parse().unwrap(), zone: TimeZone::UTC }
}

/// Runs `factotum LINE --url STAND-IN --data EMPTY` with the test's token.
pub(super) async fn run(server: &StandIn, person: Person, line: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let line = [line, &["--url", &server.url, "--data", data]].concat();
    run_line(Some(TOKEN), person, &line).await
}

pub(super) async fn run_line(token: Option<&str>, person: Person, line: &[&str]) -> Outcome {
    let line = [&["factotum"], line].concat();
    let command = match Program::try_parse_from(&line) {
        Ok(program) => program.command,
        Err(error) => {
            return Outcome {
                code: u8::try_from(error.exit_code()).unwrap(),
                out: String::new(),
                err: error.to_string(),
            };
        }
    };
    let (out, err) = (Buffer::default(), Buffer::default());
    let console = Console {
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        terminal: Box::new(Scripted { person, err: err.clone() }),
        json: command.global.json,
        look: look(),
        err_look: look(),
        shows_progress: false,
    };
    let mut session = Session { global: command.global, token: token.map(str::to_owned), console };
    let code = command.verb.run(&mut session, Program::command()).await;
    Outcome { code, out: out.text(), err: err.text() }
}

/// An address where nobody listens.
pub(super) async fn nowhere() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub(super) fn folder_with(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}
