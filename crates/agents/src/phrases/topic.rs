//! Every topic with its table.

use super::Phrase;
use crate::domains::brands;
use crate::{dates, safety, triage};

macro_rules! topics {
    ($($topic:ident => $table:expr),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Topic { $($topic),+ }

        impl Topic {
            pub const ALL: &[Topic] = &[$(Topic::$topic),+];

            /// The table of the topic.
            pub fn phrases(self) -> Vec<Phrase> {
                match self { $(Topic::$topic => $table.to_vec()),+ }
            }
        }
    };
}

topics! {
    Asking => triage::words::asking::ASKING,
    Hollow => triage::words::hollow::HOLLOW,
    NoneDue => triage::words::hollow::NONE_DUE,
    Everybody => triage::words::hollow::EVERYBODY,
    Selling => triage::words::hollow::SELLING,
    Category => triage::words::category::CATEGORY,
    Paying => triage::words::action::PAYING,
    Settled => triage::words::action::SETTLED,
    Collected => triage::words::action::COLLECTED,
    Waiting => triage::words::action::WAITING,
    Meeting => triage::words::action::MEETING,
    Answered => triage::words::action::ANSWERED,
    Away => triage::words::action::AWAY,
    Appointment => triage::words::action::APPOINTMENT,
    Code => triage::words::action::CODE,
    Pressing => triage::words::pressing::PRESSING,
    Cue => dates::words::CUES,
    Elsewhere => dates::words::ELSEWHERE,
    Duty => dates::words::DUTY,
    Verb => dates::words::VERBS,
    Accounts => safety::words::accounts::ACCOUNTS,
    Money => safety::words::money::MONEY,
    Pressure => safety::words::pressure::PRESSURE,
    Promises => safety::words::promises::PROMISES,
    Injection => safety::words::injection::INJECTION,
    Office => safety::words::office::OFFICE,
    Locked => safety::words::locked::LOCKED,
    Warning => safety::words::warning::WARNING,
    Brand => brands::phrases(),
}
