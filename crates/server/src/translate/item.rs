//! Items and insights as the contract shows them.

use domain::insight::{Evidence, Reason};
use domain::{Address, BlobId, Insight, Item};
use protocol::items as wire;

/// `with_body` for a single item; lists leave bodies out.
pub fn item(item: Item, with_body: bool) -> wire::Item {
    let id = item.id.to_string();
    wire::Item {
        kind: serde_word(&item.kind),
        account_id: item.account_id.to_string(),
        thread_id: item.thread_id.map(|t| t.to_string()),
        message_id: item.message_id,
        duplicate_of: item.duplicate_of.map(|d| d.to_string()),
        folders: item.folders,
        subject: item.subject,
        from: item.from.map(address),
        to: item.to.into_iter().map(address).collect(),
        received_at: item.received_at,
        unread: item.unread,
        flagged: item.flagged,
        archived: item.archived,
        awaiting_reply: item.awaiting_reply,
        attachments: item
            .attachments
            .into_iter()
            .map(|a| wire::Attachment {
                blob: BlobId::of_part(&item.id, a.part).into_string(),
                name: a.name,
                media_type: a.media_type,
                size: a.size,
            })
            .collect(),
        body: with_body.then_some(wire::Body { text: item.text, has_html: item.has_html }),
        insight: item.insight.map(insight),
        event: item.event.map(|event| self::event(*event)),
        id,
    }
}

fn event(event: domain::Event) -> wire::Event {
    wire::Event {
        uid: event.uid,
        calendar: event.calendar,
        start: event.start,
        end: event.end,
        all_day: event.all_day,
        time_zone: event.time_zone,
        location: event.location,
        status: event.status.to_string(),
        organizer: event.organizer.map(address),
        attendees: event
            .attendees
            .into_iter()
            .map(|attendee| wire::Attendee {
                name: attendee.address.name,
                address: attendee.address.address,
                response: attendee.response.to_string(),
                optional: attendee.optional,
            })
            .collect(),
        rrule: event.rrule,
        recurrence_id: event.recurrence_id,
    }
}

pub fn address(address: Address) -> wire::Address {
    wire::Address { name: address.name, address: address.address }
}

pub fn reason(reason: Reason) -> wire::Reason {
    wire::Reason { code: reason.code, text: reason.text }
}

fn insight(insight: Insight) -> wire::Insight {
    let triage = insight.triage.unwrap_or_default();
    let summary = insight.summary.unwrap_or_default();
    let safety = insight.safety;
    let by = [&triage.answered_by, &summary.answered_by].into_iter().find(|by| !by.is_empty()).cloned();
    let evidence = triage.evidence.into_iter().chain(safety.iter().flat_map(|s| s.evidence.clone()));
    wire::Insight {
        category: triage.category.to_string(),
        importance: triage.importance.to_string(),
        action_type: triage.action_type.to_string(),
        due_at: triage.due_at,
        summary: summary.summary,
        bullets: summary.bullets,
        language: summary.language,
        amount: triage.amount.map(|a| wire::Amount { value: a.value, currency: a.currency }),
        reasons: triage.reasons.into_iter().map(reason).collect(),
        evidence: evidence.map(quote).collect(),
        safety: safety.map(|s| wire::Safety {
            verdict: s.verdict.to_string(),
            reasons: s.reasons.into_iter().map(reason).collect(),
        }),
        answered_by: by.unwrap_or_else(|| "reflex".to_owned()),
    }
}

fn quote(evidence: Evidence) -> wire::Evidence {
    wire::Evidence { field: evidence.field, quote: evidence.quote }
}

/// The word by which serde names a unit variant.
pub fn serde_word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
