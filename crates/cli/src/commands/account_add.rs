//! `account add`: at most address, password and, where autoconfiguration found none, the two servers.
//! Secrets come from the terminal without echo, from stdin or from a command; never from the command line.

use client::ClientError;
use protocol::accounts::{Account, Login, NewAccount};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::global::is_local;
use crate::session::Session;
use crate::words::line;

/// Refusals that another command line would not have met; the others are of the login.
const USAGE: [&str; 7] = [
    "servers_needed",
    "secret_needed",
    "insecure",
    "bad_server",
    "bad_address",
    "one_source",
    "relative_path",
];

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("secret").args(["password_stdin", "password_command", "oauth_command"])))]
pub struct Add {
    /// The mailbox's address; asked for if absent
    #[arg(value_name = "ADDRESS")]
    address: Option<String>,
    /// The login's name; default: the address
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The name that recipients see
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Read the password from stdin
    #[arg(long)]
    password_stdin: bool,
    /// A command on the server's machine that prints the password
    #[arg(long, value_name = "CMD")]
    password_command: Option<String>,
    /// A command on the server's machine that prints an OAuth access token
    #[arg(long, value_name = "CMD")]
    oauth_command: Option<String>,
    /// imaps://HOST[:PORT] or imap://HOST[:PORT]; default: found from the address
    #[arg(long, value_name = "URL")]
    imap: Option<String>,
    /// smtps://HOST[:PORT] or smtp://HOST[:PORT]; default: found from the address
    #[arg(long, value_name = "URL")]
    smtp: Option<String>,
    /// A Maildir instead of a server
    #[arg(long, value_name = "DIR", conflicts_with_all = ["imap", "mbox"])]
    maildir: Option<PathBuf>,
    /// An mbox file instead of a server
    #[arg(long, value_name = "FILE", conflicts_with = "imap")]
    mbox: Option<PathBuf>,
    /// https://…: the account's calendars on a CalDAV server, with the same login
    #[arg(long, value_name = "URL")]
    caldav: Option<String>,
    /// A folder of calendars, each a folder of .ics files
    #[arg(long, value_name = "DIR", conflicts_with = "caldav")]
    vdir: Option<PathBuf>,
    /// An .ics file or URL, which is only read
    #[arg(long, value_name = "FILE|URL", conflicts_with_all = ["caldav", "vdir"])]
    ics: Option<String>,
    /// The host whose Authentication-Results count
    #[arg(long, value_name = "HOST")]
    trusted_authserv: Option<String>,
    /// Who files the copy in Sent
    #[arg(long)]
    sent_copy: Option<SentCopy>,
    /// Allow servers without TLS beyond this machine
    #[arg(long)]
    insecure: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SentCopy {
    Append,
    Server,
    Auto,
}

impl Add {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        check_servers(self.imap.as_deref(), self.smtp.as_deref(), self.insecure)?;
        let mut account = self.ask(session)?;
        let client = session.client()?;
        let added = match client.add_account(&account).await {
            Err(error) if error.code() == "servers_needed" && session.console.is_interactive() => {
                ask_servers(session, &mut account)?;
                client.add_account(&account).await
            }
            answer => answer,
        };
        let added = refused(added)?;
        session.console.answer(&added, |account, _| {
            format!(
                "Connected {} ({}). The first sync is under way; `factotum sync --wait` shows how far it is.",
                line(&account.address),
                line(&account.kind)
            )
        })
    }

    fn ask(self, session: &mut Session) -> Result<NewAccount, Failure> {
        let interactive = session.console.is_interactive();
        let address = match &self.address {
            Some(address) => address.clone(),
            None if interactive => session.console.terminal.ask("Address: ")?.trim().to_owned(),
            None => return Err(usage("Name the address: factotum account add ADDRESS.")),
        };
        if !address.contains('@') {
            return Err(usage("An address looks like anna@example.org."));
        }
        let password = if self.password_stdin {
            let password = from_stdin(session.console.terminal.read_input()?)?;
            if password.is_empty() {
                return Err(usage("The password on stdin is empty."));
            }
            Some(password)
        } else {
            self.ask_password(session, &address)?
        };
        Ok(NewAccount {
            address,
            name: self.name,
            login: Login {
                user: self.user,
                password,
                password_command: self.password_command,
                oauth_command: self.oauth_command,
            },
            imap: self.imap,
            smtp: self.smtp,
            maildir: self.maildir.as_deref().map(absolute).transpose()?,
            mbox: self.mbox.as_deref().map(absolute).transpose()?,
            caldav: self.caldav,
            vdir: self.vdir.as_deref().map(absolute).transpose()?,
            ics: self.ics.as_deref().map(place).transpose()?,
            trusted_authserv: self.trusted_authserv,
            sent_copy: self.sent_copy.map(|how| {
                match how {
                    SentCopy::Append => "append",
                    SentCopy::Server => "server",
                    SentCopy::Auto => "auto",
                }
                .to_owned()
            }),
            insecure: self.insecure,
        })
    }
}

