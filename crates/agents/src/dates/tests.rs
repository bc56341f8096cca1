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

#[track_caller]
fn is(text: &str, wanted: &str) {
    assert_eq!(due(text).as_deref(), Some(wanted), "{text}");
}

#[track_caller]
fn none(text: &str) {
    assert_eq!(due(text), None, "{text}");
}

#[test]
fn english_weekdays_and_days() {
    is("Could you send me the figures by Friday?", "2026-03-13");
    is("Please let me know by Monday.", "2026-03-16");
    is("I need your answer by Wednesday at the latest.", "2026-03-18");
    is("Please reply by next Friday.", "2026-03-20");
    is("Please sign it by Friday next week.", "2026-03-20");
    is("Can you get this to me by tomorrow?", "2026-03-12");
    is("We need your comments by the day after tomorrow.", "2026-03-13");
    is("Please confirm by EOD.", "2026-03-11");
    is("Please send the slides by close of business Thursday.", "2026-03-12");
    is("Could you approve this by end of day tomorrow?", "2026-03-12");
    is("Please return the form before the weekend.", "2026-03-13");
    is("Could you get back to me by the end of the week?", "2026-03-13");
    is("Please submit your expenses by the end of the month.", "2026-03-31");
    is("Your timesheet is due this Friday.", "2026-03-13");
    is("Can you reply today?", "2026-03-11");
    is("Let me know by Weds please.", "2026-03-18");
    is("You have until Sunday to decide.", "2026-03-15");
}

#[test]
fn english_dates_and_times() {
    is("The deadline is March 20.", "2026-03-20");
    is("Payment is due on 1 April 2026.", "2026-04-01");
    is("Due date: 03/04/2026", "2026-04-03");
    is("Please RSVP by the 20th.", "2026-03-20");
    is("Please send us the forms no later than 2 January.", "2027-01-02");
    is("Please pay by 2026-03-25.", "2026-03-25");
    is("Please reply by Friday 5pm.", "2026-03-13T17:00:00");
    is("Please upload the file by 4:30 pm on Thursday.", "2026-03-12T16:30:00");
    is("I need your sign-off by noon tomorrow.", "2026-03-12T12:00:00");
    is("Please answer by 3 today.", "2026-03-11T15:00:00");
    is("Payment due\n24 March 2026", "2026-03-24");
    is("Amount due by Mar. 3rd, 2026: $40", "2026-03-03");
    is("The deadline for applications has been extended to 30 April.", "2026-04-30");
    is("Send it to me on Friday at the latest, please.", "2026-03-13");
}

#[test]
fn english_durations() {
    is("Please pay within 14 days.", "2026-03-25");
    is("Kindly settle the invoice within two weeks.", "2026-03-25");
    is("Please respond within 5 business days.", "2026-03-18");
    is("You have 10 days to submit the form.", "2026-03-21");
    is("Payment terms: net 30", "2026-04-10");
    is("Please confirm within 24 hours.", "2026-03-12T10:00:00");
    is("Please return the signed copy within a fortnight.", "2026-03-25");
    is("Invoice date: 1 March 2026\nPlease pay within 14 days of the invoice date.", "2026-03-15");
}

#[test]
fn german_days() {
    is("Kannst du mir das bis Freitag schicken?", "2026-03-13");
    is("Bitte gib mir bis kommenden Donnerstag Bescheid.", "2026-03-12");
    is("Ich brauche deine Antwort bis morgen.", "2026-03-12");
    is("Bitte melden Sie sich bis übermorgen.", "2026-03-13");
    is("Bitte bis heute Abend zurückmelden.", "2026-03-11");
    is("Wir bitten um Rückmeldung bis spätestens Montag, den 16. März.", "2026-03-16");
    is("Bitte senden Sie uns die Unterlagen bis Ende der Woche.", "2026-03-13");
    is("Bitte reichen Sie die Belege bis Monatsende ein.", "2026-03-31");
    is("Könnten Sie bis Mittwoch nächster Woche antworten?", "2026-03-18");
    is("Bitte antworte bis nächste Woche Dienstag.", "2026-03-17");
    is("Ich bräuchte das heute noch, kannst du es schicken?", "2026-03-11");
    is("Bitte füllen Sie den Bogen bis Ende April aus.", "2026-04-30");
    is("Schick mir das bitte bis Freitagmittag.", "2026-03-13T12:00:00");
}

#[test]
fn german_dates_and_durations() {
    is("Zahlbar bis 3.12.", "2026-12-03");
    is("Der Betrag ist fällig am 24.03.2026.", "2026-03-24");
    is("Bitte überweisen Sie bis zum 20. März.", "2026-03-20");
    is("Bitte bis zum 15. zurückgeben.", "2026-03-15");
    is("Anmeldeschluss: 30.4.2026", "2026-04-30");
    is("Abgabetermin ist der 27. März.", "2026-03-27");
    is("Bitte zahlen Sie innerhalb von 14 Tagen.", "2026-03-25");
    is("Zahlbar innerhalb 30 Tagen ohne Abzug.", "2026-04-10");
    is("Zahlungsziel: 14 Tage", "2026-03-25");
    is("Bitte antworten Sie binnen einer Woche.", "2026-03-18");
    is("Bitte bis Freitag, 12 Uhr, bestätigen.", "2026-03-13T12:00:00");
    is("Bitte schicken Sie das bis 13.3. um 18.30 Uhr.", "2026-03-13T18:30:00");
    is("Wir brauchen die Unterlagen spätestens am Dienstag.", "2026-03-17");
}

#[test]
fn what_is_no_deadline_of_the_reader() {
    none("Our spring sale ends on Sunday. Save 20% by Friday!");
    none("The shop is open until 20 March.");
    none("I am out of office until Monday.");
    none("I'll send you the draft by Friday.");
    none("We will get back to you within two business days.");
    none("Your parcel will arrive by Thursday.");
    none("You will receive your refund within 14 days.");
    none("The festival runs from 3 April until 5 April.");
    none("Free cancellation until 30 March.");
    none("The meeting is on Friday at 10.");
    none("Bis Freitag!");
    none("Danke dir, bis morgen dann!");
    none("Wir haben von 9 bis 17 Uhr geöffnet.");
    none("Das Angebot gilt bis 31.3.");
    none("Ich schicke dir den Entwurf bis Freitag.");
    none("Der Betrag wird am 15.3. per Lastschrift abgebucht.");
    none("Die Lieferung erfolgt voraussichtlich bis Donnerstag.");
    none("Ich bin bis 20. März im Urlaub.");
    none("Sie können die Ware innerhalb von 14 Tagen widerrufen.");
    none("See you by the lake, it was built by 1900.");
    none("The concert is on 20 March, doors open at 7pm.");
    none("Guten Morgen, bitte um kurze Info.");
    none("Anna will finish the report by Friday.");
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
    assert_eq!(reading.folded.quote(found.range), "by Friday");
    // The user's own zone knows that clocks change on 29 March.
    let item = fixture::mail("Hello", "Please reply by 31 March.");
    let reading = Reading::own(&item);
    let anchor = Anchor::of(&item, &fixture::context(), reading.language);
    assert_eq!(anchor.sent.time_zone(), &TimeZone::get("Europe/Berlin").expect("a zone"));
    assert_eq!(deadline(&reading, &anchor).expect("a deadline").at.to_string(), "2026-03-31T21:59:59Z");
}
