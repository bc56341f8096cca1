//! Whatever is changed, removed, added, swapped or cut off in a log or an export is found.
#![cfg(test)]

use audit::{
    Broken, Checkpoint, Draft, ExportWriter, Fault, Record, SigningKey, Subject, genesis, verify_chain,
    verify_export,
};
use jiff::Timestamp;
use proptest::prelude::*;

fn key() -> SigningKey {
    SigningKey::from_seed(&[42; 32])
}

fn log(tenant: &str, count: u64) -> Vec<Record> {
    let mut prev_hash = genesis(tenant);
    (1..=count)
        .map(|seq| {
            let draft = Draft {
                time: Timestamp::from_second(1_790_000_000 + seq as i64).unwrap(),
                actor: "user:u-1".into(),
                kind: "effect.succeeded".into(),
                subject: Subject::new("effect", format!("e-{seq}")),
                reason: (seq % 2 == 0).then(|| "found_in_sent".into()),
            };
            let record = draft.seal(tenant, seq, prev_hash);
            prev_hash = record.hash;
            record
        })
        .collect()
}

fn sign(records: &[Record], at: u64) -> Checkpoint {
    let record = &records[at as usize - 1];
    Checkpoint::sign(&record.tenant, at, record.hash, record.time, &key())
}

fn export(records: &[Record], checkpoints: &[Checkpoint]) -> Vec<u8> {
    let mut export = ExportWriter::new(Vec::new(), "t", key().public_key()).unwrap();
    records.iter().for_each(|record| export.record(record).unwrap());
    checkpoints.iter().for_each(|checkpoint| export.checkpoint(checkpoint).unwrap());
    export.finish().unwrap()
}

fn fault(records: Vec<Record>, checkpoints: &[Checkpoint]) -> Broken {
    verify_chain("t", records, checkpoints, &key().public_key()).unwrap_err()
}

#[test]
fn a_whole_chain_tells_how_far_it_is_signed() {
    let records = log("t", 5);
    let report =
        verify_chain("t", records.clone(), &[sign(&records, 2), sign(&records, 4)], &key().public_key());
    let report = report.unwrap();
    assert_eq!((report.records, report.checkpoints, report.signed_to, report.unsigned), (5, 2, 4, 1));
    assert_eq!(report.last_hash, records[4].hash);
    assert!(report.key_trusted);

    let empty = verify_chain("t", [], &[], &key().public_key()).unwrap();
    assert_eq!((empty.records, empty.unsigned, empty.last_hash), (0, 0, genesis("t")));
}

#[test]
fn each_way_to_break_a_chain_has_its_place_and_word() {
    let records = log("t", 5);
    let all = [sign(&records, 5)];
    let removed: Vec<_> = records.iter().filter(|record| record.seq != 3).cloned().collect();
    assert_eq!(fault(removed, &all), Broken { seq: 3, what: Fault::WrongSequence });

    let mut swapped = records.clone();
    swapped.swap(1, 2);
    assert_eq!(fault(swapped, &all), Broken { seq: 2, what: Fault::WrongSequence });

    assert_eq!(fault(records[..4].to_vec(), &all), Broken { seq: 5, what: Fault::Truncated });

    let mut renumbered: Vec<_> = records.iter().filter(|record| record.seq != 3).cloned().collect();
    renumbered[2].seq = 3;
    assert_eq!(fault(renumbered, &all), Broken { seq: 3, what: Fault::WrongLink });

    let mut changed = records.clone();
    changed[1].actor = "user:u-2".into();
    assert_eq!(fault(changed, &all), Broken { seq: 2, what: Fault::WrongHash });

    // A forger who hashes everything anew is caught by the checkpoint.
    let mut forged = log("t", 2);
    for record in &records[2..] {
        let draft = Draft {
            time: record.time,
            actor: "system".into(),
            kind: record.kind.clone(),
            subject: record.subject.clone(),
            reason: None,
        };
        forged.push(draft.seal("t", record.seq, forged[forged.len() - 1].hash));
    }
    assert_eq!(fault(forged, &all), Broken { seq: 5, what: Fault::WrongCheckpoint });

    assert_eq!(fault(log("other", 5), &[]), Broken { seq: 1, what: Fault::WrongTenant });
    let other_tenant = sign(&log("other", 5), 5);
    assert_eq!(fault(records.clone(), &[other_tenant]), Broken { seq: 5, what: Fault::WrongTenant });
    let twice = [sign(&records, 5), sign(&records, 5)];
    assert_eq!(fault(records.clone(), &twice), Broken { seq: 5, what: Fault::CheckpointOutOfOrder });
    let zero = Checkpoint::sign("t", 0, genesis("t"), records[0].time, &key());
    assert_eq!(fault(records.clone(), &[zero]), Broken { seq: 0, what: Fault::CheckpointOutOfOrder });

    let stranger = SigningKey::from_seed(&[1; 32]);
    let foreign = Checkpoint::sign("t", 5, records[4].hash, records[4].time, &stranger);
    assert_eq!(fault(records, &[foreign]), Broken { seq: 5, what: Fault::WrongSignature });
}

