//! Proposals: submitted, decided, edited, withdrawn, expired, overtaken.

use crate::on_both;
use crate::world::*;
use domain::proposal::{Origin, Status};
use domain::{EffectState, Proposal};
use jiff::Timestamp;
use store::{Decision, DecisionError, NewProposal, Overtaken, PageRequest, ProposalQuery};

on_both!(
    a_proposal_comes_back_as_it_went_in,
    impossible_proposals_are_refused,
    a_newer_one_takes_the_place_of_the_older,
    the_first_decision_wins,
    decisions_are_all_or_none,
    decisions_are_bound_to_what_was_seen,
    nobody_decided_in_time,
    an_edit_is_a_new_proposal,
    withdrawal_keeps_the_decision,
    answered_threads_overtake_replies,
    deleted_and_moved_mails_overtake,
    lists_choose,
);

pub fn approve(id: &str) -> Decision {
    let digest = Some(format!("digest-{id}"));
    Decision { proposal: id.into(), digest, status: Status::Approved, not_before: None, undo_until: None }
}

pub fn reject(id: &str) -> Decision {
    Decision { digest: None, status: Status::Rejected, ..approve(id) }
}

fn states(proposal: &Proposal) -> (Status, EffectState) {
    (proposal.status, proposal.effect.state)
}

async fn a_proposal_comes_back_as_it_went_in(world: World) {
    let World { store, ctx, .. } = &world;
    let mut given = in_run(archiving("p", "item"), "run");
    given.group = Some("group".into());
    given.effect.undoes = Some("earlier".into());
    given.effect.target.message_id = Some("<m@x>".to_owned());
    let stored = world.submit(given.clone()).await;
    assert_eq!(stored, given);
    assert_eq!(world.proposal("p").await, given);
    assert_eq!(store.effect_proposal(ctx, &effect_id("p")).await.unwrap().unwrap(), given);
    assert!(store.effect_proposal(ctx, &"none".into()).await.unwrap().is_none());

    let mut again = given.clone();
    again.reason = "Something else".to_owned();
    assert_eq!(world.submit(again).await, given, "a proposal id that exists answers the stored one");

    let mut own = approved(proposal("own"));
    own.effect.not_before = Some(at(1));
    own.effect.undo_until = Some(at(1));
    assert_eq!(world.submit(own.clone()).await, own);
    assert_eq!(world.proposal("own").await, own);
    let kinds = world.audit_kinds().await;
    assert_eq!(kinds[1..], ["proposal.submitted", "proposal.submitted", "proposal.approved"]);
}

async fn impossible_proposals_are_refused(world: World) {
    for state in [EffectState::Claimed, EffectState::Succeeded, EffectState::Approved] {
        let mut impossible = proposal("p");
        impossible.effect.state = state;
        let new = NewProposal { proposal: impossible };
        let refused = world.store.submit(&world.ctx, vec![new], at(0)).await.unwrap_err();
        assert_eq!(refused.code(), "wrong_state");
        assert!(world.store.proposal(&world.ctx, &"p".into()).await.unwrap().is_none());
    }
}

async fn a_newer_one_takes_the_place_of_the_older(world: World) {
    world.submit(about(proposal("old"), "item")).await;
    world.submit(about(proposal("elsewhere"), "other")).await;
    world.submit(archiving("archive", "item")).await;
    world.submit(about(proposal("new"), "item")).await;
    let old = world.proposal("old").await;
    assert_eq!(states(&old), (Status::Withdrawn, EffectState::Withdrawn));
    assert_eq!(old.effect.error.unwrap().code, "replaced");
    for untouched in ["elsewhere", "archive", "new"] {
        assert_eq!(world.proposal(untouched).await.status, Status::Pending, "{untouched}");
    }
    assert_eq!(world.store.open_replies(&world.ctx).await.unwrap(), 2);
}

