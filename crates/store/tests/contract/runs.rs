//! Runs: requested once, leased to one worker, stepped under its epoch, woken by what they wait for.

use crate::on_both;
use crate::world::*;
use domain::EffectState;
use domain::insight::ActionType;
use domain::proposal::Status;
use domain::run::{Intent, RunEvent, RunStatus};
use store::{Decision, NewProposal, PageRequest, RunStep};

on_both!(
    a_run_is_requested_once,
    the_longest_waiting_run_is_claimed_first,
    late_writers_are_refused,
    a_step_is_all_or_nothing,
    wake_ups_are_not_lost,
    leases_end,
    runs_are_listed,
    what_a_run_waits_for_wakes_it,
);

fn answered(agent: &str) -> RunEvent {
    RunEvent::AgentAnswered { agent: agent.to_owned(), answered_by: "reflex".to_owned(), items: 1 }
}

fn sleeping() -> RunStep {
    RunStep { status: RunStatus::Waiting, release: true, ..RunStep::default() }
}

async fn a_run_is_requested_once(world: World) {
    let World { store, ctx, .. } = &world;
    store.request_run(ctx, new_run("r", at(0))).await.unwrap();
    store.request_run(ctx, new_run("r", at(5))).await.unwrap();
    let run = store.run(ctx, &"r".into()).await.unwrap().unwrap();
    assert_eq!((run.status, run.started_at, run.ended_at), (RunStatus::Queued, at(0), None));
    assert_eq!(run.content, serde_json::json!({ "text": "please" }));
    assert_eq!(run.events.len(), 1);
    let requested = RunEvent::Requested { intent: Intent::HandleItem, accounts: vec![], items: vec![] };
    assert_eq!((run.events[0].seq, &run.events[0].event), (1, &requested));
    assert!(store.run(ctx, &"none".into()).await.unwrap().is_none());
}

async fn the_longest_waiting_run_is_claimed_first(world: World) {
    let World { store, ctx, .. } = &world;
    for (id, minutes) in [("later", 2), ("first", 1), ("future", 100)] {
        store.request_run(ctx, new_run(id, at(minutes))).await.unwrap();
    }
    assert_eq!(store.next_run_wake().await.unwrap(), Some(at(1)));
    let mut claimed = Vec::new();
    while let Some(claim) = store.claim_run("worker", at(10), at(20)).await.unwrap() {
        assert_eq!((&claim.tenant, claim.epoch), (&ctx.tenant, 1));
        claimed.push(claim.row.id.to_string());
    }
    assert_eq!(claimed, ["first", "later"]);
    assert_eq!(store.next_run_wake().await.unwrap(), Some(at(100)));
}

async fn late_writers_are_refused(world: World) {
    let World { store, ctx, .. } = &world;
    let run = "r".into();
    assert_eq!(world.claimed_run(new_run("r", at(0))).await, 1);
    store.extend_run_lease(ctx, &run, 1, at(70)).await.unwrap();
    assert!(store.claim_run("other", at(69), at(99)).await.unwrap().is_none());
    assert_eq!(store.claim_run("other", at(70), at(99)).await.unwrap().unwrap().epoch, 2);
    let step = RunStep { events: vec![answered("triage")], ..RunStep::default() };
    assert_eq!(store.append_run(ctx, &run, 1, step.clone(), at(71)).await.unwrap_err().code(), "fenced");
    assert_eq!(store.extend_run_lease(ctx, &run, 1, at(99)).await.unwrap_err().code(), "fenced");
    assert_eq!(store.run(ctx, &run).await.unwrap().unwrap().events.len(), 1);
    store.append_run(ctx, &run, 2, RunStep { release: true, ..step.clone() }, at(72)).await.unwrap();
    let released = store.append_run(ctx, &run, 2, step, at(73)).await.unwrap_err();
    assert_eq!(released.code(), "fenced", "the lease was given back");
    let missing = store.append_run(ctx, &"none".into(), 1, RunStep::default(), at(1)).await.unwrap_err();
    assert_eq!(missing.code(), "not_found");
}

