//! The safety agent: asks each family of rules and adds up.

use super::acquaintance::Acquaintance;
use super::case::Case;
use super::{attachments, bank, claims, links, phrases, sender, weights};
use crate::text::Reading;
use crate::{Agent, AgentError, Context, Found, Part};
use domain::Item;
use domain::insight::Verdict;
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
            .map(|item| (item.id.clone(), Part::Safety(examine(context, &acquaintance, item).close())))
            .collect();
        Ok(Found { parts, drafts: Vec::new() })
    }
}

/// Only the verdict, for an agent that runs beside this one.
pub(crate) fn verdict(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Verdict {
    examine(context, acquaintance, item).verdict()
}

fn examine(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Case {
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
