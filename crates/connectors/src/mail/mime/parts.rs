//! The tree of MIME parts, with the decoding of a part put off until somebody asks for it.
//!
//! mail-parser would decode each part at once, and parse and copy encoded nested messages recursively: a
//! 200 MB mail costs as much memory again, and a few kilobytes of nested messages exhaust the stack. So the
//! transfer encoding is hidden from its structure pass; parts are decoded by its decoders on demand.

use domain::item::Attachment;
use domain::source::ParsedMail;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Beyond this the rest of a message is not looked at (its raw bytes are kept all the same).
const READ_BYTES: usize = 512 * 1024 * 1024;
/// Each boundary that never comes costs a scan of the rest: number times length stays below this.
const BOUNDARY_WORK: usize = 2_000_000_000;
/// Most attachments that are listed.
const ATTACHMENTS: usize = 500;

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .with_mime_headers()
        .with_address_headers()
        .with_message_ids()
        .with_date_headers()
        .header_text(HeaderName::Subject)
        .header_address(HeaderName::ListId)
        .header_address(HeaderName::ListUnsubscribe)
        .header_received(HeaderName::Received)
        .ignore_header(HeaderName::ContentTransferEncoding)
        .default_header_ignore()
});

pub struct Tree<'x> {
    message: Message<'x>,
    raw: &'x [u8],
}

impl<'x> Tree<'x> {
    pub fn read(raw: &'x [u8]) -> Option<Self> {
        let raw = raw.get(..READ_BYTES).unwrap_or(raw);
        if boundaries(raw).saturating_mul(raw.len()) > BOUNDARY_WORK {
            return Self::read_headers(raw);
        }
        let message = PARSER.parse(raw)?;
        (!message.parts.is_empty()).then_some(Self { message, raw })
    }

    pub fn read_headers(raw: &'x [u8]) -> Option<Self> {
        let message = PARSER.parse_headers(raw.get(..READ_BYTES).unwrap_or(raw))?;
        (!message.parts.is_empty()).then_some(Self { message, raw })
    }

    pub fn message(&self) -> &Message<'x> {
        &self.message
    }

    /// Plain text parts of the body, or HTML parts where a place in the body has nothing else.
    pub fn text_parts(&self) -> impl Iterator<Item = u32> + '_ {
        self.message.text_body.iter().copied().filter(|part| self.is_text(*part))
    }

    pub fn html_parts(&self) -> impl Iterator<Item = u32> + '_ {
        self.message.html_body.iter().copied().filter(|part| self.is_html(*part))
    }

    pub fn is_html(&self, part: u32) -> bool {
        self.part(part).is_some_and(|p| matches!(p.body, PartType::Html(_)))
    }

    /// Every value of a header as it stands in the message, unfolded only by who reads it.
    pub fn raw_headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
        self.message
            .headers()
            .iter()
            .filter(move |h| h.name.as_str().eq_ignore_ascii_case(name))
            .filter_map(|h| self.raw.get(h.offset_start as usize..h.offset_end as usize))
            .map(String::from_utf8_lossy)
    }

    /// The decoded bytes of a part; undecodable ones as they are.
    pub fn content(&self, part: u32) -> Cow<'x, [u8]> {
        let Some(part) = self.part(part) else { return Cow::Borrowed(&[]) };
        // What claims to be a message and is none, at the end of its parent.
        if let (true, PartType::Text(Cow::Borrowed(text))) = (part.is_encoding_problem, &part.body) {
            return Cow::Borrowed(text.as_bytes());
        }
        let encoded = self.raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
        let (end, decoded) = match self.encoding(part).as_str() {
            "base64" => MessageStream::new(encoded).decode_base64_mime(b""),
            "quoted-printable" => MessageStream::new(encoded).decode_quoted_printable_mime(b""),
            _ => return Cow::Borrowed(encoded),
        };
        if end == usize::MAX { Cow::Borrowed(encoded) } else { decoded }
    }

    /// A part's content as text. Bytes that are not in the charset they claim are replaced; without a
    /// claim they are UTF-8 or else Windows-1252, as in every mail program.
    pub fn text(&self, part: u32) -> Cow<'x, str> {
        let content = self.content(part);
        let charset =
            self.part(part).and_then(MimeHeaders::content_type).and_then(|c| c.attribute("charset"));
        let decoder = charset.and_then(|charset| charset_decoder(charset.as_bytes()));
        let mend = if charset.is_some() { lossy } else { legacy };
        match (decoder, content) {
            (Some(decode), content) => Cow::Owned(decode(&content)),
            (None, Cow::Borrowed(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(mend(bytes)),
            },
            (None, Cow::Owned(bytes)) => {
                Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|error| mend(error.as_bytes())))
            }
        }
    }

    fn part(&self, part: u32) -> Option<&MessagePart<'x>> {
        self.message.parts.get(part as usize)
    }

    fn is_text(&self, part: u32) -> bool {
        self.part(part).is_some_and(|p| matches!(p.body, PartType::Text(_) | PartType::Html(_)))
    }

    fn encoding(&self, part: &MessagePart<'_>) -> String {
        let header = part.headers.iter().rev().find(|h| h.name == HeaderName::ContentTransferEncoding);
        let value = header.and_then(|h| self.raw.get(h.offset_start as usize..h.offset_end as usize));
        String::from_utf8_lossy(value.unwrap_or_default()).trim().to_ascii_lowercase()
    }
}

