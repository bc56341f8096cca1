//! An account's mail and its calendars as one source: read one after the other, each with its own cursor.

use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Cursor, SourceError};
use serde::{Deserialize, Serialize};

pub struct Joined {
    pub mail: Box<dyn Source>,
    pub calendar: Box<dyn Source>,
}

/// Both cursors as one; a cursor of the time when there was mail alone is the mail's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Cursors {
    mail: Option<String>,
    calendar: Option<String>,
}

impl Cursors {
    fn read(cursor: Option<Cursor>) -> Self {
        let Some(Cursor(text)) = cursor else { return Self::default() };
        match text.strip_prefix(MARK).map(serde_json::from_str) {
            Some(Ok(cursors)) => cursors,
            Some(Err(_)) => Self::default(),
            None => Self { mail: Some(text), calendar: None },
        }
    }

    fn written(&self) -> Cursor {
        Cursor(format!("{MARK}{}", serde_json::to_string(self).unwrap_or_default()))
    }
}

const MARK: &str = "joined:";

impl Source for Joined {
    /// A calendar server that is down does not keep mail from coming, and the other way round.
    fn sync<'a>(
        &'a self,
        cursor: Option<Cursor>,
        sink: &'a mut dyn Sink,
    ) -> BoxFuture<'a, Result<Cursor, SourceError>> {
        Box::pin(async move {
            let mut cursors = Cursors::read(cursor);
            let before = cursors.mail.clone().map(Cursor);
            let mut joined = JoinedSink { sink: &mut *sink, cursors: cursors.clone(), part: Part::Mail };
            let mail = self.mail.sync(before, &mut joined).await;
            cursors = joined.cursors;
            if let Ok(cursor) = &mail {
                cursors.mail = Some(cursor.0.clone());
            }
            let before = cursors.calendar.clone().map(Cursor);
            let mut joined = JoinedSink { sink, cursors, part: Part::Calendar };
            let calendar = self.calendar.sync(before, &mut joined).await?;
            cursors = joined.cursors;
            cursors.calendar = Some(calendar.0);
            mail.map(|_| cursors.written())
        })
    }

    fn watch<'a>(&'a self) -> BoxFuture<'a, Result<(), SourceError>> {
        Box::pin(async {
            tokio::select! {
                watched = self.mail.watch() => watched,
                watched = self.calendar.watch() => watched,
            }
        })
    }

    fn folders<'a>(&'a self) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        self.mail.folders()
    }
}

#[derive(Clone, Copy)]
enum Part {
    Mail,
    Calendar,
}

struct JoinedSink<'a> {
    sink: &'a mut dyn Sink,
    cursors: Cursors,
    part: Part,
}

impl Sink for JoinedSink<'_> {
    fn store<'a>(&'a mut self, mut batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        let reached = Some(std::mem::take(&mut batch.cursor.0));
        match self.part {
            Part::Mail => self.cursors.mail = reached,
            Part::Calendar => self.cursors.calendar = reached,
        }
        batch.cursor = self.cursors.written();
        self.sink.store(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_mail_alone_goes_on() {
        let cursors = Cursors::read(Some(Cursor("{\"v\":1}".into())));
        assert_eq!(cursors, Cursors { mail: Some("{\"v\":1}".into()), calendar: None });
        assert_eq!(Cursors::read(Some(cursors.written())), cursors);
        assert_eq!(Cursors::read(Some(Cursor("joined:rubbish".into()))), Cursors::default());
        assert_eq!(Cursors::read(None), Cursors::default());
    }
}
