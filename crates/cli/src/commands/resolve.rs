//! `resolve ID succeeded|failed`: the user's word on an effect whose outcome nobody could prove.

use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Resolve {
    #[arg(value_name = "ID")]
    id: String,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Outcome {
    Succeeded,
    Failed,
}

impl Resolve {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let outcome = match self.outcome {
            Outcome::Succeeded => "succeeded",
            Outcome::Failed => "failed",
        };
        let proposal = session.client()?.resolve(&self.id, outcome).await?;
        session.console.answer(&proposal, card::outcome)
    }
}