impl Drop for Tree<'_> {
    /// Nested messages are taken apart one by one, because dropping a deep tree recursively overflows.
    fn drop(&mut self) {
        let mut waiting = std::mem::take(&mut self.message.parts);
        while let Some(part) = waiting.pop() {
            if let PartType::Message(mut message) = part.body {
                waiting.append(&mut message.parts);
            }
        }
    }
}

/// Fills in attachments and the media types of structured parts.
pub fn list(tree: &Tree<'_>, mail: &mut ParsedMail) {
    for part in tree.message.attachments.iter().take(ATTACHMENTS) {
        let Some(attachment) = describe(tree, *part) else { continue };
        if matches!(attachment.media_type.as_str(), "text/calendar" | "application/ics") {
            note(mail, "text/calendar");
        }
        if attachment.media_type == "application/ld+json" {
            note(mail, "application/ld+json");
        }
        mail.attachments.push(attachment);
    }
}

/// Adds a media type to the structured parts, once.
pub fn note(mail: &mut ParsedMail, media_type: &str) {
    if !mail.structured.iter().any(|known| known == media_type) {
        mail.structured.push(media_type.to_owned());
    }
}

/// A part as an attachment, named or not.
pub fn describe(tree: &Tree<'_>, index: u32) -> Option<Attachment> {
    let part = tree.part(index)?;
    if matches!(part.body, PartType::Multipart(_)) {
        return None;
    }
    let media_type = part.content_type().map_or_else(
        || {
            if matches!(part.body, PartType::Message(_)) {
                "message/rfc822".into()
            } else {
                "text/plain".into()
            }
        },
        |c| format!("{}/{}", c.ctype(), c.subtype().unwrap_or("octet-stream")).to_ascii_lowercase(),
    );
    let name = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| unnamed(part, &media_type, index));
    Some(Attachment { name, media_type, size: tree.size(part), part: index })
}

impl Tree<'_> {
    /// The decoded size, without decoding.
    fn size(&self, part: &MessagePart<'_>) -> u64 {
        let encoded = self.raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
        let size = match self.encoding(part).as_str() {
            "base64" => {
                let digits = encoded.iter().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'));
                digits.count() * 3 / 4
            }
            "quoted-printable" => {
                let (end, decoded) = MessageStream::new(encoded).decode_quoted_printable_mime(b"");
                if end == usize::MAX { encoded.len() } else { decoded.len() }
            }
            _ => encoded.len(),
        };
        size as u64
    }
}

/// The last segment of the sender's name for a file, without control characters; direction marks stay,
/// because they are what a disguised extension is recognised by.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(255).collect();
    clean.trim().to_owned()
}

fn unnamed(part: &MessagePart<'_>, media_type: &str, index: u32) -> String {
    if let PartType::Message(nested) = &part.body
        && let Some(subject) = nested.subject().map(file_name).filter(|s| !s.is_empty())
    {
        return format!("{subject}.eml");
    }
    let extension = match media_type {
        "message/rfc822" => "eml",
        "text/plain" => "txt",
        "text/html" => "html",
        "text/calendar" => "ics",
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        _ => "bin",
    };
    format!("part-{index}.{extension}")
}

fn legacy(bytes: &[u8]) -> String {
    charset_decoder(b"windows-1252").map_or_else(|| lossy(bytes), |decode| decode(bytes))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn boundaries(raw: &[u8]) -> usize {
    // Below this even a message of nothing but boundaries is cheap.
    if raw.len() < 64 * 1024 {
        return 0;
    }
    let mut count = 0;
    for (at, byte) in raw.iter().enumerate() {
        if byte | 0x20 == b'b'
            && raw.get(at..at + 8).is_some_and(|word| word.eq_ignore_ascii_case(b"boundary"))
        {
            count += 1;
        }
    }
    count
}
