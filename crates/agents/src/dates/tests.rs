//! Deadlines as people write them; every mail is sent on Wednesday, 11 March 2026, 10:00, Berlin.

use super::*;
use crate::fixture;
use jiff::tz::TimeZone;
use proptest::prelude::*;

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
        ("I need an answer from you by a week today.", Some("2026-03-18")),
        ("Please tell us by Friday week.", Some("2026-03-20")),
        ("Please vote by the Friday of next week.", Some("2026-03-20")),
        ("Checks payable by the last day of March please.", Some("2026-03-31")),
        ("Please return it by month-end.", Some("2026-03-31")),
        ("Please hand it in by the end of Q2.", Some("2026-06-30")),
        ("Please file it by the 9th.", Some("2026-04-09")),
        ("We board on Friday, so tell me your seat before then.", Some("2026-03-13")),
        ("Fill in the form by Friday the 13th or we give your place away.", Some("2026-03-13")),
        ("If I have your files by Friday, it can go out on Monday.", Some("2026-03-13")),
        ("Registration closes on Friday. Pick a slot below.", Some("2026-03-13")),
        ("Friday is the last day I can take your order.", Some("2026-03-13")),
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
        ("Amount due by Mar. 23rd, 2026: $40", Some("2026-03-23")),
        ("Please reply no later than noon on Thursday.", Some("2026-03-12T12:00:00")),
        ("Could you send it by half past four tomorrow?", Some("2026-03-12T16:30:00")),
        ("Please answer by five o'clock on Friday.", Some("2026-03-13T17:00:00")),
        ("Get them to me before 3 pm London on Friday.", Some("2026-03-13T16:00:00")),
        ("Due date: 30/Apr/26", Some("2026-04-30")),
        ("Please complete the following by March 14:", Some("2026-03-14")),
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
        ("Nennen Sie uns bis kommenden Dienstag die Namen.", Some("2026-03-17")),
        ("Schreibt mir bis Sonntag, wer mitkommt.", Some("2026-03-15")),
        ("Mir fehlt noch deine Antwort bis Freitag.", Some("2026-03-13")),
        ("Uns sollten die Unterlagen bis Ende KW 13 vorliegen.", Some("2026-03-27")),
        ("Der Bogen ist bis längstens 20. März abzugeben.", Some("2026-03-20")),
        ("Um Begleichung bis 20.03. wird gebeten.", Some("2026-03-20")),
        (
            "Ich halte Ihnen den Platz bis übermorgen frei, danach vergebe ich ihn. Bitte sagen Sie zu.",
            Some("2026-03-13"),
        ),
        ("Sag bis übermorgen Bescheid, sonst gehe ich allein.", Some("2026-03-13")),
        ("Bitte am Freitag bis 12 Uhr abgeben.", Some("2026-03-13T12:00:00")),
        ("Antworte bitte bis halb drei.", Some("2026-03-11T14:30:00")),
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
        ("Die Summe wird zum 1. April fällig.", Some("2026-04-01")),
        ("Rate   Fälligkeit     Betrag\n1      01.04.2026     112,00 €", Some("2026-04-01")),
        ("Der Betrag ist binnen zwei Wochen nach Zustellung einzuzahlen.", Some("2026-03-25")),
        ("Bitte bis Gründonnerstag (2. April) Bescheid geben.", Some("2026-04-02")),
        ("Rückgabe bis 20.03.26", Some("2026-03-20")),
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
        ("Will update you by Monday whether it works.", None),
        ("The payment was due on 3 March.", None),
        ("Due date: 25 March 2026\nPayment method: AutoPay", None),
        ("You should see it within five working days.", None),
        ("You will have our decision within two weeks.", None),
        ("You have 14 days from renewal to change your mind.", None),
        ("Prices hold through 30 March.", None),
        ("I've asked them and expect to hear back by Friday.", None),
        ("Nothing assigned to you is due today.", None),
        ("Please do not book anything until Friday.", None),
        ("Sie haben heute 3 Medien zurückgegeben.", None),
        ("Dein Vertrag endet zum 31.3.; bis dahin kannst du weiter trainieren.", None),
        ("Rückgabe bis 18. Mai möglich.", None),
        ("I have to get her off the property by Friday.", None),
        ("Rate: $214 per night, payable at the hotel\n\nYou may cancel until 6:00 pm on May 13.", None),
        ("Dieter reicht bis 23.3. die Bewerbung ein.", None),
        ("Das Fest geht vom 21. bis 23. März, bitte bringt Kuchen mit.", None),
        ("Guten Morgen, bitte bringt jeden Morgen eine Flasche mit.", None),
    ]);
}

