//! The triage agent: puts category, action, due date, amount and importance together, with the words they rest on.

use super::sender::Addressed;
use super::settle::{self, Settled};
use super::spec;
use crate::phrases::Topic;
use crate::study::Study;
use crate::text::Reading;
use crate::{Agent, AgentError, Context, Found, Part, safety};
use domain::Item;
use domain::insight::{ActionType, Category, Evidence, Importance, Reason, Verdict};
use std::ops::Range;

pub struct Triage;

impl Agent for Triage {
    fn name(&self) -> &'static str {
        spec::NAME
    }

    fn reflex(&self, context: &Context, items: &[Item]) -> Result<Found, AgentError> {
        let acquaintance = safety::Acquaintance::of(context);
        let parts = items
            .iter()
            .map(|item| (item.id.clone(), Part::Triage(triage(context, &acquaintance, item))))
            .collect();
        Ok(Found { parts, drafts: Vec::new() })
    }
}

fn triage(context: &Context, acquaintance: &safety::Acquaintance, item: &Item) -> domain::insight::Triage {
    let study = Study::of(context, acquaintance, item);
    let Study { own: reading, sender, rules, .. } = &study;
    let mut answer = Answer { reading, triage: domain::insight::Triage::default() };
    answer.triage.answered_by = spec::ANSWERED_BY.to_owned();
    let verdict = match item.insight.as_ref().and_then(|i| i.safety.as_ref()) {
        Some(safety) => safety.verdict,
        None => safety::verdict(item, &study.case, &study.scores),
    };
    if verdict == Verdict::Scam {
        answer.triage.category = Category::Other;
        answer.triage.importance = Importance::Low;
        answer.triage.action_type = ActionType::None;
        answer.reason("scam", "This looks like fraud: nothing in it should be answered or paid.");
        return answer.triage;
    }
    let sorted = settle::category(item, &study);
    answer.triage.category = sorted.value;
    answer.reason(&format!("category_{}", sorted.value), category_text(sorted.value));
    answer.evidence("category", sorted.words);
    let mut asked = settle::action(item, &study);
    if verdict == Verdict::Suspicious {
        asked = Settled { value: ActionType::Read, code: "suspicious", words: None };
    }
    answer.triage.action_type = asked.value;
    answer.reason(asked.code, action_text(asked.code));
    answer.evidence("action_type", asked.words);

    let binds = !matches!(sorted.value, Category::Promotion | Category::Newsletter | Category::Receipt)
        && verdict == Verdict::Safe
        && !item.outgoing
        // Whoever warns of fraud quotes the deadlines of others.
        && !reading.occurs(Topic::Warning)
        // Whoever is only copied in reads of other people's deadlines.
        && (sender.addressed != Addressed::Copied || study.needs);
    if binds {
        let least = if sender.automated || sender.role { 1 } else { 2 };
        let due = rules.due.as_ref().filter(|d| {
            d.strength >= least
                && (d.strength > 1 || asked.value != ActionType::None)
                && asked.value != ActionType::Wait
        });
        if let Some(due) = due {
            answer.triage.due_at = Some(due.at);
            answer.reason("due_date", "The mail names a date by which something is due.");
            answer.evidence("due_at", Some(due.range.clone()));
        }
    }
    if let Some(found) = &rules.amount
        && (asked.value == ActionType::Pay || matches!(sorted.value, Category::Invoice | Category::Receipt))
    {
        answer.triage.amount = Some(found.amount.clone());
        answer.evidence("amount", Some(found.range.clone()));
    }
    let weighed = settle::importance(&study);
    answer.triage.importance = weighed.value;
    answer.reason(weighed.code, importance_text(weighed.code));
    answer.evidence("importance", weighed.words);
    answer.triage
}

struct Answer<'r> {
    reading: &'r Reading,
    triage: domain::insight::Triage,
}

impl Answer<'_> {
    fn reason(&mut self, code: &str, text: &str) {
        self.triage.reasons.push(Reason::new(code, text));
    }

    fn evidence(&mut self, field: &str, words: Option<Range<usize>>) {
        if let Some(range) = words {
            let quote = self.reading.folded.quote(range);
            let quote = crate::text::reading::cap(quote, spec::QUOTE).to_owned();
            if !quote.is_empty() {
                self.triage.evidence.push(Evidence { field: field.to_owned(), quote });
            }
        }
    }
}

fn category_text(category: Category) -> &'static str {
    match category {
        Category::Personal => "A person writes about private matters.",
        Category::Work => "A person writes about work.",
        Category::Newsletter => "A newsletter.",
        Category::Promotion => "Advertising.",
        Category::Notification => "A service reports something.",
        Category::Invoice => "An invoice or a reminder of one.",
        Category::Receipt => "A receipt or an order confirmation.",
        Category::Travel => "About a journey or a booking.",
        Category::Calendar => "About an appointment.",
        Category::Security => "About the security of an account.",
        Category::Other => "No category fits.",
    }
}

fn action_text(code: &str) -> &'static str {
    match code {
        "payment_due" => "Something is to be paid.",
        "invitation" => "An invitation waits for an answer.",
        "meeting_proposed" => "A time to meet is to be found.",
        "question" => "The sender asks a question.",
        "request" => "The sender asks for something.",
        "sender_acts_next" => "The sender or a service acts next.",
        "invitation_answered" => "An invitation was answered or cancelled.",
        "calendar_notice" => "A notice about an appointment.",
        "settled" => "Nothing is left to pay.",
        "bulk" => "Sent to many; nothing is asked of you.",
        "code" => "A code that is used once.",
        "away" => "An automatic answer.",
        "appointment" => "An appointment to put down.",
        "own_mail" => "You sent this.",
        "suspicious" => "Check who really sent this before you do what it asks.",
        "to_read" => "For your information.",
        _ => "Nothing is asked of you.",
    }
}

fn importance_text(code: &str) -> &'static str {
    match code {
        "weighs_urgent" => "What it says and when it is due make it urgent.",
        "weighs_high" => "What it says and who sent it make it matter.",
        "weighs_low" => "Nothing in it needs your attention.",
        _ => "Ordinary mail.",
    }
}
