//! Documents that the mail brings and wants back: "sign it and send it back".

use crate::phrases::compile;
use domain::payload::MailAttachment;
use domain::{BlobId, Item};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// Both must be asked for: a signature, and the document's return.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"(?i)\b(?:sign|signed|signature|countersign|unterschr\w*|unterzeichn\w*|signier\w*)\b")
});
static RETURN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:send|return|mail|email)\b[^.?!\n]{0,60}\bback\b|\breturn (?:it|the|a signed)\b|\bzurück(?:send|schick)\w*|\b(?:send|schick)\w*\b[^.?!\n]{0,60}\bzurück\b",
    )
});
const DOCUMENTS: [&str; 2] = [".pdf", ".docx"];

/// The documents to send back, as they came: the card shows them, and whoever approves a document to somebody
/// new confirms it a second time.
pub fn documents(item: &Item) -> Vec<MailAttachment> {
    if !SIGN.is_match(item.text.as_bytes()) || !RETURN.is_match(item.text.as_bytes()) {
        return Vec::new();
    }
    let is_document = |name: &str| DOCUMENTS.iter().any(|end| name.to_lowercase().ends_with(end));
    item.attachments
        .iter()
        .filter(|attachment| is_document(&attachment.name))
        .map(|attachment| MailAttachment {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            blob: BlobId::of_part(&item.id, attachment.part),
        })
        .collect()
}
