//! Opens accounts: as sources for the engine, as mailboxes for approved effects.

use connectors::calendar::caldav::{CalDavServer, CalDavSource};
use connectors::calendar::ics::IcsSource;
use connectors::calendar::vdir::{VdirCalendars, VdirSource};
use connectors::calendar::write::Calendars;
use connectors::mail::imap::{ImapServer, ImapSource};
use connectors::mail::mailbox::{ImapMailbox, Mailbox, MailboxError, Trouble, WithSmtp};
use connectors::mail::maildir::{MaildirMailbox, MaildirSource};
use connectors::mail::mbox::MboxSource;
use connectors::mail::mime;
use connectors::mail::server::{Secret, ServerError};
use connectors::mail::smtp::{SmtpSender, SmtpServer};
use domain::event::Calendar;
use domain::ports::{BoxFuture, Source, Sources};
use domain::source::SourceError;
use domain::{AccountId, TenantCtx};
use store::Account;
use tools::Outside;

use super::Accounts;
use super::config::{AccountConfig, SentCopy, extra_root};
use super::joined::Joined;
use super::secret::StoredSecret;
use super::trusting::Trusting;
use crate::problem::Failure;

impl AccountConfig {
    pub(super) fn imap_server(&self, secret: Option<Secret>) -> Option<ImapSource> {
        let server = ImapServer::new(self.imap.as_ref()?.endpoint(), &self.user, secret?);
        Some(ImapSource::new(server, mime::parse))
    }

    pub(super) fn smtp_sender(&self, secret: Option<Secret>) -> Option<SmtpSender> {
        let endpoint = self.smtp.as_ref()?.endpoint();
        Some(SmtpSender::new(SmtpServer {
            endpoint,
            login: secret.map(|secret| (self.user.clone(), secret)),
        }))
    }

    pub(super) fn caldav_source(&self, secret: Option<Secret>) -> Option<Result<CalDavSource, ServerError>> {
        let mut server = CalDavServer::new(self.caldav.as_ref()?, &self.user, secret?);
        server.extra_root = extra_root();
        Some(CalDavSource::new(&server))
    }
}

/// What keeps an account from being opened, in words for whoever looks at it.
struct NotOpen(&'static str, String);

impl Accounts {
    async fn parts(
        &self,
        ctx: &TenantCtx,
        id: &AccountId,
    ) -> Result<(AccountConfig, Option<Secret>), NotOpen> {
        let account =
            self.store.account(ctx, id).await.map_err(|error| NotOpen("not_stored", error.to_string()))?;
        let account = account.ok_or_else(|| NotOpen("no_account", "The account was removed.".into()))?;
        let config = serde_json::from_value(account.config.clone()).map_err(|_| {
            NotOpen(
                "bad_account",
                "The account's settings cannot be read. Remove it and add it again.".into(),
            )
        })?;
        Ok((config, self.secret(ctx, &account).await?))
    }

    async fn secret(&self, ctx: &TenantCtx, account: &Account) -> Result<Option<Secret>, NotOpen> {
        let Some(sealed) = &account.secret else { return Ok(None) };
        let sealed = vault::Sealed::new(sealed.clone());
        let text = self.vault.unseal(&ctx.tenant, account.id.as_str(), &sealed);
        let text = text.map_err(|error| NotOpen(error.code(), error.to_string()))?;
        let stored = StoredSecret::from_text(&text).ok_or_else(|| {
            NotOpen("bad_secret", "The account's secret cannot be read. Remove it and add it again.".into())
        })?;
        Ok(Some(
            stored
                .reveal()
                .await
                .map_err(|failure: Failure| NotOpen("secret_command_failed", failure.detail().to_owned()))?,
        ))
    }
}

impl Sources for Accounts {
    fn open<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        id: &'a AccountId,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, SourceError>> {
        Box::pin(async move {
            let (config, secret) =
                self.parts(ctx, id).await.map_err(|NotOpen(_, detail)| SourceError::Unavailable(detail))?;
            let calendar = self.calendar_source(&config, secret.clone())?;
            let mail: Option<Box<dyn Source>> = if let Some(imap) = config.imap_server(secret) {
                Some(Box::new(imap))
            } else if let Some(folder) = &config.maildir {
                Some(Box::new(MaildirSource::new(folder)))
            } else {
                config.mbox.as_ref().map(|file| Box::new(MboxSource::new(file)) as Box<dyn Source>)
            };
            let mail =
                mail.map(|mail| Box::new(Trusting::new(mail, config.trusted_authserv)) as Box<dyn Source>);
            match (mail, calendar) {
                (Some(mail), Some(calendar)) => Ok(Box::new(Joined { mail, calendar }) as Box<dyn Source>),
                (Some(one), None) | (None, Some(one)) => Ok(one),
                (None, None) => Err(SourceError::Unavailable(
                    "The account names nothing to read from. Remove it and add it again.".into(),
                )),
            }
        })
    }
}