#[test]
fn an_export_verifies_with_and_without_a_trusted_key() {
    let records = log("t", 4);
    let bytes = export(&records, &[sign(&records, 2), sign(&records, 3)]);
    let trusted = verify_export(&bytes[..], Some(&key().public_key())).unwrap();
    assert_eq!(
        (trusted.tenant.as_str(), trusted.records, trusted.unsigned, trusted.key_trusted),
        ("t", 4, 1, true)
    );
    assert!(!verify_export(&bytes[..], None).unwrap().key_trusted);
    let stranger = SigningKey::from_seed(&[1; 32]).public_key();
    assert_eq!(verify_export(&bytes[..], Some(&stranger)).unwrap_err().code(), "wrong_key");
}

#[test]
fn each_way_to_break_an_export_has_its_word() {
    let records = log("t", 3);
    let text = String::from_utf8(export(&records, &[sign(&records, 3)])).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let code = |lines: &[&str]| {
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        verify_export(text.as_bytes(), None).map(|_| "whole").unwrap_or_else(|error| error.code())
    };
    assert_eq!(code(&lines), "whole");
    assert_eq!(code(&[]), "not_an_export");
    assert_eq!(code(&lines[1..]), "not_an_export");
    assert_eq!(code(&[lines[0], lines[2], lines[3], lines[4], lines[5]]), "wrong_sequence");
    assert_eq!(code(&[lines[0], lines[1], lines[2], lines[4], lines[5]]), "truncated");
    assert_eq!(code(&[lines[0], lines[1], lines[2], lines[3], lines[5]]), "wrong_count");
    assert_eq!(code(&lines[..5]), "cut_off");
    assert_eq!(
        code(&[lines[0], lines[1], lines[2], lines[3], lines[4], lines[3], lines[5]]),
        "misplaced_line"
    );
    assert_eq!(code(&[&lines[..], &lines[5..]].concat()), "misplaced_line");
    let spaced = lines[1].replace(",\"seq\"", ", \"seq\"");
    assert_eq!(code(&[lines[0], &spaced, lines[2], lines[3], lines[4], lines[5]]), "changed_line");
    let newer = lines[0].replace("\"version\":1", "\"version\":2");
    assert_eq!(code(&[&newer]), "newer_version");
    let endless = "a".repeat(100_000);
    assert_eq!(code(&[lines[0], &endless]), "changed_line");
    assert_eq!(verify_export(&text.as_bytes()[..text.len() - 1], None).unwrap_err().code(), "cut_off");
}

#[test]
fn every_changed_bit_of_an_export_is_found() {
    let records = log("t", 3);
    let bytes = export(&records, &[sign(&records, 2)]);
    let trusted = key().public_key();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(
                verify_export(&changed[..], Some(&trusted)).is_err(),
                "byte {at} bit {bit} went unnoticed"
            );
        }
    }
}

#[test]
fn every_cut_of_an_export_is_found() {
    let records = log("t", 3);
    let bytes = export(&records, &[sign(&records, 2)]);
    for end in 0..bytes.len() {
        assert!(verify_export(&bytes[..end], None).is_err(), "a cut at {end} went unnoticed");
    }
}

proptest! {
    #[test]
    fn fields_of_any_text_survive_the_export_and_none_runs_into_the_next(
        actor in ".*", kind in ".*", id in ".*", reason in proptest::option::of("[a-z_]{1,9}"), moved in 1usize..4
    ) {
        let draft = Draft {
            time: Timestamp::from_second(1_790_000_000).unwrap(), actor: actor.clone(), kind: kind.clone(),
            subject: Subject::new("effect", id), reason,
        };
        let record = draft.clone().seal("t", 1, genesis("t"));
        let checkpoint = Checkpoint::sign("t", 1, record.hash, record.time, &key());
        let bytes = export(std::slice::from_ref(&record), &[checkpoint]);
        prop_assert_eq!(verify_export(&bytes[..], Some(&key().public_key())).unwrap().signed_to, 1);

        // The same characters divided otherwise between two fields are another record.
        let joined: Vec<char> = actor.chars().chain(kind.chars()).collect();
        let cut = (actor.chars().count() + moved) % (joined.len() + 1);
        if cut != actor.chars().count() {
            let (left, right) = joined.split_at(cut);
            let other = Draft { actor: left.iter().collect(), kind: right.iter().collect(), ..draft };
            prop_assert_ne!(other.seal("t", 1, genesis("t")).hash, record.hash);
        }
    }

    #[test]
    fn any_rearrangement_of_records_is_found(
        count in 2u64..12, from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), remove in any::<bool>()
    ) {
        let records = log("t", count);
        let checkpoint = sign(&records, count);
        let (from, to) = (from.index(records.len()), to.index(records.len()));
        let mut changed = records.clone();
        let moved = changed.remove(from);
        if !remove {
            changed.insert(to, moved);
        }
        let verdict = verify_chain("t", changed.clone(), &[checkpoint], &key().public_key());
        prop_assert_eq!(verdict.is_ok(), changed == records);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let records = log("t", 1);
        let mut after_header = export(&records, &[]);
        prop_assert!(verify_export(&bytes[..], None).is_err());
        after_header.extend(&bytes);
        prop_assert_eq!(verify_export(&after_header[..], None).is_ok(), bytes.is_empty());
    }
}
