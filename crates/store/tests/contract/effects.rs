//! Effects: claimed by one, started once, settled under the epoch, retried and undone by the user.

use crate::on_both;
use crate::proposals::{approve, reject};
use crate::world::*;
use domain::effect::EffectError;
use domain::proposal::Status;
use domain::{EffectState, Proposal};
use jiff::{SignedDuration, Timestamp};
use store::{NewProposal, Settlement, Started};

on_both!(
    only_what_is_due_and_approved_is_claimed,
    an_effect_goes_its_way,
    stop_holds_everything,
    quotas_hold,
    an_overtaken_effect_does_not_start,
    a_mail_between_two_folders_is_not_deleted,
    an_interrupted_move_is_tried_again,
    late_settlements_are_refused,
    the_ledger_refuses_other_ways,
    a_stale_claim_changes_hands,
    retries_wait_their_turn,
    the_user_retries_resolves_and_undoes,
    a_follow_up_comes_with_the_outcome,
    undoing_marks_what_was_undone,
);

pub fn ended(state: EffectState, at: Timestamp) -> Settlement {
    Settlement { state, error: None, not_before: None, follow_up: None, patch: None, at }
}

fn error(code: &str) -> Option<EffectError> {
    Some(EffectError { code: code.to_owned(), detail: "The server said no.".to_owned() })
}

