//! `retry ID…`: a failed effect goes on its way again, with the same id and Message-ID.

use crate::answers::Answers;
use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Retry {
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Retry {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let mut answers = Answers::about(self.ids.len());
        for id in &self.ids {
            let answer = client.retry(id).await.map_err(Failure::from);
            answers.add(&mut session.console, id, answer, card::outcome)?;
        }
        answers.finish(&mut session.console)
    }
}
