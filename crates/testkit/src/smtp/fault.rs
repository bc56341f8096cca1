//! How the SMTP server misbehaves, and at which stage.

use serde::Serialize;

/// Where a fault acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Instead of the greeting.
    Connect,
    Hello,
    StartTls,
    Auth,
    Mail,
    Recipient,
    /// Instead of 354.
    Data,
    /// After the first line of the content; `Refuse` drops here, because no answer is due.
    Body,
    /// After the final dot, and the message is not kept.
    Message,
    /// After the final dot, and the message is kept: only the answer is lost.
    Answer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Behaviour {
    /// Answers this; 421 closes the connection as well.
    Refuse { code: u16, text: String },
    /// Never answers.
    Hang,
    /// Breaks the connection.
    Drop,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    stage: Stage,
    behaviour: Behaviour,
    times: Option<u32>,
    recipient: Option<String>,
}

impl Fault {
    /// Acts every time.
    pub fn at(stage: Stage, behaviour: Behaviour) -> Fault {
        Fault { stage, behaviour, times: None, recipient: None }
    }

    pub fn refuse(stage: Stage, code: u16, text: &str) -> Fault {
        Fault::at(stage, Behaviour::Refuse { code, text: text.to_owned() })
    }

    pub fn hang(stage: Stage) -> Fault {
        Fault::at(stage, Behaviour::Hang)
    }

    pub fn drop(stage: Stage) -> Fault {
        Fault::at(stage, Behaviour::Drop)
    }

    /// Acts so many times, and then no more.
    #[must_use]
    pub fn times(mut self, times: u32) -> Fault {
        self.times = Some(times);
        self
    }

    /// At `Stage::Recipient`: acts for this address only.
    #[must_use]
    pub fn only_for(mut self, recipient: &str) -> Fault {
        self.recipient = Some(recipient.to_owned());
        self
    }
}
