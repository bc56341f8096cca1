//! The demo's calendars: a vdir rendered from `demo/calendar`.

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use jiff::Zoned;
use std::path::Path;

use super::render;

static CALENDARS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../demo/calendar");

/// Renders the calendars unless they are there already: what the visitor did in them stays.
pub fn install(folder: &Path, now: &Zoned) -> Result<()> {
    if folder.exists() {
        return Ok(());
    }
    // A half-rendered folder must not count as there: it takes its name last.
    let unfinished = folder.with_extension("unfinished");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished)?;
    }
    for calendar in CALENDARS.dirs() {
        std::fs::create_dir_all(unfinished.join(calendar.path()))?;
        for file in calendar.files() {
            let name = file.path().display();
            let template = file.contents_utf8().with_context(|| format!("{name} is not UTF-8"))?;
            let text = render::render(template, now).with_context(|| format!("demo/calendar/{name}"))?.text;
            let is_event = file.path().extension().is_some_and(|extension| extension == "ics");
            // RFC 5545 §3.1: lines end with CRLF.
            let text = if is_event { text.replace('\n', "\r\n") } else { text };
            std::fs::write(unfinished.join(file.path()), text)?;
        }
    }
    std::fs::rename(&unfinished, folder).with_context(|| format!("{} could not be made", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use connectors::calendar::ical;

    #[test]
    fn every_event_is_one_on_every_day_of_a_year() {
        let zone = jiff::tz::TimeZone::get(super::super::TIME_ZONE).unwrap();
        let start = jiff::civil::date(2026, 1, 1).at(9, 30, 0, 0).to_zoned(zone).unwrap();
        let files: Vec<_> =
            CALENDARS.dirs().flat_map(Dir::files).filter(|f| f.path().extension().is_some()).collect();
        assert!(files.len() >= 20, "{}", files.len());
        for days in 0..366 {
            let now = start.checked_add(jiff::Span::new().days(days)).unwrap();
            for file in &files {
                let text = render::render(file.contents_utf8().unwrap(), &now).unwrap().text;
                let read = ical::read(text.as_bytes());
                assert!(read.problems.is_empty(), "{:?} {:?}", file.path(), read.problems);
                assert_eq!(read.objects.len(), 1, "{:?}", file.path());
                assert!(read.objects[0].problems.is_empty(), "{:?}", file.path());
            }
        }
    }
}
