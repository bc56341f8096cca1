//! Times, zones, people and repetitions.

use super::*;
use domain::event::{EventStatus, Response};

fn one(lines: &str) -> (Event, Vec<String>) {
    let document = read(event(lines).as_bytes());
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    let [object] = document.objects.try_into().unwrap();
    (object.events.into_iter().next().unwrap(), object.problems)
}

#[test]
fn an_invitation_is_read_whole() {
    let text = event(
        "SUMMARY:Lunch\\, late\nDTSTART;TZID=Europe/Berlin:20260703T120000\nDURATION:PT1H30M\nLOCATION:Caf\u{e9}\nSTATUS:TENTATIVE\nTRANSP:TRANSPARENT\nSEQUENCE:3\nORGANIZER;CN=\"Berg, Anna\":mailto:anna@x.example\nATTENDEE;CN=Bo;PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT:MAILTO:bo@x.example\nATTENDEE:mailto:cy@x.example",
    );
    let text = text.replace("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:REQUEST\r\n");
    let document = read(text.as_bytes());
    assert_eq!(document.method, Some(Method::Request));
    let event = &document.objects[0].events[0];
    assert_eq!(document.objects[0].problems, Vec::<String>::new());
    assert_eq!((event.uid.as_str(), event.summary.as_str()), ("1@x", "Lunch, late"));
    assert_eq!(event.start, at("2026-07-03T10:00:00Z"));
    assert_eq!(event.end, at("2026-07-03T11:30:00Z"));
    assert_eq!(event.time_zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(event.location.as_deref(), Some("Café"));
    assert_eq!((event.status, event.transparent, event.sequence), (EventStatus::Tentative, true, 3));
    assert_eq!(event.organizer.as_ref().unwrap().to_string(), "\"Berg, Anna\" <anna@x.example>");
    assert_eq!(event.attendees.len(), 2);
    assert_eq!((event.attendees[0].response, event.attendees[0].optional), (Response::Accepted, true));
    assert_eq!(event.attendees[1].response, Response::NeedsAction);
}

#[test]
fn days_floating_times_and_missing_ends() {
    let (day, _) = one("DTSTART;VALUE=DATE:20260503");
    assert!(day.all_day && day.time_zone.is_none() && !day.floating);
    assert_eq!((day.start, day.end), (at("2026-05-03T00:00:00Z"), at("2026-05-04T00:00:00Z")));
    let (floating, _) = one("DTSTART:20260503T090000");
    assert!(floating.floating && floating.start == floating.end);
    let (utc, _) = one("DTSTART:20260503T090000Z\nDTEND:20260503T080000Z");
    assert!(!utc.floating && utc.time_zone.is_none() && utc.start == utc.end);
}

#[test]
fn a_zone_that_lies_is_trusted_by_its_name() {
    let lie = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT";
    let text = event("DTSTART;TZID=Europe/Berlin:20260703T120000").replace("BEGIN:VEVENT", lie);
    assert_eq!(read(text.as_bytes()).objects[0].events[0].start, at("2026-07-03T10:00:00Z"));
    // The same under an unknown name counts as it describes itself, and is named.
    let text = text.replace("Europe/Berlin", "Customized Time Zone");
    let object = &read(text.as_bytes()).objects[0];
    assert_eq!(object.events[0].start, at("2026-07-03T03:00:00Z"));
    assert!(object.problems[0].contains("Customized Time Zone"), "{:?}", object.problems);
}

#[test]
fn a_zone_that_does_not_exist_is_named() {
    let (event, problems) = one("DTSTART;TZID=Mars/Olympus:20260703T120000");
    assert!(event.floating && problems[0].contains("Mars/Olympus"), "{problems:?}");
    let (event, problems) = one("DTSTART;TZID=W. Europe Standard Time:20260703T120000");
    assert_eq!((event.time_zone.as_deref(), problems.len()), (Some("Europe/Berlin"), 0));
}

#[test]
fn a_series_keeps_its_hour_over_the_clock_change() {
    let raw = event(
        "DTSTART;TZID=Europe/Berlin:20260326T090000\nDTEND;TZID=Europe/Berlin:20260326T100000\nRRULE:FREQ=DAILY;UNTIL=20260331T070000Z\nEXDATE;TZID=Europe/Berlin:20260327T090000\nRDATE;TZID=Europe/Berlin:20260410T150000",
    );
    let expected = [
        "2026-03-26T08:00:00Z",
        "2026-03-28T08:00:00Z",
        "2026-03-29T07:00:00Z",
        "2026-03-30T07:00:00Z",
        "2026-03-31T07:00:00Z",
        "2026-04-10T13:00:00Z",
    ];
    assert_eq!(starts(raw.as_bytes()), expected);
}

#[test]
fn changed_occurrences_take_the_place_of_theirs() {
    let series = event(
        "DTSTART;TZID=Europe/Berlin:20260105T090000\nDTEND;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:a",
    );
    let moved = "BEGIN:VEVENT\r\nUID:1@x\r\nRECURRENCE-ID:20260112T080000Z\r\nDTSTART:20260301T080000Z\r\nDTEND:20260301T090000Z\r\nSUMMARY:b\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let raw = series.replace("END:VCALENDAR", moved);
    let found = expand(raw.as_bytes(), at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), 50);
    let of: Vec<_> =
        found.iter().map(|o| (o.start.to_string(), o.of, o.recurrence_id.clone().unwrap())).collect();
    assert_eq!(of[1], ("2026-01-19T08:00:00Z".into(), 0, "2026-01-19T08:00:00Z".into()));
    assert_eq!(of[3], ("2026-03-01T08:00:00Z".into(), 1, "2026-01-12T08:00:00Z".into()));
    assert_eq!(of.len(), 4);
    // The same for all that follow.
    let raw = raw
        .replace("RECURRENCE-ID:", "RECURRENCE-ID;RANGE=THISANDFUTURE:")
        .replace("20260301T08", "20260112T09")
        .replace("20260301T09", "20260112T11");
    let found = expand(raw.as_bytes(), at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), 50);
    let of: Vec<_> = found.iter().map(|o| (o.start.to_string(), o.end.to_string(), o.of)).collect();
    assert_eq!(of[0].2, 0);
    assert_eq!(of[3], ("2026-01-26T09:00:00Z".into(), "2026-01-26T11:00:00Z".into(), 1));
}

