//! The bytes of an outgoing mail: the same input gives the same bytes, always and on every machine.
//!
//! That matters because a mail is built again for its Sent copy, and after a crash.

use crate::mail::address::{self, AddressError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::Address;
use domain::payload::{Mail, MailAttachment};
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address as Mailboxes;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::mime::{BodyPart, MimePart};

/// Everything that an outgoing mail is made of.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    pub mail: &'a Mail,
    /// The account's own mailbox.
    pub from: &'a Address,
    /// With `<>`.
    pub message_id: &'a str,
    pub date: Timestamp,
    /// The bytes of `mail.attachments`, in their order.
    pub attachments: &'a [Vec<u8>],
}

#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("{field}: {source}")]
    Address { field: &'static str, source: AddressError },
    #[error("the subject contains control characters")]
    Subject,
    #[error("`{0}` is not a Message-ID")]
    MessageId(String),
    #[error("the mail names {named} attachments and {given} were given")]
    Attachments { named: usize, given: usize },
    #[error("the mail could not be written")]
    Write(#[from] std::io::Error),
}

impl ComposeError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { source, .. } => source.code(),
            Self::Subject => "bad_subject",
            Self::MessageId(_) => "bad_message_id",
            Self::Attachments { .. } => "attachments_missing",
            Self::Write(_) => "not_written",
        }
    }
}

/// The mail as it is sent and filed. `Bcc` is in neither: it is for the envelope only.
pub fn message(outgoing: &Outgoing<'_>) -> Result<Vec<u8>, ComposeError> {
    build(outgoing, false)
}

/// The mail as it is kept in Drafts, where `Bcc` must not be lost.
pub fn draft(outgoing: &Outgoing<'_>) -> Result<Vec<u8>, ComposeError> {
    build(outgoing, true)
}

/// All recipients for the envelope, each once, in the order of To, Cc, Bcc.
pub fn recipients(mail: &Mail) -> Result<Vec<Address>, ComposeError> {
    let mut all: Vec<Address> = Vec::new();
    for (field, list) in [("to", &mail.to), ("cc", &mail.cc), ("bcc", &mail.bcc)] {
        for address in mailboxes(field, list)? {
            if !all.iter().any(|known| known.key() == address.key()) {
                all.push(address);
            }
        }
    }
    Ok(all)
}

fn build(outgoing: &Outgoing<'_>, with_bcc: bool) -> Result<Vec<u8>, ComposeError> {
    let Outgoing { mail, from, message_id, date, attachments } = *outgoing;
    if mail.attachments.len() != attachments.len() {
        return Err(ComposeError::Attachments { named: mail.attachments.len(), given: attachments.len() });
    }
    if mail.subject.chars().any(char::is_control) {
        return Err(ComposeError::Subject);
    }
    let from = address::parse(&from.to_string())
        .map_err(|source| ComposeError::Address { field: "from", source })?;
    let mut builder = MessageBuilder::new()
        .message_id(bare(message_id)?)
        .date(Date::new(date.as_second()))
        .from(written(&from));
    for (header, field, list) in [("To", "to", &mail.to), ("Cc", "cc", &mail.cc), ("Bcc", "bcc", &mail.bcc)] {
        let list = mailboxes(field, list)?;
        if !list.is_empty() && (with_bcc || header != "Bcc") {
            builder = builder.header(header, Mailboxes::new_list(list.iter().map(written).collect()));
        }
    }
    builder = builder.subject(mail.subject.as_str());
    let parent = mail.in_reply_to.as_deref().map(bare).transpose()?;
    let mut references: Vec<&str> = mail.references.iter().map(|id| bare(id)).collect::<Result<_, _>>()?;
    if let Some(parent) = parent {
        builder = builder.in_reply_to(parent);
        if !references.contains(&parent) {
            references.push(parent);
        }
    }
    if !references.is_empty() {
        builder = builder.references(MessageId::new_list(references.into_iter()));
    }
    Ok(builder.body(body(outgoing)).write_to_vec()?)
}

