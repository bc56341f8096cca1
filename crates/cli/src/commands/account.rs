//! `account add|list|remove`.

use protocol::Page;
use protocol::accounts::Account as Answer;

use super::account_add::Add;
use super::sync::account_id;
use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::table::{Tone, plain, quiet, table};
use crate::words::line;

#[derive(Debug, clap::Subcommand)]
pub enum Account {
    /// Connect a mailbox; asks for what is not given
    Add(Box<Add>),
    /// The connected mailboxes
    List,
    /// Disconnect one and forget its login
    Remove {
        /// An account's id or address
        #[arg(value_name = "ID")]
        id: String,
    },
}

impl Account {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        match self {
            Account::Add(add) => add.run(session).await,
            Account::List => {
                let page = session.client()?.accounts().await?;
                session.console.answer(&page, list)
            }
            Account::Remove { id } => {
                let client = session.client()?;
                let id = account_id(&client, id).await?;
                let removed = client.remove_account(&id).await?;
                session.console.answer(&removed, |account, _| {
                    format!("Disconnected {}. Its mail and login are forgotten here; nothing changed at the provider.", line(&account.address))
                })
            }
        }
    }
}

pub(crate) fn list(page: &Page<Answer>, look: &Look) -> String {
    if page.data.is_empty() {
        return "No mailbox is connected yet. `factotum account add ADDRESS` connects one.".to_owned();
    }
    let rows = page.data.iter().map(|account| {
        let tone = if account.state == "error" { Tone::Bad } else { Tone::Plain };
        vec![
            plain(line(&account.address)),
            plain(line(&account.kind)),
            (line(&account.state), tone),
            quiet(look.when(account.created_at)),
            quiet(account.id.clone()),
        ]
    });
    table(look, &["Address", "Kind", "State", "Since", "Id"], rows.collect())
}
