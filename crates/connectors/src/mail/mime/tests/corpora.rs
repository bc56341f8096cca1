//! The public corpora of raw mails, where they are at hand.

use super::*;
use crate::mail::compose;
use domain::payload::Mail;
use mail_parser::{Message, MessageParser, PartType};
use std::path::PathBuf;

fn corpus() -> Option<Vec<(PathBuf, Vec<u8>)>> {
    let mut mails = Vec::new();
    let mut folders = vec![testkit::corpus("mail")?];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                mails.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
    }
    mails.sort();
    Some(mails)
}

#[test]
fn every_mail_of_the_corpora_is_read_as_its_library_reads_it() {
    let Some(mails) = corpus() else { return };
    assert!(mails.len() >= 155, "only {} mails", mails.len());
    let mut differing = Vec::new();
    for (path, raw) in &mails {
        let mail = parse(raw);
        html(raw);
        for attached in &mail.attachments {
            assert!(attachment(raw, attached.part).is_some(), "{}", path.display());
        }
        // Decoding later must not change what is decoded.
        let Some(whole) = MessageParser::new().parse(raw.as_slice()) else { continue };
        let Some(tree) = Tree::read(raw) else { panic!("{} is not read", path.display()) };
        let same = whole.parts.len() == tree.message().parts.len()
            && readable(&whole, &whole.text_body) == readable(tree.message(), &tree.message().text_body)
            && readable(&whole, &whole.html_body) == readable(tree.message(), &tree.message().html_body)
            && whole.attachments == tree.message().attachments
            && whole.parts.iter().enumerate().all(|(n, part)| match &part.body {
                PartType::Text(text) | PartType::Html(text) => {
                    *text == tree.text(n as u32) || text.contains('\u{FFFD}')
                }
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => *bytes == tree.content(n as u32),
                _ => true,
            });
        if !same {
            differing.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    // A text in broken base64: the library makes it an attachment, here it stays in the body.
    assert_eq!(differing, ["eml__thirdparty__002.eml"]);
}

/// The body without its pictures and sounds.
fn readable(message: &Message<'_>, parts: &[u32]) -> Vec<u32> {
    let is_text = |part: &&u32| message.parts[**part as usize].is_text();
    parts.iter().filter(is_text).copied().collect()
}

#[test]
fn what_the_corpora_say_survives_a_reply() {
    let Some(mails) = corpus() else { return };
    for (path, raw) in &mails {
        let received = parse(raw);
        let mail = Mail {
            to: received.from.iter().filter(|a| !a.address.is_empty()).map(Address::to_string).collect(),
            subject: received.subject.clone().unwrap_or_default(),
            text: received.text.clone(),
            in_reply_to: received.message_id.clone(),
            references: received.references.clone(),
            ..Mail::default()
        };
        let from = Address::new(Some("Anna"), "anna@demo.example");
        let outgoing = compose::Outgoing {
            mail: &mail,
            from: &from,
            message_id: "<r@demo.example>",
            date: jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(1),
            attachments: &[],
        };
        // An address that cannot be written to is refused, not mended.
        let Ok(bytes) = compose::message(&outgoing) else { continue };
        let again = parse(&bytes);
        assert_eq!(again.text, received.text, "{}", path.display());
        let subject = |m: &ParsedMail| m.subject.clone().filter(|s| !s.is_empty());
        assert_eq!(subject(&again), subject(&received), "{}", path.display());
        assert_eq!(again.in_reply_to, received.message_id, "{}", path.display());
    }
}
