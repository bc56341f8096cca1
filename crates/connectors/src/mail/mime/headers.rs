//! What a message's headers say about itself, its thread and its list.

use super::{addresses, parts::Tree};
use domain::item::ListHeaders;
use domain::source::ParsedMail;
use jiff::Timestamp;
use mail_parser::{DateTime, HeaderName, HeaderValue};

/// Most references that are kept: the first, which names the thread, and the last ones.
const REFERENCES: usize = 100;
/// No message is older; what claims to be is a clock that was never set.
const EARLIEST: i64 = 0;

pub fn read(tree: &Tree<'_>) -> ParsedMail {
    let message = tree.message();
    let date = message.date();
    ParsedMail {
        message_id: message_id(tree),
        in_reply_to: ids(message.in_reply_to()).pop(),
        references: references(tree),
        subject: message.subject().map(subject),
        from: addresses::first(message.from()),
        reply_to: addresses::first(message.reply_to()),
        to: addresses::all(message.all_to()),
        cc: addresses::all(message.all_cc()),
        sent_at: date.and_then(timestamp),
        sent_offset: date.filter(|d| timestamp(d).is_some()).and_then(offset),
        list: list(tree),
        ..ParsedMail::default()
    }
}

pub fn message_id(tree: &Tree<'_>) -> Option<String> {
    let header = tree.message().header(HeaderName::MessageId)?;
    ids(header).into_iter().next()
}

/// The time a `Date`, `Received` or `From ` line names, where it can be one.
pub fn timestamp(date: &DateTime) -> Option<Timestamp> {
    let seconds = date.is_valid().then(|| date.to_timestamp()).filter(|s| *s > EARLIEST)?;
    Timestamp::from_second(seconds).ok()
}

/// `-0000` says that the sender's zone is unknown (RFC 5322 §3.3).
fn offset(date: &DateTime) -> Option<i32> {
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    match (date.tz_before_gmt, seconds) {
        (true, 0) => None,
        (true, seconds) => Some(-seconds),
        (false, seconds) => Some(seconds),
    }
}

fn subject(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(2_000).collect();
    clean.trim().to_owned()
}

fn references(tree: &Tree<'_>) -> Vec<String> {
    let mut all = ids(tree.message().references());
    if all.len() > REFERENCES {
        all.drain(1..=all.len() - REFERENCES);
    }
    all
}

fn ids(header: &HeaderValue<'_>) -> Vec<String> {
    let bare: Vec<&str> = match header {
        HeaderValue::Text(id) => vec![id.as_ref()],
        HeaderValue::TextList(ids) => ids.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    };
    bare.into_iter().filter_map(bracketed).collect()
}

fn bracketed(id: &str) -> Option<String> {
    let id: String = id
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>'))
        .take(995)
        .collect();
    (!id.is_empty()).then(|| format!("<{id}>"))
}

fn list(tree: &Tree<'_>) -> ListHeaders {
    let message = tree.message();
    let id = message.list_id().as_address().and_then(|a| a.first()).and_then(|a| {
        let id = a.address.as_deref().or(a.name.as_deref())?;
        Some(id.trim().to_owned()).filter(|id| !id.is_empty())
    });
    let targets: Vec<&str> = message
        .header_values(HeaderName::ListUnsubscribe)
        .filter_map(HeaderValue::as_address)
        .flat_map(|list| list.iter())
        .filter_map(|a| a.address.as_deref())
        .map(str::trim)
        .collect();
    let with = |scheme: &str| {
        let found =
            targets.iter().find(|t| t.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
        found.map(|t| (*t).to_owned())
    };
    let promised = tree.raw_headers("List-Unsubscribe-Post").any(|value| {
        let value: String = value.split_whitespace().collect();
        value.eq_ignore_ascii_case("List-Unsubscribe=One-Click")
    });
    let https = with("https://");
    let automatic = is_automatic(tree);
    ListHeaders {
        id,
        one_click: https.clone().filter(|_| promised),
        unsubscribe: https.or_else(|| with("http://")).or_else(|| with("mailto:")),
        bulk: automatic || has_precedence(tree, &["bulk", "list", "junk"]),
        auto_submitted: automatic,
    }
}

/// RFC 3834, and the headers that vacation responders used before it.
fn is_automatic(tree: &Tree<'_>) -> bool {
    let submitted = tree.raw_headers("Auto-Submitted").any(|value| {
        let word = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        !word.is_empty() && word != "no"
    });
    let vacation = ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation"];
    submitted
        || has_precedence(tree, &["auto_reply"])
        || vacation
            .iter()
            .any(|name| tree.raw_headers(name).any(|value| !value.trim().eq_ignore_ascii_case("no")))
}

fn has_precedence(tree: &Tree<'_>, words: &[&str]) -> bool {
    tree.raw_headers("Precedence")
        .any(|value| words.iter().any(|word| value.trim().eq_ignore_ascii_case(word)))
}
