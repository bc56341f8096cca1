//! The format must never drift: these values were computed with Python's hashlib and cryptography from the
//! description in `lib.rs`, not with this crate.
#![cfg(test)]

use audit::{Checkpoint, Draft, ExportWriter, Hash, Record, SigningKey, Subject, genesis};
use jiff::{SignedDuration, Timestamp};

const EXPORT: &str = r#"{"format":"factotum-audit","version":1,"tenant":"tenant-1","public_key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"}
{"tenant":"tenant-1","seq":1,"time":"2026-09-21T14:13:20.123456Z","actor":"user:u-1","kind":"proposal.approved","subject":{"kind":"proposal","id":"p-1"},"reason":null,"prev_hash":"e5dc0ce3544e02b9a36cf3da6c79a5417c97a3098916aaf74c91eecc8b4cd3c1","hash":"66fc87d97bb5b08aae77802c62c0dc150254effac74346b56b4de7ac664a23a1"}
{"tenant":"tenant-1","seq":2,"time":"2026-09-21T14:13:21.123456Z","actor":"system","kind":"effect.failed","subject":{"kind":"effect","id":"e-1"},"reason":"smtp_550","prev_hash":"66fc87d97bb5b08aae77802c62c0dc150254effac74346b56b4de7ac664a23a1","hash":"3e235fbd41ea4807ce2ad61dbb8b15e72b030a242514545cfda2b01ffc184a32"}
{"tenant":"tenant-1","seq":2,"hash":"3e235fbd41ea4807ce2ad61dbb8b15e72b030a242514545cfda2b01ffc184a32","time":"2026-09-21T14:13:22.123456Z","signature":"c6e6dd38d1c4d14e4df4e9fa219028d41c6b58a1ea7ab5ee97e9bb5c11edb10d9d6abad28be4812f4cd19bd9c67131b268783526847b475ffc1c4cbd561d9007"}
{"records":2,"checkpoints":1}
"#;

fn time(seconds_later: i64) -> Timestamp {
    // The 789 nanoseconds are cut off by sealing and signing.
    Timestamp::from_nanosecond(1_790_000_000_123_456_789).unwrap() + SignedDuration::from_secs(seconds_later)
}

fn records() -> [Record; 2] {
    let first = Draft {
        time: time(0),
        actor: "user:u-1".into(),
        kind: "proposal.approved".into(),
        subject: Subject::new("proposal", "p-1"),
        reason: None,
    }
    .seal("tenant-1", 1, genesis("tenant-1"));
    let second = Draft {
        time: time(1),
        actor: "system".into(),
        kind: "effect.failed".into(),
        subject: Subject::new("effect", "e-1"),
        reason: Some("smtp_550".into()),
    }
    .seal("tenant-1", 2, first.hash);
    [first, second]
}

#[test]
fn the_export_is_byte_for_byte_the_known_one() {
    let key = SigningKey::from_seed(&[7; 32]);
    let mut export = ExportWriter::new(Vec::new(), "tenant-1", key.public_key()).unwrap();
    let records = records();
    records.iter().for_each(|record| export.record(record).unwrap());
    export.checkpoint(&Checkpoint::sign("tenant-1", 2, records[1].hash, time(2), &key)).unwrap();
    assert_eq!(String::from_utf8(export.finish().unwrap()).unwrap(), EXPORT);
    assert_eq!(audit::verify_export(EXPORT.as_bytes(), Some(&key.public_key())).unwrap().unsigned, 0);
}

#[test]
fn a_reason_that_could_be_content_is_withheld() {
    let reasons =
        ["smtp_550", "overtaken:thread_answered", "", "Dear Anna", "anna@example.org", &"a".repeat(65)];
    let sealed: Vec<_> = reasons
        .iter()
        .map(|reason| {
            let draft = Draft {
                time: time(0),
                actor: "system".into(),
                kind: "effect.failed".into(),
                subject: Subject::new("effect", "e-1"),
                reason: Some(reason.to_string()),
            };
            draft.seal("tenant-1", 1, genesis("tenant-1")).reason.unwrap()
        })
        .collect();
    assert_eq!(
        sealed,
        ["smtp_550", "overtaken:thread_answered", "withheld", "withheld", "withheld", "withheld"]
    );
}

#[test]
fn a_hash_has_one_spelling_and_debug_shows_no_seed() {
    let text = genesis("tenant-1").to_string();
    assert_eq!(Hash::parse(&text).unwrap(), genesis("tenant-1"));
    assert!(Hash::parse(&text.to_uppercase()).is_err());
    assert!(Hash::parse(&text[1..]).is_err());
    assert!(Hash::parse(&"é".repeat(32)).is_err());
    assert_eq!(format!("{:?}", SigningKey::from_seed(&[7; 32])), "SigningKey");
}
