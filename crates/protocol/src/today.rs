//! One day: what takes place, what is due, who has not answered.

use crate::items::Item;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Today {
    #[schema(value_type = String)]
    pub date: Date,
    /// IANA name of the zone whose day it is.
    pub time_zone: String,
    /// In their order; the first ones last all day.
    pub events: Vec<Item>,
    pub conflicts: Vec<Conflict>,
    /// Open mails with something due by the end of the day, the longest due first.
    pub due: Vec<Item>,
    /// Sent mails that nobody has answered, the oldest first.
    pub awaiting: Vec<Item>,
}

/// Events that need the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conflict {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Ids of the two items.
    pub items: Vec<String>,
}
