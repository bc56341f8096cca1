//! The demo tenant: a Maildir++ rendered from `demo/mail` and a vdir from `demo/calendar`, with dates near today.

mod calendar;
mod connect;
mod dates;
mod render;

pub use connect::connect;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use jiff::Zoned;
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

static MAILS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../demo/mail");

pub const OWNER_ADDRESS: &str = "anna@demo.example";
pub const OWNER_NAME: &str = "Anna Vogt";
/// Whose Authentication-Results the demo's mails carry.
pub const AUTHSERV: &str = "mx.demo.example";
pub const TIME_ZONE: &str = "Europe/Berlin";

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Flags {
    seen: bool,
    flagged: bool,
    answered: bool,
}

/// Renders the mailbox unless it is there already: what the visitor did in it stays.
pub fn install(folder: &Path, now: &Zoned) -> Result<()> {
    if folder.exists() {
        return Ok(());
    }
    // A half-rendered mailbox must not count as there: it takes its name last.
    let unfinished = folder.with_extension("unfinished");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished)?;
    }
    let flags: HashMap<String, Flags> = match MAILS.get_file("flags.json") {
        Some(file) => serde_json::from_slice(file.contents())?,
        None => HashMap::new(),
    };
    for (templates, maildir) in [("inbox", ""), ("sent", ".Sent"), ("archive", ".Archive"), ("", ".Drafts")] {
        let target = unfinished.join(maildir);
        for part in ["cur", "new", "tmp"] {
            std::fs::create_dir_all(target.join(part))?;
        }
        if !maildir.is_empty() {
            std::fs::write(target.join("maildirfolder"), b"")?;
        }
        let files = MAILS.get_dir(templates).filter(|_| !templates.is_empty());
        for file in files.into_iter().flat_map(|dir| dir.files()) {
            let name = file.path().to_string_lossy().into_owned();
            let template = file.contents_utf8().with_context(|| format!("{name} is not UTF-8"))?;
            let flags = flags.get(&name).map(letters).unwrap_or_default();
            deliver(&target, &name, template, &flags, now)?;
        }
    }
    std::fs::rename(&unfinished, folder).with_context(|| format!("{} could not be made", folder.display()))
}

fn letters(flags: &Flags) -> String {
    [(flags.flagged, 'F'), (flags.answered, 'R'), (flags.seen, 'S')]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, c)| c)
        .collect()
}

fn deliver(maildir: &Path, name: &str, template: &str, flags: &str, now: &Zoned) -> Result<()> {
    let rendered = render::render(template, now).with_context(|| format!("demo/mail/{name}"))?;
    let received = rendered.date.unwrap_or(now.timestamp()).min(now.timestamp());
    let seconds = u64::try_from(received.as_second()).unwrap_or_default();
    let slug: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let path = maildir.join("cur").join(format!("{seconds}.{slug}.demo:2,{flags}"));
    std::fs::write(&path, rendered.text)?;
    let file = std::fs::File::options().write(true).open(&path)?;
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_renders_on_every_day_of_a_year() {
        let zone = jiff::tz::TimeZone::get(TIME_ZONE).unwrap();
        let start = jiff::civil::date(2026, 1, 1).at(9, 30, 0, 0).to_zoned(zone).unwrap();
        let files: Vec<_> =
            ["inbox", "sent", "archive"].iter().flat_map(|d| MAILS.get_dir(d).unwrap().files()).collect();
        assert!(files.len() >= 60, "{}", files.len());
        for days in 0..366 {
            let now = start.checked_add(jiff::Span::new().days(days)).unwrap();
            for file in &files {
                let rendered = render::render(file.contents_utf8().unwrap(), &now).unwrap();
                assert!(!rendered.text.contains("{{"), "{:?}", file.path());
                assert!(rendered.date.is_some(), "{:?}", file.path());
            }
        }
    }

    #[test]
    fn an_installed_mailbox_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mail = folder.path().join("mail");
        install(&mail, &Zoned::now()).unwrap();
        let count = || std::fs::read_dir(mail.join("cur")).unwrap().count();
        let before = count();
        assert!(before >= 45);
        let first = std::fs::read_dir(mail.join("cur")).unwrap().next().unwrap().unwrap().path();
        std::fs::remove_file(first).unwrap();
        install(&mail, &Zoned::now()).unwrap();
        assert_eq!(count(), before - 1);
    }
}
