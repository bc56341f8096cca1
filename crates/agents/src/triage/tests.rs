//! Who asks for an answer, and what else mails want.

use crate::study::needs_reply;
use crate::{Agent, Part, fixture};
use domain::insight::{ActionType, Category};
use domain::item::ListHeaders;
use domain::{Address, Item};

fn triage(item: &Item) -> domain::insight::Triage {
    let found = super::Triage.reflex(&fixture::context(), std::slice::from_ref(item)).expect("answers");
    match found.parts.into_iter().next() {
        Some((_, Part::Triage(triage))) => triage,
        other => panic!("no triage: {other:?}"),
    }
}

fn asks(text: &str) -> bool {
    needs_reply(&fixture::context(), &fixture::mail("Hello", text))
}

fn program(name: &str, address: &str, subject: &str, text: &str) -> Item {
    fixture::from(Address::new(Some(name), address), subject, text)
}

#[test]
fn questions_and_requests_want_an_answer() {
    let texts = [
        "Hi Sam,\n\nCould you send me the latest version of the contract?\n\nDana",
        "Do you still have the keys to the archive?",
        "What do you think about the second option?",
        "Please let me know whether Tuesday works for you.",
        "Any update on the budget?",
        "I wanted to ask if you could write a reference for me.",
        "Would it be possible to move our call to Thursday?",
        "Looking forward to your reply.",
        "Which colour should we take for the cover?",
        "I still need your sign-off on the final draft.",
        "Shall we say 7 at the pub?",
        "Kannst du mir kurz sagen, wie viele Stühle wir brauchen?",
        "Passt dir Donnerstag um 15 Uhr?",
        "Bitte gib mir Bescheid, ob du kommst.",
        "Wir bitten um eine kurze Rückmeldung.",
        "Hättest du Lust, am Samstag mitzukommen?",
        "Könnten Sie mir ein Angebot für die Heizung machen?",
        "Was meinst du dazu?",
        "Ich freue mich auf Ihre Antwort.",
        "Haben Sie die Unterlagen schon erhalten?",
        "Wann kommt ihr am Wochenende an?",
        "Ich bräuchte von dir noch die Kontonummer.",
    ];
    // Weights are learned from whole mails: a lone sentence may be misjudged now and then.
    let missed: Vec<&str> = texts.into_iter().filter(|text| !asks(text)).collect();
    assert!(missed.len() <= 2, "{missed:#?}");
}

#[test]
fn what_only_sounds_like_an_ask() {
    let texts = [
        "Thanks, that works perfectly. See you on Friday!",
        "Just FYI, the server was moved last night. No reply needed.",
        "The report is attached. If you have any questions, please let me know.",
        "Here are the photos from Sunday. Wasn't it lovely?",
        "Done! I have uploaded everything.",
        "How are you? We had a great time in Rome and are back now.",
        "Please find attached the minutes of today's meeting. Feel free to contact me with questions.",
        "Danke, das hat super geklappt!",
        "Anbei die Unterlagen zur Kenntnis. Bei Fragen melden Sie sich gern.",
        "Ich habe alles hochgeladen, du musst nichts weiter tun.",
        "Alles klar, dann bis Freitag!",
        "Der Termin ist eingetragen. Eine Antwort ist nicht nötig.",
        "I will check with the team and come back to you next week.",
    ];
    let wrong: Vec<&str> = texts.into_iter().filter(|text| asks(text)).collect();
    assert!(wrong.len() <= 2, "{wrong:#?}");
}

#[test]
fn copies_lists_and_programs_want_none() {
    let context = fixture::context();
    let mut copied =
        fixture::mail("Windows", "Hi Bernd,\n\nwhen will the windows arrive? Please let me know.");
    copied.cc = std::mem::take(&mut copied.to);
    copied.to = vec![Address::new(Some("Bernd"), "bernd@brandt-heizung.example")];
    assert!(!needs_reply(&context, &copied));
    copied.text = "Hi Bernd,\n\nwindows come on Friday. Sam, could you open the gate?".to_owned();
    assert!(needs_reply(&context, &copied));
    let mut newsletter = fixture::mail("News", "Ready for spring? What do you think of our new range?");
    newsletter.list =
        ListHeaders { unsubscribe: Some("<https://x.example>".into()), ..ListHeaders::default() };
    assert!(!needs_reply(&context, &newsletter));
    let robot = program("Acme", "no-reply@acme.example", "Survey", "How did we do? Could you rate us?");
    assert!(!needs_reply(&context, &robot));
    let mut answered = fixture::mail("Hello", "Could you call me?");
    answered.answered = true;
    assert!(!needs_reply(&context, &answered));
    let quoted =
        fixture::mail("Re: Hello", "Thanks, got it.\n\nOn Mon, 2 Mar 2026, Sam wrote:\n> Could you send it?");
    assert!(!needs_reply(&context, &quoted));
}

