//! Mails and contexts for the tests of the rules.

use crate::{Context, ThreadFacts};
use domain::item::{Authentication, ItemKind, ListHeaders};
use domain::label::Integrity;
use domain::proposal::Known;
use domain::{Address, Item};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::collections::{HashMap, HashSet};

/// Wednesday, 11 March 2026, 10:00 in Berlin.
pub fn sent() -> Zoned {
    "2026-03-11T10:00:00+01:00[Europe/Berlin]".parse().expect("a time")
}

pub fn context() -> Context {
    Context {
        now: sent().timestamp(),
        zone: TimeZone::get("Europe/Berlin").expect("a zone"),
        language: None,
        own: HashSet::from(["sam@keller-werk.example".to_owned()]),
        accounts: HashMap::from([(
            "a".to_owned(),
            Address::new(Some("Sam Keller"), "sam@keller-werk.example"),
        )]),
        signature: None,
        replies_as_drafts: false,
        known: HashMap::from([
            ("dana@northgatelabs.example".to_owned(), Known::Contact),
            ("t.brandt@brandt-heizung.example".to_owned(), Known::Contact),
        ]),
        seen_domains: HashSet::from(["northgatelabs.example".to_owned()]),
        contact_names: HashMap::from([(
            "dana whitfield".to_owned(),
            HashSet::from(["dana@northgatelabs.example".to_owned()]),
        )]),
        bank_details: HashMap::new(),
        threads: HashMap::from([(
            "i".into(),
            ThreadFacts { is_newest: true, answered: false, user_took_part: false },
        )]),
        reply_text: None,
        reply_asked: false,
    }
}

/// A mail from a contact.
pub fn mail(subject: &str, text: &str) -> Item {
    from(Address::new(Some("Dana Whitfield"), "dana@northgatelabs.example"), subject, text)
}

pub fn from(from: Address, subject: &str, text: &str) -> Item {
    let at: Timestamp = sent().timestamp();
    Item {
        id: "i".into(),
        kind: ItemKind::Email,
        account_id: "a".into(),
        thread_id: None,
        message_id: Some("<m1@northgatelabs.example>".into()),
        duplicate_of: None,
        in_reply_to: None,
        references: Vec::new(),
        folders: vec!["INBOX".into()],
        subject: Some(subject.to_owned()),
        from: Some(from),
        reply_to: None,
        to: vec![Address::new(Some("Sam Keller"), "sam@keller-werk.example")],
        cc: Vec::new(),
        received_at: at,
        sent_at: Some(at),
        sent_offset: Some(3600),
        unread: true,
        flagged: false,
        answered: false,
        archived: false,
        outgoing: false,
        awaiting_reply: false,
        attachments: Vec::new(),
        text: text.to_owned(),
        has_html: false,
        links: Vec::new(),
        list: ListHeaders::default(),
        auth: Authentication::default(),
        structured: Vec::new(),
        integrity: Integrity::Untrusted,
        raw: None,
        size: 0,
        insight: None,
        event: None,
        invitations: Vec::new(),
    }
}
