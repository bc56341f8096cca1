//! `reject ID…`: do not do it.

use crate::answers::Answers;
use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Reject {
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Reject {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let mut answers = Answers::about(self.ids.len());
        for id in &self.ids {
            let answer = client.reject(id).await.map_err(Failure::from);
            answers.add(&mut session.console, id, answer, card::outcome)?;
        }
        answers.finish(&mut session.console)
    }
}