#[test]
fn actions() {
    let action = |item: &Item| triage(item).action_type;
    let invoice = program(
        "Acme Billing",
        "billing@acme.example",
        "Invoice 2026-114",
        "Your invoice is attached.\nAmount due: $119.00\nDue date: 25 March 2026",
    );
    let found = triage(&invoice);
    assert_eq!((found.category, found.action_type), (Category::Invoice, ActionType::Pay));
    assert_eq!(found.amount.map(|a| (a.value, a.currency)), Some(("119.00".into(), "USD".into())));
    assert_eq!(found.due_at.map(|at| at.to_string()).as_deref(), Some("2026-03-25T22:59:59Z"));
    assert!(
        found.evidence.iter().any(|e| e.field == "due_at" && e.quote == "Due date: 25 March 2026"),
        "{:?}",
        found.evidence
    );

    let debit = program(
        "Stadtwerke",
        "rechnung@stadtwerke.example",
        "Ihre Rechnung",
        "Ihre Rechnung über 80,00 € wird am 20.3. per Lastschrift eingezogen.",
    );
    assert_eq!(action(&debit), ActionType::None);
    assert_eq!(triage(&debit).due_at, None);
    assert_eq!(
        action(&fixture::mail("Call", "Are you free for a call on Thursday at 3?")),
        ActionType::Schedule
    );
    assert_eq!(
        action(&fixture::mail("Termin", "Passt Ihnen Dienstag um 10 Uhr für ein Gespräch?")),
        ActionType::Schedule
    );
    assert_eq!(action(&fixture::mail("Draft", "Could you review the draft?")), ActionType::Reply);
    assert_eq!(action(&fixture::mail("Minutes", "Here are the minutes of the meeting.")), ActionType::Read);
    let waiting = fixture::mail("Quote", "Thanks, I will check with the supplier and get back to you.");
    assert_eq!(action(&waiting), ActionType::Wait);
    let mut invitation = fixture::mail("Invitation: Review", "Review on Thursday");
    invitation.structured = vec!["text/calendar".into()];
    assert_eq!(action(&invitation), ActionType::Schedule);
    invitation.subject = Some("Canceled: Review".into());
    assert_eq!(action(&invitation), ActionType::Read);
}

#[test]
fn categories() {
    let category = |item: &Item| triage(item).category;
    let shop = |subject: &str, text: &str| {
        let mut item = program("Shop", "news@shop.example", subject, text);
        item.list = ListHeaders { one_click: Some("https://x.example/u".into()), ..ListHeaders::default() };
        item
    };
    assert_eq!(category(&shop("40% off everything", "Shop now, sale ends Sunday.")), Category::Promotion);
    assert_eq!(category(&shop("This week in Rust", "In this issue: read more.")), Category::Newsletter);
    let code = program("Acme", "no-reply@acme.example", "Your verification code", "Your code is 123456.");
    assert_eq!(category(&code), Category::Security);
    let order = program(
        "Shop",
        "orders@shop.example",
        "Order confirmation",
        "Thank you for your order #12. Order total: 20 €",
    );
    assert_eq!(category(&order), Category::Receipt);
    let flight = program(
        "Air",
        "no-reply@air.example",
        "Your flight LH 123",
        "Online check-in is open. Boarding pass attached.",
    );
    assert_eq!(category(&flight), Category::Travel);
    assert_eq!(
        category(&fixture::mail("Budget", "Here is the draft of the project budget.")),
        Category::Work
    );
    let friend =
        program("Mira", "mira@gmail.com", "Samstag", "Kommst du zum Grillen? Die Kinder freuen sich.");
    assert_eq!(category(&friend), Category::Personal);
}

#[test]
fn evidence_is_quoted_exactly() {
    let item = fixture::mail(
        "Größe",
        "Hallo Sam,\n\nkönntest du mir bis kommenden Donnerstag die Größe nennen?\n\nLG",
    );
    let found = triage(&item);
    for evidence in &found.evidence {
        let whole = format!("{}\n{}", item.subject.clone().unwrap_or_default(), item.text);
        assert!(whole.contains(&evidence.quote), "{evidence:?}");
    }
    assert!(found.evidence.iter().any(|e| e.field == "due_at" && e.quote == "bis kommenden Donnerstag"));
}
