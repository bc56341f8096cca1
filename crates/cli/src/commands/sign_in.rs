//! `sign-in`: a link for a browser; null until there is a web app.

use protocol::settings::SignIn as Answer;

use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct SignIn {}

impl SignIn {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        // Whoever gets an answer has a server and a token that it takes.
        let client = session.client()?;
        client.stopped().await?;
        let answer = Answer { sign_in_url: None };
        session.console.answer(&answer, |_, _| {
            format!("There is no web page to sign in to yet. The API is at {}.", client.base_url())
        })
    }
}