async fn the_first_decision_wins(world: World) {
    let World { store, ctx, .. } = &world;
    world.submit(proposal("p")).await;
    let mut decision = approve("p");
    decision.not_before = Some(at(7));
    decision.undo_until = Some(at(7));
    let decided = store.decide(ctx, vec![decision], at(5)).await.unwrap().remove(0);
    assert_eq!(states(&decided), (Status::Approved, EffectState::Approved));
    let effect = &decided.effect;
    assert_eq!(
        (effect.approved_at, effect.not_before, effect.undo_until),
        (Some(at(5)), Some(at(7)), Some(at(7)))
    );
    assert_eq!(world.proposal("p").await, decided);
    for second in [reject("p"), approve("p")] {
        match store.decide(ctx, vec![second], at(6)).await.unwrap_err() {
            DecisionError::AlreadyDecided(stored) => assert_eq!(*stored, decided),
            other => panic!("{other:?}"),
        }
    }
    let records = store.audit_after(ctx, 0, 100).await.unwrap();
    let approval = records.iter().find(|record| record.kind == "proposal.approved").unwrap();
    assert_eq!((approval.actor.as_str(), approval.reason.as_deref()), ("user:anna", Some("digest-p")));
    assert_eq!((approval.subject.kind.as_str(), approval.subject.id.as_str()), ("proposal", "p"));
}

async fn decisions_are_all_or_none(world: World) {
    let World { store, ctx, .. } = &world;
    for id in ["a", "b", "c"] {
        world.submit(proposal(id)).await;
    }
    let head = store.activity_head(ctx).await.unwrap();
    let mut changed = approve("c");
    changed.digest = Some("another".to_owned());
    let refused = store.decide(ctx, vec![approve("a"), reject("b"), changed], at(1)).await.unwrap_err();
    assert!(matches!(refused, DecisionError::Changed(_)));
    let missing = store.decide(ctx, vec![approve("a"), approve("none")], at(1)).await.unwrap_err();
    assert!(matches!(missing, DecisionError::NotFound(id) if id.as_str() == "none"));
    let twice = store.decide(ctx, vec![approve("a"), approve("a")], at(1)).await.unwrap_err();
    assert!(matches!(twice, DecisionError::AlreadyDecided(_)));
    for id in ["a", "b", "c"] {
        assert_eq!(states(&world.proposal(id).await), (Status::Pending, EffectState::Proposed));
    }
    assert_eq!(store.activity_head(ctx).await.unwrap(), head);
    let decided = store.decide(ctx, vec![approve("a"), reject("b"), approve("c")], at(1)).await.unwrap();
    let found: Vec<_> = decided.iter().map(|p| (p.id.as_str(), p.status)).collect();
    assert_eq!(found, [("a", Status::Approved), ("b", Status::Rejected), ("c", Status::Approved)]);
}

async fn decisions_are_bound_to_what_was_seen(world: World) {
    let World { store, ctx, .. } = &world;
    world.submit(proposal("p")).await;
    let unseen = Decision { digest: None, ..approve("p") };
    assert!(matches!(store.decide(ctx, vec![unseen], at(1)).await, Err(DecisionError::Changed(_))));
    let other = Decision { digest: Some("other".to_owned()), ..reject("p") };
    assert!(matches!(store.decide(ctx, vec![other], at(1)).await, Err(DecisionError::Changed(_))));
    let pending = Decision { status: Status::Pending, ..approve("p") };
    assert!(matches!(store.decide(ctx, vec![pending], at(1)).await, Err(DecisionError::Store(_))));
    store.decide(ctx, vec![reject("p")], at(1)).await.unwrap();
    assert_eq!(states(&world.proposal("p").await), (Status::Rejected, EffectState::Rejected));
}

