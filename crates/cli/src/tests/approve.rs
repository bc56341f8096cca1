//! Nothing is approved unseen: the digest, the card, the second question.

use serde_json::{Value, json};

use super::fixtures::{approved, dangerous, document, page, reply};
use super::harness::{Person, StandIn, problem, run};

/// Proposals `p1` and, dangerous and of group `g1`, `p2`; approving answers like the server.
async fn server() -> StandIn {
    StandIn::start(|line, body| match line {
        "GET /api/action-proposals/p1" => (200, document(&reply())),
        "GET /api/action-proposals/p2" => (200, document(&dangerous())),
        "POST /api/action-proposals/p1/approve" if body["digest"].is_null() => {
            problem(422, "digest_required")
        }
        "POST /api/action-proposals/p1/approve" => (200, document(&approved(reply()))),
        "POST /api/action-proposals/p2/approve" if body["confirm"] != true => {
            problem(422, "confirmation_required")
        }
        "POST /api/action-proposals/p2/approve" => (200, document(&approved(dangerous()))),
        "POST /api/action-proposals/g1/approve" => (200, page(&[approved(dangerous())])),
        _ if line.starts_with("GET /api/action-proposals?") => (200, page(&[reply(), dangerous()])),
        _ => problem(404, "not_found"),
    })
    .await
}

fn approvals(server: &StandIn) -> Vec<Value> {
    server
        .asked()
        .into_iter()
        .filter(|asked| asked.line.starts_with("POST"))
        .map(|asked| asked.body)
        .collect()
}

#[tokio::test]
async fn without_a_terminal_no_digest_is_made_up() {
    let server = server().await;
    let outcome = run(&server, Person::nobody(), &["approve", "p1"]).await;
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("ID@DIGEST"), "{}", outcome.err);
    assert_eq!(approvals(&server), [json!({"digest": null, "scope": "once", "confirm": false})]);
}

#[tokio::test]
async fn the_named_digest_is_sent_as_it_is() {
    let server = server().await;
    let outcome = run(&server, Person::nobody(), &["approve", "p1@seen", "--json"]).await;
    assert_eq!((outcome.code, outcome.document()), (0, document(&approved(reply()))));
    assert_eq!(approvals(&server), [json!({"digest": "seen", "scope": "once", "confirm": false})]);
}

#[tokio::test]
async fn high_risk_needs_confirm_and_gets_it_from_the_option() {
    let server = server().await;
    let outcome = run(&server, Person::nobody(), &["approve", "p2@d2"]).await;
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("--confirm"), "{}", outcome.err);
    assert_eq!(run(&server, Person::nobody(), &["approve", "p2@d2", "--confirm"]).await.code, 0);
}

#[tokio::test]
async fn a_groups_id_approves_the_task() {
    let server = server().await;
    let outcome = run(&server, Person::nobody(), &["approve", "g1@gd1", "--confirm", "--json"]).await;
    assert_eq!((outcome.code, outcome.document()), (0, page(&[approved(dangerous())])));
    assert_eq!(approvals(&server), [json!({"digest": "gd1", "scope": "task", "confirm": true})]);
}

#[tokio::test]
async fn on_a_terminal_the_card_is_shown_and_its_digest_sent() {
    let server = server().await;
    let outcome = run(&server, Person::says(&["y"]), &["approve", "p1"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for part in
        ["Reply to Jonas Weber", "jonas@weber.example", "your contact", "Donnerstag passt.", "Do this? [y/N]"]
    {
        assert!(outcome.err.contains(part), "{part} is not in {}", outcome.err);
    }
    assert!(outcome.out.contains("factotum undo p1"), "{}", outcome.out);
    assert_eq!(approvals(&server), [json!({"digest": "d1", "scope": "once", "confirm": false})]);
}

#[tokio::test]
async fn anything_but_yes_is_no() {
    for answer in ["", "n", "no", "ja?", "yess"] {
        let server = server().await;
        let outcome = run(&server, Person::says(&[answer]), &["approve", "p1"]).await;
        assert_eq!((outcome.code, approvals(&server)), (1, Vec::new()), "{answer}");
    }
}

#[tokio::test]
async fn high_risk_asks_a_second_time_with_target_and_content() {
    let server = server().await;
    let declined = run(&server, Person::says(&["y", "n"]), &["approve", "p2"]).await;
    assert_eq!((declined.code, approvals(&server)), (1, Vec::new()));
    let outcome = run(&server, Person::says(&["y", "yes"]), &["approve", "p2"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let (_, second) = outcome.err.split_once("Do this? [y/N]").unwrap();
    for part in
        ["high risk", "pay@bank-secure.example", "never seen before", "See attached.", "in spite of the risk"]
    {
        assert!(second.contains(part), "{part} is not in {second}");
    }
    assert_eq!(approvals(&server), [json!({"digest": "d2", "scope": "once", "confirm": true})]);
}

#[tokio::test]
async fn a_group_on_a_terminal_shows_its_members_only() {
    let server = server().await;
    let outcome = run(&server, Person::says(&["y", "y"]), &["approve", "g1"]).await;
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        outcome.err.contains("Send the contract") && !outcome.err.contains("Donnerstag"),
        "{}",
        outcome.err
    );
    assert_eq!(approvals(&server), [json!({"digest": "gd1", "scope": "task", "confirm": true})]);
}

#[tokio::test]
async fn what_a_stranger_wrote_cannot_write_a_line_of_the_card() {
    let server = server().await;
    let outcome = run(&server, Person::says(&["n"]), &["approve", "p2"]).await;
    assert!(!outcome.err.contains('\u{1b}') && !outcome.err.contains('\u{202e}'), "{}", outcome.err);
    let own: Vec<_> = outcome.err.lines().filter(|line| line.starts_with("  Approve")).collect();
    assert_eq!(own, ["  Approve   p2@d2"]);
    assert_eq!(outcome.err.lines().filter(|line| line.starts_with("  Risk")).count(), 1);
}
