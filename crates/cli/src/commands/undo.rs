//! `undo ID…`: in the window it never happens, after it a compensation runs where there is one.

use crate::answers::Answers;
use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Undo {
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Undo {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let mut answers = Answers::about(self.ids.len());
        for id in &self.ids {
            let answer = client.undo(id).await.map_err(Failure::from);
            answers.add(&mut session.console, id, answer, card::outcome)?;
        }
        answers.finish(&mut session.console)
    }
}
