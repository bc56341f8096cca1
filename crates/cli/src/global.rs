//! Options that every command takes, and where the server and its token are found.

use serde::Deserialize;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The address that the server leaves in its data folder while it runs.
const SERVER_FILE: &str = "server.json";
/// The first user's token.
const TOKEN_FILE: &str = "token";

#[derive(Clone, Debug, Default, clap::Args)]
pub struct Global {
    /// The data folder; default: the platform's
    #[arg(long, global = true, env = "FACTOTUM_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// The server's address; default: what the data folder says. The token is taken from FACTOTUM_TOKEN,
    /// else from the data folder
    #[arg(long, global = true, env = "FACTOTUM_URL", value_name = "URL")]
    pub url: Option<String>,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
}

/// Where to ask, and with which token (empty: none is known).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) token: String,
}

#[derive(Deserialize)]
struct ServerFile {
    url: String,
}

impl Global {
    /// `--data`, `FACTOTUM_DATA`, `$XDG_DATA_HOME/factotum` or `~/.local/share/factotum`.
    pub fn data_folder(&self) -> Result<PathBuf, Failure> {
        if let Some(folder) = self.data.as_ref().filter(|folder| !folder.as_os_str().is_empty()) {
            return Ok(folder.clone());
        }
        let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        variable("XDG_DATA_HOME")
            .or_else(|| Some(variable("HOME")?.join(".local/share")))
            .map(|folder| folder.join("factotum"))
            .ok_or_else(|| {
                Failure::Usage("There is no home folder here; name the data folder with --data.".to_owned())
            })
    }

    /// `token` is the one of `FACTOTUM_TOKEN`.
    pub(crate) fn server(&self, token: Option<&str>) -> Result<Server, Failure> {
        let named = self.url.as_deref().filter(|url| !url.is_empty());
        let url = match named {
            Some(url) => url.to_owned(),
            None => read_address(&self.data_folder()?.join(SERVER_FILE))?,
        };
        // The local token is for the local server: it does not follow an address of another machine unless
        // the data folder was named along with it.
        let may_read = named.is_none() || self.data.is_some() || is_local(&url);
        let token = match token.filter(|token| !token.is_empty()) {
            Some(token) => token.to_owned(),
            None if may_read => read_token(&self.data_folder()?.join(TOKEN_FILE))?,
            None => String::new(),
        };
        Ok(Server { url, token })
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Whether a URL's host is this machine by its own word: `localhost` or a loopback address.
pub(crate) fn is_local(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

fn read_address(path: &Path) -> Result<String, Failure> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::NoServer(path.to_owned()));
        }
        Err(error) => return Err(unreadable(path, &error)),
    };
    match serde_json::from_slice::<ServerFile>(&text) {
        Ok(file) => Ok(file.url),
        Err(_) => Err(Failure::Failed(format!(
            "{} does not hold a server's address; restart `factotum serve`.",
            path.display()
        ))),
    }
}

/// A missing token is left to the server, which may not be there at all.
fn read_token(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Failed(format!("{} cannot be read: {error}. Is it another user's?", path.display()))
}
