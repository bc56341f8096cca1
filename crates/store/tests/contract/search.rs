//! Full-text search.

use crate::on_both;
use crate::world::*;
use domain::Address;
use store::{ItemQuery, PageRequest};

on_both!(
    all_words_must_occur,
    diacritics_and_case_do_not_matter,
    questions_are_not_a_language,
    newest_first_in_pages
);

async fn ask(world: &World, question: &str) -> Vec<String> {
    let query = ItemQuery { query: Some(question.to_owned()), ..ItemQuery::default() };
    let page = world.store.items(&world.ctx, &query, &PageRequest::default()).await.unwrap();
    page.data.into_iter().map(|item| item.id.to_string()).collect()
}

async fn all_words_must_occur(world: World) {
    let mut rent = mail("rent", 0);
    rent.item.subject = Some("Rent for March".to_owned());
    rent.item.text = "Please pay the rent invoice.".to_owned();
    rent.item.cc = vec![Address::new(Some("Carol Danvers"), "carol@estate.example")];
    let mut lunch = mail("lunch", 1);
    lunch.item.subject = Some("Lunch in March".to_owned());
    world.ingest(vec![arrived(rent), arrived(lunch)]).await;
    assert_eq!(ask(&world, "march").await, ["lunch", "rent"]);
    assert_eq!(ask(&world, "march rent").await, ["rent"]);
    assert_eq!(ask(&world, "INVOICE march").await, ["rent"]);
    assert_eq!(ask(&world, "rent inv").await, ["rent"], "the last word is a prefix");
    assert_eq!(ask(&world, "inv rent").await, Vec::<String>::new(), "the others are not");
    assert_eq!(ask(&world, "danvers").await, ["rent"]);
    assert_eq!(ask(&world, "carol@estate.example").await, ["rent"]);
    assert_eq!(ask(&world, "bob@work.example lunch").await, ["lunch"]);
    assert_eq!(ask(&world, "dinner").await, Vec::<String>::new());
    let query =
        ItemQuery { query: Some("march".to_owned()), folder: Some("Work".to_owned()), ..Default::default() };
    assert_eq!(world.store.items(&world.ctx, &query, &PageRequest::default()).await.unwrap().data, []);
}

async fn diacritics_and_case_do_not_matter(world: World) {
    let mut mail = mail("umlaut", 0);
    mail.item.text = "Die MÜLLERSTRASSE in Ångström, naïve Šárka, Größe".to_owned();
    world.ingest(vec![arrived(mail)]).await;
    for question in ["mullerstrasse", "Müllerstra", "angstrom", "NAIVE", "šarka", "größe", "große"] {
        assert_eq!(ask(&world, question).await, ["umlaut"], "{question}");
    }
}

async fn questions_are_not_a_language(world: World) {
    world.ingest(vec![arrived(mail("a", 0))]).await;
    for question in [
        "\"",
        "a\" OR \"b",
        "NOT text",
        "text AND",
        "text*",
        "words:text",
        "(",
        "text & | ! <->",
        "'",
        "\u{0}",
    ] {
        let found = ask(&world, question).await;
        assert!(found.is_empty() || found == ["a"], "{question}");
    }
    assert_eq!(ask(&world, "\"text\" (about)").await, ["a"]);
    assert_eq!(ask(&world, "!?").await, Vec::<String>::new());
    assert_eq!(ask(&world, "  ").await, ["a"], "no question at all lists everything");
}

async fn newest_first_in_pages(world: World) {
    // Many in the same second, some before and after.
    let minutes = |n: i64| if n < 40 { 100 } else { n };
    let mails = (0..60).map(|n| arrived(mail(&format!("m{n:02}"), minutes(n)))).collect();
    world.ingest(mails).await;
    let query = ItemQuery { query: Some("text".to_owned()), ..ItemQuery::default() };
    let mut request = PageRequest { limit: 7, cursor: None };
    let mut times = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    loop {
        let page = world.store.items(&world.ctx, &query, &request).await.unwrap();
        assert!(page.data.len() == 7 || page.next.is_none());
        times.extend(page.data.iter().map(|item| item.received_at));
        ids.extend(page.data.into_iter().map(|item| item.id));
        let Some(next) = page.next else { break };
        request.cursor = Some(next);
    }
    assert_eq!((times.len(), ids.len()), (60, 60));
    assert!(times.is_sorted_by(|earlier, later| earlier >= later), "{times:?}");
}
