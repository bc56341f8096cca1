//! Edits change what they are asked to and nothing else.

use super::*;
use domain::Address;
use domain::event::{EventTime, Response};

const STRANGE: &str = "SUMMARY:Old\nX-STRANGE;P=\"a;b\":\u{e4}\\q\nDTSTART;TZID=W. Europe Standard Time:20260105T090000\nDTEND;TZID=W. Europe Standard Time:20260105T100000\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=W. Europe Standard Time:20260119T090000\nSEQUENCE:1\nORGANIZER:mailto:anna@x.example\nATTENDEE;X-A=1;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bo@x.example\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nBEGIN:X-PART\nX:1\nEND:X-PART";

fn now() -> Timestamp {
    at("2026-02-02T10:00:00Z")
}

/// Lines that only one of them has.
fn differing(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let missing = |a: &str, b: &str| -> Vec<String> {
        a.lines().filter(|line| !b.lines().any(|other| other == *line)).map(str::to_owned).collect()
    };
    (missing(before, after), missing(after, before))
}

#[test]
fn a_change_touches_its_own_lines() {
    let before = event(STRANGE);
    let change = Change {
        summary: Some("New; better".into()),
        location: Some(Some("Here".into())),
        ..Change::default()
    };
    let after = String::from_utf8(update(before.as_bytes(), None, &change, now()).unwrap()).unwrap();
    let (gone, new) = differing(&before, &after);
    assert_eq!(gone, ["DTSTAMP:20260101T000000Z", "SUMMARY:Old"]);
    assert_eq!(new, ["DTSTAMP:20260202T100000Z", "SUMMARY:New\\; better", "LOCATION:Here"]);
    let back = Change { summary: Some("Old".into()), location: Some(None), ..Change::default() };
    assert_eq!(update(after.as_bytes(), None, &back, at("2026-01-01T00:00:00Z")).unwrap(), before.as_bytes());
}

#[test]
fn a_moved_series_takes_its_exceptions_along() {
    let before = event(STRANGE);
    let times = Times {
        start: EventTime::At(at("2026-01-05T13:00:00Z")),
        end: EventTime::At(at("2026-01-05T14:00:00Z")),
        time_zone: Some("Europe/Berlin".into()),
    };
    let change = Change { times: Some(times), ..Change::default() };
    let after = String::from_utf8(update(before.as_bytes(), None, &change, now()).unwrap()).unwrap();
    assert!(after.contains("DTSTART;TZID=W. Europe Standard Time:20260105T140000"), "{after}");
    assert!(after.contains("EXDATE;TZID=W. Europe Standard Time:20260119T140000"), "{after}");
    assert!(after.contains("SEQUENCE:2\r\n"));
    assert_eq!(&starts(after.as_bytes())[..2], ["2026-01-05T13:00:00Z", "2026-01-12T13:00:00Z"]);
    assert_eq!(starts(after.as_bytes())[2], "2026-01-26T13:00:00Z");
}

#[test]
fn one_occurrence_changes_alone() {
    let before = event(STRANGE);
    let change = Change { summary: Some("Once".into()), ..Change::default() };
    let id = "2026-01-12T08:00:00Z";
    let after = update(before.as_bytes(), Some(id), &change, now()).unwrap();
    let document = read(&after);
    let events = &document.objects[0].events;
    assert_eq!((events[0].summary.as_str(), events[1].summary.as_str()), ("Old", "Once"));
    assert_eq!((events[1].recurrence_id.as_deref(), events[1].rrule.as_ref()), (Some(id), None));
    assert_eq!((events[1].start, events[1].end), (at(id), at("2026-01-12T09:00:00Z")));
    assert_eq!(starts(&after), starts(before.as_bytes()));
    // A second change finds the first.
    let again = update(&after, Some(id), &change, now()).unwrap();
    assert_eq!(read(&again).objects[0].events.len(), 2);
    let unknown = update(before.as_bytes(), Some("2026-01-13T08:00:00Z"), &change, now());
    assert_eq!(unknown, Err(EditError::NoSuchOccurrence));
    let without = exclude(&after, id, now()).unwrap();
    assert_eq!(read(&without).objects[0].events.len(), 1);
    assert!(!starts(&without).contains(&id.to_owned()));
}

#[test]
fn an_answer_changes_one_parameter() {
    let before = event(STRANGE);
    let after = set_partstat(before.as_bytes(), None, "BO@x.example", Response::Accepted, now()).unwrap();
    let after = String::from_utf8(after).unwrap();
    assert!(after.contains("ATTENDEE;X-A=1;RSVP=TRUE;PARTSTAT=ACCEPTED:mailto:bo@x.example\r\n"), "{after}");
    let stranger = set_partstat(before.as_bytes(), None, "eve@x.example", Response::Accepted, now());
    assert_eq!(stranger, Err(EditError::NotInvited));
    let once = set_partstat(
        before.as_bytes(),
        Some("2026-01-12T08:00:00Z"),
        "bo@x.example",
        Response::Declined,
        now(),
    )
    .unwrap();
    let events = &read(&once).objects[0].events;
    assert_eq!(events[0].attendees[0].response, Response::NeedsAction);
    assert_eq!(events[1].attendees[0].response, Response::Declined);
}

