//! A mail studied once: read, judged by the rules, weighed.

use crate::dates::Deadline;
use crate::learned::{self, Answer, Names, Scores, Seen};
use crate::phrases::Topic;
use crate::safety::{Acquaintance, Case};
use crate::text::{Reading, sentence};
use crate::triage::{Ask, AskKind, Rules, Sender};
use crate::{Context, safety};
use domain::Item;
use domain::insight::ActionType;

/// As far as fraud needs it.
pub(crate) struct Suspicion {
    /// The sender's own words.
    pub own: Reading,
    pub sender: Sender,
    pub case: Case,
}

pub(crate) struct Study {
    pub own: Reading,
    pub sender: Sender,
    pub rules: Rules,
    pub case: Case,
    pub scores: Scores,
    /// An answer is owed.
    pub needs: bool,
    /// The sentences that ask for it, the strongest first; empty where none is owed.
    pub asks: Vec<Ask>,
}

/// What is needed to answer a mail that triage has seen.
pub(crate) struct Letter {
    pub own: Reading,
    pub asks: Vec<Ask>,
    pub due: Option<Deadline>,
}

impl Letter {
    /// Triage says whether an answer is owed; only where it has not spoken, or the rules cannot say which
    /// sentence asks, the mail is studied anew.
    pub fn of(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Self {
        if let Some(triage) = item.insight.as_ref().and_then(|insight| insight.triage.as_ref()) {
            let own = Reading::own(item);
            let sender = Sender::of(item, context);
            let wanted = matches!(triage.action_type, ActionType::Reply | ActionType::Schedule);
            let asks = if wanted { Rules::asks(item, context, &own, &sender) } else { Vec::new() };
            if !wanted || !asks.is_empty() {
                let due = Rules::due(item, context, &own);
                return Self { own, asks, due };
            }
        }
        let study = Study::of(context, acquaintance, item);
        Self { own: study.own, asks: study.asks, due: study.rules.due }
    }
}

impl Suspicion {
    pub fn of(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Self {
        Self::with(context, item, safety::examine(context, acquaintance, item))
    }

    pub fn with(context: &Context, item: &Item, case: Case) -> Self {
        Self { own: Reading::own(item), sender: Sender::of(item, context), case }
    }

    fn seen<'a>(&'a self, context: &'a Context, item: &'a Item, rules: Option<&'a Rules>) -> Seen<'a> {
        let Self { own, sender, case } = self;
        Seen { item, context, reading: own, sender, rules, case }
    }

    /// The sums, of which only the one about fraud is meant.
    pub fn scores(&self, context: &Context, item: &Item) -> Scores {
        learned::weigh(&self.seen(context, item, None))
    }
}

impl Study {
    pub fn of(context: &Context, acquaintance: &Acquaintance, item: &Item) -> Self {
        let first = Suspicion::of(context, acquaintance, item);
        let rules = Rules::of(item, context, &first.own, &first.sender);
        let scores = learned::weigh(&first.seen(context, item, Some(&rules)));
        let Suspicion { own, sender, case } = first;
        let needs = (scores.needs() || plain(&own, &rules)) && may_owe(context, item, &sender);
        let asks = if needs { asks(&own, &rules, &scores) } else { Vec::new() };
        Self { own, sender, rules, case, scores, needs, asks }
    }
}

/// Hardly more than a plain request: too few words to weigh.
fn plain(own: &Reading, rules: &Rules) -> bool {
    let points: i32 = rules.asks.iter().map(|ask| ask.points).sum();
    points >= 3 && own.body().split_whitespace().take(PLAIN + 1).count() <= PLAIN
}

/// Words of a mail in which a rule alone decides.
const PLAIN: usize = 15;

/// What no weight outvotes: nobody owes an answer to their own mail, twice, or to a machine that reads none.
fn may_owe(context: &Context, item: &Item, sender: &Sender) -> bool {
    let answered = item.answered || context.threads.get(&item.id).is_some_and(|thread| thread.answered);
    !(item.outgoing || answered || sender.no_reply || (sender.bulk && !sender.discussion))
}

/// The sentences that the rules name, else those whose words weigh most.
fn asks(own: &Reading, rules: &Rules, scores: &Scores) -> Vec<Ask> {
    if !rules.asks.is_empty() {
        return rules.asks.clone();
    }
    let text = own.text();
    let sentences = sentence::all(text);
    let body: Vec<_> = sentences.iter().filter(|s| s.start >= own.body_start).cloned().collect();
    let mut places = scores.strongest(Answer::Needs, if body.is_empty() { &sentences } else { &body });
    places.truncate(3);
    // A mail that owes its answer to facts alone asks with its last words.
    if places.is_empty() {
        places.extend(sentences.last().cloned());
    }
    let kind = |question: bool, meeting: bool| match (meeting, question) {
        (true, _) => AskKind::Meeting,
        (false, true) => AskKind::Question,
        (false, false) => AskKind::Request,
    };
    places
        .into_iter()
        .map(|range| {
            let meeting = own.occurs_in(Topic::Meeting, &range);
            Ask { kind: kind(text[range.clone()].ends_with('?'), meeting), points: 3, range }
        })
        .collect()
}

/// The names of a mail's features, for training.
pub fn names(context: &Context, item: &Item) -> Names {
    let first = Suspicion::of(context, &Acquaintance::of(context), item);
    let rules = Rules::of(item, context, &first.own, &first.sender);
    let mut names = Names::default();
    learned::collect(&first.seen(context, item, Some(&rules)), &mut names);
    names
}

/// Whether the sender waits for the user's answer.
pub fn needs_reply(context: &Context, item: &Item) -> bool {
    Study::of(context, &Acquaintance::of(context), item).needs
}
