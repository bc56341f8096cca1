//! Bad input costs little and breaks nothing.

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Far above what a machine needs that has other work to do as well.
const PATIENCE: Duration = Duration::from_secs(10);

fn all(raw: &[u8]) {
    let document = read(raw);
    for object in &document.objects {
        assert!(!object.events.is_empty());
    }
    let (from, to) = (at("2026-01-01T00:00:00Z"), at("2026-03-01T00:00:00Z"));
    let found = expand(raw, from, to, 100);
    assert!(found.len() <= 100);
    let count = document.objects.first().map_or(0, |object| object.events.len());
    assert!(found.iter().all(|occurrence| occurrence.of < count && occurrence.start < to));
    span(raw);
    departures(raw);
    split(raw);
    for id in [None, found.first().and_then(|occurrence| occurrence.recurrence_id.as_deref())] {
        let change = Change { summary: Some("x".into()), ..Change::default() };
        if let Ok(edited) = update(raw, id, &change, from) {
            let events = &read(&edited).objects[0].events;
            assert!(events.iter().any(|event| event.summary == "x"), "{events:?}");
        }
    }
    let _ = request(raw);
    let _ = cancel(raw, None, from);
}

/// What a sync does with an object.
fn once(raw: &[u8]) {
    read(raw);
    outlook(raw, at("2026-01-01T00:00:00Z"));
}

#[test]
fn endless_and_dense_rules_are_bounded() {
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=4000000000",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=65535;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=0",
    ] {
        let began = Instant::now();
        let raw = event(&format!("DTSTART:19700101T000000Z\nDURATION:PT1H\nRRULE:{rule}"));
        all(raw.as_bytes());
        assert!(began.elapsed() < PATIENCE, "{rule}: {:?}", began.elapsed());
    }
    let every_second = event("DTSTART:19700101T000000Z\nRRULE:FREQ=SECONDLY");
    assert_eq!(starts(every_second.as_bytes())[49], "2026-01-01T00:00:49Z");
    let numbers = |count: u32| (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let dense = format!(
        "FREQ=YEARLY;BYMONTHDAY=1;BYDAY=MO,TU;BYHOUR={};BYMINUTE={};BYSECOND={}",
        numbers(24),
        numbers(60),
        numbers(60)
    );
    let raw = event(&format!("DTSTART:20260101T000000Z\nRRULE:{dense}"));
    let problems = &read(raw.as_bytes()).objects[0].problems;
    assert!(problems[0].contains("too dense"), "{problems:?}");
    all(raw.as_bytes());
}

#[test]
fn size_attendees_and_depth_are_bounded() {
    let began = Instant::now();
    let large = event(&format!("DTSTART:20260101T000000Z\nDESCRIPTION:{}", "x".repeat(9 << 20)));
    let description = &read(large.as_bytes()).objects[0].events[0].description;
    assert!((TEXT_BYTES - 20..=TEXT_BYTES).contains(&description.len()), "{}", description.len());
    once(large.as_bytes());
    assert!(read(&vec![b'x'; LONGEST + 1]).problems[0].contains("10 MB"));
    let attendees: String = (0..6_000).map(|n| format!("\nATTENDEE:mailto:a{n}@x.example")).collect();
    let crowd = event(&format!("DTSTART:20260101T000000Z{attendees}"));
    let object = &read(crowd.as_bytes()).objects[0];
    assert_eq!(object.events[0].attendees.len(), ATTENDEES);
    assert!(object.problems[0].contains("6000 attendees"), "{:?}", object.problems);
    all("BEGIN:VCALENDAR\nBEGIN:VEVENT\n".repeat(100_000).as_bytes());
    once("A\n".repeat(2 << 20).as_bytes());
    once(event(&"RDATE:20260101T000000Z,20260102T000000Z\n".repeat(50_000)).as_bytes());
    assert!(began.elapsed() < PATIENCE * 6, "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn any_bytes(raw in proptest::collection::vec(any::<u8>(), 0..400)) {
        all(&raw);
    }

    #[test]
    fn anything_like_a_calendar(lines in proptest::collection::vec(line(), 0..25), close in any::<bool>()) {
        let mut text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\n", lines.join("\r\n"));
        if close {
            text.push_str("END:VEVENT\r\nEND:VCALENDAR\r\n");
        }
        all(text.as_bytes());
    }
}

fn line() -> impl Strategy<Value = String> {
    let name = "UID|DTSTART|DTEND|DURATION|RECURRENCE-ID|RDATE|EXDATE|ATTENDEE|ORGANIZER|SEQUENCE|BEGIN|END|SUMMARY|DTSTAMP";
    let parameter = "(;TZID=(Europe/Berlin|Nowhere|\"a:b\"|)|;VALUE=DATE|;RANGE=THISANDFUTURE|;CN=\"x|;[A-Z]{1,3}=.{0,5})?";
    let value = "(2026[01][0-9][0-3][0-9](T[0-2][0-9]0000Z?)?|P[0-9]{1,9}[DW]|PT[0-9]{1,9}S|VEVENT|VALARM|-?[0-9]{1,20}|.{0,20})";
    let rule = "RRULE:FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)(;INTERVAL=[0-9]{1,6}|;COUNT=[0-9]{1,10}|;UNTIL=2026[01][0-9]01(T000000Z)?|;BYDAY=-?[0-9]{0,2}(MO|SU|XX)|;BYMONTH=[0-9]{1,2}|;BYMONTHDAY=-?[0-9]{1,3}|;BYWEEKNO=-?[0-9]{1,2}|;BYYEARDAY=-?[0-9]{1,3}|;BYSETPOS=-?[0-9]{1,3}|;BYHOUR=[0-9]{1,2}|;BYMINUTE=[0-9]{1,3}|;WKST=SU){0,4}";
    let property = proptest::string::string_regex(&format!("({name}){parameter}:{value}")).unwrap();
    prop_oneof![3 => property, 1 => rule]
}
