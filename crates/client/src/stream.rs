//! Server-sent events that survive a broken connection: opened again with `Last-Event-ID`.

use eventsource_stream::{EventStreamError, Eventsource};
use futures::stream::{BoxStream, Stream, StreamExt};
use protocol::events::StreamEvent;
use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Request};
use std::time::Duration;
use url::Url;

use crate::{Client, ClientError};

/// Waits before each new try to open a broken stream, so that a server that ends every stream at once is
/// not asked without pause; after the last the error is the caller's.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(250), Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];

/// Where a stream starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Only what happens from now on.
    Now,
    Start,
    /// What follows this sequence number.
    After(u64),
}

/// One event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Deltas have none.
    pub seq: Option<u64>,
    /// `run`, `agent`, `proposal`, `effect` or `sync`.
    pub topic: String,
    pub data: StreamEvent,
}

/// Dropping a pending `next` loses nothing: what has been read stays read, the rest comes next time.
pub struct EventStream {
    client: Client,
    url: Url,
    last_id: Option<String>,
    /// A clean end after the last event or right after opening is the end of a run; otherwise the server
    /// was drained.
    ends_with_run: bool,
    connection: Option<Connection>,
    ended: bool,
}

struct Connection {
    events: BoxStream<'static, Result<eventsource_stream::Event, EventStreamError<reqwest::Error>>>,
    got_any: bool,
    finished: bool,
}

impl EventStream {
    pub(crate) async fn open(
        client: Client,
        url: Url,
        from: From,
        ends_with_run: bool,
    ) -> Result<Self, ClientError> {
        let last_id = match from {
            From::Now => None,
            From::Start => Some("0".to_owned()),
            From::After(seq) => Some(seq.to_string()),
        };
        let mut stream = Self { client, url, last_id, ends_with_run, connection: None, ended: false };
        stream.connection = Some(stream.connect().await?);
        Ok(stream)
    }

    /// The next event; `None` after the end or after an error.
    pub async fn next(&mut self) -> Option<Result<Event, ClientError>> {
        while !self.ended {
            let Some(connection) = &mut self.connection else {
                match self.reconnect().await {
                    Ok(connection) => self.connection = Some(connection),
                    Err(error) => {
                        self.ended = true;
                        return Some(Err(error));
                    }
                }
                continue;
            };
            match connection.events.next().await {
                Some(Ok(raw)) => {
                    connection.got_any = true;
                    if !raw.id.is_empty() {
                        self.last_id = Some(raw.id.clone());
                    }
                    let event = parsed(raw, &self.url);
                    connection.finished |= event.as_ref().is_ok_and(Event::finishes_run);
                    return Some(event);
                }
                // Whatever broke the connection, the next one tells whether the server is there.
                Some(Err(_)) => self.connection = None,
                None => {
                    self.ended = self.ends_with_run && (connection.finished || !connection.got_any);
                    self.connection = None;
                }
            }
        }
        None
    }

    pub fn into_stream(self) -> impl Stream<Item = Result<Event, ClientError>> {
        futures::stream::unfold(
            self,
            |mut stream| async move { stream.next().await.map(|event| (event, stream)) },
        )
    }

    async fn connect(&self) -> Result<Connection, ClientError> {
        let mut request = Request::new(Method::GET, self.url.clone());
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        if let Some(id) = self.last_id.as_deref().and_then(|id| HeaderValue::from_str(id).ok()) {
            request.headers_mut().insert("last-event-id", id);
        }
        let response = self.client.open(request).await?;
        Ok(Connection {
            events: response.bytes_stream().eventsource().boxed(),
            got_any: false,
            finished: false,
        })
    }

    async fn reconnect(&self) -> Result<Connection, ClientError> {
        let (last, earlier) = (PAUSES[PAUSES.len() - 1], &PAUSES[..PAUSES.len() - 1]);
        for pause in earlier {
            tokio::time::sleep(*pause).await;
            match self.connect().await {
                Err(ClientError::Unreachable { .. }) => {}
                settled => return settled,
            }
        }
        tokio::time::sleep(last).await;
        self.connect().await
    }
}

impl Event {
    fn finishes_run(&self) -> bool {
        self.topic == "run" && self.data.rest.get("what").is_some_and(|what| what == "finished")
    }
}

fn parsed(raw: eventsource_stream::Event, url: &Url) -> Result<Event, ClientError> {
    let data = serde_json::from_str(&raw.data).map_err(|error| ClientError::Malformed {
        request: format!("GET {}", url.path()),
        detail: error.to_string(),
    })?;
    Ok(Event { seq: raw.id.parse().ok(), topic: raw.event, data })
}
