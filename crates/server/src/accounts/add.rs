//! Adds an account: find its servers, check every login, seal the secret, then store.

use connectors::mail::authentication;
use connectors::mail::autoconfig;
use connectors::mail::mbox;
use connectors::mail::server::{Secret, ServerError};
use domain::{AccountId, TenantCtx};
use std::path::PathBuf;
use store::{Account, NewAccount};

use super::Accounts;
use super::config::{AccountConfig, Protection, SentCopy, Server};
use super::secret::StoredSecret;
use super::servers;
use crate::problem::{Answer, Failure};

impl Accounts {
    pub async fn add(&self, ctx: &TenantCtx, wanted: protocol::accounts::NewAccount) -> Answer<Account> {
        let address = connectors::mail::address::parse(&wanted.address).map_err(|error| {
            Failure::unprocessable("bad_address", format!("`{}`: {error}.", wanted.address.escape_debug()))
        })?;
        let known = self.store.accounts(ctx).await?;
        if known.iter().any(|account| account.address.eq_ignore_ascii_case(&address.address)) {
            let detail =
                format!("{} is connected already. Remove it first to connect it anew.", address.address);
            return Err(Failure::new(axum::http::StatusCode::CONFLICT, "account_exists", detail));
        }
        let config = self.config(&wanted, &address.address).await?;
        let secret = StoredSecret::of(&wanted.login);
        if secret.is_none() && (config.imap.is_some() || config.caldav.is_some()) {
            return Err(Failure::unprocessable(
                "secret_needed",
                "Give a password, a password command or an OAuth token command.",
            ));
        }
        self.check(&config, secret.as_ref()).await?;
        let id = AccountId::new(self.clock.new_id());
        let sealed = match &secret {
            Some(secret) => Some(self.seal(ctx, &id, secret)?),
            None => None,
        };
        let kind = match &config {
            AccountConfig { imap: Some(_), .. } => "imap",
            AccountConfig { maildir: Some(_), .. } => "maildir",
            AccountConfig { mbox: Some(_), .. } => "mbox",
            AccountConfig { caldav: Some(_), .. } => "caldav",
            AccountConfig { vdir: Some(_), .. } => "vdir",
            _ => "ics",
        };
        let account = NewAccount {
            id,
            name: wanted.name.or(address.name),
            address: address.address,
            kind: kind.to_owned(),
            config: serde_json::to_value(&config).unwrap_or_default(),
            secret: sealed,
            created_at: self.clock.now(),
        };
        Ok(self.store.add_account(ctx, account).await?)
    }

    async fn config(&self, wanted: &protocol::accounts::NewAccount, address: &str) -> Answer<AccountConfig> {
        let sent_copy = match wanted.sent_copy.as_deref() {
            None => SentCopy::Auto,
            Some(word) => SentCopy::parse(word).ok_or_else(|| {
                Failure::unprocessable("bad_sent_copy", "`sent_copy` is append, server or auto.")
            })?,
        };
        let mut config = AccountConfig {
            user: wanted.login.user.clone().unwrap_or_else(|| address.to_owned()),
            imap: wanted.imap.as_deref().map(|text| servers::imap(text, wanted.insecure)).transpose()?,
            smtp: wanted.smtp.as_deref().map(|text| servers::smtp(text, wanted.insecure)).transpose()?,
            maildir: wanted.maildir.as_deref().map(absolute).transpose()?,
            mbox: wanted.mbox.as_deref().map(absolute).transpose()?,
            caldav: wanted
                .caldav
                .as_deref()
                .map(|text| servers::web(text, wanted.insecure).map(String::from))
                .transpose()?,
            vdir: wanted.vdir.as_deref().map(absolute).transpose()?,
            ics: wanted.ics.as_deref().map(|place| ics_place(place, wanted.insecure)).transpose()?,
            trusted_authserv: wanted.trusted_authserv.iter().cloned().collect(),
            sent_copy,
        };
        let sources = [config.imap.is_some(), config.maildir.is_some(), config.mbox.is_some()];
        let calendars = [config.caldav.is_some(), config.vdir.is_some(), config.ics.is_some()];
        let calendars = calendars.iter().filter(|given| **given).count();
        if calendars > 1 {
            return Err(Failure::unprocessable(
                "one_source",
                "An account's calendars come from one place: a CalDAV server, a vdir or an .ics.",
            ));
        }
        match sources.iter().filter(|given| **given).count() {
            0 if calendars == 1 => {}
            0 => self.find_servers(address, &mut config).await?,
            1 => {}
            _ => {
                return Err(Failure::unprocessable(
                    "one_source",
                    "An account reads from one place: an IMAP server, a Maildir or an mbox.",
                ));
            }
        }
        if let Some(imap) = config.imap.as_ref().filter(|_| config.trusted_authserv.is_empty()) {
            config.trusted_authserv = authentication::authentication_hosts(&imap.host);
        }
        Ok(config)
    }