#[test]
fn ambiguous_figures_follow_the_sender() {
    // New York writes the month first, London the day; a machine in UTC tells nothing.
    assert_eq!(due_at("Please pay by 4/5/2026.", -4 * 3600).as_deref(), Some("2026-04-05"));
    assert_eq!(due_at("Please pay by 4/5/2026.", 3600).as_deref(), Some("2026-05-04"));
    assert_eq!(due_at("Please pay by 4/5/2026.", 0), None);
    assert_eq!(due_at("Please pay by 25/3/2026.", -4 * 3600).as_deref(), Some("2026-03-25"));
}

#[test]
fn a_task_of_somebody_else_by_name_is_not_the_readers() {
    let due = |text: &str| {
        let mut item = fixture::mail("Minutes", text);
        item.cc = vec![domain::Address::new(Some("Faizal Osman"), "faizal@northgatelabs.example")];
        let reading = Reading::own(&item);
        let anchor = Anchor::of(&item, &fixture::context(), reading.language);
        deadline(&reading, &anchor).is_some()
    };
    assert!(!due("Faizal to ask for a quote. Deadline 20 March."));
    assert!(!due("Hallo Herr Osman,\nbitte geben Sie mir bis Freitag Bescheid."));
    assert!(due("Hi Faizal,\nSam, please send me the figures by Friday."));
    assert!(due("Hi both,\nplease send me the figures by Friday."));
}

proptest! {
    #[test]
    fn no_text_panics_and_no_date_is_past(text in "\\PC{0,200}") {
        never_past(&text);
    }

    #[test]
    fn no_words_of_dates_panic_or_lead_to_the_past(parts in prop::collection::vec(prop::sample::select(PARTS), 0..24)) {
        never_past(&parts.join(" "));
        never_past(&parts.concat());
    }
}

const PARTS: &[&str] = &[
    "please",
    "bitte",
    "by",
    "bis",
    "until",
    "before",
    "due",
    "fällig",
    "within",
    "innerhalb",
    "net",
    "deadline:",
    "then",
    "dahin",
    "next",
    "nächsten",
    "this",
    "Friday",
    "Freitag",
    "week",
    "Woche",
    "KW",
    "47",
    "end of",
    "Ende",
    "31.",
    "29 February",
    "30.2.",
    "12/13/2026",
    "3/4",
    "99",
    "2026-13-45",
    "noon",
    "halb",
    "acht",
    "5",
    "pm",
    "Uhr",
    "days",
    "Tagen",
    "9999",
    "0",
    "(",
    ")",
    ",",
    ".",
    "\n",
    "ä",
    "€",
    "today",
    "morgen",
    "send",
    "me",
    "spätestens",
    "at the latest",
    "31 December 9999",
    "month-end",
    "4000 weeks",
    "-",
    ":",
    "your time",
    "or",
];

fn never_past(text: &str) {
    let item = fixture::mail("Hello", text);
    let reading = Reading::own(&item);
    let anchor = Anchor::of(&item, &fixture::context(), reading.language);
    for found in deadlines(&reading, &anchor) {
        let day = found.at.to_zoned(anchor.sent.time_zone().clone()).date();
        assert!(day >= anchor.sent.date(), "{text:?}: {found:?}");
        assert!(!reading.folded.quote(found.range.clone()).is_empty(), "{text:?}: {found:?}");
    }
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