fn place(text: &str) -> Result<String, Failure> {
    if text.contains("://") { Ok(text.to_owned()) } else { absolute(Path::new(text)) }
}

impl Add {
    /// A mailbox in files needs none, and its sender only perhaps.
    fn ask_password(&self, session: &mut Session, address: &str) -> Result<Option<String>, Failure> {
        let has_files =
            [self.maildir.is_some(), self.mbox.is_some(), self.vdir.is_some(), self.ics.is_some()];
        let reads_files = has_files.contains(&true) && self.imap.is_none() && self.caldav.is_none();
        let by_command = self.password_command.is_some() || self.oauth_command.is_some();
        if by_command || (reads_files && self.smtp.is_none()) {
            return Ok(None);
        }
        if !session.console.is_interactive() {
            return if reads_files {
                Ok(None)
            } else {
                Err(usage("Give the password by --password-stdin, --password-command or --oauth-command."))
            };
        }
        let hint = if reads_files { "not shown; empty if the server asks for none" } else { "not shown" };
        let password =
            session.console.terminal.ask_secret(&format!("Password of {} ({hint}): ", line(address)))?;
        match (password.is_empty(), reads_files) {
            (false, _) => Ok(Some(password)),
            (true, true) => Ok(None),
            (true, false) => Err(usage("The password is empty.")),
        }
    }
}

/// Only asked where nobody published them.
fn ask_servers(session: &mut Session, account: &mut NewAccount) -> Result<(), Failure> {
    session.console.note("The provider does not publish its servers; its help pages name them.");
    let terminal = &mut session.console.terminal;
    if account.imap.is_none() && account.maildir.is_none() && account.mbox.is_none() {
        account.imap = Some(terminal.ask("IMAP server (imaps://HOST): ")?.trim().to_owned());
    }
    if account.smtp.is_none() {
        account.smtp = Some(terminal.ask("SMTP server (smtps://HOST): ")?.trim().to_owned());
    }
    check_servers(account.imap.as_deref(), account.smtp.as_deref(), account.insecure)
}

/// A login that was refused is a failure, not a refusal of ours; a missing server is wrong usage.
fn refused(answer: Result<Account, ClientError>) -> Result<Account, Failure> {
    match answer {
        Err(ClientError::Problem(problem)) if problem.status == 422 => {
            let is_usage = USAGE.contains(&problem.code.as_str());
            Err(Failure::Refused { problem, exit_code: if is_usage { 2 } else { 1 } })
        }
        answer => Ok(answer?),
    }
}

fn check_servers(imap: Option<&str>, smtp: Option<&str>, insecure: bool) -> Result<(), Failure> {
    if let Some(url) = imap {
        check_server("--imap", url, ["imaps", "imap"], insecure)?;
    }
    if let Some(url) = smtp {
        check_server("--smtp", url, ["smtps", "smtp"], insecure)?;
    }
    Ok(())
}

/// `schemes` are the one with TLS and the one without. The URL is not repeated: it may hold a password.
fn check_server(option: &str, url: &str, schemes: [&str; 2], insecure: bool) -> Result<(), Failure> {
    let [with_tls, without] = schemes;
    let parsed = url::Url::parse(url).ok().filter(|url| url.host_str().is_some_and(|host| !host.is_empty()));
    let Some(parsed) = parsed.filter(|url| schemes.contains(&url.scheme())) else {
        return Err(usage(&format!("{option} takes {with_tls}://HOST[:PORT] or {without}://HOST[:PORT].")));
    };
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(usage(&format!(
            "{option} takes no login: others can read the command line. Use --user, and --password-stdin or --password-command."
        )));
    }
    if parsed.scheme() == without && !insecure && !is_local(url) {
        return Err(usage(&format!(
            "{without}:// beyond this machine may send the password in clear. Use {with_tls}://, or --insecure if you must."
        )));
    }
    Ok(())
}

/// Without the line end that `echo` adds.
fn from_stdin(bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|_| usage("The password on stdin is not UTF-8 text."))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// The server runs in another folder.
fn absolute(path: &Path) -> Result<String, Failure> {
    let path = std::path::absolute(path).map_err(|error| usage(&format!("{}: {error}.", path.display())))?;
    path.into_os_string().into_string().map_err(|_| usage("The path is not UTF-8."))
}

fn usage(sentence: &str) -> Failure {
    Failure::Usage(sentence.to_owned())
}
