//! Whether a date binds the reader: the cue and the words of its clause are weighed against each other.
//!
//! A preposition of deadlines alone does not decide. It takes a request, a need or a duty in the same clause, and no
//! subject who promises, no event, no delivery and no automatic debit. In doubt a date binds nobody.

use super::anchor::Anchor;
use super::clause::Clause;
use super::command;
use super::cue::{self, Kind, Place};
use super::when::When;
use crate::phrases::{Hit, Topic, compile};
use crate::text::Reading;
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// "See you Friday", "Bis Freitag!", "Bis morgen dann".
static FAREWELL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^[ \n]*(?:also |dann |na dann |ok,? |super,? |gut,? |(?:danke|dank)(?: dir| euch| ihnen)?,? |vielen dank,? |prima,? |schoen,? |freu mich,? |see you |alles klar,? |tschuess,? |servus,? )*(?:bis|until|till) (?:zum |am |kommenden |naechsten |spaeter |dann |in )?[a-z0-9. :]{1,28}[.!,;:) -]*(?:um \d\d?(?:[:.]\d\d)?(?: uhr)?)?[.!, ]*$",
    )
});
/// A consequence of a date that goes by.
static CONSEQUENCE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:[^.!?\n;,]{0,30}[.;,])?[\s,.;:)(-]*(?:or|otherwise|after that|after which|afterwards|thereafter|later|any later|then|so that|so|since|because|as|if not|failing|sonst|ansonsten|andernfalls|danach|anschliessend|spaeter|nachher|damit|dann|weil|wer nichts|wer sich|oder|without|ohne)\b",
    )
});
/// The places of the words that decide.
pub struct Evidence<'r> {
    reading: &'r Reading,
}

impl<'r> Evidence<'r> {
    pub fn of(reading: &'r Reading) -> Self {
        Self { reading }
    }

    fn within(&self, topic: Topic, range: &Range<usize>) -> impl Iterator<Item = &'r Hit> {
        let hits = self.reading.found(topic);
        let (start, end) = (range.start, range.end);
        let from = hits.partition_point(|hit| hit.range.start < start);
        hits[from..]
            .iter()
            .take_while(move |hit| hit.range.start < end)
            .filter(move |hit| hit.range.end <= end)
    }

    fn says(&self, codes: &[&str], range: &Range<usize>) -> bool {
        self.within(Topic::Duty, range).any(|hit| codes.contains(&hit.code))
    }
}

/// How far after a due date the words may stand that say that it is collected.
const DEBIT: usize = 160;
/// From here on a request is as sure as a label.
const SURE: i32 = 6;

/// A first line longer than this is no greeting.
const GREETING: usize = 60;
/// How close behind a date its own negation stands.
const CLOSE: usize = 8;

const REQUEST: &[&str] = &["ask", "need", "oblige", "offered"];
/// Without one of these a word like "until" ends a state.
const FIRM: &[&str] = &["ask", "need", "oblige", "offered", "can", "toward", "closable"];

