//! The commands of `factotum` over the client: data to stdout, everything else to stderr.

mod answers;
mod card;
mod commands;
mod console;
mod failure;
mod global;
mod look;
mod session;
mod table;
#[cfg(test)]
mod tests;
mod wait;
mod words;

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Subcommand};
use std::io::Write;
use std::process::ExitCode;

pub use failure::Failure;
pub use global::Global;

use commands::*;
use session::Session;

/// A command with the options that all share. A program flattens it into its own commands; the options are
/// then taken before and after the command's name.
#[derive(Debug)]
pub struct Command {
    pub global: Global,
    verb: Verb,
}

/// Every command that talks to a server, and the few that need none.
#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Connect, list and disconnect mailboxes
    #[command(subcommand)]
    Account(account::Account),
    /// Fetch new mail now
    Sync(sync::Sync),
    /// What is in the inbox, newest first
    Inbox(inbox::Inbox),
    /// The day: events, conflicts, what is due, who has not answered
    Today(today::Today),
    /// One item with all that was found out about it
    Show(show::Show),
    /// Ask the agents for something
    Run(run::Run),
    /// What waits for your decision, and what became of it
    Proposals(proposals::Proposals),
    /// Let a proposal happen
    Approve(approve::Approve),
    /// Turn proposals down
    Reject(reject::Reject),
    /// Take back what was approved
    Undo(undo::Undo),
    /// Send failed effects on their way again
    Retry(retry::Retry),
    /// Change a proposal; a new one takes its place
    Edit(edit::Edit),
    /// Say what became of an effect whose outcome is unknown
    Resolve(resolve::Resolve),
    /// Write a mail of your own
    Compose(compose::Compose),
    /// Stop everything at once, or go on
    Stop(stop::Stop),
    /// Prove what was done
    #[command(subcommand)]
    Audit(audit::Audit),
    /// A link that signs a browser in
    SignIn(sign_in::SignIn),
    /// Check this installation and say what to do
    Doctor(doctor::Doctor),
    /// Completions for a shell
    Completions(completions::Completions),
}

/// Runs one command on a runtime of its own. `Program` is the whole command line, which completions describe.
pub fn main<Program: CommandFactory>(command: Command) -> ExitCode {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(command, Program::command())),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: the program cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The exit code is the contract's: 0 done, 1 failed or not found, 2 wrong usage, 3 refused, 4 server not
/// reachable.
pub async fn run(command: Command, program: clap::Command) -> ExitCode {
    let Command { global, verb } = command;
    ExitCode::from(verb.run(&mut Session::of_this_process(global), program).await)
}

impl Verb {
    async fn run(self, session: &mut Session, program: clap::Command) -> u8 {
        let outcome = match self {
            Verb::Account(command) => command.run(session).await,
            Verb::Sync(command) => command.run(session).await,
            Verb::Inbox(command) => command.run(session).await,
            Verb::Today(command) => command.run(session).await,
            Verb::Show(command) => command.run(session).await,
            Verb::Run(command) => command.run(session).await,
            Verb::Proposals(command) => command.run(session).await,
            Verb::Approve(command) => command.run(session).await,
            Verb::Reject(command) => command.run(session).await,
            Verb::Undo(command) => command.run(session).await,
            Verb::Retry(command) => command.run(session).await,
            Verb::Edit(command) => command.run(session).await,
            Verb::Resolve(command) => command.run(session).await,
            Verb::Compose(command) => command.run(session).await,
            Verb::Stop(command) => command.run(session).await,
            Verb::Audit(command) => command.run(session).await,
            Verb::SignIn(command) => command.run(session).await,
            Verb::Doctor(command) => command.run(session).await,
            Verb::Completions(command) => command.run(session, program),
        };
        match outcome {
            Ok(()) => 0,
            Err(failure) => session.console.fail(&failure),
        }
    }
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        Verb::augment_subcommands(Global::augment_args(command))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Verb::augment_subcommands_for_update(Global::augment_args_for_update(command))
    }

    fn has_subcommand(name: &str) -> bool {
        Verb::has_subcommand(name)
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self { global: Global::from_arg_matches(matches)?, verb: Verb::from_arg_matches_mut(matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.global.update_from_arg_matches(matches)?;
        self.verb.update_from_arg_matches(matches)
    }
}
