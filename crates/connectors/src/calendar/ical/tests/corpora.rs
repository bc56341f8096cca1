//! The public corpora of calendars, where they are at hand.

use super::*;
use std::path::PathBuf;

fn corpus(kind: &str) -> Option<Vec<(PathBuf, Vec<u8>)>> {
    let folder = testkit::corpus("icalendar")?.join(kind);
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect();
    files.sort();
    Some(files)
}

#[test]
fn valid_calendars_survive_an_edit_byte_for_byte() {
    let Some(files) = corpus("valid") else { return };
    assert_eq!(files.len(), 81);
    let (mut events, mut edited) = (0, 0);
    for (path, raw) in &files {
        let name = path.display();
        let pieces = split(raw);
        let document = read(raw);
        assert_eq!(pieces.len(), document.objects.len(), "{name}");
        events += document.objects.iter().map(|object| object.events.len()).sum::<usize>();
        for (piece, object) in pieces.iter().zip(&document.objects) {
            // A piece is the same event, and so is what an edit leaves of it.
            let again = &read(&piece.raw).objects[0];
            assert_eq!(again.events, object.events, "{name} {}", piece.uid);
            let change = Change { summary: Some("Changed".into()), ..Change::default() };
            let at = at("2026-01-01T00:00:00Z");
            let Ok(changed) = update(&piece.raw, None, &change, at) else {
                panic!("{name} {} cannot be edited: {:?}", piece.uid, document.problems)
            };
            let kept = |raw: &[u8]| -> Vec<Vec<u8>> {
                let ours = [&b"SUMMARY"[..], b"DTSTAMP", b"LAST-MODIFIED", b" ", b"\t"];
                let lines = raw.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec);
                lines.filter(|line| !ours.iter().any(|name| line.starts_with(name))).collect()
            };
            assert_eq!(kept(&changed), kept(&piece.raw), "{name}");
            edited += 1;
        }
        if let [piece] = pieces.as_slice() {
            assert_eq!(&piece.raw, raw, "{name}");
        }
    }
    assert!(events > 1_500 && edited > 1_000, "{events} events, {edited} edited");
}

#[test]
fn invalid_calendars_are_named_and_harm_nothing() {
    let Some(files) = corpus("invalid") else { return };
    assert_eq!(files.len(), 22);
    let mut silent = Vec::new();
    for (path, raw) in &files {
        let document = read(raw);
        expand(raw, at("2005-01-01T00:00:00Z"), at("2006-01-01T00:00:00Z"), 100);
        split(raw);
        let is_silent = departures(raw).is_empty() && document.problems.is_empty();
        if is_silent && document.objects.iter().all(|object| object.problems.is_empty()) {
            silent.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}
