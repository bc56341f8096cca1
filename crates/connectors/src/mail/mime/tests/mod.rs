//! Mails of every kind, and bytes that are none.

mod bodies;
mod corpora;
mod hostile;

use super::*;
use domain::Address;
use domain::item::ListHeaders;

const NEWSLETTER: &str = "From: =?UTF-8?B?SsO2cmcgTcO8bGxlcg==?= <news@shop.example>\r\n\
To: Anna <anna@demo.example>, undisclosed-recipients:;\r\n\
Cc: team: b@example.org, c@example.org;\r\n\
Reply-To: \"Shop, Care\" <care@shop.example>\r\n\
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?Q?_aus_K=C3=B6ln?=\r\n\
Date: Fri, 21 Nov 2025 09:30:00 +0530\r\n\
Message-ID: <m1@shop.example>\r\n\
In-Reply-To: <p@demo.example>\r\n\
References: <r@demo.example>\r\n\t<p@demo.example>\r\n\
List-Id: Shop News <news.shop.example>\r\n\
List-Unsubscribe: <mailto:leave@shop.example?subject=x>,\r\n <https://shop.example/u?a=1,2&b=3>\r\n\
List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\
Precedence: bulk\r\n\
\r\nSee https://shop.example/sale and www.shop.example.\r\n";

#[test]
fn every_field_of_a_newsletter() {
    let mail = parse(NEWSLETTER.as_bytes());
    assert_eq!(mail.from, Some(Address::new(Some("Jörg Müller"), "news@shop.example")));
    assert_eq!(mail.to, [Address::new(Some("Anna"), "anna@demo.example")]);
    assert_eq!(mail.cc, [Address::new(None, "b@example.org"), Address::new(None, "c@example.org")]);
    assert_eq!(mail.reply_to, Some(Address::new(Some("Shop, Care"), "care@shop.example")));
    assert_eq!(mail.subject.as_deref(), Some("Grüße aus Köln"));
    assert_eq!(mail.sent_at.unwrap().to_string(), "2025-11-21T04:00:00Z");
    assert_eq!(mail.sent_offset, Some(19_800));
    assert_eq!(mail.message_id.as_deref(), Some("<m1@shop.example>"));
    assert_eq!(mail.in_reply_to.as_deref(), Some("<p@demo.example>"));
    assert_eq!(mail.references, ["<r@demo.example>", "<p@demo.example>"]);
    assert_eq!(
        mail.list,
        ListHeaders {
            id: Some("news.shop.example".into()),
            one_click: Some("https://shop.example/u?a=1,2&b=3".into()),
            unsubscribe: Some("https://shop.example/u?a=1,2&b=3".into()),
            bulk: true,
            auto_submitted: false,
        }
    );
    let links: Vec<(&str, &str)> = mail.links.iter().map(|l| (l.href.as_str(), l.text.as_str())).collect();
    assert_eq!(links, [("https://shop.example/sale", ""), ("http://www.shop.example", "")]);
    assert_eq!(message_id(NEWSLETTER.as_bytes()).as_deref(), Some("<m1@shop.example>"));
    assert_eq!(mail.auth, Default::default());
}

#[test]
fn one_click_needs_its_promise_and_https() {
    let list = |headers: &str| parse(format!("From: a@b.example\r\n{headers}\r\n\r\nx").as_bytes()).list;
    let promise = "List-Unsubscribe-Post: List-Unsubscribe=One-Click";
    let https = "List-Unsubscribe: <https://x.example/u>";
    assert_eq!(list(https).one_click, None);
    assert_eq!(list(promise).one_click, None);
    assert_eq!(list(&format!("{https}\r\n{promise}")).one_click.as_deref(), Some("https://x.example/u"));
    let plain = list(&format!("List-Unsubscribe: <http://x.example/u>\r\n{promise}"));
    assert_eq!((plain.one_click, plain.unsubscribe.as_deref()), (None, Some("http://x.example/u")));
    let mailto = list(&format!("List-Unsubscribe: <mailto:u@x.example>\r\n{promise}"));
    assert_eq!((mailto.one_click, mailto.unsubscribe.as_deref()), (None, Some("mailto:u@x.example")));
    let other = list(&format!("{https}\r\nList-Unsubscribe-Post: List-Unsubscribe=Two-Clicks"));
    assert_eq!(other.one_click, None);
}

#[test]
fn machines_are_told_from_people() {
    let of = |header: &str| {
        let list = parse(format!("From: a@b.example\r\n{header}\r\n\r\nx").as_bytes()).list;
        (list.bulk, list.auto_submitted)
    };
    assert_eq!(of("Auto-Submitted: auto-replied; owner-email=x"), (true, true));
    assert_eq!(of("Auto-Submitted: no"), (false, false));
    assert_eq!(of("X-Autoreply: yes"), (true, true));
    assert_eq!(of("Precedence: List"), (true, false));
    assert_eq!(of("Precedence: auto_reply"), (true, true));
    assert_eq!(of("X-Mailer: x"), (false, false));
}

#[test]
fn dates_that_cannot_be_are_none() {
    let date = |value: &str| {
        let mail = parse(format!("From: a@b.example\r\nDate: {value}\r\n\r\nx").as_bytes());
        (mail.sent_at.map(|t| t.to_string()), mail.sent_offset)
    };
    assert_eq!(date("Fri, 21 Nov 2025 09:30:00 -0800"), (Some("2025-11-21T17:30:00Z".into()), Some(-28_800)));
    assert_eq!(date("Fri, 21 Nov 2025 09:30:00 -0000"), (Some("2025-11-21T09:30:00Z".into()), None));
    assert_eq!(date("soon"), (None, None));
    assert_eq!(date("Fri, 99 Foo 2025 99:99:99 +0000"), (None, None));
    assert_eq!(date("1 Jan 1960 00:00:00 +0000"), (None, None));
}

#[test]
fn a_long_thread_keeps_its_root_and_its_end() {
    let ids: Vec<String> = (0..500).map(|n| format!("<{n}@x.example>")).collect();
    let mail = parse(format!("From: a@b.example\r\nReferences: {}\r\n\r\nx", ids.join("\r\n ")).as_bytes());
    assert_eq!(mail.references.len(), 100);
    assert_eq!(mail.references[0], "<0@x.example>");
    assert_eq!(mail.references[1..], ids[401..]);
}

#[test]
fn a_name_without_an_address_is_a_name() {
    let mail = parse(b"From: The Team\r\nTo: nobody in particular\r\n\r\nx");
    assert_eq!(mail.from, Some(Address::new(Some("The Team"), "")));
    assert_eq!(mail.to, []);
}
