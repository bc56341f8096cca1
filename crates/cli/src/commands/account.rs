//! `account add|list|remove`.

use protocol::Page;
use protocol::accounts::Account as Answer;
use protocol::sync::SyncState;

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
                let client = session.client()?;
                let page = client.accounts().await?;
                let synced = client.sync_status().await?;
                session.console.answer(&page, |page, look| list(page, &synced.data, look))
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

pub(crate) fn list(page: &Page<Answer>, synced: &[SyncState], look: &Look) -> String {
    if page.data.is_empty() {
        return "No mailbox is connected yet. `factotum account add ADDRESS` connects one.".to_owned();
    }
    let rows = page.data.iter().map(|account| {
        let tone = if account.state == "error" { Tone::Bad } else { Tone::Plain };
        let state = synced.iter().find(|state| state.account_id == account.id);
        let at = state.and_then(|state| state.last_synced_at).map(|at| look.when(at));
        vec![
            plain(line(&account.address)),
            plain(line(&account.kind)),
            (line(&account.state), tone),
            quiet(at.unwrap_or_else(|| "never".to_owned())),
            quiet(account.id.clone()),
        ]
    });
    let mut text = table(look, &["Address", "Kind", "State", "Last synced", "Id"], rows.collect());
    for account in &page.data {
        let state = synced.iter().find(|state| state.account_id == account.id);
        if let Some(error) = state.and_then(|state| state.error.as_ref()) {
            text.push_str(&format!("\n{}: {}", line(&account.address), line(&error.detail)));
        }
    }
    text
}
