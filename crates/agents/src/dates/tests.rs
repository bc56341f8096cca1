//! Deadlines as people write them; every mail is sent on Wednesday, 11 March 2026, 10:00, Berlin.

use super::*;
use crate::fixture;
use jiff::tz::TimeZone;

/// The local date, with the time where the mail gives one.
fn due(text: &str) -> Option<String> {
    due_at(text, 3600)
}

fn due_at(text: &str, offset: i32) -> Option<String> {
    let mut item = fixture::mail("Hello", text);
    item.sent_offset = Some(offset);
    let reading = Reading::own(&item);
    let anchor = Anchor::of(&item, &fixture::context(), reading.language);
    let found = deadline(&reading, &anchor)?;
    let local = found.at.to_zoned(anchor.sent.time_zone().clone()).datetime();
    Some(if found.has_time { local.to_string() } else { local.date().to_string() })
}

/// All that is wrong, in one message.
#[track_caller]
fn check(cases: &[(&str, Option<&str>)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, wanted)| {
            let found = due(text);
            (found.as_deref() != *wanted).then(|| format!("{text}: {found:?}, not {wanted:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english_weekdays_and_days() {
    check(&[
        ("Could you send me the figures by Friday?", Some("2026-03-13")),
        ("Please let me know by Monday.", Some("2026-03-16")),
        ("I need your answer by Wednesday at the latest.", Some("2026-03-18")),
        ("Please reply by next Friday.", Some("2026-03-20")),
        ("Please sign it by Friday next week.", Some("2026-03-20")),
        ("Can you get this to me by tomorrow?", Some("2026-03-12")),
        ("We need your comments by the day after tomorrow.", Some("2026-03-13")),
        ("Please confirm by EOD.", Some("2026-03-11")),
        ("Please send the slides by close of business Thursday.", Some("2026-03-12")),
        ("Could you approve this by end of day tomorrow?", Some("2026-03-12")),
        ("Please return the form before the weekend.", Some("2026-03-13")),
        ("Could you get back to me by the end of the week?", Some("2026-03-13")),
        ("Please submit your expenses by the end of the month.", Some("2026-03-31")),
        ("Your timesheet is due this Friday.", Some("2026-03-13")),
        ("Can you reply today?", Some("2026-03-11")),
        ("Let me know by Weds please.", Some("2026-03-18")),
        ("You have until Sunday to decide.", Some("2026-03-15")),
    ]);
}

#[test]
fn english_dates_and_times() {
    check(&[
        ("The deadline is March 20.", Some("2026-03-20")),
        ("Payment is due on 1 April 2026.", Some("2026-04-01")),
        ("Due date: 03/04/2026", Some("2026-04-03")),
        ("Please RSVP by the 20th.", Some("2026-03-20")),
        ("Please send us the forms no later than 2 January.", Some("2027-01-02")),
        ("Please pay by 2026-03-25.", Some("2026-03-25")),
        ("Please reply by Friday 5pm.", Some("2026-03-13T17:00:00")),
        ("Please upload the file by 4:30 pm on Thursday.", Some("2026-03-12T16:30:00")),
        ("I need your sign-off by noon tomorrow.", Some("2026-03-12T12:00:00")),
        ("Please answer by 3 today.", Some("2026-03-11T15:00:00")),
        ("Payment due\n24 March 2026", Some("2026-03-24")),
        ("Amount due by Mar. 3rd, 2026: $40", Some("2026-03-03")),
        ("The deadline for applications has been extended to 30 April.", Some("2026-04-30")),
        ("Send it to me on Friday at the latest, please.", Some("2026-03-13")),
    ]);
}

#[test]
fn english_durations() {
    check(&[
        ("Please pay within 14 days.", Some("2026-03-25")),
        ("Kindly settle the invoice within two weeks.", Some("2026-03-25")),
        ("Please respond within 5 business days.", Some("2026-03-18")),
        ("You have 10 days to submit the form.", Some("2026-03-21")),
        ("Payment terms: net 30", Some("2026-04-10")),
        ("Please confirm within 24 hours.", Some("2026-03-12T10:00:00")),
        ("Please return the signed copy within a fortnight.", Some("2026-03-25")),
        ("Invoice date: 1 March 2026\nPlease pay within 14 days of the invoice date.", Some("2026-03-15")),
    ]);
}

#[test]
fn german_days() {
    check(&[
        ("Kannst du mir das bis Freitag schicken?", Some("2026-03-13")),
        ("Bitte gib mir bis kommenden Donnerstag Bescheid.", Some("2026-03-12")),
        ("Ich brauche deine Antwort bis morgen.", Some("2026-03-12")),
        ("Bitte melden Sie sich bis übermorgen.", Some("2026-03-13")),
        ("Bitte bis heute Abend zurückmelden.", Some("2026-03-11")),
        ("Wir bitten um Rückmeldung bis spätestens Montag, den 16. März.", Some("2026-03-16")),
        ("Bitte senden Sie uns die Unterlagen bis Ende der Woche.", Some("2026-03-13")),
        ("Bitte reichen Sie die Belege bis Monatsende ein.", Some("2026-03-31")),
        ("Könnten Sie bis Mittwoch nächster Woche antworten?", Some("2026-03-18")),
        ("Bitte antworte bis nächste Woche Dienstag.", Some("2026-03-17")),
        ("Ich bräuchte das heute noch, kannst du es schicken?", Some("2026-03-11")),
        ("Bitte füllen Sie den Bogen bis Ende April aus.", Some("2026-04-30")),
        ("Schick mir das bitte bis Freitagmittag.", Some("2026-03-13T12:00:00")),
    ]);
}

#[test]
fn german_dates_and_durations() {
    check(&[
        ("Zahlbar bis 3.12.", Some("2026-12-03")),
        ("Der Betrag ist fällig am 24.03.2026.", Some("2026-03-24")),
        ("Bitte überweisen Sie bis zum 20. März.", Some("2026-03-20")),
        ("Bitte bis zum 15. zurückgeben.", Some("2026-03-15")),
        ("Anmeldeschluss: 30.4.2026", Some("2026-04-30")),
        ("Abgabetermin ist der 27. März.", Some("2026-03-27")),
        ("Bitte zahlen Sie innerhalb von 14 Tagen.", Some("2026-03-25")),
        ("Zahlbar innerhalb 30 Tagen ohne Abzug.", Some("2026-04-10")),
        ("Zahlungsziel: 14 Tage", Some("2026-03-25")),
        ("Bitte antworten Sie binnen einer Woche.", Some("2026-03-18")),
        ("Bitte bis Freitag, 12 Uhr, bestätigen.", Some("2026-03-13T12:00:00")),
        ("Bitte schicken Sie das bis 13.3. um 18.30 Uhr.", Some("2026-03-13T18:30:00")),
        ("Wir brauchen die Unterlagen spätestens am Dienstag.", Some("2026-03-17")),
    ]);
}

#[test]
fn what_is_no_deadline_of_the_reader() {
    check(&[
        ("Our spring sale ends on Sunday. Save 20% by Friday!", None),
        ("The shop is open until 20 March.", None),
        ("I am out of office until Monday.", None),
        ("I'll send you the draft by Friday.", None),
        ("We will get back to you within two business days.", None),
        ("Your parcel will arrive by Thursday.", None),
        ("You will receive your refund within 14 days.", None),
        ("The festival runs from 3 April until 5 April.", None),
        ("Free cancellation until 30 March.", None),
        ("The meeting is on Friday at 10.", None),
        ("Bis Freitag!", None),
        ("Danke dir, bis morgen dann!", None),
        ("Wir haben von 9 bis 17 Uhr geöffnet.", None),
        ("Das Angebot gilt bis 31.3.", None),
        ("Ich schicke dir den Entwurf bis Freitag.", None),
        ("Der Betrag wird am 15.3. per Lastschrift abgebucht.", None),
        ("Die Lieferung erfolgt voraussichtlich bis Donnerstag.", None),
        ("Ich bin bis 20. März im Urlaub.", None),
        ("Sie können die Ware innerhalb von 14 Tagen widerrufen.", None),
        ("See you by the lake, it was built by 1900.", None),
        ("The concert is on 20 March, doors open at 7pm.", None),
        ("Guten Morgen, bitte um kurze Info.", None),
        ("Anna will finish the report by Friday.", None),
    ]);
}

#[test]
fn ambiguous_figures_follow_the_sender() {
    // New York writes the month first, London the day; a machine in UTC tells nothing.
    assert_eq!(due_at("Please pay by 4/3/2026.", -4 * 3600).as_deref(), Some("2026-04-03"));
    assert_eq!(due_at("Please pay by 4/3/2026.", 3600).as_deref(), Some("2026-03-04"));
    assert_eq!(due_at("Please pay by 4/3/2026.", 0), None);
    assert_eq!(due_at("Please pay by 25/3/2026.", -4 * 3600).as_deref(), Some("2026-03-25"));
}

#[test]
fn days_end_where_the_sender_is() {
    let mut item = fixture::mail("Hello", "Please reply by Friday.");
    item.sent_offset = Some(-5 * 3600);
    let reading = Reading::own(&item);
    let anchor = Anchor::of(&item, &fixture::context(), reading.language);
    let found = deadline(&reading, &anchor).expect("a deadline");
    assert_eq!(found.at.to_string(), "2026-03-14T04:59:59Z");
    assert_eq!(reading.folded.quote(found.range), "reply by Friday");
    // The user's own zone knows that clocks change on 29 March.
    let item = fixture::mail("Hello", "Please reply by 31 March.");
    let reading = Reading::own(&item);
    let anchor = Anchor::of(&item, &fixture::context(), reading.language);
    assert_eq!(anchor.sent.time_zone(), &TimeZone::get("Europe/Berlin").expect("a zone"));
    assert_eq!(deadline(&reading, &anchor).expect("a deadline").at.to_string(), "2026-03-31T21:59:59Z");
}
