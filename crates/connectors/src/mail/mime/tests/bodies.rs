//! Text, HTML, links, attachments.

use super::*;

fn html_mail(html: &str) -> ParsedMail {
    parse(format!("From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}").as_bytes())
}

fn pairs(mail: &ParsedMail) -> Vec<(&str, &str)> {
    mail.links.iter().map(|l| (l.href.as_str(), l.text.as_str())).collect()
}

#[test]
fn html_reads_like_a_page() {
    let mail = html_mail(
        "<html><head><title>No</title><style>p{color:red}</style></head><body>\
         <div style='display:none'>preheader <div>inner</div> more</div>\
         <h1>Hello&nbsp;&amp; welcome</h1><p>First   line<br>second\nline</p>\
         <ul><li>one</li><li>two</li></ul>\
         <table><tr><td>Total</td><td>12,00&euro;</td></tr></table>\
         <blockquote>quoted<blockquote>deeper</blockquote></blockquote>\
         <pre>a\n  b</pre><p>pass\u{200B}word</p><script>alert(1)</script>end</body></html>",
    );
    assert_eq!(
        mail.text,
        "Hello & welcome\n\nFirst line\nsecond line\n\n- one\n- two\n\nTotal 12,00€\n> quoted\n> > deeper\na\n  b\n\npassword\n\nend"
    );
    assert!(mail.has_html);
}

#[test]
fn links_say_where_they_go_and_what_they_claim() {
    let mail = html_mail(
        "<base href='https://base.example/x/'>\
         <a href='https://evil.example/a'>https://bank.example</a> \
         <a href=' https://evil.example/b '><img src=x alt='Click  here'></a>\
         <a href='rel'>relative</a><a href='#top'>top</a><a name=x>no</a>\
         <a href='https://unclosed.example'>one <a href='https://two.example'>two</a>\
         <p>bare https://bare.example/p, and www.bare.example</p>\
         <a href='https://evil.example/a'>https://bank.example</a>\
         <form action='https://form.example/login'></form><map><area href='https://area.example' alt='Map'></map>\
         <div hidden><a href='https://hidden.example'>unseen</a></div>",
    );
    assert_eq!(
        pairs(&mail),
        [
            ("https://evil.example/a", "https://bank.example"),
            ("https://evil.example/b", "Click here"),
            ("https://base.example/x/rel", "relative"),
            ("https://unclosed.example", "one"),
            ("https://two.example", "two"),
            ("https://form.example/login", ""),
            ("https://area.example", "Map"),
            ("https://hidden.example", ""),
            ("https://bare.example/p", ""),
            ("http://www.bare.example", ""),
        ]
    );
}

const ALTERNATIVE: &str = "From: a@b.example\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\
Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\
Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
Sch=F6ne Gr=FC=DFe\r\n--a\r\n\
Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
PHA+UmljaCA8YSBocmVmPSJodHRwczovL3guZXhhbXBsZSI+eDwvYT48L3A+PHNjcmlwdCB0eXBlPSJhcHBsaWNhdGlvbi9sZCtqc29uIj57fTwv\r\nc2NyaXB0Pg==\r\n\
--a\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--a--\r\n--m\r\n\
Content-Type: application/pdf; name=\"x\"\r\nContent-Disposition: attachment; filename*=utf-8''..%2Fetc%2F%C3%9Cber%0D%0Asicht.pdf\r\n\
Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcK\r\n--m\r\n\
Content-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: inner / one\r\nMessage-ID: <inner@d.example>\r\n\r\ninner body\r\n--m--\r\n";

#[test]
fn the_plain_version_is_the_text_and_the_rest_is_listed() {
    let mail = parse(ALTERNATIVE.as_bytes());
    assert_eq!(mail.text, "Schöne Grüße");
    assert!(mail.has_html);
    assert_eq!(pairs(&mail), [("https://x.example", "x")]);
    assert_eq!(mail.structured, ["application/ld+json", "text/calendar"]);
    let listed: Vec<_> =
        mail.attachments.iter().map(|a| (a.name.as_str(), a.media_type.as_str(), a.size)).collect();
    assert_eq!(
        listed,
        [
            ("part-4.ics", "text/calendar", 30),
            ("Übersicht.pdf", "application/pdf", 9),
            ("one.eml", "message/rfc822", 84),
        ]
    );
    let bytes = |n: usize| attachment(ALTERNATIVE.as_bytes(), mail.attachments[n].part).unwrap().bytes;
    assert_eq!(bytes(1), b"%PDF-1.7\n");
    assert!(bytes(2).starts_with(b"From: c@d.example\r\n") && bytes(2).ends_with(b"inner body"));
    assert!(html(ALTERNATIVE.as_bytes()).unwrap().starts_with("<p>Rich"));
    assert_eq!(mail.message_id, None, "an inner message's id is not ours");
    assert_eq!(attachment(ALTERNATIVE.as_bytes(), 0), None);
    assert_eq!(attachment(ALTERNATIVE.as_bytes(), 99), None);
}

#[test]
fn an_empty_plain_version_gives_way_to_html() {
    let raw = ALTERNATIVE.replace("Sch=F6ne Gr=FC=DFe", "  ");
    assert_eq!(parse(raw.as_bytes()).text, "Rich x");
}

#[test]
fn bytes_without_a_charset_are_read_as_people_wrote_them() {
    assert_eq!(parse("Subject: x\r\n\r\nGrüße".as_bytes()).text, "Grüße");
    assert_eq!(parse(b"Subject: x\r\n\r\nGr\xfc\xdfe").text, "Grüße");
    let lying = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xfce";
    assert_eq!(parse(lying).text, "Gr\u{FFFD}e");
}

#[test]
fn undecodable_base64_stays_as_it_is() {
    let raw = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nnot base64 at all!!";
    assert_eq!(parse(raw).text, "not base64 at all!!");
}
