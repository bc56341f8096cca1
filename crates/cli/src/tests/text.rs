//! What a person sees, as snapshots; and that colour says nothing that the words do not.

use protocol::Page;

use super::fixtures::{
    account, approved, at, dangerous, failed, finished_run, invoice, reply, scam, sync_state,
};
use super::harness::look;
use crate::card;
use crate::commands::{account as accounts, inbox, run, show, sync};
use crate::look::Look;

#[test]
fn cards() {
    insta::assert_snapshot!("card_of_a_reply", card::card(&reply(), &look()));
    insta::assert_snapshot!("card_of_something_dangerous", card::card(&dangerous(), &look()));
    insta::assert_snapshot!("second_question", card::danger(&dangerous(), &look()));
}

#[test]
fn outcomes() {
    let mut unknown = failed();
    unknown.effect.state = "unknown".into();
    let all =
        [approved(reply()), failed(), unknown].map(|proposal| card::outcome(&proposal, &look())).join("\n");
    insta::assert_snapshot!("outcomes", all);
}

#[test]
fn lists() {
    insta::assert_snapshot!("proposals", card::list(&[reply(), dangerous(), failed()], &look()));
    insta::assert_snapshot!("inbox", inbox::list(&mails(), None, true, &look()));
    insta::assert_snapshot!(
        "accounts",
        accounts::list(&Page::whole(vec![account()]), &[sync_state("error", 12, 3)], &look())
    );
    let states = Page::whole(vec![sync_state("idle", 10_000, 0), sync_state("error", 12, 3)]);
    insta::assert_snapshot!("sync", sync::text(&states, &[account()], &look()));
}

#[test]
fn one_thing_whole() {
    insta::assert_snapshot!("item", show::text(&invoice(), &[reply()], &look()));
    insta::assert_snapshot!("item_that_is_a_scam", show::text(&scam(), &[], &look()));
    insta::assert_snapshot!("run", run::text(&finished_run("waiting"), &[reply()], &look()));
}

#[test]
fn colour_only_repeats_what_the_words_say() {
    let coloured = Look { colours: true, ..look() };
    let shown = |look: &Look| {
        [
            card::card(&dangerous(), look),
            card::list(&[reply(), dangerous(), failed()], look),
            inbox::list(&mails(), None, true, look),
            show::text(&scam(), &[], look),
        ]
    };
    for (coloured, plain) in shown(&coloured).iter().zip(shown(&look())) {
        assert!(coloured.contains('\u{1b}'));
        let stripped: Vec<_> =
            without_colour(coloured).lines().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(stripped.join("\n"), plain);
    }
}

#[test]
fn times_read_like_times() {
    let look = look();
    let shown = ["2026-11-21T08:05:00Z", "2026-03-02T08:05:00Z", "2024-12-24T18:00:00Z"]
        .map(|time| look.when(at(time)));
    assert_eq!(shown, ["08:05", "2 Mar 08:05", "24 Dec 2024"]);
    let distances = ["2026-11-21T12:00:01Z", "2026-11-21T11:56:00Z", "2026-11-28T12:00:00Z"]
        .map(|time| look.relative(at(time)));
    assert_eq!(distances, ["in 1 second", "4 minutes ago", "in 7 days"]);
}

fn mails() -> Page<protocol::items::Item> {
    let mut fresh = invoice();
    fresh.insight = None;
    fresh.from = None;
    Page { data: vec![invoice(), scam(), fresh], next_cursor: Some("c".into()) }
}

fn without_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain + rest
}
