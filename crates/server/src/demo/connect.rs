//! Connects the demo mailbox and its calendars as the owner's account, once.

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{AUTHSERV, OWNER_ADDRESS, OWNER_NAME, TIME_ZONE, calendar, install};
use crate::wiring::{USER, Wired};

pub async fn connect(wired: &Wired) -> Result<()> {
    let demo = wired.folder.file("demo");
    std::fs::create_dir_all(&demo)?;
    let zone = TimeZone::get(TIME_ZONE).context("the time zone database lacks Europe/Berlin")?;
    let mail = demo.join("mail");
    let calendar = demo.join("calendar");
    let now = Timestamp::now().to_zoned(zone);
    install(&mail, &now)?;
    calendar::install(&calendar, &now)?;
    let owner = wired.owner();
    let accounts = wired.app.store.accounts(&owner).await?;
    if accounts.iter().any(|account| account.address == OWNER_ADDRESS) {
        return Ok(());
    }
    let preferences = serde_json::json!({ "time_zone": TIME_ZONE, "signature": null });
    wired.app.store.set_preferences(&owner, &USER.into(), &preferences).await?;
    let account = protocol::accounts::NewAccount {
        address: OWNER_ADDRESS.to_owned(),
        name: Some(OWNER_NAME.to_owned()),
        maildir: Some(mail.to_string_lossy().into_owned()),
        vdir: Some(calendar.to_string_lossy().into_owned()),
        trusted_authserv: Some(AUTHSERV.to_owned()),
        ..Default::default()
    };
    wired.app.accounts.add(&owner, account).await.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    Ok(())
}
