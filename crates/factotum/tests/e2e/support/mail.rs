//! Mails as people send them, and the headers of those that arrived.

use jiff::{SignedDuration, Timestamp};
use mail_parser::{HeaderValue, MessageParser};

/// A plain mail, received so many minutes ago.
#[derive(Clone, Debug)]
pub struct Letter {
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub id: String,
    pub minutes_ago: i64,
    pub headers: Vec<(String, String)>,
}

impl Letter {
    /// A question to Anna that wants an answer.
    pub fn question(id: &str, from: &str, subject: &str) -> Letter {
        let text = "Hi Anna,\n\ncould you please tell me by Friday whether the new delivery date works for you? \
                    I have to confirm it to the carrier.\n\nBest regards\nBob";
        Letter {
            from: from.to_owned(),
            to: "Anna Berg <anna@example.org>".to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            id: format!("<{id}@freight.example>"),
            minutes_ago: 60,
            headers: Vec::new(),
        }
    }

    #[must_use]
    pub fn to(mut self, to: &str) -> Letter {
        self.to = to.to_owned();
        self
    }

    #[must_use]
    pub fn text(mut self, text: &str) -> Letter {
        self.text = text.to_owned();
        self
    }

    #[must_use]
    pub fn minutes_ago(mut self, minutes: i64) -> Letter {
        self.minutes_ago = minutes;
        self
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Letter {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn received(&self) -> std::time::SystemTime {
        (Timestamp::now() - SignedDuration::from_mins(self.minutes_ago)).into()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let at = Timestamp::now() - SignedDuration::from_mins(self.minutes_ago);
        let date = jiff::fmt::rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        let mut lines = vec![
            format!("From: {}", self.from),
            format!("To: {}", self.to),
            format!("Subject: {}", self.subject),
            format!("Date: {date}"),
            format!("Message-ID: {}", self.id),
            "MIME-Version: 1.0".to_owned(),
            "Content-Type: text/plain; charset=utf-8".to_owned(),
        ];
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        lines.extend([String::new(), self.text.replace('\n', "\r\n"), String::new()]);
        lines.join("\r\n").into_bytes()
    }
}

/// `<…>` of the Message-ID.
pub fn message_id(raw: &[u8]) -> String {
    let message = MessageParser::default().parse(raw).unwrap();
    message.message_id().map(|id| format!("<{id}>")).unwrap_or_default()
}

/// The ids in In-Reply-To, with their brackets.
pub fn in_reply_to(raw: &[u8]) -> Vec<String> {
    let message = MessageParser::default().parse(raw).unwrap();
    match message.in_reply_to() {
        HeaderValue::Text(id) => vec![format!("<{id}>")],
        HeaderValue::TextList(ids) => ids.iter().map(|id| format!("<{id}>")).collect(),
        _ => Vec::new(),
    }
}

pub fn subject(raw: &[u8]) -> String {
    let message = MessageParser::default().parse(raw).unwrap();
    message.subject().unwrap_or_default().to_owned()
}

pub fn body(raw: &[u8]) -> String {
    let message = MessageParser::default().parse(raw).unwrap();
    message.body_text(0).unwrap_or_default().into_owned()
}
