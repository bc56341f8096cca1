//! Any bytes are a calendar: read, expanded, taken apart, changed.
#![no_main]

use connectors::calendar::ical;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let document = ical::read(raw);
    let events = document.objects.first().map_or(0, |object| object.events.len());
    let (from, to) = ("2026-01-01T00:00:00Z".parse().unwrap(), "2026-03-01T00:00:00Z".parse().unwrap());
    let found = ical::expand(raw, from, to, 100);
    assert!(found.len() <= 100 && found.iter().all(|occurrence| occurrence.of < events));
    assert_eq!(ical::split(raw).len(), document.objects.len());
    ical::span(raw);
    ical::departures(raw);
    let change = ical::Change { summary: Some("x".into()), ..Default::default() };
    for id in [None, found.first().and_then(|occurrence| occurrence.recurrence_id.as_deref())] {
        if let Ok(edited) = ical::update(raw, id, &change, from) {
            assert!(ical::read(&edited).objects[0].events.iter().any(|event| event.summary == "x"));
        }
    }
    let _ = ical::request(raw);
    let _ = ical::cancel(raw, None, from);
});
