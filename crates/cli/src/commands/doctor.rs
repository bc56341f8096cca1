//! `doctor`: looks at the data folder, the server, the accounts, the disk and the clock, and says what to do.

use client::{Client, ClientError};
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;

use crate::failure::Failure;
use crate::global::is_local;
use crate::look::Look;
use crate::session::Session;
use crate::words::{bytes, clean, count, line};

const LITTLE_SPACE: u64 = 1024 * 1024 * 1024;
const NO_SPACE: u64 = 100 * 1024 * 1024;
/// The Date header has whole seconds, and an answer takes its time.
const SKEW_TO_MENTION: u64 = 5;
const SKEW_TO_FEAR: u64 = 120;

#[derive(Debug, clap::Args)]
pub struct Doctor {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Ok,
    Warn,
    Fail,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    health: Health,
    detail: String,
    /// What to do.
    advice: Option<String>,
}

#[derive(Serialize)]
struct Report {
    checks: Vec<Check>,
}

impl Doctor {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let mut checks = Vec::new();
        let folder = session.global.data_folder()?;
        // With a server elsewhere there need be no data folder here.
        if folder.is_dir() || session.global.url.is_none() {
            checks.extend(folder_checks(&folder));
        }
        let unreachable = server_checks(session, &mut checks).await;
        let failed = checks.iter().any(|check| check.health == Health::Fail);
        session.console.answer(&Report { checks }, |report, look| text(&report.checks, look))?;
        match (unreachable, failed) {
            (true, _) => Err(Failure::Told(4)),
            (false, true) => Err(Failure::Told(1)),
            (false, false) => Ok(()),
        }
    }
}

/// Whether the server could not be reached.
async fn server_checks(session: &Session, checks: &mut Vec<Check>) -> bool {
    let client = match session.client() {
        Ok(client) => client,
        Err(failure) => {
            let detail = failure.sentence().unwrap_or_default();
            checks.push(Check { name: "server", health: Health::Fail, detail, advice: None });
            return failure.exit_code() == 4;
        }
    };
    if !client.base_url().starts_with("https://") && !is_local(client.base_url()) {
        let detail = format!(
            "{} is another machine without TLS, and each request carries the token",
            client.base_url()
        );
        checks.push(warn("transport", detail, "Serve HTTPS with --tls-cert and --tls-key, or use a tunnel."));
    }
    match client.ready().await {
        Ok(health) => {
            checks.push(ok("server", format!("{} is ready", client.base_url())));
            checks.extend(health.server_time.map(|there| clock(there, Timestamp::now())));
        }
        Err(ClientError::Problem(problem)) => {
            checks.push(fail("server", line(&problem.detail), "The server's log tells more."));
        }
        Err(error) => {
            let unreachable = matches!(error, ClientError::Unreachable { .. });
            let cause = error.cause().map(|cause| format!(": {cause}")).unwrap_or_default();
            checks.push(fail("server", format!("{error}{cause}"), "Start it with `factotum serve`."));
            return unreachable;
        }
    }
    checks.extend(account_checks(&client).await);
    false
}

async fn account_checks(client: &Client) -> Vec<Check> {
    let (states, accounts) = match (client.sync_status().await, client.accounts().await) {
        (Ok(states), Ok(accounts)) => (states.data, accounts.data),
        (Err(error), _) | (_, Err(error)) if error.status() == Some(401) => {
            let advice = "Set FACTOTUM_TOKEN, or name the server's own data folder with --data.";
            return vec![fail("token", "the server does not take this token".to_owned(), advice)];
        }
        (Err(error), _) | (_, Err(error)) => {
            return vec![fail("accounts", line(&error.to_string()), "The server's log tells more.")];
        }
    };
    let mut checks = vec![ok("token", "the server takes it".to_owned())];
    if states.is_empty() {
        checks.push(warn(
            "accounts",
            "none is connected".to_owned(),
            "`factotum account add ADDRESS` connects one.",
        ));
    }
    for state in states {
        let address =
            accounts.iter().find(|account| account.id == state.account_id).map(|account| &account.address);
        let name = line(address.unwrap_or(&state.account_id));
        checks.push(match (state.state.as_str(), state.error) {
            ("error", error) => {
                let detail = error.map(|error| line(&error.detail)).unwrap_or_default();
                let advice = "It is tried again by itself; `factotum sync` tries now. After a new password: remove it and add it again.";
                fail("account", format!("{name}: {detail}"), advice)
            }
            (word, _) => ok("account", format!("{name}: {}, {}", line(word), count(state.items, "item"))),
        });
    }
    checks
}

