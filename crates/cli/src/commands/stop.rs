//! `stop [--resume]`: nothing new is claimed; approvals are kept.

use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Stop {
    /// Go on
    #[arg(long)]
    resume: bool,
}

impl Stop {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let answer = session.client()?.stop(self.resume).await?;
        session.console.answer(&answer, |answer, look| {
            if answer.stopped {
                let stopped = look.bad("Stopped.");
                format!("{stopped} Nothing new is done; what was approved waits. `factotum stop --resume` goes on.")
            } else {
                "Running. What was approved goes on.".to_owned()
            }
        })
    }
}
