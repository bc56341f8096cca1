//! What the rules say of a mail, before the learned weights have their say.

use super::action::{self, Asked};
use super::asks::{self, Ask};
use super::category;
use super::sender::Sender;
use crate::dates::{self, Deadline};
use crate::text::Reading;
use crate::{Context, money};
use domain::Item;
use domain::insight::{ActionType, Category};
use std::ops::Range;

#[derive(Clone, Debug)]
pub struct Rules {
    pub category: Category,
    /// The words that speak for the category.
    pub sorted_by: Option<Range<usize>>,
    /// The sentences that ask, the strongest first.
    pub asks: Vec<Ask>,
    pub asked: Asked,
    pub amount: Option<money::Found>,
    /// Of any strength.
    pub due: Option<Deadline>,
    /// From sending to the deadline.
    pub due_hours: Option<i64>,
    /// The user is called by name.
    pub named: bool,
}

impl Rules {
    pub fn of(item: &Item, context: &Context, reading: &Reading, sender: &Sender) -> Self {
        let sorted = category::sort(item, reading, sender);
        let named = asks::named(reading, context, item);
        let asks = asks::asks(item, context, reading, sender, sorted.category, named);
        let amount = money::main_amount(reading.text());
        let asked = action::ask(item, reading, sender, sorted.category, &asks, amount.is_some());
        let due = Self::due(item, context, reading);
        let sent = item.sent_at.unwrap_or(item.received_at).as_second();
        let due_hours = due.as_ref().map(|due| (due.at.as_second() - sent) / 3600);
        Self {
            category: sorted.category,
            sorted_by: sorted.words,
            asks,
            asked,
            amount,
            due,
            due_hours,
            named,
        }
    }

    /// The sentences that ask, alone.
    pub fn asks(item: &Item, context: &Context, reading: &Reading, sender: &Sender) -> Vec<Ask> {
        let category = category::sort(item, reading, sender).category;
        asks::asks(item, context, reading, sender, category, asks::named(reading, context, item))
    }

    /// The deadline, alone.
    pub fn due(item: &Item, context: &Context, reading: &Reading) -> Option<Deadline> {
        dates::deadline(reading, &dates::Anchor::of(item, context, reading.language))
    }

    pub fn action(&self) -> ActionType {
        self.asked.action
    }
}
