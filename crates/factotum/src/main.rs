//! The binary: `serve`, `demo` and `worker` come from `server`, everything else from `cli`.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Agents propose, you approve, Factotum does it: once, provably.
#[derive(Parser)]
#[command(name = "factotum", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server: API and workers in one process
    Serve(server::ServeArgs),
    /// Run the server with a demo mailbox, to try everything without an account, key or network
    Demo(server::ServeArgs),
    /// Run workers only, for a cluster
    Worker(server::ServeArgs),
    #[command(flatten)]
    Client(cli::Command),
}

fn main() -> ExitCode {
    // One TLS stack for everything; a second install means that somebody was first, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match Arguments::parse().command {
        Command::Serve(arguments) => server::run(server::Role::Serve, arguments),
        Command::Demo(arguments) => server::run(server::Role::Demo, arguments),
        Command::Worker(arguments) => server::run(server::Role::Worker, arguments),
        Command::Client(command) => cli::main::<Arguments>(command),
    }
}