#[test]
fn a_limit_counts_from_the_window_also_after_a_clock_change() {
    let raw = event("DTSTART;TZID=Europe/Berlin:20260329T003000\nRRULE:FREQ=SECONDLY");
    let found = expand(raw.as_bytes(), at("2026-03-29T01:44:00Z"), at("2026-03-29T09:00:00Z"), 100);
    assert_eq!((found.len(), found[0].start), (100, at("2026-03-29T01:44:00Z")));
    assert_eq!(found[99].start, at("2026-03-29T01:45:39Z"));
}

#[test]
fn spans() {
    let span_of = |lines: &str| span(event(lines).as_bytes()).unwrap();
    let start = at("2026-05-03T09:00:00Z");
    assert_eq!(span_of("DTSTART:20260503T090000Z\nDURATION:PT1H"), (start, Some(at("2026-05-03T10:00:00Z"))));
    assert_eq!(span_of("DTSTART:20260503T090000Z\nRRULE:FREQ=DAILY"), (start, None));
    assert_eq!(
        span_of("DTSTART:20260503T090000Z\nRRULE:FREQ=DAILY;COUNT=3"),
        (start, Some(at("2026-05-05T09:00:00Z")))
    );
}

#[test]
fn a_cancellation_needs_no_start() {
    let text = event("STATUS:CANCELLED\nSEQUENCE:2").replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL");
    let document = read(text.as_bytes());
    assert_eq!(document.objects[0].events[0].status, EventStatus::Cancelled);
    assert!(read(event("SUMMARY:x").as_bytes()).objects.is_empty());
}