    async fn find_servers(&self, address: &str, config: &mut AccountConfig) -> Answer<()> {
        let found = autoconfig::find(address, &self.wall).await.map_err(|error| {
            let detail = format!("{error} Name the servers with --imap and --smtp.");
            Failure::unprocessable("servers_needed", detail)
        })?;
        let server = |server: &autoconfig::Server| Server {
            host: server.host.clone(),
            port: server.port,
            protection: if server.is_tls() { Protection::Tls } else { Protection::StartTls },
        };
        config.imap = Some(server(&found.imap));
        config.smtp = config.smtp.take().or_else(|| found.smtp.as_ref().map(server));
        if let Some(user) = found.user.filter(|_| config.user == address) {
            config.user = user;
        }
        Ok(())
    }

    /// Every login, one after the other: who is refused leaves nothing behind.
    async fn check(&self, config: &AccountConfig, secret: Option<&StoredSecret>) -> Answer<()> {
        if let Some(folder) = &config.maildir
            && !folder.join("cur").is_dir()
        {
            let detail = format!("{} is not a Maildir: it has no folder `cur`.", folder.display());
            return Err(Failure::unprocessable("bad_maildir", detail));
        }
        if let Some(file) = &config.mbox {
            mbox::check(file).map_err(|error| {
                Failure::unprocessable("bad_mbox", format!("{} is no mbox: {error}.", file.display()))
            })?;
        }
        if let Some(folder) = config.vdir.as_ref().filter(|folder| !folder.is_dir()) {
            let detail = format!("{} is not a folder of calendars.", folder.display());
            return Err(Failure::unprocessable("bad_vdir", detail));
        }
        if let Some(place) = &config.ics {
            let read = self.ics_source(place).list_calendars().await;
            read.map_err(|error| {
                Failure::unprocessable("bad_ics", format!("{place} cannot be read: {error}"))
            })?;
        }
        let revealed = match secret {
            Some(secret) => Some(secret.reveal().await?),
            None => None,
        };
        if let (Some(imap), Some(secret)) = (config.imap_server(revealed.clone()), &revealed) {
            let _: &Secret = secret;
            imap.check_login().await.map_err(refused)?;
        }
        if let Some(caldav) = config.caldav_source(revealed.clone()) {
            caldav.map_err(refused)?.check_login().await.map_err(refused)?;
        }
        if let Some(smtp) = config.smtp_sender(revealed) {
            smtp.check_login().await.map_err(refused)?;
        }
        Ok(())
    }

    fn seal(&self, ctx: &TenantCtx, id: &AccountId, secret: &StoredSecret) -> Answer<String> {
        let sealed = self.vault.seal(&ctx.tenant, id.as_str(), &secret.to_text()).map_err(|error| {
            tracing::error!(code = error.code(), "the secret could not be sealed");
            Failure::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, error.code(), error.to_string())
        })?;
        Ok(sealed.into_string())
    }
}

fn refused(error: ServerError) -> Failure {
    // A connection that is kept is tried again; here nothing was kept.
    let said = error.to_string();
    let said = said.strip_suffix("; it is tried again later.").map(|said| format!("{said}.")).unwrap_or(said);
    Failure::unprocessable(error.code(), said)
}

/// A URL goes through the wall when it is read; a file is named by its whole path.
fn ics_place(text: &str, insecure: bool) -> Answer<String> {
    match text.split_once("://") {
        Some(("webcal", rest)) => servers::web(&format!("https://{rest}"), insecure).map(String::from),
        Some(_) => servers::web(text, insecure).map(String::from),
        None => Ok(absolute(text)?.to_string_lossy().into_owned()),
    }
}

fn absolute(text: &str) -> Answer<PathBuf> {
    let path = PathBuf::from(text);
    if path.is_absolute() {
        Ok(path)
    } else {
        Err(Failure::unprocessable(
            "relative_path",
            format!("`{text}` must be a full path: the server may stand in another folder."),
        ))
    }
}
