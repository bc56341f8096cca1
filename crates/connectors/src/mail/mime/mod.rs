//! The grammar of received mails: raw bytes in, `ParsedMail` out, through mail-parser; never panics.

mod addresses;
mod headers;
mod html;
mod links;
mod parts;
mod text;

pub use text::plain as plain_text;

use crate::mail::mime::parts::Tree;
use domain::source::ParsedMail;

/// Longest text that is kept of a message, in bytes of UTF-8.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Most links that are kept of a message.
pub const LINKS: usize = 500;

/// A part cut out of a message, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Reads a message (RFC 5322, RFC 2045 to 2047, RFC 2231) as far as it can be read; what is missing or
/// broken stays empty. `auth` is not filled: a header proves nothing until a trusted host is named
/// (`mail::authentication`).
pub fn parse(raw: &[u8]) -> ParsedMail {
    let Some(tree) = Tree::read(raw) else {
        return ParsedMail {
            text: text::plain(&String::from_utf8_lossy(text::head(raw))),
            ..ParsedMail::default()
        };
    };
    let mut mail = headers::read(&tree);
    text::fill(&tree, &mut mail);
    parts::list(&tree, &mut mail);
    mail
}

/// The bytes of the part that `Attachment::part` names.
pub fn attachment(raw: &[u8], part: u32) -> Option<Extracted> {
    let tree = Tree::read(raw)?;
    let attachment = parts::describe(&tree, part)?;
    Some(Extracted {
        name: attachment.name,
        media_type: attachment.media_type,
        bytes: tree.content(part).into_owned(),
    })
}

/// The HTML body as its sender wrote it, neither cleaned nor safe to show.
pub fn html(raw: &[u8]) -> Option<String> {
    let tree = Tree::read(raw)?;
    let part = tree.html_parts().next()?;
    Some(tree.text(part).into_owned())
}

/// The message's own id (with `<>`), read without its body.
pub fn message_id(raw: &[u8]) -> Option<String> {
    Tree::read_headers(raw).and_then(|tree| headers::message_id(&tree))
}

#[cfg(test)]
mod tests;
