//! A source whose mails carry what a trusted host found out about their senders.

use connectors::mail::authentication;
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, Cursor, SourceError};

pub struct Trusting {
    source: Box<dyn Source>,
    hosts: Vec<String>,
}

impl Trusting {
    pub fn new(source: Box<dyn Source>, hosts: Vec<String>) -> Self {
        Self { source, hosts }
    }
}

impl Source for Trusting {
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(async move {
            if self.hosts.is_empty() {
                return self.source.sync(cursor, sink).await;
            }
            self.source.sync(cursor, &mut Reading { sink, hosts: &self.hosts }).await
        })
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        self.source.watch()
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        self.source.folders()
    }
}

struct Reading<'a> {
    sink: &'a mut dyn Sink,
    hosts: &'a [String],
}

impl Sink for Reading<'_> {
    fn store<'a>(&'a mut self, mut batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        for change in &mut batch.changes {
            if let Change::Arrived(mail) = change {
                mail.parsed.auth = authentication::trusted(&mail.raw, self.hosts);
            }
        }
        self.sink.store(batch)
    }
}
