//! What the learned weights make of a mail; hard knowledge stands above them, the rules' words below.

use super::asks::Kind;
use crate::learned::Answer;
use crate::study::Study;
use crate::text::sentence;
use domain::Item;
use domain::insight::{ActionType, Category, Importance};
use std::ops::Range;

/// An answer with its reason and the words that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled<T> {
    pub value: T,
    pub code: &'static str,
    pub words: Option<Range<usize>>,
}

pub fn category(item: &Item, study: &Study) -> Settled<Category> {
    let ruled = study.rules.category;
    let value =
        if ruled == Category::Calendar && calendar_part(item) { ruled } else { study.scores.category() };
    let words = study.rules.sorted_by.clone().filter(|_| value == ruled);
    Settled { value, code: "", words: words.or_else(|| strongest(study, Answer::Category(value))) }
}

pub fn action(item: &Item, study: &Study) -> Settled<ActionType> {
    let ruled = &study.rules.asked;
    // An invitation wants an answer whatever its text says, and one's own mail wants none.
    let fixed = item.outgoing || calendar_part(item);
    let value = if fixed { ruled.action } else { study.scores.action(study.needs) };
    if value == ruled.action && (ruled.words.is_some() || fixed) {
        return Settled { value, code: ruled.code, words: ruled.words.clone() };
    }
    let ask = study.asks.first();
    let words = match (value, ask) {
        (ActionType::Reply | ActionType::Schedule, Some(ask)) => Some(ask.range.clone()),
        _ => strongest(study, Answer::Action(value)),
    };
    let code = match value {
        ActionType::Reply if ask.is_some_and(|ask| ask.kind == Kind::Question) => "question",
        ActionType::Reply => "request",
        ActionType::Pay => "payment_due",
        ActionType::Schedule if study.needs => "meeting_proposed",
        ActionType::Schedule => "appointment",
        ActionType::Wait => "sender_acts_next",
        ActionType::Read => "to_read",
        ActionType::None => "nothing_asked",
    };
    Settled { value, code, words }
}

pub fn importance(study: &Study) -> Settled<Importance> {
    let value = study.scores.importance();
    let code = match value {
        Importance::Urgent => "weighs_urgent",
        Importance::High => "weighs_high",
        Importance::Normal => "ordinary",
        Importance::Low => "weighs_low",
    };
    let words = if value == Importance::Normal { None } else { strongest(study, Answer::Importance(value)) };
    Settled { value, code, words }
}

fn calendar_part(item: &Item) -> bool {
    item.structured.iter().any(|media| media.eq_ignore_ascii_case("text/calendar"))
}

/// The sentence whose words speak most for an answer.
fn strongest(study: &Study, answer: Answer) -> Option<Range<usize>> {
    study.scores.strongest(answer, &sentence::all(study.own.text())).into_iter().next()
}
