//! Bytes that were made to break a parser: bounded in time, memory and stack.

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn within(limit: Duration, raw: &[u8]) -> ParsedMail {
    let start = Instant::now();
    let mail = parse(raw);
    assert!(start.elapsed() < limit, "{:?} for {} bytes", start.elapsed(), raw.len());
    mail
}

const SOON: Duration = Duration::from_secs(20);

#[test]
fn what_is_no_mail_is_text_at_most() {
    for raw in [&b""[..], b"\n", b"\r\n\r\n", b"\0\0\0", b"no header at all", b":\n:\n", b"\xff\xfe\xfd"] {
        let mail = parse(raw);
        assert!(mail.text.len() <= raw.len() * 3, "{raw:?}");
        assert_eq!(attachment(raw, 7), None);
    }
}

#[test]
fn deep_nesting_is_harmless() {
    within(SOON, "Content-Type: message/rfc822\n\n".repeat(60_000).as_bytes());
    let mut inner = "Content-Type: message/rfc822\n\n".repeat(30_000);
    inner = inner.chars().map(|c| if c == '=' { "=3D".to_owned() } else { c.to_string() }).collect();
    within(
        SOON,
        format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n{inner}")
            .as_bytes(),
    );
    let digests: String =
        (0..5_000).map(|n| format!("Content-Type: multipart/digest; boundary=b{n}\n\n--b{n}\n\n")).collect();
    within(SOON, digests.as_bytes());
    let multiparts: String =
        (0..5_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    within(SOON, multiparts.as_bytes());
}

#[test]
fn deep_or_unclosed_html_is_harmless() {
    let page = |body: String| format!("Content-Type: text/html\n\n{body}");
    within(SOON, page("<div>".repeat(200_000)).as_bytes());
    within(SOON, page("<blockquote>x".repeat(100_000)).as_bytes());
    within(SOON, page(format!("<a {}>", "b ".repeat(500_000))).as_bytes());
    within(SOON, page("<a href=https://x.example/".repeat(50_000)).as_bytes());
    within(SOON, page("<".repeat(1_000_000)).as_bytes());
    within(SOON, page("&".repeat(1_000_000)).as_bytes());
    within(SOON, page("<!--".repeat(300_000)).as_bytes());
    within(SOON, page("http://".repeat(200_000)).as_bytes());
}

#[test]
fn boundaries_that_never_come_are_not_sought_for_ever() {
    let part = |n: usize| format!("--m\nContent-Type: multipart/mixed; boundary=never{n}\n\nx\n");
    let raw = format!(
        "Content-Type: multipart/mixed; boundary=m\nSubject: s\n\n{}",
        (0..60_000).map(part).collect::<String>()
    );
    let mail = within(SOON, raw.as_bytes());
    assert_eq!(mail.subject.as_deref(), Some("s"));
}

#[test]
fn what_is_kept_is_bounded() {
    let links: String = (0..2_000).map(|n| format!("<a href='https://x.example/{n}'>{n}</a>")).collect();
    assert_eq!(parse(format!("Content-Type: text/html\n\n{links}").as_bytes()).links.len(), LINKS);
    let text = parse(format!("Subject: s\n\n{}", "ü".repeat(TEXT_BYTES)).as_bytes()).text;
    assert_eq!(text.len(), TEXT_BYTES);
    let page = parse(format!("Content-Type: text/html\n\n{}", "wörds ".repeat(TEXT_BYTES)).as_bytes()).text;
    assert!(page.len() <= TEXT_BYTES);
}

proptest! {
    #[test]
    fn no_bytes_panic(raw in prop::collection::vec(any::<u8>(), 0..600)) {
        let mail = parse(&raw);
        for part in 0..4 {
            attachment(&raw, part);
        }
        html(&raw);
        prop_assert!(mail.text.len() <= TEXT_BYTES);
    }

    #[test]
    fn no_pieces_of_mails_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "Content-Type: ", "multipart/mixed", "; boundary=", "a", "\n", "\r\n", "--a", "--a--", "message/rfc822",
        "multipart/digest", "text/html", "Content-Transfer-Encoding: ", "base64", "quoted-printable", "=?utf-8?B?",
        "=?utf-8?Q?=C3?=", "<a href=", "'https://x.example'", ">", "</a>", "<div style='display:none'>", "</div>",
        "From: ", "To: ", "a@b", "<", ",", ";", ":", "\"", "(", ")", "\\", "List-Unsubscribe: ", "Date: ",
        "Thu, 1 Jan 1970 00:00:00 +0000", "References: ", "\0", "ü", "=", "&amp;", "<script>", "<!--",
    ]), 0..80)) {
        let raw = pieces.concat();
        let mail = parse(raw.as_bytes());
        for attached in &mail.attachments {
            attachment(raw.as_bytes(), attached.part);
        }
    }
}
