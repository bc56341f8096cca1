//! The run's decisions, without any IO.

use super::*;
use crate::effect::{EffectKind, EffectState};
use crate::ids::{AccountId, EffectId, ItemId, ProposalId};
use crate::proposal::Status;
use proptest::prelude::*;

fn requested(intent: Intent, accounts: &[&str], items: &[&str]) -> Vec<RunEvent> {
    vec![RunEvent::Requested {
        intent,
        accounts: accounts.iter().map(|a| AccountId::from(*a)).collect(),
        items: items.iter().map(|i| ItemId::from(*i)).collect(),
    }]
}

/// Appends what the input decides.
fn step(journal: &mut Vec<RunEvent>, input: Input) {
    let run = Run::fold(&*journal);
    journal.extend(decide(&run, &input));
}

fn answered(agent: &str, drafts: Vec<Drafted>) -> Input {
    Input::AgentAnswered { agent: agent.into(), answered_by: "reflex".into(), items: 1, drafts }
}

fn draft(id: &str) -> Drafted {
    Drafted::Proposed {
        proposal: ProposalId::from(id),
        effect: EffectId::from(id),
        kind: EffectKind::SendEmail,
        item: Some(ItemId::from("item")),
    }
}

fn asks(run: &Run) -> Vec<String> {
    let agent = |command: Command| match command {
        Command::Ask { agent } => Some(agent),
        Command::SyncAccount { .. } => None,
    };
    pending(run).into_iter().filter_map(agent).collect()
}

#[test]
fn triage_and_safety_run_side_by_side_and_email_after_them() {
    let mut journal = requested(Intent::HandleItems, &[], &["item"]);
    assert_eq!(asks(&Run::fold(&journal)), ["triage", "safety"]);
    step(&mut journal, answered("safety", vec![]));
    assert_eq!(asks(&Run::fold(&journal)), ["triage"]);
    step(&mut journal, answered("triage", vec![]));
    assert_eq!(asks(&Run::fold(&journal)), ["email"]);
    step(&mut journal, answered("email", vec![]));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Succeeded);
}

#[test]
fn one_agent_that_fails_is_named_and_the_others_finish() {
    let mut journal = requested(Intent::HandleItems, &[], &["item"]);
    step(&mut journal, Input::AgentFailed { agent: "triage".into(), code: "panicked".into() });
    step(&mut journal, answered("safety", vec![]));
    step(&mut journal, answered("email", vec![]));
    let run = Run::fold(&journal);
    assert_eq!(run.status(), RunStatus::Partial);
    let triage = run.agents.iter().find(|a| a.name == "triage").unwrap();
    assert_eq!((triage.status, triage.error.as_deref()), (AgentStatus::Failed, Some("panicked")));
}

#[test]
fn a_run_waits_for_its_proposals_and_ends_with_their_effects() {
    let mut journal = requested(Intent::DraftReply, &[], &["item"]);
    step(&mut journal, answered("email", vec![draft("p")]));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Waiting);
    let seen = |status, state| Input::ProposalSeen { proposal: ProposalId::from("p"), status, state };
    step(&mut journal, seen(Status::Approved, EffectState::Claimed));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Waiting);
    step(&mut journal, seen(Status::Approved, EffectState::Succeeded));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Succeeded);
}

#[test]
fn a_rejected_proposal_ends_its_run_well_and_an_unknown_effect_does_not() {
    for (status, state, expected) in [
        (Status::Rejected, EffectState::Rejected, RunStatus::Succeeded),
        (Status::Expired, EffectState::Expired, RunStatus::Succeeded),
        (Status::Approved, EffectState::Unknown, RunStatus::Partial),
        (Status::Approved, EffectState::Failed, RunStatus::Partial),
    ] {
        let mut journal = requested(Intent::DraftReply, &[], &["item"]);
        step(&mut journal, answered("email", vec![draft("p")]));
        step(&mut journal, Input::ProposalSeen { proposal: ProposalId::from("p"), status, state });
        assert_eq!(Run::fold(&journal).status(), expected, "{status} {state}");
    }
}

#[test]
fn a_sync_of_which_every_account_fails_has_failed() {
    let mut journal = requested(Intent::RefreshInbox, &["a", "b"], &[]);
    let failed = |account: &str| Input::AccountFailed { account: account.into(), code: "unavailable".into() };
    step(&mut journal, failed("a"));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Running);
    step(&mut journal, failed("b"));
    assert_eq!(Run::fold(&journal).status(), RunStatus::Failed);
}

#[test]
fn a_run_with_nothing_to_do_ends_at_once() {
    let mut journal = requested(Intent::RefreshInbox, &[], &[]);
    step(&mut journal, Input::Woken);
    assert_eq!(Run::fold(&journal).status(), RunStatus::Succeeded);
}

#[test]
fn stopping_ends_a_run_and_asks_for_nothing_more() {
    let mut journal = requested(Intent::HandleItems, &[], &["item"]);
    step(&mut journal, Input::Stop);
    let run = Run::fold(&journal);
    assert_eq!((run.status(), pending(&run)), (RunStatus::Stopped, vec![]));
}

fn any_input() -> impl Strategy<Value = Input> {
    let agent = prop_oneof![Just("triage"), Just("safety"), Just("email"), Just("nobody")];
    let account = prop_oneof![Just("a"), Just("b"), Just("z")];
    let status = proptest::sample::select(Status::ALL.to_vec());
    let state = proptest::sample::select(EffectState::ALL.to_vec());
    prop_oneof![
        (agent.clone(), any::<bool>())
            .prop_map(|(a, d)| answered(a, if d { vec![draft("p")] } else { vec![] })),
        agent.prop_map(|a| Input::AgentFailed { agent: a.into(), code: "x".into() }),
        account.clone().prop_map(|a| Input::AccountSynced { account: a.into(), arrived: 1, changed: 0 }),
        account.prop_map(|a| Input::AccountFailed { account: a.into(), code: "x".into() }),
        (status, state).prop_map(|(status, state)| Input::ProposalSeen {
            proposal: "p".into(),
            status,
            state
        }),
        Just(Input::Woken),
        Just(Input::Stop),
    ]
}

proptest! {
    /// Replaying a prefix and going on is the same as never having stopped; a finished run stays finished.
    #[test]
    fn whatever_comes_in_the_journal_tells_it_all(
        inputs in proptest::collection::vec(any_input(), 0..40),
        intent in proptest::sample::select(Intent::ALL.to_vec()),
    ) {
        let mut journal = requested(intent, &["a", "b"], &["item"]);
        let mut live = Run::fold(&journal);
        for input in inputs {
            let events = decide(&live, &input);
            if live.finished.is_some() {
                prop_assert!(events.is_empty());
            }
            for event in &events {
                live.apply(event);
            }
            journal.extend(events);
            let text = serde_json::to_string(&journal).unwrap();
            let read: Vec<RunEvent> = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&Run::fold(&read), &live);
            // The same input again decides nothing new about agents and accounts.
            if !matches!(input, Input::ProposalSeen { .. }) {
                let again = decide(&live, &input);
                let only_ends = again.iter().all(|e| matches!(e, RunEvent::Finished { .. }));
                prop_assert!(only_ends, "{:?}", again);
            }
        }
    }
}
