//! `run INTENT`: asks the agents for something; with `--wait` until it waits for the user or is over.

use client::ProposalFilter;
use protocol::proposals::Proposal;
use protocol::runs::{Execute, Run as Answer};

use crate::card::{self, row};
use crate::failure::Failure;
use crate::look::Look;
use crate::session::Session;
use crate::wait::Wakes;
use crate::words::line;

#[derive(Debug, clap::Args)]
pub struct Run {
    /// refresh_inbox, handle_item or draft_reply
    #[arg(value_name = "INTENT")]
    intent: String,
    /// The item it is about
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// The words of the reply
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Send the reply, or keep it as a draft
    #[arg(long = "as")]
    reply_as: Option<ReplyAs>,
    /// Until it waits for you or is over
    #[arg(long)]
    wait: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ReplyAs {
    Send,
    Draft,
}

impl Run {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let reply_as = self.reply_as.map(|how| match how {
            ReplyAs::Send => "send".to_owned(),
            ReplyAs::Draft => "draft".to_owned(),
        });
        let wanted = Execute { intent: self.intent, item_id: self.item, text: self.text, reply_as };
        let mut wakes = None;
        if self.wait {
            wakes = Some(Wakes::of(&client).await);
        }
        let started = client.execute(&wanted).await?;
        let Some(mut wakes) = wakes else {
            return session
                .console
                .answer(&started, |started, _| format!("Started run {0}.", started.run_id));
        };
        let run = loop {
            let run = client.run(&started.run_id).await?;
            if !is_busy(&run.status) {
                break run;
            }
            wakes.next().await;
        };
        let mut proposals = Vec::new();
        if !session.console.json {
            let filter = ProposalFilter {
                run_id: Some(run.id.clone()),
                origin: Some("all".to_owned()),
                ..Default::default()
            };
            proposals = client.proposals(&filter).await?.data;
        }
        session.console.answer(&run, |run, look| text(run, &proposals, look))?;
        if matches!(run.status.as_str(), "failed" | "stopped") { Err(Failure::Told(1)) } else { Ok(()) }
    }
}

/// Still working; `waiting` waits for the user.
pub(crate) fn is_busy(status: &str) -> bool {
    matches!(status, "queued" | "running")
}

pub(crate) fn text(run: &Answer, proposals: &[Proposal], look: &Look) -> String {
    let status = match run.status.as_str() {
        "failed" | "stopped" => look.bad(&line(&run.status)),
        "partial" => look.doubtful("partial"),
        "succeeded" => look.good("succeeded"),
        other => line(other),
    };
    let mut lines = vec![format!("{} {status}", look.bold(&line(&run.intent)))];
    for agent in &run.agents {
        let by = agent.answered_by.as_deref().map(|by| format!(" by {}", line(by))).unwrap_or_default();
        let error = agent.error.as_deref().map(|error| format!(": {}", line(error))).unwrap_or_default();
        lines.push(row(&line(&agent.name), &format!("{}{by}{error}", line(&agent.status))));
    }
    if !proposals.is_empty() {
        lines.push(String::new());
        lines.push(card::list(proposals, look));
    }
    lines.join("\n")
}
