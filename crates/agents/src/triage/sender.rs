//! Who sent a mail: a person, a program, a list; known or new.

use crate::domains::hosting;
use crate::phrases::compile;
use crate::{Context, domains};
use domain::Item;
use domain::proposal::Known;
use regex::bytes::Regex;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Sent by a program, or to many at once.
    pub automated: bool,
    /// Answers are not read.
    pub no_reply: bool,
    /// To subscribers.
    pub bulk: bool,
    /// A list on which people talk, not one that is sent out.
    pub discussion: bool,
    /// An office's address, such as `info@`, or one that programs use too.
    pub role: bool,
    pub known: Known,
    pub free_mail: bool,
    /// From the user's own organisation.
    pub colleague: bool,
    /// The user is among To, is only copied in, or neither.
    pub addressed: Addressed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressed {
    Directly,
    Copied,
    AmongMany,
    Unnamed,
}

static NO_REPLY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|[._+-])(?:no-?_?\.?reply|do-?not-?reply|noresponse|keine-?antwort|nicht-?antworten|mailer-?daemon|postmaster|bounces?|unattended|notreply)(?:$|[._+@-])",
    )
});
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|[._+-])(?:notifications?|notify|alerts?|updates?|newsletters?|news|digest|mailer|mailing|marketing|promo(?:tions)?|offers?|angebote?|deals?|auto-?(?:confirm|mailer)?|system|robot|bot|daemon|receipts?|orders?|bestellung(?:en)?|invoice(?:s|-reminder)?|rechnung(?:en)?|billing|statements?|e?bill(?:s|ing)?|versand|shipping|shipment|tracking|calendar(?:-notification)?|reminders?|jobs-?alerts?|security|account(?:s|-security)?|verify|confirm(?:ation)?|donate|donations?|bookings?|(?:customer)?-?services?|customercare|returns?|pkginfo|ship-?confirm|kundenservice|people|facilities|praxis|termine|jira|github|gitlab|ci|builds?|status|monitoring|hello|welcome|events?|community|team|info)(?:$|[._+-])",
    )
});
/// Names that both people and programs write under.
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:info|hello|team|office|kontakt|contact|service|kundenservice|billing|rechnung(?:en)?|account(?:s)?|orders?|events?|community|bestellung(?:en)?|security|buchhaltung|praxis|support|welcome|status|system|ci|versand|people|facilities|termine|(?:customer)?-?services?|customercare)$",
    )
});

impl Sender {
    /// To subscribers, by the headers of a list.
    pub fn bulk(item: &Item) -> bool {
        item.list.bulk || item.list.one_click.is_some() || item.list.unsubscribe.is_some()
    }

    pub fn of(item: &Item, context: &Context) -> Self {
        let address = item.from.as_ref().map(|a| a.key()).unwrap_or_default();
        let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
        let no_reply = NO_REPLY.is_match(local.as_bytes());
        let bulk = Self::bulk(item);
        let program = PROGRAM.is_match(local.as_bytes()) && !ROLE.is_match(local.as_bytes());
        let automated = no_reply || bulk || program || item.list.auto_submitted || item.list.id.is_some();
        let tagged =
            item.subject.as_deref().is_some_and(|s| s.contains('[') || s.to_lowercase().starts_with("re:"));
        let discussion = !no_reply
            && item.list.one_click.is_none()
            && !program
            && (item.list.id.is_some() || item.list.bulk)
            && tagged;
        let known = context.known.get(&address).copied().unwrap_or_default();
        let colleague = !hosting::is_free_mail(domain)
            && context
                .own
                .iter()
                .any(|own| own.rsplit_once('@').is_some_and(|(_, d)| domains::same_owner(d, domain)));
        Self {
            automated,
            no_reply,
            bulk,
            discussion,
            role: program_or_role(local),
            known,
            free_mail: hosting::is_free_mail(domain),
            colleague,
            addressed: addressed(item, context),
        }
    }
}

fn program_or_role(local: &str) -> bool {
    ROLE.is_match(local.as_bytes()) || PROGRAM.is_match(local.as_bytes())
}

fn addressed(item: &Item, context: &Context) -> Addressed {
    let mine = |list: &[domain::Address]| list.iter().any(|a| context.own.contains(&a.key()));
    let people = item.to.len() + item.cc.len();
    if mine(&item.to) {
        if people > super::spec::MANY_RECIPIENTS { Addressed::AmongMany } else { Addressed::Directly }
    } else if mine(&item.cc) {
        Addressed::Copied
    } else {
        Addressed::Unnamed
    }
}
