//! How much a mail matters, from what it asks, by when, and from whom.

use super::sender::{Addressed, Sender};
use super::spec;
use crate::phrases::Topic;
use crate::text::Reading;
use domain::insight::{ActionType, Category, Importance};
use domain::proposal::Known;
use jiff::Timestamp;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub importance: Importance,
    pub code: &'static str,
    pub words: Option<Range<usize>>,
}

pub fn weigh(
    reading: &Reading,
    sender: &Sender,
    category: Category,
    action: ActionType,
    due: Option<Timestamp>,
    sent: Timestamp,
) -> Weighed {
    let weighed = |importance, code, words| Weighed { importance, code, words };
    if matches!(category, Category::Promotion | Category::Newsletter) {
        return weighed(Importance::Low, "bulk", None);
    }
    let hits = reading.hits(Topic::Pressing);
    let words = |code: &str| hits.iter().find(|hit| hit.code == code).map(|hit| hit.range.clone());
    let asked = matches!(action, ActionType::Reply | ActionType::Pay | ActionType::Schedule);
    let hours = due.map(|due| (due.as_second() - sent.as_second()) / 3600);
    if asked && hours.is_some_and(|h| h <= spec::URGENT_HOURS) {
        return weighed(Importance::Urgent, "due_very_soon", None);
    }
    if let Some(words) = words("urgent")
        && (asked || action == ActionType::Read)
    {
        let known = sender.known != Known::New || sender.colleague;
        let importance =
            if asked && known && !sender.automated { Importance::Urgent } else { Importance::High };
        return weighed(importance, "pressing_words", Some(words));
    }
    if asked && hours.is_some_and(|h| h <= spec::SOON_DAYS * 24) {
        return weighed(Importance::High, "due_soon", None);
    }
    if action == ActionType::Pay {
        return weighed(Importance::High, "payment", None);
    }
    if let Some(words) = words("important")
        && asked
        && !sender.bulk
    {
        return weighed(Importance::High, "important_words", Some(words));
    }
    if action == ActionType::Reply
        && (due.is_some() || sender.known != Known::New && words("important").is_some())
    {
        return weighed(Importance::High, "due_soon", None);
    }
    if action == ActionType::None && !matches!(category, Category::Work | Category::Security) {
        return weighed(Importance::Low, "nothing_to_do", None);
    }
    if sender.automated
        && matches!(category, Category::Notification | Category::Other)
        && action != ActionType::Reply
    {
        return weighed(Importance::Low, "automatic", None);
    }
    if sender.addressed == Addressed::Copied && !asked {
        return weighed(Importance::Low, "only_copied", None);
    }
    weighed(Importance::Normal, "ordinary", None)
}