async fn nobody_decided_in_time(world: World) {
    let World { store, ctx, .. } = &world;
    for (id, minutes) in [("soon", 10), ("later", 20)] {
        world.submit(Proposal { expires_at: at(minutes), ..proposal(id) }).await;
    }
    let late = store.decide(ctx, vec![approve("soon")], at(10)).await.unwrap_err();
    assert!(matches!(late, DecisionError::Expired(_)));
    assert_eq!(store.expire_due(at(9)).await.unwrap(), 0);
    assert_eq!(store.expire_due(at(10)).await.unwrap(), 1);
    assert_eq!(states(&world.proposal("soon").await), (Status::Expired, EffectState::Expired));
    assert_eq!(states(&world.proposal("later").await), (Status::Pending, EffectState::Proposed));
    assert!(matches!(store.decide(ctx, vec![approve("soon")], at(11)).await, Err(DecisionError::Expired(_))));
    let replaced =
        store.replace(ctx, &"soon".into(), NewProposal { proposal: proposal("new") }, at(11)).await;
    assert!(matches!(replaced, Err(DecisionError::Expired(_))));
    let many = (0..1_100)
        .map(|n| NewProposal { proposal: Proposal { expires_at: at(30), ..proposal(&format!("many-{n}")) } });
    store.submit(ctx, many.collect(), at(0)).await.unwrap();
    assert_eq!(store.expire_due(at(30)).await.unwrap(), 1_101);
}

async fn an_edit_is_a_new_proposal(world: World) {
    let World { store, ctx, .. } = &world;
    let edit = async |old: &str, new: &str, at: Timestamp| {
        store.replace(ctx, &old.into(), NewProposal { proposal: proposal(new) }, at).await
    };
    world.submit(proposal("pending")).await;
    let new = edit("pending", "pending-2", at(1)).await.unwrap();
    assert_eq!(states(&new), (Status::Pending, EffectState::Proposed));
    assert_eq!(states(&world.proposal("pending").await), (Status::Withdrawn, EffectState::Withdrawn));
    assert_eq!(edit("pending", "pending-2", at(1)).await.unwrap(), new, "the same edit again");

    world.submit(approved(proposal("waiting"))).await;
    edit("waiting", "waiting-2", at(1)).await.unwrap();
    assert_eq!(states(&world.proposal("waiting").await), (Status::Approved, EffectState::Withdrawn));

    let effect = world.started("failed").await;
    assert!(matches!(edit("failed", "too-early", at(1)).await, Err(DecisionError::AlreadyDecided(_))));
    store.settle(ctx, &effect, 1, crate::effects::ended(EffectState::Failed, at(2))).await.unwrap();
    edit("failed", "failed-2", at(3)).await.unwrap();
    assert_eq!(states(&world.proposal("failed").await), (Status::Approved, EffectState::Withdrawn));

    store.decide(ctx, vec![reject("pending-2")], at(4)).await.unwrap();
    assert!(matches!(edit("pending-2", "no", at(5)).await, Err(DecisionError::AlreadyDecided(_))));
    assert!(matches!(edit("none", "no", at(5)).await, Err(DecisionError::NotFound(_))));
    assert!(store.proposal(ctx, &"no".into()).await.unwrap().is_none());
}

async fn withdrawal_keeps_the_decision(world: World) {
    let World { store, ctx, .. } = &world;
    world.submit(proposal("pending")).await;
    let withdrawn = store.withdraw(ctx, &"pending".into(), "answered", at(1)).await.unwrap().unwrap();
    assert_eq!(states(&withdrawn), (Status::Withdrawn, EffectState::Withdrawn));
    assert_eq!(withdrawn.effect.error.unwrap().code, "answered");
    world.submit(approved(proposal("approved"))).await;
    let withdrawn = store.withdraw(ctx, &"approved".into(), "deleted", at(1)).await.unwrap().unwrap();
    assert_eq!(states(&withdrawn), (Status::Approved, EffectState::Withdrawn));
    assert!(store.claim_effects("worker", at(2), at(3), 10).await.unwrap().is_empty());
    world.started("started").await;
    assert_eq!(store.withdraw(ctx, &"started".into(), "answered", at(2)).await.unwrap(), None, "too late");
    assert_eq!(store.withdraw(ctx, &"none".into(), "answered", at(2)).await.unwrap(), None);
}