impl Accounts {
    fn calendar_source(
        &self,
        config: &AccountConfig,
        secret: Option<Secret>,
    ) -> Result<Option<Box<dyn Source>>, SourceError> {
        if let Some(source) = config.caldav_source(secret) {
            let source = source.map_err(|error| SourceError::Unavailable(error.to_string()))?;
            return Ok(Some(Box::new(source)));
        }
        if let Some(folder) = &config.vdir {
            return Ok(Some(Box::new(VdirSource::new(folder))));
        }
        Ok(config.ics.as_deref().map(|place| Box::new(self.ics_source(place)) as Box<dyn Source>))
    }

    pub(super) fn ics_source(&self, place: &str) -> IcsSource {
        if place.contains("://") { IcsSource::url(place, self.wall.clone()) } else { IcsSource::file(place) }
    }

    /// The calendars that the account has now.
    pub async fn calendars(&self, ctx: &TenantCtx, id: &AccountId) -> Result<Vec<Calendar>, SourceError> {
        let (config, secret) =
            self.parts(ctx, id).await.map_err(|NotOpen(_, detail)| SourceError::Unavailable(detail))?;
        let unavailable = |error: &dyn std::fmt::Display| SourceError::Unavailable(error.to_string());
        if let Some(source) = config.caldav_source(secret) {
            let source = source.map_err(|error| unavailable(&error))?;
            return source.list_calendars().await.map_err(|error| unavailable(&error));
        }
        if let Some(folder) = &config.vdir {
            return VdirCalendars::new(folder).calendars().await.map_err(|error| unavailable(&error));
        }
        match &config.ics {
            Some(place) => self.ics_source(place).list_calendars().await,
            None => Ok(Vec::new()),
        }
    }
}

impl Outside for Accounts {
    fn mailbox<'a>(
        &'a self,
        ctx: &'a TenantCtx,
        id: &'a AccountId,
    ) -> BoxFuture<'a, Result<Box<dyn Mailbox>, MailboxError>> {
        Box::pin(async move {
            let (config, secret) = self
                .parts(ctx, id)
                .await
                .map_err(|NotOpen(code, detail)| MailboxError::new(Trouble::Passing, code, detail))?;
            let files = config.sent_copy == SentCopy::Server;
            let smtp = config.smtp_sender(secret.clone());
            if let Some(imap) = config.imap_server(secret) {
                return Ok(with(ImapMailbox::new(imap), smtp, files));
            }
            match &config.maildir {
                Some(folder) => Ok(with(MaildirMailbox::new(folder), smtp, files)),
                None => Err(MailboxError::new(
                    Trouble::Permanent,
                    "read_only",
                    "An mbox is only read; nothing is written to it.",
                )),
            }
        })
    }
}

fn with<M: Mailbox + 'static>(mailbox: M, smtp: Option<SmtpSender>, files: bool) -> Box<dyn Mailbox> {
    match smtp {
        Some(smtp) => Box::new(WithSmtp::new(mailbox, smtp, files)),
        None => Box::new(mailbox),
    }
}
