//! `inbox`: what is not archived, newest first; with words, all mail that holds them.

use client::ItemFilter;
use protocol::Page;
use protocol::items::{Insight, Item};

use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::table::{Tone, plain, quiet, table};
use crate::words::{line, short};

#[derive(Debug, clap::Args)]
pub struct Inbox {
    /// How many, 1 to 200
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// Words that must all occur; searches archived mail too
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
}

impl Inbox {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let filter = ItemFilter {
            limit: Some(self.limit),
            kind: Some("email".to_owned()),
            // The inbox itself: sent mail is not archived either, and nobody looks for it here.
            folder: self.query.is_none().then(|| "INBOX".to_owned()),
            query: self.query.clone(),
            ..ItemFilter::default()
        };
        let page = client.items(&filter).await?;
        let has_account =
            !page.data.is_empty() || session.console.json || !client.accounts().await?.data.is_empty();
        session.console.answer(&page, |page, look| list(page, self.query.as_deref(), has_account, look))
    }
}

pub(crate) fn list(page: &Page<Item>, query: Option<&str>, has_account: bool, look: &Look) -> String {
    if page.data.is_empty() {
        return match (query, has_account) {
            (Some(query), _) => format!("No mail holds all of: {}", line(query)),
            (None, false) => {
                "There is no account yet, so there is no mail. `factotum account add ADDRESS` connects one."
                    .to_owned()
            }
            (None, true) => {
                "The inbox is empty. New mail shows up by itself; `factotum sync` looks now.".to_owned()
            }
        };
    }
    let rows = page.data.iter().map(|item| row(item, look)).collect();
    let mut text = table(look, &["", "From", "Subject", "Needs", "Received", "Id"], rows);
    if page.next_cursor.is_some() {
        text.push_str(&look.dim("\nThere is more: --limit N shows up to 200, --query TEXT finds the rest."));
    }
    text
}

/// What it asks of the user; a verdict that is not safe comes first.
pub(crate) fn needs(insight: Option<&Insight>, look: &Look) -> (String, Tone) {
    let Some(insight) = insight else { return ("being read".to_owned(), Tone::Quiet) };
    match insight.safety.as_ref().map_or("safe", |safety| safety.verdict.as_str()) {
        "scam" => return ("scam".to_owned(), Tone::Bad),
        "suspicious" => return ("suspicious".to_owned(), Tone::Doubtful),
        _ => {}
    }
    let action = match insight.action_type.as_str() {
        "none" => String::new(),
        action => line(action),
    };
    let text = match insight.due_at {
        Some(due) if action.is_empty() => format!("by {}", look.day(due)),
        Some(due) => format!("{action} by {}", look.day(due)),
        None => action,
    };
    let is_late = insight.due_at.is_some_and(|due| due < look.now);
    let is_pressing = matches!(insight.importance.as_str(), "urgent" | "high");
    match (text.is_empty(), is_late) {
        (true, _) => (text, Tone::Plain),
        (false, true) => (format!("{text}, overdue"), Tone::Bad),
        (false, false) if is_pressing => (format!("{text}, {}", line(&insight.importance)), Tone::Doubtful),
        (false, false) => (text, Tone::Plain),
    }
}

fn row(item: &Item, look: &Look) -> Vec<(String, Tone)> {
    let marks = [(item.unread, "•"), (item.flagged, "⚑"), (!item.attachments.is_empty(), "+")];
    let marks: String = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| *mark).collect();
    let from = item
        .from
        .as_ref()
        .map(|from| from.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&from.address));
    vec![
        plain(marks),
        plain(short(from.unwrap_or("(no sender)"), 24)),
        plain(short(item.subject.as_deref().unwrap_or("(no subject)"), 52)),
        needs(item.insight.as_ref(), look),
        quiet(look.when(item.received_at)),
        quiet(item.id.clone()),
    ]
}
