//! The triage agent: puts category, action, due date, amount and importance together, with the words they rest on.

use super::sender::{Addressed, Sender};
use super::{action, asks, category, importance, spec};
use crate::text::Reading;
use crate::{Agent, AgentError, Context, Found, Part, dates, money, safety};
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
    let reading = Reading::own(item);
    let text = reading.text();
    let mut answer = Answer { reading: &reading, triage: domain::insight::Triage::default() };
    answer.triage.answered_by = spec::ANSWERED_BY.to_owned();
    let verdict = match item.insight.as_ref().and_then(|i| i.safety.as_ref()) {
        Some(safety) => safety.verdict,
        None => safety::verdict(context, acquaintance, item),
    };
    if verdict == Verdict::Scam {
        answer.triage.category = Category::Other;
        answer.triage.importance = Importance::Low;
        answer.triage.action_type = ActionType::None;
        answer.reason("scam", "This looks like fraud: nothing in it should be answered or paid.");
        return answer.triage;
    }
    let sender = Sender::of(item, context);
    let sorted = category::sort(item, &reading, &sender);
    answer.triage.category = sorted.category;
    answer.reason(&format!("category_{}", sorted.category), category_text(sorted.category));
    answer.evidence("category", sorted.words);

    let asks = asks::asks(item, context, &reading, &sender, sorted.category);
    let amount = money::main_amount(text);
    let mut asked = action::ask(item, &reading, &sender, sorted.category, &asks, amount.is_some());
    if verdict == Verdict::Suspicious {
        asked = action::Asked { action: ActionType::Read, code: "suspicious", words: None };
    }
    answer.triage.action_type = asked.action;
    answer.reason(asked.code, action_text(asked.code));
    answer.evidence("action_type", asked.words);

    let sent = item.sent_at.unwrap_or(item.received_at);
    let binds = !matches!(sorted.category, Category::Promotion | Category::Newsletter | Category::Receipt)
        && verdict == Verdict::Safe
        && !item.outgoing
        // Whoever is only copied in reads of other people's deadlines.
        && (sender.addressed != Addressed::Copied || !asks.is_empty());
    if binds {
        let anchor = dates::Anchor::of(item, context, reading.language);
        let least = if sender.automated || sender.role { 1 } else { 2 };
        let due = dates::deadline(&reading, &anchor).filter(|d| {
            d.strength >= least
                && (d.strength > 1 || asked.action != ActionType::None)
                && asked.action != ActionType::Wait
        });
        if let Some(due) = due {
            answer.triage.due_at = Some(due.at);
            answer.reason("due_date", "The mail names a date by which something is due.");
            answer.evidence("due_at", Some(due.range));
        }
    }
    if let Some(found) = amount
        && (asked.action == ActionType::Pay
            || matches!(sorted.category, Category::Invoice | Category::Receipt))
    {
        answer.triage.amount = Some(found.amount);
        answer.evidence("amount", Some(found.range));
    }
    let weighed =
        importance::weigh(&reading, &sender, sorted.category, asked.action, answer.triage.due_at, sent);
    answer.triage.importance = weighed.importance;
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
        "due_very_soon" => "Due within a day and a half.",
        "due_soon" => "Due within a week.",
        "pressing_words" => "The sender says that it is urgent.",
        "important_words" => "The words say that it matters.",
        "payment" => "Money is due.",
        "security" => "An account may be at risk.",
        "bulk" => "Sent to many.",
        "nothing_to_do" => "Nothing to do.",
        "automatic" => "Written by a program.",
        "only_copied" => "You are only copied in.",
        _ => "Ordinary mail.",
    }
}