async fn a_step_is_all_or_nothing(world: World) {
    let World { store, ctx, .. } = &world;
    let run = "r".into();
    world.ingest(vec![arrived(mail("a", 0))]).await;
    let epoch = world.claimed_run(new_run("r", at(-10))).await;
    let (head, audit) = (store.activity_head(ctx).await.unwrap(), store.audit_head(ctx).await.unwrap());
    let mut impossible = proposal("impossible");
    impossible.effect.state = EffectState::Succeeded;
    let step = RunStep {
        events: vec![answered("triage")],
        status: RunStatus::Running,
        insights: vec![("a".into(), triage(ActionType::Reply))],
        proposals: vec![NewProposal { proposal: proposal("fine") }, NewProposal { proposal: impossible }],
        ..RunStep::default()
    };
    let refused = store.append_run(ctx, &run, epoch, step.clone(), at(1)).await.unwrap_err();
    assert_eq!(refused.code(), "wrong_state");
    assert_eq!(store.run(ctx, &run).await.unwrap().unwrap().events.len(), 1);
    assert_eq!(world.item("a").await.insight, None);
    assert!(store.proposal(ctx, &"fine".into()).await.unwrap().is_none());
    assert_eq!(store.activity_head(ctx).await.unwrap(), head);
    assert_eq!(store.audit_head(ctx).await.unwrap(), audit);

    let step = RunStep { proposals: vec![NewProposal { proposal: proposal("fine") }], ..step };
    store.append_run(ctx, &run, epoch, step, at(1)).await.unwrap();
    let entries = store.journal_after(ctx, &run, 1).await.unwrap();
    assert_eq!(
        entries.iter().map(|e| (e.seq, e.event.clone())).collect::<Vec<_>>(),
        [(2, answered("triage"))]
    );
    assert!(world.item("a").await.insight.is_some());
    assert_eq!(world.proposal("fine").await.status, Status::Pending);
    let topics: Vec<_> =
        store.activity_after(ctx, head, 10).await.unwrap().into_iter().map(|a| a.topic).collect();
    assert_eq!(topics, ["proposal", "agent", "run"]);
}

async fn wake_ups_are_not_lost(world: World) {
    let World { store, ctx, .. } = &world;
    let run = "r".into();
    let epoch = world.claimed_run(new_run("r", at(0))).await;
    assert_eq!(store.next_run_wake().await.unwrap(), None, "it is being looked at");
    store.wake_run(ctx, &run, at(61)).await.unwrap();
    assert!(store.claim_run("other", at(62), at(80)).await.unwrap().is_none(), "a worker has it");
    let later = RunStep { wake_at: Some(at(500)), ..sleeping() };
    store.append_run(ctx, &run, epoch, later, at(62)).await.unwrap();
    assert_eq!(
        store.next_run_wake().await.unwrap(),
        Some(at(61)),
        "what came during the step is not slept over"
    );
    let claim = store.claim_run("other", at(62), at(80)).await.unwrap().unwrap();
    store.append_run(ctx, &run, claim.epoch, sleeping(), at(62)).await.unwrap();
    assert_eq!(store.next_run_wake().await.unwrap(), None);
    let done = RunStep { status: RunStatus::Succeeded, ..RunStep::default() };
    store.wake_run(ctx, &run, at(63)).await.unwrap();
    let claim = store.claim_run("other", at(63), at(80)).await.unwrap().unwrap();
    store.append_run(ctx, &run, claim.epoch, done, at(64)).await.unwrap();
    assert_eq!(store.run(ctx, &run).await.unwrap().unwrap().ended_at, Some(at(64)));
    store.wake_run(ctx, &run, at(65)).await.unwrap();
    assert!(store.claim_run("other", at(1_000), at(2_000)).await.unwrap().is_none(), "it has ended");
}

