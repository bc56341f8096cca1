//! What is built reads back as what was asked for.

use super::*;
use crate::mail::mime;
use domain::ids::BlobId;
use proptest::prelude::*;

fn own() -> Address {
    Address::new(Some("Anna Demo"), "anna@demo.example")
}

fn at() -> Timestamp {
    Timestamp::from_second(1_763_700_000).unwrap()
}

fn build_one(mail: &Mail, attachments: &[Vec<u8>]) -> Vec<u8> {
    let from = own();
    message(&Outgoing { mail, from: &from, message_id: "<e1@demo.example>", date: at(), attachments })
        .unwrap()
}

fn named(name: &str, media_type: &str) -> MailAttachment {
    MailAttachment { name: name.into(), media_type: media_type.into(), blob: BlobId::new("b") }
}

#[test]
fn a_reply_with_a_file_has_all_its_headers() {
    let mail = Mail {
        to: vec!["Jörg Müller <joerg@example.org>".into(), "b@example.org".into()],
        cc: vec!["\"Doe, Jane\" <jane@example.org>".into()],
        bcc: vec!["secret@example.org".into()],
        subject: "Re: Angebot über 1.000 €".into(),
        text: "Hallo Jörg,\n\nanbei.\n.\nFrom here on\n".into(),
        html: Some("<p>Hallo Jörg</p>".into()),
        in_reply_to: Some("<parent@example.org>".into()),
        references: vec!["<root@example.org>".into()],
        attachments: vec![named("Übersicht.pdf", "application/pdf")],
        ..Mail::default()
    };
    let files = vec![b"%PDF-1.7\x00\xff".to_vec()];
    let bytes = build_one(&mail, &files);
    assert_eq!(bytes, build_one(&mail, &files), "the same mail twice");
    let raw = String::from_utf8(bytes.clone()).unwrap();
    assert!(!raw.contains("secret@example.org") && !raw.to_lowercase().contains("user-agent"), "{raw}");

    let parsed = mime::parse(&bytes);
    assert_eq!(parsed.message_id.as_deref(), Some("<e1@demo.example>"));
    assert_eq!(parsed.from, Some(own()));
    assert_eq!(
        parsed.to,
        [Address::new(Some("Jörg Müller"), "joerg@example.org"), Address::new(None, "b@example.org")]
    );
    assert_eq!(parsed.cc, [Address::new(Some("Doe, Jane"), "jane@example.org")]);
    assert_eq!(parsed.subject.as_deref(), Some("Re: Angebot über 1.000 €"));
    assert_eq!(parsed.in_reply_to.as_deref(), Some("<parent@example.org>"));
    assert_eq!(parsed.references, ["<root@example.org>", "<parent@example.org>"]);
    assert_eq!(parsed.sent_at, Some(at()));
    assert_eq!(parsed.text, "Hallo Jörg,\n\nanbei.\n.\nFrom here on");
    assert!(parsed.has_html);
    let [file] = parsed.attachments.as_slice() else { panic!("{:?}", parsed.attachments) };
    assert_eq!(
        (file.name.as_str(), file.media_type.as_str(), file.size),
        ("Übersicht.pdf", "application/pdf", 10)
    );
    assert_eq!(mime::attachment(&bytes, file.part).unwrap().bytes, files[0]);
}

#[test]
fn a_draft_keeps_its_blind_copies_and_the_envelope_names_each_once() {
    let mail = Mail {
        to: vec!["a@example.org".into()],
        cc: vec!["A@Example.org".into()],
        bcc: vec!["b@example.org".into()],
        ..Mail::default()
    };
    let from = own();
    let outgoing =
        Outgoing { mail: &mail, from: &from, message_id: "<d@demo.example>", date: at(), attachments: &[] };
    let raw = String::from_utf8(draft(&outgoing).unwrap()).unwrap();
    assert!(raw.contains("Bcc: <b@example.org>\r\n"), "{raw}");
    let envelope: Vec<String> = recipients(&mail).unwrap().into_iter().map(|a| a.address).collect();
    assert_eq!(envelope, ["a@example.org", "b@example.org"]);
}

#[test]
fn a_domain_goes_out_in_ascii() {
    let mail = Mail { to: vec!["x@müller.example".into()], ..Mail::default() };
    let raw = String::from_utf8(build_one(&mail, &[])).unwrap();
    assert!(raw.contains("To: <x@xn--mller-kva.example>\r\n"), "{raw}");
}

#[test]
fn nothing_can_add_a_header() {
    let from = own();
    let build = |mail: &Mail, id: &str| {
        message(&Outgoing { mail, from: &from, message_id: id, date: at(), attachments: &[] })
    };
    let plain = Mail::default();
    let cases = [
        (Mail { subject: "x\r\nBcc: y@example.org".into(), ..plain.clone() }, "<a@b>", "bad_subject"),
        (
            Mail { to: vec!["a@example.org\r\nBcc: y@example.org".into()], ..plain.clone() },
            "<a@b>",
            "bad_address",
        ),
        (Mail { in_reply_to: Some("<a@b>\r\nX: y".into()), ..plain.clone() }, "<a@b>", "bad_message_id"),
        (Mail { references: vec!["<a b>".into()], ..plain.clone() }, "<a@b>", "bad_message_id"),
        (plain.clone(), "a@b", "bad_message_id"),
        (Mail { attachments: vec![named("a", "text/plain")], ..plain }, "<a@b>", "attachments_missing"),
    ];
    for (mail, id, code) in cases {
        assert_eq!(build(&mail, id).unwrap_err().code(), code, "{mail:?}");
    }
    let mail =
        Mail { attachments: vec![named("a\r\nX-Evil: 1.pdf", "text/x\r\nX-Evil: 2")], ..Mail::default() };
    let raw = String::from_utf8(build_one(&mail, &[b"x".to_vec()])).unwrap();
    assert!(!raw.contains("\nX-Evil"), "{raw}");
}

