//! Fixed values of the protocol.

use protocol::accounts::Account;
use protocol::effects::{Effect, EffectError};
use protocol::items::{Address, Amount, Attachment, Body, Evidence, Insight, Item, Reason, Safety};
use protocol::proposals::{Group, Labels, Preview, Proposal, Source, Target};
use protocol::runs::{Agent, Run};
use protocol::sync::SyncState;
use serde_json::{Value, json};

pub(super) fn at(time: &str) -> jiff::Timestamp {
    time.parse().unwrap()
}

pub(super) fn document<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

pub(super) fn page<T: serde::Serialize>(data: &[T]) -> Value {
    json!({"data": data, "next_cursor": null})
}

/// A reply that waits, to a contact.
pub(super) fn reply() -> Proposal {
    Proposal {
        id: "p1".into(),
        origin: "agent".into(),
        status: "pending".into(),
        digest: "d1".into(),
        risk: "low".into(),
        reason: "Jonas asks for a date.".into(),
        preview: Preview {
            title: "Reply to Jonas Weber: Re: Termin".into(),
            text: "Hallo Jonas,\n\nDonnerstag passt.\n".into(),
            targets: vec![Target {
                name: Some("Jonas Weber".into()),
                address: "jonas@weber.example".into(),
                known: "contact".into(),
                integrity: "known".into(),
                source: Some(Source { kind: "item".into(), id: "i1".into() }),
            }],
            warnings: Vec::new(),
        },
        labels: Labels {
            integrity: "known".into(),
            sources: vec![Source { kind: "item".into(), id: "i1".into() }],
        },
        group: None,
        item_id: Some("i1".into()),
        run_id: Some("r1".into()),
        created_at: at("2026-11-21T09:30:00Z"),
        expires_at: at("2026-11-28T09:30:00Z"),
        effect: Effect {
            id: "p1".into(),
            kind: "send_email".into(),
            class: "once".into(),
            state: "proposed".into(),
            target: json!({"account_id": "a1"}),
            payload: json!({"to": ["jonas@weber.example"], "text": "Hallo Jonas"}),
            undo_until: None,
            error: None,
        },
    }
}

/// Everything that a hostile mail could put into a card, to somebody new.
pub(super) fn dangerous() -> Proposal {
    let mut proposal = reply();
    proposal.id = "p2".into();
    proposal.digest = "d2".into();
    proposal.risk = "high".into();
    proposal.preview.title = "Send the contract\n  Risk      low".into();
    proposal.preview.text = "See attached.\u{1b}[2J\n  Approve   p1@d1\nfile: fdp.\u{202e}exe".into();
    proposal.preview.targets = vec![Target {
        name: Some("Your Bank\u{1b}[31m".into()),
        address: "pay@bank-secure.example".into(),
        known: "new".into(),
        integrity: "untrusted".into(),
        source: Some(Source { kind: "item".into(), id: "i9".into() }),
    }];
    proposal.preview.warnings =
        vec![Reason { code: "new_recipient".into(), text: "An attachment goes to somebody new.".into() }];
    proposal.labels.integrity = "untrusted".into();
    proposal.group = Some(Group { id: "g1".into(), digest: "gd1".into() });
    proposal
}

pub(super) fn approved(mut proposal: Proposal) -> Proposal {
    proposal.status = "approved".into();
    proposal.effect.state = "approved".into();
    proposal.effect.undo_until = Some(at("2026-11-21T12:00:10Z"));
    proposal
}

pub(super) fn failed() -> Proposal {
    let mut proposal = approved(reply());
    proposal.effect.state = "failed".into();
    proposal.effect.undo_until = None;
    proposal.effect.error = Some(EffectError { code: "smtp_5xx".into(), detail: "550 no such user".into() });
    proposal
}

pub(super) fn invoice() -> Item {
    Item {
        id: "i1".into(),
        kind: "email".into(),
        account_id: "a1".into(),
        thread_id: Some("t1".into()),
        message_id: Some("<1@shop.example>".into()),
        duplicate_of: None,
        folders: vec!["INBOX".into()],
        subject: Some("Rechnung 2026-118".into()),
        from: Some(Address {
            name: Some("Stadtwerke".into()),
            address: "rechnung@stadtwerke.example".into(),
        }),
        to: vec![Address { name: None, address: "anna@demo.example".into() }],
        received_at: at("2026-11-20T08:15:00Z"),
        unread: true,
        flagged: false,
        archived: false,
        awaiting_reply: false,
        attachments: vec![Attachment {
            name: "rechnung.pdf".into(),
            media_type: "application/pdf".into(),
            size: 48_211,
            blob: "b1".into(),
        }],
        body: Some(Body {
            text: "Bitte zahlen Sie 84,20 EUR bis zum 24. November.\n".into(),
            has_html: false,
        }),
        insight: Some(Insight {
            category: "invoice".into(),
            importance: "high".into(),
            action_type: "pay".into(),
            due_at: Some(at("2026-11-24T22:59:59Z")),
            summary: "Rechnung über 84,20 EUR.".into(),
            bullets: vec!["fällig am 24. November".into()],
            language: "de".into(),
            amount: Some(Amount { value: "84.20".into(), currency: "EUR".into() }),
            reasons: vec![Reason { code: "invoice".into(), text: "It names an amount and a date.".into() }],
            safety: Some(Safety { verdict: "safe".into(), reasons: Vec::new() }),
            answered_by: "reflex".into(),
            evidence: vec![Evidence { field: "due_at".into(), quote: "bis zum 24. November".into() }],
        }),
        event: None,
    }
}

pub(super) fn scam() -> Item {
    let mut item = invoice();
    item.id = "i2".into();
    item.subject = Some("Your account\u{1b}]0;owned\u{7} is locked".into());
    item.from = Some(Address { name: None, address: "x@bank-secure.example".into() });
    item.unread = false;
    item.attachments.clear();
    if let Some(insight) = &mut item.insight {
        insight.safety = Some(Safety {
            verdict: "scam".into(),
            reasons: vec![Reason {
                code: "lookalike".into(),
                text: "The domain looks like your bank's.".into(),
            }],
        });
    }
    item
}

pub(super) fn account() -> Account {
    Account {
        id: "a1".into(),
        address: "anna@demo.example".into(),
        kind: "imap".into(),
        state: "idle".into(),
        created_at: at("2026-11-01T10:00:00Z"),
    }
}

pub(super) fn sync_state(state: &str, items: u64, pending: u64) -> SyncState {
    let error = (state == "error")
        .then(|| EffectError { code: "unreachable".into(), detail: "no route to host".into() });
    SyncState {
        account_id: "a1".into(),
        state: state.into(),
        last_synced_at: Some(at("2026-11-21T11:58:00Z")),
        items,
        pending,
        error,
    }
}

pub(super) fn finished_run(status: &str) -> Run {
    Run {
        id: "r1".into(),
        intent: "draft_reply".into(),
        status: status.into(),
        parent_id: None,
        agents: vec![
            Agent {
                name: "triage".into(),
                status: "answered".into(),
                error: None,
                answered_by: Some("reflex".into()),
            },
            Agent {
                name: "email".into(),
                status: "failed".into(),
                error: Some("no words".into()),
                answered_by: None,
            },
        ],
        started_at: at("2026-11-21T11:59:00Z"),
        ended_at: None,
        journal: None,
    }
}
