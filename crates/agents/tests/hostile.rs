//! Whatever a mail holds, every agent answers about it: the public corpora, and made-up content.

#![cfg(test)]

#[allow(dead_code, reason = "shared with the measuring tests")]
mod support;

use agents::{Context, Part, ThreadFacts};
use domain::insight::{Insight, Safety};
use domain::item::{Attachment, Link};
use domain::proposal::Known;
use domain::{Address, Item, Payload};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

fn context(item: &Item) -> Context {
    Context {
        now: Timestamp::UNIX_EPOCH,
        zone: TimeZone::UTC,
        language: Some("de".into()),
        own: HashSet::from(["me@own.example".into()]),
        accounts: HashMap::from([("account".into(), Address::new(Some("Me"), "me@own.example"))]),
        signature: Some("Me".into()),
        replies_as_drafts: true,
        known: HashMap::from([("friend@contact.example".into(), Known::Contact)]),
        seen_domains: HashSet::new(),
        contact_names: HashMap::new(),
        bank_details: HashMap::from([("friend@contact.example".into(), HashSet::from(["X".into()]))]),
        threads: HashMap::from([(
            item.id.clone(),
            ThreadFacts { is_newest: true, answered: false, user_took_part: true },
        )]),
        reply_text: None,
        reply_asked: true,
    }
}

/// All agents answer once about the item; evidence and summaries keep their bounds.
fn answer(mut item: Item) {
    item.insight = Some(Insight { safety: Some(Safety::default()), ..Insight::default() });
    let context = context(&item);
    for agent in agents::all() {
        let found = agent.reflex(&context, std::slice::from_ref(&item)).expect("answers");
        assert_eq!(found.parts.len(), 1, "{}", agent.name());
        for (id, part) in &found.parts {
            assert_eq!(id, &item.id);
            match part {
                Part::Triage(triage) => assert!(triage.evidence.iter().all(|e| e.quote.len() <= 200)),
                Part::Safety(safety) => assert!(safety.evidence.iter().all(|e| e.quote.len() <= 200)),
                Part::Summary(summary) => {
                    assert!(summary.bullets.len() <= 4 && summary.summary.chars().count() <= 1400)
                }
            }
        }
        for draft in &found.drafts {
            let Payload::CreateEmailDraft(mail) = &draft.payload else { panic!("{draft:?}") };
            assert!(!mail.to.is_empty() && !mail.text.contains("http"), "{mail:?}");
        }
    }
}

#[test]
fn public_corpora_are_answered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/mail");
    if !root.exists() {
        println!("skipped: {} is absent", root.display());
        return;
    }
    let mut count = 0;
    let mut folders: Vec<PathBuf> = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                count += 1;
                answer(support::item(&format!("i{count}"), &std::fs::read(&path).expect("a mail")));
            }
        }
    }
    assert!(count >= 100, "{count} mails");
}

/// Pieces that the grammars look for, so that made-up mails reach their corners.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("by ".to_owned()),
        Just("bis ".to_owned()),
        Just("within ".to_owned()),
        Just("innerhalb von ".to_owned()),
        Just("due ".to_owned()),
        Just("next ".to_owned()),
        Just("week ".to_owned()),
        Just("halb ".to_owned()),
        Just("Freitag".to_owned()),
        Just("31.2.".to_owned()),
        Just("> ".to_owned()),
        Just("On 1 wrote:\n".to_owned()),
        Just("-- \n".to_owned()),
        Just("€ ".to_owned()),
        Just("PayPal ".to_owned()),
        Just("?\n".to_owned()),
        "[0-9]{1,6}[.:/-]?",
        "\\PC{0,12}",
        "[a-zäöüß ]{0,20}\\.? ?",
        "[ \n\t]{1,3}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn made_up_content_is_answered(
        subject in words(),
        text in words(),
        name in "\\PC{0,30}",
        address in "\\PC{0,20}@?[a-z0-9.\\-äа]{0,20}",
        href in "(https?://)?\\PC{0,30}",
        file in "\\PC{0,20}",
        at in -377705023201i64..253402207200i64,
        offset in -93_599i32..93_599,
    ) {
        let mut item = support::item("i", b"From: a@b.example\n\n");
        item.subject = Some(subject);
        item.text = text;
        item.from = Some(Address::new(Some(&name), &address));
        item.reply_to = Some(Address::new(None, &address));
        item.links = vec![Link { href: href.clone(), text: href }];
        item.attachments = vec![Attachment { name: file, media_type: String::new(), size: 0, part: 1 }];
        item.sent_at = Timestamp::from_second(at).ok();
        item.sent_offset = Some(offset);
        // A made-up question may hold a link of its own: then nothing of it may come back.
        answer(item);
    }
}