async fn answered_threads_overtake_replies(world: World) {
    let World { store, ctx, account, .. } = &world;
    world.ingest_at(vec![arrived(mail("a", 0))], at(1)).await;
    let proposed = |id: &str| Proposal { created_at: at(2), ..about(proposal(id), "a") };
    world.submit(proposed("reply")).await;
    let mut own = approved(proposed("own"));
    own.effect.not_before = Some(at(50));
    world.submit(own).await;
    // The user's own effect of the same kind took the place of the agent's.
    assert_eq!(world.proposal("reply").await.status, Status::Withdrawn);
    world.submit(proposed("reply-2")).await;
    assert_eq!(store.overtaken(ctx, account).await.unwrap(), []);
    world.ingest_at(vec![arrived(replying(sent("answer", 1), "a"))], at(3)).await;
    let expected = |id: &str, code| Overtaken {
        proposal: id.into(),
        effect: effect_id(id),
        kind: domain::EffectKind::SendEmail,
        code,
    };
    assert_eq!(store.overtaken(ctx, account).await.unwrap(), [expected("reply-2", "answered")]);
    assert_eq!(store.overtaken(ctx, &"other".into()).await.unwrap(), []);

    let mut once_more = about(proposal("once-more"), "a");
    once_more.created_at = at(4);
    world.submit(once_more).await;
    let all = store.overtaken(ctx, account).await.unwrap();
    assert_eq!(all, [], "who asks for a reply in an answered thread wants one more");
}

async fn deleted_and_moved_mails_overtake(world: World) {
    let World { store, ctx, account, .. } = &world;
    world.ingest(vec![arrived(mail("a", 0)), arrived(mail("b", 0))]).await;
    world.submit(archiving("archive-a", "a")).await;
    world.submit(archiving("archive-b", "b")).await;
    world.submit(about(proposal("reply-b"), "b")).await;
    assert_eq!(store.overtaken(ctx, account).await.unwrap(), []);
    let moved = arrived(in_folder(mail("a", 0), "Archive", "7:1"));
    let gone = |id: &str| store::Ingested::Gone { place: place("INBOX", &format!("1:{id}")) };
    world.ingest(vec![gone("a"), moved, gone("b")]).await;
    let found = store.overtaken(ctx, account).await.unwrap();
    let mut found: Vec<_> =
        found.iter().map(|overtaken| (overtaken.proposal.as_str(), overtaken.code)).collect();
    found.sort();
    assert_eq!(found, [("archive-a", "moved"), ("archive-b", "deleted"), ("reply-b", "deleted")]);
}

async fn lists_choose(world: World) {
    let World { store, ctx, .. } = &world;
    for n in 0..5 {
        world.submit(Proposal { created_at: at(n / 2), ..proposal(&format!("p{n}")) }).await;
    }
    let mut special = in_run(about(proposal("special"), "item"), "run");
    special.group = Some("group".into());
    special.created_at = at(50);
    world.submit(special).await;
    world.submit(Proposal { created_at: at(60), ..approved(proposal("own")) }).await;
    store.decide(ctx, vec![reject("p0")], at(61)).await.unwrap();
    let choose = async |query: ProposalQuery| {
        let page = store.proposals(ctx, &query, &PageRequest::default()).await.unwrap();
        page.data.into_iter().map(|proposal| proposal.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(choose(ProposalQuery::default()).await, ["own", "special", "p4", "p3", "p2", "p1", "p0"]);
    let query = |change: fn(&mut ProposalQuery)| {
        let mut query = ProposalQuery::default();
        change(&mut query);
        query
    };
    let cases: [(ProposalQuery, &[&str]); 7] = [
        (query(|q| q.status = Some(Status::Pending)), &["special", "p4", "p3", "p2", "p1"]),
        (query(|q| q.status = Some(Status::Rejected)), &["p0"]),
        (query(|q| q.state = Some(EffectState::Approved)), &["own"]),
        (query(|q| q.origin = Some(Origin::User)), &["own"]),
        (query(|q| q.item_id = Some("item".into())), &["special"]),
        (query(|q| q.run_id = Some("run".into())), &["special"]),
        (query(|q| q.group = Some("group".into())), &["special"]),
    ];
    for (query, expected) in cases {
        assert_eq!(choose(query.clone()).await, expected, "{query:?}");
    }
    let mut request = PageRequest { limit: 2, cursor: None };
    let mut seen = 0;
    loop {
        let page = store.proposals(ctx, &ProposalQuery::default(), &request).await.unwrap();
        seen += page.data.len();
        let Some(next) = page.next else { break };
        request.cursor = Some(next);
    }
    assert_eq!(seen, 7);
}