async fn only_what_is_due_and_approved_is_claimed(world: World) {
    let World { store, ctx, .. } = &world;
    for id in ["pending", "rejected", "now", "later"] {
        world.submit(proposal(id)).await;
    }
    let mut later = approve("later");
    later.not_before = Some(at(20));
    store.decide(ctx, vec![reject("rejected"), approve("now"), later], at(10)).await.unwrap();
    assert_eq!(store.unsettled(ctx).await.unwrap(), 2);
    assert_eq!(store.next_effect_due().await.unwrap(), Some(at(10)));
    let claimed = store.claim_effects("worker", at(10), at(15), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    let claim = &claimed[0];
    assert_eq!((&claim.tenant, &claim.effect.id), (&ctx.tenant, &effect_id("now")));
    assert_eq!((claim.effect.state, claim.effect.epoch, claim.effect.attempts), (EffectState::Claimed, 1, 1));
    assert_eq!(claim.first_attempt_at, at(10));
    assert_eq!(
        store.next_effect_due().await.unwrap(),
        Some(at(15)),
        "the lease ends before the other is due"
    );
    assert!(store.claim_effects("worker", at(19), at(25), 10).await.unwrap().is_empty());
    assert_eq!(store.claim_effects("worker", at(20), at(25), 10).await.unwrap().len(), 1);
}

async fn an_effect_goes_its_way(world: World) {
    let World { store, ctx, .. } = &world;
    world.submit(proposal("p")).await;
    store.decide(ctx, vec![approve("p")], at(1)).await.unwrap();
    let effect = store.claim_effects("worker", at(2), at(9), 1).await.unwrap().remove(0).effect.id;
    assert_eq!(store.effect_started(ctx, &effect, 1, 10, at(3)).await.unwrap(), Started::Yes);
    assert_eq!(store.effect_started(ctx, &effect, 1, 10, at(3)).await.unwrap(), Started::Fenced, "only once");
    assert_eq!(world.proposal("p").await.effect.started_at, Some(at(3)));
    let settled = store.settle(ctx, &effect, 1, ended(EffectState::Succeeded, at(4))).await.unwrap();
    assert_eq!((settled.status, settled.effect.state), (Status::Approved, EffectState::Succeeded));
    assert_eq!(world.proposal("p").await, settled);
    assert_eq!(store.unsettled(ctx).await.unwrap(), 0);
    assert_eq!(store.next_effect_due().await.unwrap(), None);
    let kinds = world.audit_kinds().await;
    let expected =
        ["proposal.submitted", "proposal.approved", "effect.claimed", "effect.started", "effect.succeeded"];
    assert_eq!(kinds[1..], expected);
    let told = store.activity_after(ctx, 0, 100).await.unwrap();
    let told: Vec<_> = told.iter().map(|a| (a.topic.as_str(), a.data["state"].as_str().unwrap())).collect();
    let expected = [
        ("proposal", "proposed"),
        ("proposal", "approved"),
        ("effect", "claimed"),
        ("effect", "started"),
        ("effect", "succeeded"),
    ];
    assert_eq!(told, expected);
}

async fn stop_holds_everything(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.claimed("claimed").await;
    world.submit(approved(proposal("waiting"))).await;
    store.set_stopped(ctx, true, at(1)).await.unwrap();
    assert!(store.claim_effects("worker", at(5), at(9), 10).await.unwrap().is_empty());
    assert_eq!(store.effect_started(ctx, &effect, 1, 10, at(2)).await.unwrap(), Started::Stopped);
    assert_eq!(store.next_effect_due().await.unwrap(), Some(at(2)), "only the lease");
    let back = store.settle(ctx, &effect, 1, ended(EffectState::Approved, at(2))).await.unwrap();
    assert_eq!((back.effect.state, back.effect.attempts), (EffectState::Approved, 0), "it was no attempt");
    store.set_stopped(ctx, false, at(3)).await.unwrap();
    assert_eq!(store.claim_effects("worker", at(5), at(9), 10).await.unwrap().len(), 2);
}

async fn quotas_hold(world: World) {
    let World { store, ctx, .. } = &world;
    let ids = ["a", "b", "c"];
    for id in ids {
        world.submit(approved(proposal(id))).await;
    }
    world.submit(approved(archiving("archive", "item"))).await;
    store.claim_effects("worker", at(0), at(1), 10).await.unwrap();
    let start =
        async |id: &str, at: Timestamp| store.effect_started(ctx, &effect_id(id), 1, 2, at).await.unwrap();
    assert_eq!(start("a", at(0)).await, Started::Yes);
    assert_eq!(start("b", at(30)).await, Started::Yes);
    assert_eq!(start("c", at(59)).await, Started::OverQuota);
    assert_eq!(world.proposal("c").await.effect.state, EffectState::Claimed);
    assert_eq!(start("c", at(60)).await, Started::Yes, "the first is an hour ago");
}

async fn an_overtaken_effect_does_not_start(world: World) {
    let World { store, ctx, .. } = &world;
    world.ingest_at(vec![arrived(mail("a", 0)), arrived(mail("b", 0))], at(0)).await;
    world.submit(about(proposal("reply"), "a")).await;
    world.submit(approved(archiving("archive", "b"))).await;
    store.decide(ctx, vec![approve("reply")], at(1)).await.unwrap();
    assert_eq!(store.claim_effects("worker", at(1), at(9), 10).await.unwrap().len(), 2);
    let gone = store::Ingested::Gone { place: place("INBOX", "1:b") };
    world.ingest_at(vec![arrived(replying(sent("own", 1), "a")), gone], at(2)).await;
    let start = async |id: &str| store.effect_started(ctx, &effect_id(id), 1, 10, at(3)).await.unwrap();
    assert_eq!(start("reply").await, Started::Overtaken("answered"));
    assert_eq!(start("archive").await, Started::Overtaken("deleted"));
    let settlement = Settlement { error: error("answered"), ..ended(EffectState::Withdrawn, at(4)) };
    let settled = store.settle(ctx, &effect_id("reply"), 1, settlement).await.unwrap();
    assert_eq!((settled.status, settled.effect.state), (Status::Approved, EffectState::Withdrawn));
}

async fn a_mail_between_two_folders_is_not_deleted(world: World) {
    let World { store, ctx, .. } = &world;
    world.ingest_at(vec![arrived(mail("a", 0))], at(0)).await;
    world.submit(approved(archiving("archive", "a"))).await;
    assert_eq!(store.claim_effects("worker", at(1), at(9), 10).await.unwrap().len(), 1);
    store.sync_began(ctx, &"account".into(), at(1)).await.unwrap();
    world.ingest_at(vec![store::Ingested::Gone { place: place("INBOX", "1:a") }], at(1)).await;
    let start = async || store.effect_started(ctx, &effect_id("archive"), 1, 10, at(2)).await.unwrap();
    assert_eq!(start().await, Started::Yes, "another folder may name it before the sync has ended");
    store.sync_ended(ctx, &"account".into(), None, at(3)).await.unwrap();
}

async fn an_interrupted_move_is_tried_again(world: World) {
    let World { store, ctx, .. } = &world;
    world.ingest_at(vec![arrived(mail("a", 0))], at(0)).await;
    world.submit(approved(archiving("archive", "a"))).await;
    let id = store.claim_effects("worker", at(1), at(9), 10).await.unwrap().remove(0).effect.id;
    assert_eq!(store.effect_started(ctx, &id, 1, 10, at(1)).await.unwrap(), Started::Yes);
    // It was moved by the attempt whose worker died, and a sync has seen it in the archive.
    let changes = vec![
        store::Ingested::Gone { place: place("INBOX", "1:a") },
        arrived(in_folder(mail("a", 0), "Archive", "1:1")),
    ];
    world.ingest_at(changes, at(2)).await;
    let again = Settlement { error: error("interrupted"), ..ended(EffectState::Approved, at(3)) };
    store.settle(ctx, &id, 1, again).await.unwrap();
    assert!(store.overtaken(ctx, &"account".into()).await.unwrap().is_empty());
    assert_eq!(store.claim_effects("worker", at(4), at(9), 10).await.unwrap().len(), 1);
    assert_eq!(store.effect_started(ctx, &id, 2, 10, at(4)).await.unwrap(), Started::Yes);
}

async fn late_settlements_are_refused(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.started("p").await;
    let fenced = store.settle(ctx, &effect, 0, ended(EffectState::Succeeded, at(2))).await.unwrap_err();
    assert_eq!(fenced.code(), "fenced");
    let stale = store.claim_stale("second", at(2), at(9), 10).await.unwrap().remove(0);
    assert_eq!(stale.effect.epoch, 2);
    let fenced = store.settle(ctx, &effect, 1, ended(EffectState::Succeeded, at(2))).await.unwrap_err();
    assert_eq!(fenced.code(), "fenced");
    store.settle(ctx, &effect, 2, ended(EffectState::Unknown, at(3))).await.unwrap();
    let over = store.settle(ctx, &effect, 2, ended(EffectState::Succeeded, at(3))).await.unwrap_err();
    assert_eq!(over.code(), "fenced");
    let missing = store.settle(ctx, &"none".into(), 1, ended(EffectState::Failed, at(3))).await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
}

async fn the_ledger_refuses_other_ways(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.claimed("claimed").await;
    let before = (store.audit_head(ctx).await.unwrap(), store.activity_head(ctx).await.unwrap());
    for state in [EffectState::Unknown, EffectState::Undone, EffectState::Rejected, EffectState::Proposed] {
        let refused = store.settle(ctx, &effect, 1, ended(state, at(2))).await.unwrap_err();
        assert_eq!(refused.to_string(), "the effect is claimed", "{state}");
    }
    let refused =
        store.user_transition(ctx, &effect, &[EffectState::Claimed], EffectState::Undone, at(2)).await;
    assert_eq!(refused.unwrap_err().code(), "wrong_state");
    let after = (store.audit_head(ctx).await.unwrap(), store.activity_head(ctx).await.unwrap());
    assert_eq!(before, after);
    assert_eq!(world.proposal("claimed").await.effect.state, EffectState::Claimed);
}

async fn a_stale_claim_changes_hands(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.started("p").await;
    assert!(store.claim_stale("second", at(1), at(9), 10).await.unwrap().is_empty(), "its lease holds");
    let stale = store.claim_stale("second", at(2), at(9), 10).await.unwrap();
    assert_eq!(stale.len(), 1);
    let claim = &stale[0].effect;
    assert_eq!((claim.state, claim.epoch, claim.attempts), (EffectState::Started, 2, 1));
    assert_eq!(stale[0].first_attempt_at, at(1));
    assert_eq!(store.effect_started(ctx, &effect, 1, 10, at(3)).await.unwrap(), Started::Fenced);
    assert!(store.claim_stale("third", at(8), at(9), 10).await.unwrap().is_empty());
}

async fn retries_wait_their_turn(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.started("p").await;
    let settlement = Settlement {
        error: error("refused"),
        not_before: Some(at(5)),
        ..ended(EffectState::Approved, at(2))
    };
    let waiting = store.settle(ctx, &effect, 1, settlement).await.unwrap().effect;
    assert_eq!(
        (waiting.state, waiting.attempts, waiting.error),
        (EffectState::Approved, 1, error("refused"))
    );
    assert_eq!((waiting.not_before, waiting.started_at), (Some(at(5)), None));
    assert_eq!(store.next_effect_due().await.unwrap(), Some(at(5)));
    assert!(store.claim_effects("worker", at(4), at(9), 10).await.unwrap().is_empty());
    let again = store.claim_effects("worker", at(5), at(9), 10).await.unwrap().remove(0);
    assert_eq!((again.effect.epoch, again.effect.attempts, again.first_attempt_at), (2, 2, at(1)));
}

async fn the_user_retries_resolves_and_undoes(world: World) {
    use EffectState::{Approved, Failed, Succeeded, Undone, Unknown};
    let World { store, ctx, .. } = &world;
    let failed = world.started("failed").await;
    store
        .settle(ctx, &failed, 1, Settlement { error: error("refused"), ..ended(Failed, at(2)) })
        .await
        .unwrap();
    let retried = store.user_transition(ctx, &failed, &[Failed], Approved, at(3)).await.unwrap().effect;
    assert_eq!((retried.state, retried.attempts, retried.error), (Approved, 0, error("refused")));
    let claim = store.claim_effects("worker", at(3), at(9), 10).await.unwrap().remove(0);
    assert_eq!((claim.effect.id, claim.effect.epoch, claim.effect.attempts), (failed.clone(), 2, 1));
    assert_eq!(claim.first_attempt_at, at(3));
    let waits = Settlement { error: error("busy"), not_before: Some(at(90)), ..ended(Approved, at(4)) };
    store.settle(ctx, &failed, 2, waits).await.unwrap();
    let hurried =
        store.user_transition(ctx, &failed, &[Failed, Approved], Approved, at(5)).await.unwrap().effect;
    assert_eq!((hurried.not_before, hurried.attempts), (Some(at(5)), 0));
    let undone = store.user_transition(ctx, &failed, &[Approved], Undone, at(6)).await.unwrap();
    assert_eq!((undone.status, undone.effect.state), (Status::Approved, Undone));

    let unknown = world.started("unknown").await;
    store.settle(ctx, &unknown, 1, ended(Unknown, at(2))).await.unwrap();
    let wrong = store.user_transition(ctx, &unknown, &[Failed], Approved, at(3)).await.unwrap_err();
    assert_eq!(wrong.to_string(), "the effect is unknown");
    let resolved = store.user_transition(ctx, &unknown, &[Unknown], Succeeded, at(3)).await.unwrap();
    assert_eq!(resolved.effect.state, Succeeded);

    let mut in_window = approved(proposal("in-window"));
    in_window.effect.not_before = Some(at(60));
    world.submit(in_window).await;
    let id = effect_id("in-window");
    let hurry = store.user_transition(ctx, &id, &[Failed, Approved], Approved, at(5)).await.unwrap_err();
    assert_eq!(hurry.code(), "wrong_state", "a retry does not shorten the undo window");
    store.user_transition(ctx, &id, &[Approved], Undone, at(6)).await.unwrap();
    assert!(store.claim_effects("worker", at(100), at(101), 10).await.unwrap().is_empty());
    let missing = store.user_transition(ctx, &"none".into(), &[Approved], Undone, at(6)).await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
}

async fn a_follow_up_comes_with_the_outcome(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.started("p").await;
    let next = Proposal { created_at: at(2), ..approved(proposal("next")) };
    let settlement = Settlement {
        follow_up: Some(NewProposal { proposal: next.clone() }),
        ..ended(EffectState::Succeeded, at(2))
    };
    store.settle(ctx, &effect, 1, settlement).await.unwrap();
    assert_eq!(world.proposal("next").await, next);
    let due = store.claim_effects("worker", at(2), at(2) + SignedDuration::from_mins(1), 10).await.unwrap();
    assert_eq!(due.len(), 1);
}

async fn undoing_marks_what_was_undone(world: World) {
    let World { store, ctx, .. } = &world;
    let effect = world.started("p").await;
    store.settle(ctx, &effect, 1, ended(EffectState::Succeeded, at(2))).await.unwrap();
    let mut undo = approved(proposal("undo"));
    undo.effect.undoes = Some(effect);
    world.submit(undo).await;
    store.claim_effects("worker", at(1), at(9), 10).await.unwrap();
    store.effect_started(ctx, &effect_id("undo"), 1, 10, at(3)).await.unwrap();
    assert_eq!(world.proposal("p").await.effect.state, EffectState::Succeeded);
    store.settle(ctx, &effect_id("undo"), 1, ended(EffectState::Succeeded, at(4))).await.unwrap();
    assert_eq!(world.proposal("p").await.effect.state, EffectState::Undone);
    assert_eq!(world.proposal("undo").await.effect.state, EffectState::Succeeded);
}
