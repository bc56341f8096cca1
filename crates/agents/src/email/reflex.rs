//! The email agent: a summary for each mail, and drafts where an answer is due.

use super::{reply, spec, summary};
use crate::study::Letter;
use crate::{Agent, AgentError, Context, Found, Part, safety};
use domain::Item;
use domain::insight::{ActionType, Summary, Verdict};
use domain::item::ItemKind;

pub struct Email;

impl Agent for Email {
    fn name(&self) -> &'static str {
        spec::NAME
    }

    fn reflex(&self, context: &Context, items: &[Item]) -> Result<Found, AgentError> {
        let mut found = Found::default();
        let acquaintance = safety::Acquaintance::of(context);
        for item in items {
            let Letter { own: reading, asks, due } = &Letter::of(context, &acquaintance, item);
            let due = due.as_ref();
            let told = summary::tell(reading, asks, due);
            let language = reading.language.code().to_owned();
            let part = Summary {
                summary: told.summary,
                bullets: told.bullets,
                language,
                answered_by: spec::ANSWERED_BY.to_owned(),
            };
            found.parts.push((item.id.clone(), Part::Summary(part)));
            if context.reply_asked || reply_is_due(context, item, !asks.is_empty()) {
                found.drafts.extend(reply::draft(context, item, reading, asks, due));
            }
        }
        Ok(found)
    }
}

/// An answer is asked for, nobody has given it, the mail is fresh, and it was found safe.
fn reply_is_due(context: &Context, item: &Item, asked: bool) -> bool {
    let insight = item.insight.as_ref();
    let safe = insight
        .and_then(|i| i.safety.as_ref())
        .is_some_and(|s| s.verdict == Verdict::Safe && !s.changed_bank_detail);
    let wanted = match insight.and_then(|i| i.triage.as_ref()) {
        Some(triage) => asked && matches!(triage.action_type, ActionType::Reply | ActionType::Schedule),
        None => asked,
    };
    let open = context.threads.get(&item.id).is_some_and(|thread| thread.is_newest && !thread.answered);
    let age = context.now.as_second() - item.received_at.as_second();
    let own = item.outgoing || item.from.as_ref().is_none_or(|from| context.own.contains(&from.key()));
    item.kind == ItemKind::Email
        && safe
        && wanted
        && open
        && !own
        && !item.answered
        && age < spec::FRESH_DAYS * 24 * 3600
}