/// How sure it is that the date binds the reader; none if it does not.
pub fn strength(
    reading: &Reading,
    evidence: &Evidence<'_>,
    anchor: &Anchor,
    place: &Place,
    when: &When,
    range: &Range<usize>,
) -> Option<u8> {
    let text = reading.text();
    let clause = Clause::around(text, range);
    let sentence = text.get(clause.sentence.clone())?;
    if FAREWELL.is_match(sentence.as_bytes()) || is_range(text, place, when, range, anchor) {
        return None;
    }
    let line = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    if others(text, line..range.start, anchor) || greets_others(reading, sentence, anchor) {
        return None;
    }
    let in_subject = range.start < reading.body_start;
    let duty = Duty::of(text, evidence, &clause, range);
    let mail = reading.body_start..text.len();
    let says = |codes: &[&str]| evidence.says(codes, &clause.range);
    let holds = says(&["hold"]);
    let asked = duty.command || says(REQUEST) || (holds && says(&["reader"]));
    let mut score = duty.sum
        + match place.kind {
            Kind::Due | Kind::Terms => 3,
            Kind::By | Kind::Latest => 1,
            Kind::Until | Kind::Within | Kind::Closes | Kind::Before => 0,
            Kind::Now => -1,
        };
    // "Feedback by Friday" as a subject asks without a verb, and so does a sentence that begins with its deadline.
    score += i32::from(in_subject);
    score += i32::from(range.start <= clause.range.start);
    let rest = text.get(range.end..).unwrap_or_default();
    let consequence = CONSEQUENCE.is_match(rest.as_bytes());
    score += i32::from(consequence);
    // "before then" hangs on a day that was named as a limit.
    score += i32::from(place.kind == Kind::Before && when.earlier);
    let wants = evidence.says(&["ask", "need", "can"], &mail);
    if holds || place.kind == Kind::Closes {
        score += if wants { 1 } else { -i32::from(holds) };
    }
    score += against(text, evidence, &clause, range, asked, place.kind);
    if place.kind == Kind::Now && says(&["meet"]) {
        score -= 2;
    }
    if matches!(place.kind, Kind::Due | Kind::Terms) && !duty.command {
        let nearby = line..(range.end + DEBIT).min(text.len());
        let subject = 0..reading.body_start;
        let debited = |range| evidence.within(Topic::Elsewhere, range).any(|hit| hit.code == "debited");
        if debited(&nearby) || debited(&subject) {
            return None;
        }
    }
    // "Rückgabe bis 3.12.", "Reply by Friday": a label.
    let label = evidence.within(Topic::Duty, &clause.range).any(|hit| {
        hit.code == "act"
            && text
                .get(hit.range.end..place.range.start)
                .is_some_and(|gap| [" ", ": ", " bitte "].contains(&gap))
    });
    score += if label { 2 } else { 0 };
    // "Bis dahin können Sie …" permits.
    let permits = [
        " kannst",
        " koennen",
        " koennt",
        " darf",
        " duerfen",
        " you can",
        " you may",
        " moeglich",
        " possible",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    let hours = when.lacks_day() && !asked;
    if place.kind == Kind::Until && (hours || permits && (range.start <= clause.range.start || label)) {
        return None;
    }
    let firm = label
        || (place.kind == Kind::Within && says(&["amount"]))
        || duty.command
        || duty.linked
        || in_subject
        || holds
        || consequence
        || says(FIRM);
    let least = match place.kind {
        Kind::Now if !(duty.command || says(&["ask", "need", "oblige", "can"])) => return None,
        Kind::Closes if !says(&["closable"]) && !asked => return None,
        Kind::Until | Kind::Within | Kind::Before | Kind::Closes if !firm => return None,
        Kind::Before if when.earlier => 2,
        Kind::Before | Kind::Now => 3,
        _ => 2,
    };
    if score < least {
        return None;
    }
    Some(if matches!(place.kind, Kind::Due | Kind::Terms) || duty.command || (asked && score >= SURE) {
        3
    } else {
        2
    })
}

/// What speaks for a duty.
struct Duty {
    sum: i32,
    /// An imperative.
    command: bool,
    /// The sentence asks before the clause begins.
    linked: bool,
}

impl Duty {
    /// What the clause, and a request that it hangs on, say for a duty.
    fn of(text: &str, evidence: &Evidence<'_>, clause: &Clause, date: &Range<usize>) -> Self {
        let mut codes: Vec<&str> = Vec::new();
        let mut sum = 0;
        for hit in evidence.within(Topic::Duty, &clause.range) {
            // The date's own words say nothing.
            let own = hit.range.start >= date.start && hit.range.end <= date.end;
            if !own && !codes.contains(&hit.code) {
                codes.push(hit.code);
                sum += hit.weight;
            }
        }
        let command = command::given(text, clause, evidence.within(Topic::Verb, &clause.range));
        let verb = evidence.within(Topic::Verb, &clause.range).next().is_some();
        sum += if command { 3 } else { i32::from(verb) };
        // "Bitte prüfen Sie die Liste und …": what an earlier clause of the sentence asks for.
        let before = clause.sentence.start..clause.range.start;
        let opening = text.get(clause.range.start..).unwrap_or_default();
        let turns = ["because", "weil", "denn", "since", "as ", "i ", "i'", "we", "ich ", "wir "];
        let linked = before.start < before.end
            && !turns.iter().any(|word| opening.starts_with(word))
            && (evidence.says(&["ask", "need", "oblige", "can"], &before)
                || evidence
                    .within(Topic::Verb, &before)
                    .any(|hit| hit.code == "en" && hit.range.start == before.start));
        Self { sum: sum + if linked { 2 } else { 0 }, command, linked }
    }
}

/// What speaks for somebody else's date.
fn against(
    text: &str,
    evidence: &Evidence<'_>,
    clause: &Clause,
    date: &Range<usize>,
    asked: bool,
    kind: Kind,
) -> i32 {
    let mut codes: Vec<&str> = Vec::new();
    let mut sum = 0;
    let says = |codes: &[&str]| evidence.says(codes, &clause.range);
    // "If I have your answer by Friday", and not "or I lose it".
    let opens = clause.range.start..date.start.max(clause.range.start);
    let hypothetical = evidence.says(&["cond"], &opens) && says(&["reader", "act"]);
    for hit in evidence.within(Topic::Elsewhere, &clause.range) {
        let inside = hit.range.start >= date.start && hit.range.end <= date.end && hit.code != "debited";
        if inside || codes.contains(&hit.code) {
            continue;
        }
        let german =
            matches!(text.get(hit.range.clone()), Some("ich" | "wir" | "wird" | "werden" | "wuerde"));
        let governs = german || hit.range.start < date.start || date.start <= clause.range.start;
        let weight = match hit.code {
            "self" if hypothetical => 0,
            "third" if says(&["toward", "cond"]) => 0,
            "self" | "third" | "will" if !governs || asked => 0,
            "will" if matches!(kind, Kind::Closes | Kind::Due | Kind::Terms) => 0,
            "will" if around(text, &hit.range, "you") => 0,
            "past" if asked || matches!(kind, Kind::Within) => 0,
            "self" | "third" if matches!(kind, Kind::Due | Kind::Terms) => -2,
            "offer" | "automatic" | "debited" | "others" => hit.weight,
            // "Please do not write until Friday" ends a state; other cues set a limit all the same.
            "never" if kind != Kind::Until || says(&["cond"]) || hit.range.start > date.end + CLOSE => 0,
            "never" => hit.weight,
            _ if asked => hit.weight / 2,
            _ => hit.weight,
        };
        codes.push(hit.code);
        sum += weight;
    }
    sum
}

/// Whether a word stands right before or after.
fn around(text: &str, range: &Range<usize>, word: &str) -> bool {
    text.get(..range.start).unwrap_or_default().trim_end().ends_with(word)
        || text.get(range.end..).unwrap_or_default().trim_start().starts_with(word)
}

/// "21. bis 23. August", "9 bis 17 Uhr": the second half of a range.
fn is_range(text: &str, place: &Place, when: &When, range: &Range<usize>, anchor: &Anchor) -> bool {
    // "Friday until 12" has taken up the day.
    if place.kind != Kind::Until || range.start < place.range.start {
        return false;
    }
    let before = text.get(..place.range.start).unwrap_or_default().trim_end();
    let figure = before.trim_end_matches([' ', '.']).ends_with(|c: char| c.is_ascii_digit());
    match cue::ending_at(text, place.range.start, anchor) {
        Some((first, _)) if first.has_day() => when.has_day() || when.date.is_some(),
        Some(_) => true,
        None => figure || before.ends_with("uhr"),
    }
}

/// A sentence of the line, up to the date, turns to somebody else by name: "Faizal, please …", "Faizal to ask …".
fn others(text: &str, line: Range<usize>, anchor: &Anchor) -> bool {
    let words = text.get(line).unwrap_or_default();
    let starts = std::iter::once(0).chain(words.match_indices(". ").map(|(at, _)| at + 2));
    starts.filter_map(|at| words.get(at..)).any(|sentence| {
        let sentence = sentence.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        anchor.others.iter().any(|name| {
            sentence.strip_prefix(name.as_str()).is_some_and(|rest| {
                [",", ":", " -", " to ", " will ", " macht ", " bitte "]
                    .iter()
                    .any(|mark| rest.starts_with(mark))
            })
        })
    })
}

/// The mail greets somebody else, and the sentence does not name the reader.
fn greets_others(reading: &Reading, sentence: &str, anchor: &Anchor) -> bool {
    let greeting = reading.body().lines().next().filter(|line| line.len() <= GREETING).unwrap_or_default();
    let names = |words: &str, names: &[String]| {
        words.split(|c: char| !c.is_ascii_alphabetic()).any(|word| names.iter().any(|name| name == word))
    };
    names(greeting, &anchor.others) && !names(greeting, &anchor.own) && !names(sentence, &anchor.own)
}