async fn leases_end(world: World) {
    let World { store, ctx, .. } = &world;
    let epoch = world.claimed_run(new_run("r", at(0))).await;
    let effect = world.claimed("p").await;
    let reclaimed = store.reclaim(at(1)).await.unwrap();
    assert_eq!(reclaimed, 2);
    let claim = store.claim_run("new", at(1), at(50)).await.unwrap().unwrap();
    assert_eq!((claim.row.id.as_str(), claim.epoch), ("r", epoch + 1));
    let stale = store.claim_stale("new", at(1), at(50), 10).await.unwrap();
    assert_eq!(stale.len(), 1);
    assert_eq!(
        (&stale[0].effect.id, stale[0].effect.state, stale[0].effect.epoch),
        (&effect, EffectState::Claimed, 2)
    );
    assert!(store.claim_stale("new", at(49), at(60), 10).await.unwrap().is_empty());
    let _ = ctx;
}

async fn runs_are_listed(world: World) {
    let World { store, ctx, .. } = &world;
    for n in 0..7 {
        store.request_run(ctx, new_run(&format!("r{n}"), at(n / 2))).await.unwrap();
    }
    let mut request = PageRequest { limit: 3, cursor: None };
    let mut seen = Vec::new();
    loop {
        let page = store.runs(ctx, &request).await.unwrap();
        assert!(page.data.iter().all(|run| run.events.len() == 1));
        seen.extend(page.data.into_iter().map(|run| run.id.to_string()));
        let Some(next) = page.next else { break };
        request.cursor = Some(next);
    }
    assert_eq!(seen, ["r6", "r5", "r4", "r3", "r2", "r1", "r0"]);
}

async fn what_a_run_waits_for_wakes_it(world: World) {
    let World { store, ctx, .. } = &world;
    let epoch = world.claimed_run(new_run("r", at(0))).await;
    let proposals = ["decided", "expired", "withdrawn"].map(|id| {
        let mut proposal = in_run(proposal(id), "r");
        if id == "expired" {
            proposal.expires_at = at(200);
        }
        NewProposal { proposal }
    });
    let step = RunStep { proposals: proposals.to_vec(), ..sleeping() };
    store.append_run(ctx, &"r".into(), epoch, step, at(61)).await.unwrap();
    let mut epoch = epoch;
    let mut asleep_until = async |at: jiff::Timestamp| {
        assert_eq!(store.next_run_wake().await.unwrap(), Some(at));
        let claim =
            store.claim_run("worker", at, at + jiff::SignedDuration::from_mins(30)).await.unwrap().unwrap();
        epoch += 1;
        assert_eq!(claim.epoch, epoch);
        store.append_run(ctx, &"r".into(), epoch, sleeping(), at).await.unwrap();
        assert_eq!(store.next_run_wake().await.unwrap(), None);
    };
    let digest = Some("digest-decided".to_owned());
    let decision = Decision {
        proposal: "decided".into(),
        digest,
        status: Status::Approved,
        not_before: None,
        undo_until: None,
    };
    store.decide(ctx, vec![decision], at(100)).await.unwrap();
    asleep_until(at(100)).await;
    store.withdraw(ctx, &"withdrawn".into(), "answered", at(110)).await.unwrap();
    asleep_until(at(110)).await;
    store.expire_due(at(200)).await.unwrap();
    asleep_until(at(200)).await;
    let claimed = store.claim_effects("worker", at(200), at(201), 10).await.unwrap();
    assert_eq!(store.next_run_wake().await.unwrap(), None, "a claim is no news");
    let id = &claimed[0].effect.id;
    store.effect_started(ctx, id, 1, 10, at(201)).await.unwrap();
    store.settle(ctx, id, 1, crate::effects::ended(EffectState::Failed, at(202))).await.unwrap();
    asleep_until(at(202)).await;
}