#[test]
fn a_forwarded_message_stands_as_it_is() {
    let inner = b"From: a@example.org\r\nSubject: inner\r\n\r\nbody\r\n".to_vec();
    let mail = Mail { attachments: vec![named("inner.eml", "message/rfc822")], ..Mail::default() };
    let bytes = build_one(&mail, std::slice::from_ref(&inner));
    let parsed = mime::parse(&bytes);
    assert_eq!(parsed.attachments[0].media_type, "message/rfc822");
    assert_eq!(mime::attachment(&bytes, parsed.attachments[0].part).unwrap().bytes, inner);
    let eight_bit = "Subject: ü\r\n\r\nbody".as_bytes().to_vec();
    let bytes = build_one(&mail, std::slice::from_ref(&eight_bit));
    assert!(bytes.is_ascii());
    let parsed = mime::parse(&bytes);
    assert_eq!(parsed.attachments[0].media_type, "application/octet-stream");
    assert_eq!(mime::attachment(&bytes, parsed.attachments[0].part).unwrap().bytes, eight_bit);
}

fn line() -> impl Strategy<Value = String> {
    "[ -~äöüß€日本🙂]{0,120}"
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zäöü][ -~äöüß日]{0,30}[A-Za-zäöü.]"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_is_built_reads_back(
        subject in line(),
        lines in prop::collection::vec(line(), 0..12),
        html in prop::option::of(line()),
        names in prop::collection::vec(name(), 0..3),
        files in prop::collection::vec((name(), prop::collection::vec(any::<u8>(), 0..300), 0usize..3), 0..3),
        references in prop::collection::vec("[a-z0-9.]{1,20}@[a-z]{1,9}", 0..4),
    ) {
        let media_types = ["application/pdf", "text/csv", "image/png"];
        let mail = Mail {
            to: names.iter().map(|n| Address::new(Some(n), "a@example.org").to_string()).collect(),
            subject: subject.clone(),
            text: lines.join("\n"),
            html: html.map(|h| format!("<p>x {h}</p>")),
            references: references.iter().map(|r| format!("<{r}>")).collect(),
            attachments: files.iter().map(|(n, _, kind)| named(n, media_types[*kind])).collect(),
            ..Mail::default()
        };
        let contents: Vec<Vec<u8>> = files.iter().map(|(_, bytes, _)| bytes.clone()).collect();
        let bytes = build_one(&mail, &contents);
        prop_assert!(bytes.is_ascii());
        prop_assert!(bytes.split(|b| *b == b'\n').all(|line| line.len() <= 998));
        let parsed = mime::parse(&bytes);
        prop_assert_eq!(parsed.subject.unwrap_or_default(), subject.trim());
        let to: Vec<String> = parsed.to.iter().filter_map(|a| a.name.clone()).collect();
        prop_assert_eq!(to, names);
        prop_assert_eq!(parsed.references, mail.references);
        let expected = mime::plain_text(&mail.text);
        if !expected.trim().is_empty() {
            prop_assert_eq!(parsed.text, expected);
        }
        prop_assert_eq!(parsed.has_html, mail.html.is_some());
        prop_assert_eq!(parsed.attachments.len(), files.len());
        for (attachment, (name, bytes_in, kind)) in parsed.attachments.iter().zip(&files) {
            prop_assert_eq!(&attachment.media_type, media_types[*kind]);
            prop_assert_eq!(attachment.size, bytes_in.len() as u64);
            let cut = mime::attachment(&bytes, attachment.part).unwrap();
            prop_assert_eq!(&cut.bytes, bytes_in);
            let clean: String = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
            prop_assert!(clean.is_empty() || cut.name == clean, "{} / {}", cut.name, clean);
        }
    }
}

#[test]
fn a_text_with_a_nul_byte_goes_out_encoded() {
    let mail = Mail {
        to: vec!["bob@example.org".into()],
        subject: "Log".into(),
        text: "See the file.".into(),
        attachments: vec![named("log.txt", "text/plain")],
        ..Mail::default()
    };
    let content = [b"before\0after\r\n".to_vec(), vec![b'x'; 500]].concat();
    let bytes = build_one(&mail, std::slice::from_ref(&content));
    assert!(!bytes.contains(&0) && bytes.split(|b| *b == b'\n').all(|line| line.len() <= 999));
    let parsed = mime::parse(&bytes);
    let part = parsed.attachments[0].part;
    assert_eq!(mime::attachment(&bytes, part).unwrap().bytes, content);
}