fn folder_checks(folder: &Path) -> Vec<Check> {
    if !folder.is_dir() {
        let detail = format!("{} is not there", folder.display());
        return vec![warn(
            "data",
            detail,
            "`factotum serve` makes it on its first start; --data names another.",
        )];
    }
    let mut checks = vec![private(folder, "data", "700")];
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name == "token" || name.contains("key"))
        .collect();
    names.sort();
    if !names.iter().any(|name| name == "token") {
        checks.push(warn(
            "token",
            "there is no token file".to_owned(),
            "`factotum serve` makes it on its first start.",
        ));
    }
    checks.extend(names.iter().map(|name| private(&folder.join(name), "secret", "600")));
    checks.extend(space(folder));
    checks
}

/// Nobody else may read what lies here.
#[cfg(unix)]
fn private(path: &Path, name: &'static str, mode: &str) -> Check {
    use std::os::unix::fs::PermissionsExt;
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.permissions().mode() & 0o077 == 0 => {
            ok(name, format!("{} is readable by its owner only", path.display()))
        }
        Ok(metadata) => {
            let mode_now = metadata.permissions().mode() & 0o777;
            let detail = format!("{} is open to others (mode {mode_now:03o})", path.display());
            let advice = format!("chmod {mode} '{}'", path.display());
            // What must not be read in a folder has its own mode.
            if metadata.is_dir() { warn(name, detail, &advice) } else { fail(name, detail, &advice) }
        }
        Err(error) => fail(name, format!("{}: {error}", path.display()), "Is it another user's?"),
    }
}

#[cfg(not(unix))]
fn private(path: &Path, name: &'static str, _: &str) -> Check {
    ok(name, format!("{} is there", path.display()))
}

#[cfg(unix)]
fn space(folder: &Path) -> Option<Check> {
    let statistics = rustix::fs::statvfs(folder).ok()?;
    Some(room(statistics.f_bavail.saturating_mul(statistics.f_frsize)))
}

#[cfg(not(unix))]
fn space(_: &Path) -> Option<Check> {
    None
}

fn room(free: u64) -> Check {
    let detail = format!("{} free", bytes(free));
    let advice = "Make room: without it no mail is fetched and nothing is decided.";
    match free {
        ..NO_SPACE => fail("disk", detail, advice),
        NO_SPACE..LITTLE_SPACE => warn("disk", detail, advice),
        _ => ok("disk", detail),
    }
}

fn clock(there: Timestamp, here: Timestamp) -> Check {
    let skew = there.duration_since(here).as_secs().unsigned_abs();
    let advice = "Set both clocks by NTP: expiry, the undo window and sign-in links go by them.";
    match skew {
        0..=SKEW_TO_MENTION => ok("clock", "the same here and there".to_owned()),
        skew if skew <= SKEW_TO_FEAR => warn("clock", format!("{skew} seconds apart"), advice),
        _ => fail("clock", format!("{skew} seconds apart"), advice),
    }
}

fn text(checks: &[Check], look: &Look) -> String {
    let lines = checks.iter().map(|check| {
        let word = match check.health {
            Health::Ok => look.good("ok  "),
            Health::Warn => look.doubtful("warn"),
            Health::Fail => look.bad("fail"),
        };
        let advice = check
            .advice
            .as_ref()
            .map(|advice| format!("\n                {}", clean(advice)))
            .unwrap_or_default();
        format!("{word}  {:<9} {}{advice}", check.name, clean(&check.detail))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn ok(name: &'static str, detail: String) -> Check {
    Check { name, health: Health::Ok, detail, advice: None }
}

fn warn(name: &'static str, detail: String, advice: &str) -> Check {
    Check { name, health: Health::Warn, detail, advice: Some(advice.to_owned()) }
}

fn fail(name: &'static str, detail: String, advice: &str) -> Check {
    Check { name, health: Health::Fail, detail, advice: Some(advice.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{Health, clock, room};
    use jiff::Timestamp;

    #[test]
    fn little_space_warns_and_none_fails() {
        assert_eq!(room(10 << 20).health, Health::Fail);
        assert_eq!(room(500 << 20).health, Health::Warn);
        assert_eq!(room(50 << 30).health, Health::Ok);
    }

    #[test]
    fn clocks_may_differ_by_an_answer_but_not_by_minutes() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(clock(at(1000), at(1003)).health, Health::Ok);
        assert_eq!(clock(at(1000), at(1030)).health, Health::Warn);
        assert_eq!(clock(at(1000), at(500)).health, Health::Fail);
    }
}
