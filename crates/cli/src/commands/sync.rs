//! `sync [ACCOUNT] [--wait]`: fetch now; with `--wait` until nothing is pending.

use client::Client;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use protocol::Page;
use protocol::accounts::Account;
use protocol::sync::SyncState;
use std::time::Duration;

use super::run::is_busy;
use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::table::{Tone, plain, quiet, table};
use crate::wait::Wakes;
use crate::words::{count, line, thousands};

const TICK: Duration = Duration::from_millis(120);

#[derive(Debug, clap::Args)]
pub struct Sync {
    /// An account's id or address; default: all
    #[arg(value_name = "ACCOUNT")]
    account: Option<String>,
    /// Until everything is fetched and read
    #[arg(long)]
    wait: bool,
}

impl Sync {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let account = match self.account {
            Some(named) => Some(account_id(&client, named).await?),
            None => None,
        };
        if !self.wait {
            let started = client.refresh_inbox(account.as_deref()).await?;
            return session.console.answer(&started, |_, _| {
                "Fetching. `factotum sync --wait` shows how far it is, `factotum inbox` what has come."
                    .to_owned()
            });
        }
        let mut wakes = Wakes::of(&client).await;
        let run = client.refresh_inbox(account.as_deref()).await?.run_id;
        let bar = bar(session.console.shows_progress);
        let mut fetching = true;
        let states = loop {
            // The run first: once it is over, the states tell of this sync and not of the one before.
            fetching = fetching && is_busy(&client.run(&run).await?.status);
            let mut states = client.sync_status().await?;
            states.data.retain(|state| account.as_ref().is_none_or(|id| *id == state.account_id));
            show(&bar, &states.data, fetching);
            if !fetching && states.data.iter().all(is_settled) {
                break states;
            }
            wakes.next().await;
        };
        bar.finish_and_clear();
        let accounts = if session.console.json { Vec::new() } else { client.accounts().await?.data };
        session.console.answer(&states, |states, look| text(states, &accounts, look))?;
        if states.data.iter().any(|state| state.state == "error") { Err(Failure::Told(1)) } else { Ok(()) }
    }
}

/// Addresses are what people remember.
pub(crate) async fn account_id(client: &Client, named: String) -> Result<String, Failure> {
    if !named.contains('@') {
        return Ok(named);
    }
    let accounts = client.accounts().await?.data;
    match accounts.into_iter().find(|account| account.address.eq_ignore_ascii_case(&named)) {
        Some(account) => Ok(account.id),
        None => Err(Failure::Failed(format!(
            "No account has the address {named}; `factotum account list` shows them."
        ))),
    }
}

pub(crate) fn text(states: &Page<SyncState>, accounts: &[Account], look: &Look) -> String {
    if states.data.is_empty() {
        return "There is no account to sync. `factotum account add ADDRESS` connects one.".to_owned();
    }
    let rows = states.data.iter().map(|state| {
        let address =
            accounts.iter().find(|account| account.id == state.account_id).map(|a| a.address.as_str());
        let (word, tone) = match (state.state.as_str(), &state.error) {
            ("error", Some(error)) => (format!("error: {}", line(&error.detail)), Tone::Bad),
            ("error", None) => ("error".to_owned(), Tone::Bad),
            ("idle", _) => ("up to date".to_owned(), Tone::Good),
            (other, _) => (line(other), Tone::Plain),
        };
        let synced = state.last_synced_at.map(|at| look.when(at)).unwrap_or_else(|| "never".to_owned());
        vec![
            plain(line(address.unwrap_or(&state.account_id))),
            plain(count(state.items, "item")),
            plain(if state.pending == 0 {
                String::new()
            } else {
                format!("{} to read", thousands(state.pending))
            }),
            quiet(synced),
            (word, tone),
        ]
    });
    table(look, &["Account", "Holds", "", "Synced", "State"], rows.collect())
}

/// An account in error is not waited for: it tries again by itself, later and later.
fn is_settled(state: &SyncState) -> bool {
    state.state == "error" || (state.state == "idle" && state.pending == 0)
}

fn bar(is_visible: bool) -> ProgressBar {
    if !is_visible {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::default_spinner());
    bar.enable_steady_tick(TICK);
    bar
}

fn show(bar: &ProgressBar, states: &[SyncState], fetching: bool) {
    if bar.is_hidden() {
        return;
    }
    let (items, pending) =
        states.iter().fold((0, 0), |(items, pending), state| (items + state.items, pending + state.pending));
    if let Ok(style) =
        ProgressStyle::with_template(if items == 0 { "{spinner} {msg}" } else { "{msg} {wide_bar:.dim}" })
    {
        bar.set_style(style);
    }
    bar.set_length(items.max(1));
    bar.set_position(items.saturating_sub(pending));
    bar.set_message(progress(items, pending, fetching));
}

fn progress(items: u64, pending: u64, fetching: bool) -> String {
    let read = items.saturating_sub(pending);
    match (items, fetching) {
        (0, _) => "Fetching".to_owned(),
        (_, true) => format!("Fetching and reading: {} of {} so far", thousands(read), thousands(items)),
        (_, false) => format!("Reading {} of {}", thousands(read), thousands(items)),
    }
}

#[cfg(test)]
mod tests {
    use super::progress;

    #[test]
    fn progress_says_what_is_done_of_how_much() {
        assert_eq!(progress(0, 0, true), "Fetching");
        assert_eq!(progress(10_000, 6_786, true), "Fetching and reading: 3,214 of 10,000 so far");
        assert_eq!(progress(10_000, 6_786, false), "Reading 3,214 of 10,000");
    }
}
