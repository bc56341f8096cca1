//! `show ITEM`: one mail with what the agents found out, why, and what they propose.

use client::ProposalFilter;
use protocol::items::{Insight, Item};
use protocol::proposals::Proposal;

use super::inbox::needs;
use crate::card::{self, barred, row};
use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::words::{bytes, line, mailbox};

#[derive(Debug, clap::Args)]
pub struct Show {
    #[arg(value_name = "ITEM")]
    id: String,
}

impl Show {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let item = client.item(&self.id).await?;
        if session.console.json {
            return session.console.document(&item);
        }
        let filter = ProposalFilter {
            item_id: Some(self.id),
            status: Some("pending".to_owned()),
            ..Default::default()
        };
        let proposals = client.proposals(&filter).await?.data;
        let text = text(&item, &proposals, &session.console.look);
        session.console.print(&text)
    }
}

pub(crate) fn text(item: &Item, proposals: &[Proposal], look: &Look) -> String {
    let mut lines = vec![look.bold(&line(item.subject.as_deref().unwrap_or("(no subject)")))];
    if let Some(from) = &item.from {
        lines.push(row("From", &mailbox(from.name.as_deref(), &from.address)));
    }
    let to: Vec<_> = item.to.iter().map(|to| mailbox(to.name.as_deref(), &to.address)).collect();
    lines.push(row("To", &to.join(", ")));
    lines.push(row(
        "Received",
        &format!("{} ({})", look.when(item.received_at), look.relative(item.received_at)),
    ));
    let flags = [
        (item.unread, "unread"),
        (item.flagged, "flagged"),
        (item.archived, "archived"),
        (item.awaiting_reply, "awaiting a reply"),
        (item.duplicate_of.is_some(), "same Message-ID as another mail, other content"),
    ];
    let place = item.folders.iter().map(|folder| line(folder));
    let place: Vec<_> =
        place.chain(flags.iter().filter(|(holds, _)| *holds).map(|(_, word)| (*word).to_owned())).collect();
    lines.push(row("Is in", &place.join(", ")));
    for (number, attachment) in item.attachments.iter().enumerate() {
        let (name, kind) = (line(&attachment.name), line(&attachment.media_type));
        lines.push(row("Attached", &format!("{number}. {name} ({kind}, {})", bytes(attachment.size))));
    }
    match &item.insight {
        Some(insight) => lines.extend(found_out(insight, look)),
        None => lines.push(row("Insight", "none yet, the agents are reading it")),
    }
    if let Some(body) = &item.body {
        lines.push(String::new());
        lines.push(barred(&body.text, look));
    }
    if !proposals.is_empty() {
        lines.push(String::new());
        lines.push(look.bold("Waiting for your decision (`factotum approve ID`)"));
        lines.push(card::list(proposals, look));
    }
    lines.join("\n")
}

fn found_out(insight: &Insight, look: &Look) -> Vec<String> {
    let mut lines = Vec::new();
    let mut words = vec![line(&insight.category)];
    let (needs, _) = needs(Some(insight), look);
    words.extend((!needs.is_empty()).then_some(needs));
    words.extend(
        insight.amount.as_ref().map(|amount| format!("{} {}", line(&amount.value), line(&amount.currency))),
    );
    lines.push(row("Is", &words.join(", ")));
    lines.extend(insight.reasons.iter().map(|reason| row("Because", &line(&reason.text))));
    if let Some(safety) = &insight.safety {
        let verdict = match safety.verdict.as_str() {
            "scam" => look.bad("scam"),
            "suspicious" => look.doubtful("suspicious"),
            other => line(other),
        };
        lines.push(row("Safety", &verdict));
        lines.extend(safety.reasons.iter().map(|reason| row("", &line(&reason.text))));
    }
    for quote in &insight.evidence {
        lines.push(row("Evidence", &format!("{}: “{}”", line(&quote.field), line(&quote.quote))));
    }
    if !insight.summary.is_empty() {
        lines.push(row("Summary", &line(&insight.summary)));
    }
    lines.extend(insight.bullets.iter().map(|bullet| row("", &format!("- {}", line(bullet)))));
    lines
}
