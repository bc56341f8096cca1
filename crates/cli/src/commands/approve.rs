//! `approve ID[@DIGEST]…`: on a terminal the card is shown and the question asked; elsewhere the digest says
//! what was seen. Nothing is approved unseen: without either, the server gets no digest and refuses.

use client::{Client, ClientError, Decided, ProposalFilter};
use protocol::proposals::{Approve as Approval, Proposal};
use std::str::FromStr;

use crate::answers::Answers;
use crate::card;
use crate::failure::Failure;
use crate::session::Session;

#[derive(Debug, clap::Args)]
pub struct Approve {
    /// A proposal, or with a group's digest all of its group
    #[arg(required = true, value_name = "ID[@DIGEST]")]
    named: Vec<Named>,
    /// Yes, also if it is high risk
    #[arg(long)]
    confirm: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    id: String,
    digest: Option<String>,
}

/// What an id stands for.
enum Seen {
    One(Box<Proposal>),
    Group(Vec<Proposal>),
}

impl FromStr for Named {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, digest) = match text.split_once('@') {
            Some((id, digest)) => (id, Some(digest)),
            None => (text, None),
        };
        if id.is_empty() || digest.is_some_and(str::is_empty) {
            return Err("expected ID or ID@DIGEST");
        }
        Ok(Self { id: id.to_owned(), digest: digest.map(str::to_owned) })
    }
}

impl Approve {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let client = session.client()?;
        let mut answers = Answers::about(self.named.len());
        for named in &self.named {
            let answer = one(session, &client, named, self.confirm).await;
            answers.add(&mut session.console, &named.id, answer, |decided, look| {
                decided.proposals().iter().map(|p| card::outcome(p, look)).collect::<Vec<_>>().join("\n")
            })?;
        }
        answers.finish(&mut session.console)
    }
}

async fn one(
    session: &mut Session,
    client: &Client,
    named: &Named,
    confirm: bool,
) -> Result<Decided, Failure> {
    let interactive = session.console.is_interactive();
    let seen = match client.proposal(&named.id).await {
        Ok(proposal) => Seen::One(Box::new(proposal)),
        Err(ClientError::Problem(problem)) if problem.status == 404 => Seen::Group(match interactive {
            true => members(client, &named.id).await?,
            false => Vec::new(),
        }),
        Err(error) => return Err(error.into()),
    };
    let cards = seen.proposals();
    let mut approval =
        Approval { digest: named.digest.clone(), scope: Some(seen.scope().to_owned()), confirm };
    if interactive && !cards.is_empty() {
        let is_dangerous = cards.iter().any(|proposal| proposal.risk == "high");
        if approval.digest.is_none() {
            ask(session, cards)?;
            approval.digest = seen.digest();
        }
        if is_dangerous && !approval.confirm {
            ask_again(session, cards)?;
            approval.confirm = true;
        }
    }
    Ok(client.approve(&named.id, &approval).await?)
}

impl Seen {
    fn proposals(&self) -> &[Proposal] {
        match self {
            Seen::One(proposal) => std::slice::from_ref(proposal),
            Seen::Group(members) => members,
        }
    }

    fn scope(&self) -> &'static str {
        match self {
            Seen::One(_) => "once",
            Seen::Group(_) => "task",
        }
    }

    /// Of exactly what was shown.
    fn digest(&self) -> Option<String> {
        match self {
            Seen::One(proposal) => Some(proposal.digest.clone()),
            Seen::Group(members) => members.first()?.group.as_ref().map(|group| group.digest.clone()),
        }
    }
}

/// The pending members of a group.
async fn members(client: &Client, group: &str) -> Result<Vec<Proposal>, Failure> {
    let filter = ProposalFilter {
        limit: Some(200),
        status: Some("pending".to_owned()),
        origin: Some("all".to_owned()),
        ..Default::default()
    };
    let pending = client.proposals(&filter).await?.data;
    Ok(pending.into_iter().filter(|p| p.group.as_ref().is_some_and(|of| of.id == group)).collect())
}

fn ask(session: &mut Session, cards: &[Proposal]) -> Result<(), Failure> {
    for proposal in cards {
        let card = card::card(proposal, &session.console.err_look);
        session.console.note(&format!("{card}\n"));
    }
    let question = if cards.len() == 1 { "Do this?" } else { "Do all of this?" };
    agreed(session, question)
}

fn ask_again(session: &mut Session, cards: &[Proposal]) -> Result<(), Failure> {
    for proposal in cards.iter().filter(|proposal| proposal.risk == "high") {
        let danger = card::danger(proposal, &session.console.err_look);
        session.console.note(&format!("\n{danger}\n"));
    }
    agreed(session, "Do this in spite of the risk?")
}

fn agreed(session: &mut Session, question: &str) -> Result<(), Failure> {
    match session.console.agrees(question)? {
        true => Ok(()),
        false => Err(Failure::Failed("Not approved; it still waits.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn an_id_may_carry_the_digest_of_what_was_seen() {
        let named =
            |id: &str, digest: Option<&str>| Ok(Named { id: id.into(), digest: digest.map(Into::into) });
        assert_eq!("p1".parse::<Named>(), named("p1", None));
        assert_eq!("p1@abc".parse::<Named>(), named("p1", Some("abc")));
        assert!("@abc".parse::<Named>().is_err());
        assert!("p1@".parse::<Named>().is_err());
        assert!("".parse::<Named>().is_err());
    }
}