#[test]
fn messages_say_what_they_are_about() {
    let raw = event(STRANGE);
    let bo = Address::new(Some("Bo"), "bo@x.example");
    let document = read(&reply(raw.as_bytes(), None, &bo, Response::Declined, now()).unwrap());
    let answer = &document.objects[0].events[0];
    assert_eq!((document.method, answer.uid.as_str(), answer.sequence), (Some(Method::Reply), "1@x", 1));
    assert_eq!((answer.attendees.len(), answer.attendees[0].response), (1, Response::Declined));
    assert_eq!(answer.organizer.as_ref().unwrap().address, "anna@x.example");
    let one =
        read(&reply(raw.as_bytes(), Some("2026-01-12T08:00:00Z"), &bo, Response::Accepted, now()).unwrap());
    assert_eq!(one.objects[0].events[0].recurrence_id.as_deref(), Some("2026-01-12T08:00:00Z"));
    let off = read(&cancel(raw.as_bytes(), None, now()).unwrap());
    assert_eq!((off.method, off.objects[0].events[0].sequence), (Some(Method::Cancel), 2));
    let invitation = request(raw.as_bytes()).unwrap();
    assert_eq!(read(&invitation).method, Some(Method::Request));
    assert!(!String::from_utf8(invitation.clone()).unwrap().contains("VALARM"));
    let kept = stored(&invitation).unwrap();
    assert_eq!(read(&kept).method, None);
}

#[test]
fn a_draft_comes_back_as_it_went_in() {
    let draft = Draft {
        uid: "2@x".into(),
        summary: "A, b; c\n\\d".into(),
        start: EventTime::At(at("2026-05-03T12:00:00Z")),
        end: EventTime::At(at("2026-05-03T13:00:00Z")),
        time_zone: Some("America/New_York".into()),
        location: Some("Straße 1".repeat(20)),
        description: None,
        organizer: Some(Address::new(Some("Anna: Berg"), "anna@x.example")),
        attendees: vec![Address::new(None, "bo@x.example")],
        rrule: Some("FREQ=WEEKLY;COUNT=40".into()),
        sequence: 0,
        alarm_minutes: Some(15),
        at: now(),
    };
    let raw = build(&draft);
    let text = String::from_utf8(raw.clone()).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:America/New_York"), "{text}");
    let document = read(&raw);
    assert!(document.problems.is_empty() && document.objects[0].problems.is_empty(), "{document:?}");
    let event = &document.objects[0].events[0];
    assert_eq!((&event.uid, &event.summary, &event.location), (&draft.uid, &draft.summary, &draft.location));
    assert_eq!(
        (event.start, event.time_zone.as_deref()),
        (at("2026-05-03T12:00:00Z"), Some("America/New_York"))
    );
    assert_eq!(event.organizer, draft.organizer);
    assert_eq!(event.attendees[0].address, draft.attendees[0]);
    // The zone's definition must say the same as its name, also in winter.
    let anonymous = text.replace("America/New_York", "Nowhere");
    assert_eq!(starts(anonymous.as_bytes()), starts(&raw));
    assert_eq!(starts(&raw).len(), 35);
    let day = Draft {
        start: EventTime::Day(jiff::civil::date(2026, 5, 3)),
        end: EventTime::Day(jiff::civil::date(2026, 5, 5)),
        ..draft
    };
    let event = &read(&build(&day)).objects[0].events[0];
    assert!(event.all_day && event.end == at("2026-05-05T00:00:00Z"));
}

#[test]
fn a_file_of_many_is_taken_apart() {
    let one = event("DTSTART;TZID=Europe/Berlin:20260105T090000");
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT";
    let many = one.replacen("BEGIN:VEVENT", zone, 1).replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:2@x\r\nDTSTART:20260105T090000Z\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nUID:3\r\nEND:VTODO\r\nEND:VCALENDAR",
    );
    let pieces = split(many.as_bytes());
    assert_eq!(pieces.iter().map(|piece| piece.uid.as_str()).collect::<Vec<_>>(), ["1@x", "2@x"]);
    assert_eq!(pieces[0].raw, one.replacen("BEGIN:VEVENT", zone, 1).as_bytes());
    assert!(!pieces[1].raw.windows(9).any(|window| window == b"VTIMEZONE"));
    assert_eq!(split(one.as_bytes())[0].raw, one.as_bytes());
}
