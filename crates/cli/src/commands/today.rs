//! `today`: the day's events and conflicts, what is due, and who has not answered.

use jiff::tz::TimeZone;
use protocol::items::Item;
use protocol::today::Today as Day;

use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::table::{Tone, plain, quiet, table};
use crate::words::{line, short};

#[derive(Debug, clap::Args)]
pub struct Today {}

impl Today {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let day = session.client()?.today().await?;
        session.console.answer(&day, text)
    }
}

pub(crate) fn text(day: &Day, look: &Look) -> String {
    let mut parts = vec![look.bold(&day.date.strftime("%A, %-d %B %Y").to_string())];
    parts.push(if day.events.is_empty() {
        "Nothing is in the calendar.".to_owned()
    } else {
        events(day, look)
    });
    if !day.due.is_empty() {
        parts.push(format!("Due\n{}", mails(&day.due, "From", look)));
    }
    if !day.awaiting.is_empty() {
        parts.push(format!("No answer yet\n{}", mails(&day.awaiting, "To", look)));
    }
    parts.join("\n\n")
}

fn events(day: &Day, look: &Look) -> String {
    let zone = TimeZone::get(&day.time_zone).unwrap_or(TimeZone::UTC);
    let clashes = |item: &Item| day.conflicts.iter().any(|conflict| conflict.items.contains(&item.id));
    let rows = day.events.iter().map(|item| {
        let Some(event) = &item.event else {
            return vec![plain(line(item.subject.as_deref().unwrap_or_default()))];
        };
        let clock = |at: jiff::Timestamp| at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
        let time = if event.all_day {
            "all day".to_owned()
        } else {
            format!("{}–{}", clock(event.start), clock(event.end))
        };
        let note = match (event.status.as_str(), clashes(item)) {
            ("cancelled", _) => ("cancelled".to_owned(), Tone::Bad),
            (_, true) => ("at the same time as another".to_owned(), Tone::Bad),
            ("tentative", _) => plain("not sure yet"),
            _ => plain(""),
        };
        vec![
            plain(time),
            plain(short(item.subject.as_deref().unwrap_or("(no title)"), 48)),
            plain(short(event.location.as_deref().unwrap_or_default(), 28)),
            note,
            quiet(line(&event.calendar)),
        ]
    });
    table(look, &["Time", "What", "Where", "", "Calendar"], rows.collect())
}

/// `other` is who they are from, or who they went to.
fn mails(items: &[Item], other: &str, look: &Look) -> String {
    let rows = items.iter().map(|item| {
        let due = item.insight.as_ref().and_then(|insight| insight.due_at).map(|at| look.when(at));
        let who = if other == "To" { item.to.first() } else { item.from.as_ref() };
        let who = who.map(|who| who.name.clone().unwrap_or_else(|| who.address.clone()));
        vec![
            plain(due.unwrap_or_else(|| look.when(item.received_at))),
            plain(short(&who.unwrap_or_default(), 24)),
            plain(short(item.subject.as_deref().unwrap_or("(no subject)"), 48)),
            quiet(item.id.clone()),
        ]
    });
    table(look, &["When", other, "Subject", "Id"], rows.collect())
}
