//! What a mail asks its reader to do.

use super::asks::{Ask, Kind};
use super::category;
use super::sender::Sender;
use crate::phrases::Topic;
use crate::text::Reading;
use domain::Item;
use domain::insight::{ActionType, Category};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub action: ActionType,
    pub code: &'static str,
    pub words: Option<Range<usize>>,
}

/// The one action; `asks` are those of `asks::asks`, `amount` says that money is named.
pub fn ask(
    item: &Item,
    reading: &Reading,
    sender: &Sender,
    category: Category,
    asks: &[Ask],
    amount: bool,
) -> Asked {
    let first = |topic| reading.hits(topic).into_iter().map(|hit| hit.range).next();
    let asked = |action, code, words| Asked { action, code, words };
    if item.outgoing {
        return asked(ActionType::None, "own_mail", None);
    }
    let settled = first(Topic::Settled);
    if matches!(category, Category::Promotion | Category::Newsletter) {
        return asked(ActionType::None, "bulk", None);
    }
    if category::away(item, reading) {
        return asked(ActionType::None, "away", None);
    }
    let meeting = first(Topic::Meeting);
    let calendar_part = item.structured.iter().any(|media| media.eq_ignore_ascii_case("text/calendar"));
    if category == Category::Calendar || calendar_part {
        if let Some(words) = first(Topic::Answered) {
            return asked(ActionType::Read, "invitation_answered", Some(words));
        }
        return if calendar_part || !asks.is_empty() || meeting.is_some() {
            asked(ActionType::Schedule, "invitation", meeting)
        } else {
            asked(ActionType::Read, "calendar_notice", None)
        };
    }
    let paying = first(Topic::Paying);
    if let Some(words) = paying.clone()
        && (settled.is_none() || (plain_request(reading) && !reading.occurs(Topic::Collected)))
        && category != Category::Receipt
        && (amount || category == Category::Invoice)
        && (category == Category::Invoice
            || asks.iter().all(|a| a.kind != Kind::Question)
            || sender.automated)
    {
        return asked(ActionType::Pay, "payment_due", Some(words));
    }
    if asks.is_empty()
        && category != Category::Travel
        && let Some(words) = first(Topic::Appointment)
    {
        return asked(ActionType::Schedule, "appointment", Some(words));
    }
    if let Some(ask) = asks.first() {
        if asks.iter().any(|ask| reading.occurs_in(Topic::Meeting, &ask.range))
            && let Some(words) = meeting
        {
            return asked(ActionType::Schedule, "meeting_proposed", Some(words));
        }
        let code = if ask.kind == Kind::Request { "request" } else { "question" };
        return asked(ActionType::Reply, code, Some(ask.range.clone()));
    }
    if matches!(category, Category::Receipt | Category::Invoice) {
        return asked(ActionType::None, "settled", settled);
    }
    if let Some(words) = first(Topic::Waiting)
        && !matches!(category, Category::Security | Category::Travel)
    {
        return asked(ActionType::Wait, "sender_acts_next", Some(words));
    }
    match category {
        Category::Security if reading.occurs(Topic::Code) => asked(ActionType::None, "code", None),
        Category::Other if sender.automated => asked(ActionType::None, "nothing_asked", None),
        _ => asked(ActionType::Read, "to_read", None),
    }
}

/// "Please pay", "überweisen Sie bitte": said outright, whatever direct debits are spoken of.
fn plain_request(reading: &Reading) -> bool {
    reading.hits(Topic::Paying).iter().any(|hit| hit.weight > 3)
}
