//! Accounts: connected mailboxes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    pub id: String,
    pub address: String,
    /// `imap`, `maildir`, `mbox`, `caldav`, `vdir` or `ics`.
    pub kind: String,
    /// `idle`, `syncing` or `error`.
    pub state: String,
    pub created_at: Timestamp,
}

/// How to log in; one secret serves all servers of the account.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// Defaults to the address.
    pub user: Option<String>,
    pub password: Option<String>,
    /// A command of this machine that prints the password; run without a shell's environment of secrets.
    pub password_command: Option<String>,
    /// A command that prints an OAuth access token (XOAUTH2, OAUTHBEARER).
    pub oauth_command: Option<String>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}

/// `POST /api/accounts`: every login is checked before the account exists.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewAccount {
    pub address: String,
    /// The name that recipients see.
    pub name: Option<String>,
    pub login: Login,
    /// `imaps://host[:port]` or `imap://host[:port]` (STARTTLS where offered); found by autoconfiguration if absent.
    pub imap: Option<String>,
    /// `smtps://…` or `smtp://…`.
    pub smtp: Option<String>,
    pub maildir: Option<String>,
    pub mbox: Option<String>,
    /// `https://…`: the CalDAV server, the user's page on it, or one calendar.
    pub caldav: Option<String>,
    /// A folder of calendars, each a folder of `.ics` files.
    pub vdir: Option<String>,
    /// One `.ics` file or URL, which is only read.
    pub ics: Option<String>,
    /// The host whose Authentication-Results count.
    pub trusted_authserv: Option<String>,
    /// `append`, `server` or `auto`.
    pub sent_copy: Option<String>,
    /// Allow no TLS beyond loopback.
    pub insecure: bool,
}

/// A calendar of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Calendar {
    /// What an effect's `calendar` takes.
    pub path: String,
    pub name: String,
    pub color: Option<String>,
    pub read_only: bool,
    /// The server mails attendees by itself when an event is written (RFC 6638).
    pub schedules: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Folders {
    pub data: Vec<String>,
}
