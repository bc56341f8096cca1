//! Server-sent events as they arrive, with their ids.

use std::time::Duration;

use eventsource_stream::{Event, Eventsource};
use futures::StreamExt;
use futures::stream::BoxStream;
use reqwest::Method;
use serde_json::Value;

use super::{PATIENCE, Rest};

pub struct Stream {
    events: BoxStream<'static, Event>,
}

/// One event whose data was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    pub seq: i64,
    pub topic: String,
    pub data: Value,
}

impl Stream {
    /// `after`: go on after this event; `Some(0)` from the start, `None` from now.
    pub async fn open(rest: &Rest, path: &str, after: Option<i64>) -> Stream {
        let mut request = rest.request(Method::GET, path);
        if let Some(after) = after {
            request = request.header("last-event-id", after.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "GET {path}");
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        let events = response.bytes_stream().eventsource().filter_map(async |event| event.ok()).boxed();
        Stream { events }
    }

    /// The next event; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Happened> {
        match tokio::time::timeout(PATIENCE, self.events.next()).await {
            Ok(event) => event.map(happened),
            Err(_) => panic!("no event within {PATIENCE:?}"),
        }
    }

    /// Everything until nothing came for a moment.
    pub async fn drain(&mut self, quiet: Duration) -> Vec<Happened> {
        let mut all = Vec::new();
        while let Ok(Some(event)) = tokio::time::timeout(quiet, self.events.next()).await {
            all.push(happened(event));
        }
        all
    }

    /// Everything up to this event, which is included.
    pub async fn up_to(&mut self, seq: i64) -> Vec<Happened> {
        let mut all: Vec<Happened> = Vec::new();
        while all.last().is_none_or(|last| last.seq < seq) {
            match self.next().await {
                Some(event) => all.push(event),
                None => panic!("the stream ended before {seq}: {all:#?}"),
            }
        }
        all
    }
}

fn happened(event: Event) -> Happened {
    let seq = event.id.parse().unwrap_or_else(|_| panic!("an event without its number: {event:?}"));
    let data = serde_json::from_str(&event.data).unwrap_or_else(|error| panic!("{error}: {event:?}"));
    Happened { seq, topic: event.event, data }
}
