//! Folder, role and flags of a message in a mbox: Gmail's labels, or the status headers of mail programs.

use crate::mail::folder;
use domain::source::{Flags, FolderRole};
use jiff::Timestamp;
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};
use std::sync::LazyLock;

const LABELS: &str = "X-Gmail-Labels";

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    let parser = MessageParser::new().header_received(HeaderName::Received);
    let texts = [LABELS, "Status", "X-Status", "X-Mozilla-Status"];
    let named =
        |parser: MessageParser, name: &'static str| parser.header_text(HeaderName::Other(name.into()));
    texts.into_iter().fold(parser, named).default_header_ignore()
});

/// What the headers that a mbox adds say about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub folder: String,
    pub role: FolderRole,
    pub flags: Flags,
    /// When the last server took it in.
    pub received_at: Option<Timestamp>,
    /// Marked as deleted, and only not yet removed from the file.
    pub is_deleted: bool,
}

/// Reads them; `own` is the folder that the file itself stands for.
pub fn read(raw: &[u8], own: &str) -> Filed {
    let mut filed = Filed {
        folder: own.to_owned(),
        role: folder::role(own),
        // Without a word on it, an archive is read.
        flags: Flags { seen: true, ..Flags::default() },
        received_at: None,
        is_deleted: false,
    };
    let Some(message) = PARSER.parse_headers(raw) else { return filed };
    filed.received_at = message.received().and_then(|r| r.date()).and_then(|date| {
        let seconds = date.is_valid().then(|| date.to_timestamp()).filter(|s| *s > 0)?;
        Timestamp::from_second(seconds).ok()
    });
    match text(&message, LABELS) {
        Some(labels) => by_labels(&labels, &mut filed),
        None => by_status(&message, &mut filed),
    }
    filed
}

fn by_labels(labels: &str, filed: &mut Filed) {
    let labels: Vec<&str> =
        labels.split(',').map(|label| label.trim().trim_matches('"')).filter(|l| !l.is_empty()).collect();
    let has =
        |words: &[&str]| labels.iter().any(|label| words.iter().any(|word| label.eq_ignore_ascii_case(word)));
    filed.flags = Flags {
        seen: !has(&["unread", "ungelesen"]),
        flagged: has(&["starred", "markiert"]),
        answered: false,
    };
    let order =
        [FolderRole::Trash, FolderRole::Junk, FolderRole::Drafts, FolderRole::Sent, FolderRole::Inbox];
    let special =
        order.into_iter().find_map(|role| Some((labels.iter().find(|l| folder::role(l) == role)?, role)));
    let own = || labels.iter().find(|label| folder::role(label) == FolderRole::Other && !is_mark(label));
    (filed.folder, filed.role) = match special {
        Some((_, FolderRole::Inbox)) => ("INBOX".to_owned(), FolderRole::Inbox),
        Some((label, role)) => ((*label).to_owned(), role),
        None => own()
            .map_or(("Archive".to_owned(), FolderRole::Archive), |l| ((*l).to_owned(), FolderRole::Other)),
    };
}

/// Labels by which Gmail marks, and nobody files.
fn is_mark(label: &str) -> bool {
    let label = label.to_lowercase();
    let marks = [
        "unread",
        "ungelesen",
        "opened",
        "geöffnet",
        "important",
        "wichtig",
        "starred",
        "markiert",
        "chat",
        "chats",
        "all mail",
        "alle nachrichten",
    ];
    marks.contains(&label.as_str()) || label.starts_with("category") || label.starts_with("kategorie")
}

/// `Status` and `X-Status` of mbox programs, `X-Mozilla-Status` of Thunderbird.
fn by_status(message: &Message<'_>, filed: &mut Filed) {
    let (status, more) = (text(message, "Status"), text(message, "X-Status"));
    if status.is_some() || more.is_some() {
        let letters = status.unwrap_or_default() + &more.unwrap_or_default();
        filed.flags = Flags {
            seen: letters.contains('R'),
            flagged: letters.contains('F'),
            answered: letters.contains('A'),
        };
        filed.is_deleted = letters.contains('D');
    } else if let Some(bits) =
        text(message, "X-Mozilla-Status").and_then(|b| u16::from_str_radix(b.trim(), 16).ok())
    {
        filed.flags = Flags { seen: bits & 1 != 0, answered: bits & 2 != 0, flagged: bits & 4 != 0 };
        filed.is_deleted = bits & 8 != 0;
    }
}

fn text(message: &Message<'_>, name: &str) -> Option<String> {
    let header = message.headers().iter().find(|h| h.name.as_str().eq_ignore_ascii_case(name))?;
    match &header.value {
        HeaderValue::Text(text) => Some(text.to_string()),
        _ => Some(String::new()),
    }
}