fn body<'a>(outgoing: &Outgoing<'a>) -> MimePart<'a> {
    let mail = outgoing.mail;
    let boundary = boundary(outgoing);
    let text = MimePart::new("text/plain", crlf(&mail.text));
    let readable = match &mail.html {
        None => text,
        Some(html) => multipart("alternative", &boundary, vec![text, MimePart::new("text/html", crlf(html))]),
    };
    if mail.attachments.is_empty() {
        return readable;
    }
    let files = mail.attachments.iter().zip(outgoing.attachments).map(|(named, bytes)| file(named, bytes));
    multipart("mixed", &boundary, std::iter::once(readable).chain(files).collect())
}

fn multipart<'a>(kind: &str, boundary: &str, parts: Vec<MimePart<'a>>) -> MimePart<'a> {
    let content_type =
        ContentType::new(format!("multipart/{kind}")).attribute("boundary", format!("{kind}_{boundary}"));
    MimePart::new(content_type, parts)
}

fn file<'a>(named: &MailAttachment, bytes: &'a [u8]) -> MimePart<'a> {
    let name: String = named.name.chars().filter(|c| !c.is_control()).collect();
    // RFC 2046 §5.2.1 forbids to encode a message; one that cannot stand as it is travels as a plain file.
    let media_type = named.media_type.to_ascii_lowercase();
    let is_message = media_type.starts_with("message/");
    if is_message && fits_seven_bit(bytes) {
        return MimePart::new(media_type, BodyPart::Binary(bytes.into()))
            .attachment(name)
            .transfer_encoding("7bit");
    }
    let media_type = if is_message || !is_media_type(&media_type) {
        "application/octet-stream".into()
    } else {
        media_type
    };
    if media_type.starts_with("text/") && bytes.contains(&0) {
        // Quoted-printable would leave a NUL as it is, which no transport takes (RFC 5321 §4.5.2).
        let encoded = BASE64.encode(bytes);
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        return MimePart::new(media_type, BodyPart::Binary(lines.join("\r\n").into_bytes().into()))
            .attachment(name)
            .transfer_encoding("base64");
    }
    MimePart::new(media_type, BodyPart::Binary(bytes.into())).attachment(name)
}

fn fits_seven_bit(bytes: &[u8]) -> bool {
    let lines = bytes.split(|b| *b == b'\n');
    bytes.iter().all(|b| b.is_ascii() && *b != 0)
        && bytes.windows(2).all(|pair| pair[1] != b'\n' || pair[0] == b'\r')
        && bytes.first() != Some(&b'\n')
        && lines.into_iter().all(|line| line.len() <= 998)
}

/// RFC 6838 §4.2.
fn is_media_type(value: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    value.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype) && kind != "multipart")
}

/// Nobody can write a text that contains its own hash, so the boundary cannot occur in what it divides.
fn boundary(outgoing: &Outgoing<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    let html = outgoing.mail.html.as_deref().unwrap_or_default();
    for piece in [outgoing.message_id, &outgoing.mail.text, html] {
        hasher.update(&(piece.len() as u64).to_le_bytes()).update(piece.as_bytes());
    }
    for bytes in outgoing.attachments {
        hasher.update(blake3::hash(bytes).as_bytes());
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

fn mailboxes(field: &'static str, list: &[String]) -> Result<Vec<Address>, ComposeError> {
    list.iter()
        .map(|mailbox| address::parse(mailbox).map_err(|source| ComposeError::Address { field, source }))
        .collect()
}

/// Domains go out in ASCII; only a local part may need SMTPUTF8.
fn written(address: &Address) -> Mailboxes<'static> {
    let ascii = address.address.rsplit_once('@').and_then(|(local, domain)| {
        let domain = idna::domain_to_ascii(domain).ok().filter(|d| !d.is_empty())?;
        Some(format!("{local}@{domain}"))
    });
    Mailboxes::new_address(address.name.clone(), ascii.unwrap_or_else(|| address.address.clone()))
}

fn bare(id: &str) -> Result<&str, ComposeError> {
    let inner = id.trim().strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    let is_id = |id: &&str| {
        !id.is_empty()
            && id.len() <= 995
            && !id.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'))
    };
    inner
        .filter(is_id)
        .ok_or_else(|| ComposeError::MessageId(id.chars().filter(|c| !c.is_control()).collect()))
}

/// Canonical line ends of text (RFC 2046 §4.1.1), whatever the author's machine writes.
fn crlf(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let mut text = text.replace('\n', "\r\n");
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests;
