//! `proposals`: what waits for a decision, and what became of what was decided.

use client::ProposalFilter;

use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Proposals {
    /// The decision; without it, all
    #[arg(long)]
    status: Option<Status>,
    /// The effect's state, such as `unknown` or `failed`
    #[arg(long)]
    state: Option<State>,
    /// Who made them: `agent`, unless a state is asked for, which counts whoever asked
    #[arg(long)]
    origin: Option<Origin>,
    /// Only those about this item
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// How many, 1 to 200
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Status {
    Pending,
    Approved,
    Rejected,
    Expired,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum State {
    Proposed,
    Approved,
    Claimed,
    Started,
    Succeeded,
    Failed,
    Unknown,
    Rejected,
    Expired,
    Withdrawn,
    Undone,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Origin {
    Agent,
    User,
    All,
}

impl Proposals {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let filter = ProposalFilter {
            limit: Some(self.limit),
            status: self.status.map(word),
            state: self.state.map(word),
            item_id: self.item.clone(),
            origin: Some(word(self.origin())),
            ..ProposalFilter::default()
        };
        let page = session.client()?.proposals(&filter).await?;
        session.console.answer(&page, |page, look| match (page.data.is_empty(), self.status) {
            (true, None | Some(Status::Pending)) => {
                "Nothing waits for you. Proposals appear when mail asks for something; `factotum run draft_reply --item ID` asks for one.".to_owned()
            }
            (true, Some(status)) => format!("No proposal is {}.", word(status)),
            (false, _) => {
                let hint = "\n`factotum approve ID` shows one whole and asks; `reject`, `edit`, `undo` take an Id too.";
                format!("{}{}", card::list(&page.data, look), look.dim(hint))
            }
        })
    }
}

impl Proposals {
    /// An own mail whose outcome is unknown waits to be resolved like any other.
    fn origin(&self) -> Origin {
        self.origin.unwrap_or(if self.state.is_some() { Origin::All } else { Origin::Agent })
    }
}

/// The word of the command line is the word of the API.
fn word(value: impl clap::ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
