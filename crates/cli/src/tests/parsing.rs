//! The command line as the contract writes it.

use clap::CommandFactory;

use super::harness::{Person, Program, run_line};

#[test]
fn the_command_line_is_consistent() {
    Program::command().debug_assert();
}

#[tokio::test]
async fn every_line_of_the_contract_parses() {
    let lines = [
        "account add a@x.example --user n --password-stdin --imap imaps://h --smtp smtps://h --trusted-authserv h --sent-copy auto --insecure",
        "account add a@x.example --password-command pass",
        "account add a@x.example --oauth-command token --sent-copy server",
        "account add a@x.example --maildir /m",
        "account add a@x.example --mbox /m --sent-copy append",
        "account list --json",
        "account remove a1",
        "sync",
        "sync a1 --wait",
        "inbox --limit 3 --query words",
        "show i1",
        "run draft_reply --item i1 --text hello --as draft --wait",
        "proposals --status pending",
        "approve p1 p2@d2 --confirm",
        "reject p1 p2",
        "undo p1",
        "retry p1",
        "edit p1 --set subject=x --set text=y",
        "resolve p1 succeeded",
        "compose --to a@x.example --subject s --body-stdin --attach f",
        "stop --resume",
        "audit verify --file e",
        "audit export",
        "sign-in",
        "doctor",
        "completions zsh",
    ];
    for line in lines {
        let words: Vec<_> = std::iter::once("factotum").chain(line.split(' ')).collect();
        <Program as clap::Parser>::try_parse_from(words).map_err(|error| format!("{line}: {error}")).unwrap();
    }
}

#[tokio::test]
async fn wrong_usage_is_exit_code_2() {
    let lines: [&[&str]; 14] = [
        &[],
        &["launch"],
        &["inbox", "--limit", "0"],
        &["inbox", "--limit", "201"],
        &["approve"],
        &["approve", "p1@"],
        &["reject"],
        &["edit", "p1"],
        &["edit", "p1", "--set", "subject"],
        &["resolve", "p1", "perhaps"],
        &["proposals", "--status", "maybe"],
        &["compose", "--to", "a@x.example", "--subject", "s"],
        &["account", "add", "a@x.example", "--password-stdin", "--password-command", "x"],
        &["account", "add", "a@x.example", "--password", "hunter2"],
    ];
    for line in lines {
        assert_eq!(run_line(None, Person::nobody(), line).await.code, 2, "{line:?}");
    }
}

#[test]
fn shared_options_go_before_and_after_the_command() {
    for line in [
        "factotum --json --data /d inbox",
        "factotum inbox --json --data /d",
        "factotum account --json list --data /d",
    ] {
        let program = <Program as clap::Parser>::try_parse_from(line.split(' ')).unwrap();
        assert!(program.command.global.json, "{line}");
        assert_eq!(program.command.global.data.unwrap().to_str(), Some("/d"), "{line}");
    }
}

/// The way the binary composes us: beside commands that have a `--data` and `--json` of their own.
#[derive(clap::Parser)]
struct Whole {
    #[command(subcommand)]
    command: WholeCommand,
}

#[derive(clap::Subcommand)]
enum WholeCommand {
    Serve(ServeArgs),
    #[command(flatten)]
    Client(crate::Command),
}

#[derive(clap::Args)]
struct ServeArgs {
    #[arg(long, env = "FACTOTUM_DATA")]
    data: Option<std::path::PathBuf>,
    #[arg(long)]
    json: bool,
}

#[test]
fn commands_with_options_of_the_same_name_stand_beside_ours() {
    Whole::command().debug_assert();
    for line in ["factotum serve --data /d --json", "factotum --data /d --json serve"] {
        match <Whole as clap::Parser>::try_parse_from(line.split(' ')).unwrap().command {
            WholeCommand::Serve(serve) => {
                assert_eq!((serve.data.unwrap().to_str(), serve.json), (Some("/d"), true), "{line}");
            }
            WholeCommand::Client(_) => panic!("{line} is no command of ours"),
        }
    }
    match <Whole as clap::Parser>::try_parse_from(["factotum", "inbox", "--data", "/d"]).unwrap().command {
        WholeCommand::Client(command) => assert_eq!(command.global.data.unwrap().to_str(), Some("/d")),
        WholeCommand::Serve(_) => panic!("inbox is ours"),
    }
}

#[tokio::test]
async fn completions_know_every_command_and_need_no_server() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = run_line(None, Person::nobody(), &["completions", shell]).await;
        assert_eq!(outcome.code, 0);
        for command in Program::command().get_subcommands() {
            assert!(outcome.out.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
    }
}
