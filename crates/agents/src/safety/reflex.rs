//! The safety agent: asks each family of rules and adds up.

use super::acquaintance::Acquaintance;
use super::case::Case;
use super::{attachments, bank, claims, links, phrases, sender, weights};
use crate::learned::{Answer, Scores};
use crate::study::Suspicion;
use crate::text::{Reading, sentence};
use crate::{Agent, AgentError, Context, Found, Part};
use domain::Item;
use domain::insight::{self, Verdict};
use domain::proposal::Known;

pub struct Safety;

impl Agent for Safety {
    fn name(&self) -> &'static str {
        weights::NAME
    }

    fn reflex(&self, context: &Context, items: &[Item]) -> Result<Found, AgentError> {
        let acquaintance = Acquaintance::of(context);
        let parts = items
            .iter()
            .map(|item| (item.id.clone(), Part::Safety(judge(context, &acquaintance, item))))
            .collect();
        Ok(Found { parts, drafts: Vec::new() })
    }
}

fn judge(context: &Context, acquaintance: &Acquaintance, item: &Item) -> insight::Safety {
    let case = examine(context, acquaintance, item);
    if let Some(verdict) = undisputed(item, &case) {
        return case.close(verdict);
    }
    let mut first = Suspicion::with(context, item, case);
    let scores = first.scores(context, item);
    let verdict = verdict(item, &first.case, &scores);
    if verdict != Verdict::Safe && (first.case.verdict() == Verdict::Safe || first.case.quotes() == 0) {
        let places = scores.strongest(Answer::Scam, &sentence::all(first.own.text()));
        first.case.add("wording");
        for place in places.into_iter().take(2) {
            first.case.quote("text", first.own.folded.quote(place));
        }
    }
    first.case.close(verdict)
}

/// One's own mail, and what is proved to come from somebody known while no rule found anything: no weight asks twice.
fn undisputed(item: &Item, case: &Case) -> Option<Verdict> {
    let known = case.is_trusted() && case.total() < weights::NOTHING_FOUND;
    let held = if case.is_held() { Verdict::Suspicious } else { Verdict::Safe };
    (item.outgoing || known).then_some(held)
}

/// Rules and learned weights together; `Case::hold` is hard knowledge.
pub(crate) fn verdict(item: &Item, case: &Case, scores: &Scores) -> Verdict {
    if let Some(verdict) = undisputed(item, case) {
        return verdict;
    }
    let proof = if case.is_trusted() { weights::LEARNED_TRUST } else { 0.0 };
    let total = case.total();
    let alone = if total < weights::NOTHING_FOUND { weights::LEARNED_ALONE } else { 0.0 };
    let learned = scores.of(Answer::Scam) - proof - alone;
    // Words alone make a mail suspicious; for more the rules must have found something, too.
    let sure = learned >= weights::LEARNED_SCAM && total >= weights::SUSPICIOUS;
    if sure || (total >= weights::SCAM && learned >= 0.0) {
        Verdict::Scam
    } else if learned >= 0.0
        || case.is_held()
        || total >= weights::SCAM
        || (total >= weights::DOUBTFUL && learned >= weights::LEARNED_DOUBTS)
    {
        Verdict::Suspicious
    } else {
        Verdict::Safe
    }
}

pub(crate) fn examine(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Case {
    let mut case = Case::default();
    if item.outgoing {
        return case;
    }
    let reading = Reading::whole(item);
    let claim = sender::examine(&mut case, context, acquaintance, item);
    let links = links::examine(&mut case, item, &claim);
    phrases::examine(&mut case, &reading, &claim);
    attachments::examine(&mut case, item, &claim, &reading);
    if hides_characters(&item.text) {
        case.add("hidden_text");
    }
    if links.foreign && !claim.bulk && claim.known == Known::New && bare_link(reading.body()) {
        case.add_with("bare_link", "text", &item.text);
    }
    bank::examine(&mut case, context, item, &claim);
    claims::examine(&mut case, &reading, &claim, links);
    case
}

/// A link and hardly a word.
fn bare_link(body: &str) -> bool {
    let words =
        body.split_whitespace().filter(|word| !word.contains("://") && !word.starts_with("www.")).count();
    words <= 8
}

/// Zero-width characters inside words, more than a stray one.
fn hides_characters(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut before = ' ';
    let mut count = 0;
    for c in crate::text::reading::cap(text, 8 * 1024).chars() {
        if matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}') && before.is_alphabetic() {
            count += 1;
        }
        before = c;
    }
    count >= 8
}
