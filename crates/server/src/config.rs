//! Flags and environment of the server.

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Data folder
    #[arg(long, env = "FACTOTUM_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one
    #[arg(long, env = "FACTOTUM_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// `postgres://…`, or `sqlite:/path/to/file`; else SQLite in the data folder
    #[arg(long, env = "FACTOTUM_DATABASE_URL", value_name = "URL", hide_env_values = true, value_parser = database_url)]
    pub database_url: Option<String>,
    /// Seconds that an approved effect without a compensation waits, so that it can be taken back
    #[arg(long, env = "FACTOTUM_UNDO_WINDOW", value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub undo_window: f64,
    /// Seconds until a proposal expires
    #[arg(long, env = "FACTOTUM_PROPOSAL_TTL", value_name = "SECONDS", default_value_t = 604_800.0, value_parser = seconds)]
    pub proposal_ttl: f64,
    /// Certificate chain in PEM: serve HTTPS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Hosts of the own network that mails and providers may name in URLs
    #[arg(long, env = "FACTOTUM_ALLOW_HOST", value_name = "HOST", value_delimiter = ',')]
    pub allow_host: Vec<String>,
    /// Print one line of JSON on stdout when ready
    #[arg(long)]
    pub json: bool,
}

impl ServeArgs {
    pub fn data_folder(&self) -> PathBuf {
        let folder = self.data.clone().unwrap_or_else(default_data_folder);
        // The demo's account names it, and the next start may be from elsewhere.
        std::path::absolute(&folder).unwrap_or(folder)
    }
}

/// `$XDG_DATA_HOME/factotum`, else `~/.local/share/factotum`.
pub fn default_data_folder() -> PathBuf {
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let base = base.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")));
    base.unwrap_or_else(|| PathBuf::from(".")).join("factotum")
}

fn database_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    match rest {
        // Nothing is as good as not given.
        _ if text.is_empty() => Ok(String::new()),
        Some(path) if path.starts_with('/') => Ok(format!("sqlite:{path}")),
        None if text.starts_with('/') => Ok(text.to_owned()),
        None if text.starts_with("postgres://") || text.starts_with("postgresql://") => Ok(text.to_owned()),
        _ => Err("give postgres://USER@HOST/DATABASE, or sqlite: and an absolute path".to_owned()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number of seconds".to_owned())?;
    if value.is_finite() && (0.0..=3_153_600_000.0).contains(&value) {
        Ok(value)
    } else {
        Err("give a number of seconds from 0".to_owned())
    }
}
