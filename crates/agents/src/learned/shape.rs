//! Features that are no words: headers, the sender, what hangs on the mail, what rules found.

use super::features::{Seen, Sink};
use crate::domains::{self, brands, hosting};
use crate::language::Language;
use crate::phrases::Topic;
use crate::text::{Folded, sentence};
use crate::triage::{Addressed, Rules, Sender};
use domain::item::AuthResult;
use domain::proposal::Known;

/// The topics whose hits are features.
const TOPICS: &[(Topic, &str)] = &[
    (Topic::Asking, "asking"),
    (Topic::Hollow, "hollow"),
    (Topic::NoneDue, "none_due"),
    (Topic::Everybody, "everybody"),
    (Topic::Selling, "selling"),
    (Topic::Category, "category"),
    (Topic::Paying, "paying"),
    (Topic::Settled, "settled"),
    (Topic::Collected, "collected"),
    (Topic::Waiting, "waiting"),
    (Topic::Meeting, "meeting"),
    (Topic::Answered, "answered"),
    (Topic::Away, "away"),
    (Topic::Appointment, "appointment"),
    (Topic::Code, "code"),
    (Topic::Pressing, "pressing"),
];

pub fn collect(seen: &Seen<'_>, sink: &mut impl Sink) {
    sender(seen, sink);
    headers(seen, sink);
    extras(seen, sink);
    text(seen, sink);
    together(seen, sink);
    case(seen, sink);
    if let Some(rules) = seen.rules {
        said(seen, rules, sink);
    }
}

fn sender(seen: &Seen<'_>, sink: &mut impl Sink) {
    let sender = seen.sender;
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.fact("h", &[name], 0..0);
        }
    };
    let person = !sender.automated && !sender.role;
    fact(sender.automated, "automated");
    fact(sender.no_reply, "no_reply");
    fact(sender.bulk, "bulk");
    fact(sender.discussion, "discussion");
    fact(sender.role, "role");
    fact(sender.colleague, "colleague");
    fact(sender.free_mail, "free_mail");
    fact(person, "person");
    fact(person && sender.known == Known::New, "stranger");
    fact(person && sender.known != Known::New, "friend");
    let known = match sender.known {
        Known::New => "new",
        Known::Seen => "seen",
        Known::Contact => "contact",
        Known::Own => "own",
    };
    fact(true, known);
    let addressed = match sender.addressed {
        Addressed::Directly => "to_me",
        Addressed::Copied => "copied",
        Addressed::AmongMany => "among_many",
        Addressed::Unnamed => "unnamed",
    };
    fact(true, addressed);
    fact(sender.addressed == Addressed::Directly && seen.item.to.len() + seen.item.cc.len() == 1, "alone");
    let Some(from) = &seen.item.from else { return };
    let address = from.key();
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    if !person || sender.no_reply {
        for word in local.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2) {
            sink.word("local", &[word], 0..0);
        }
        if let Some(name) = from.name.as_deref() {
            let name = Folded::new(name.to_owned());
            for word in name.text().split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2) {
                sink.word("name", &[word], 0..0);
            }
        }
    }
    if !sender.free_mail {
        let label = domains::chosen_label(domain).unwrap_or_default();
        for word in label.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2) {
            sink.word("domain", &[word], 0..0);
        }
        if brands::owner(domain).is_some() {
            sink.fact("h", &["brand"], 0..0);
        }
    }
}

fn headers(seen: &Seen<'_>, sink: &mut impl Sink) {
    let item = seen.item;
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.fact("h", &[name], 0..0);
        }
    };
    let subject = seen.reading.subject();
    let reply = ["re:", "aw:", "antw:", "re ", "aw "].iter().any(|start| subject.starts_with(start));
    let took_part = seen.context.threads.get(&item.id).is_some_and(|thread| thread.user_took_part);
    fact(reply, "reply_subject");
    fact(["fwd:", "fw:", "wg:"].iter().any(|start| subject.starts_with(start)), "forward_subject");
    fact(item.in_reply_to.is_some(), "in_reply_to");
    fact(took_part, "took_part");
    fact(subject.ends_with('?'), "subject_asks");
    fact(subject.contains('['), "subject_tag");
    fact(item.list.unsubscribe.is_some(), "unsubscribe");
    fact(item.list.one_click.is_some(), "one_click");
    fact(item.list.id.is_some(), "list_id");
    fact(item.list.bulk, "precedence");
    fact(item.list.auto_submitted, "auto_submitted");
    fact(item.list.auto_submitted && took_part, "auto_answer");
    let proved = item
        .auth
        .proves(item.from.as_ref().map(|from| from.domain().to_lowercase()).as_deref().unwrap_or_default());
    fact(proved, "proved");
    fact(item.auth.by.is_none(), "auth_absent");
    fact(item.auth.dmarc == AuthResult::Fail, "dmarc_fail");
    fact(item.auth.dmarc == AuthResult::None, "dmarc_none");
    fact(item.auth.spf == AuthResult::Fail, "spf_fail");
    fact(item.auth.spf == AuthResult::None, "spf_none");
    fact(item.reply_to.is_some(), "reply_to");
    fact(
        item.reply_to.as_ref().is_some_and(|reply| {
            item.from.as_ref().is_some_and(|from| !domains::same_owner(reply.domain(), from.domain()))
        }),
        "reply_to_elsewhere",
    );
    if let (Some(reply), Some(from)) = (&item.reply_to, &item.from) {
        fact(
            hosting::is_free_mail(&reply.domain().to_lowercase())
                && !hosting::is_free_mail(&from.domain().to_lowercase()),
            "reply_to_free_mail",
        );
    }
}

fn extras(seen: &Seen<'_>, sink: &mut impl Sink) {
    let item = seen.item;
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.fact("h", &[name], 0..0);
        }
    };
    fact(item.structured.iter().any(|media| media.eq_ignore_ascii_case("text/calendar")), "calendar_part");
    fact(item.has_html, "html");
    fact(!item.attachments.is_empty(), "attachments");
    fact(item.links.is_empty(), "no_links");
    fact(item.links.len() == 1, "one_link");
    fact(item.links.len() > 3, "many_links");
    let own = item.from.as_ref().map(|from| from.domain().to_lowercase()).unwrap_or_default();
    let foreign = item.links.iter().any(|link| {
        url::Url::parse(&link.href)
            .is_ok_and(|url| url.domain().is_some_and(|host| !domains::same_owner(host, &own)))
    });
    fact(foreign, "foreign_link");
    for attachment in &item.attachments {
        let name = attachment.name.to_lowercase();
        if let Some((_, ending)) = name.rsplit_once('.') {
            sink.fact("ending", &[ending], 0..0);
        }
        for word in name.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 3) {
            sink.word("file", &[word], 0..0);
        }
    }
}

fn text(seen: &Seen<'_>, sink: &mut impl Sink) {
    let reading = seen.reading;
    let body = reading.body();
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.fact("h", &[name], 0..0);
        }
    };
    let questions = body.matches('?').count();
    fact(questions == 0, "no_question");
    fact(questions == 1, "one_question");
    fact(questions > 1, "questions");
    let last = body.trim_end().rsplit('\n').next().unwrap_or_default();
    fact(last.contains('?'), "last_line_asks");
    let sentences = sentence::all(body);
    fact(sentences.last().is_some_and(|s| body[s.clone()].ends_with('?')), "ends_with_question");
    fact(body.contains('!'), "exclaims");
    let words = body.split_whitespace().count();
    let length = match words {
        0..=5 => "length_0",
        6..=15 => "length_1",
        16..=40 => "length_2",
        41..=90 => "length_3",
        91..=200 => "length_4",
        _ => "length_5",
    };
    fact(true, length);
    fact(reading.forwarded, "forwarded");
    fact(reading.quotes, "quotes");
    let language = match reading.language {
        Language::English => "english",
        Language::German => "german",
        Language::Other(_) => "other_language",
    };
    fact(true, language);
}

/// What the rules on words found and concluded.
fn said(seen: &Seen<'_>, rules: &Rules, sink: &mut impl Sink) {
    for (topic, name) in TOPICS {
        for hit in seen.reading.found(*topic) {
            sink.fact("r", &[name, hit.code], hit.range.clone());
        }
    }
    let (category, action) = (rules.category.as_str(), rules.action().as_str());
    let asks = match rules.asks.iter().map(|ask| ask.points).sum::<i32>() {
        i32::MIN..=0 => "asks_0",
        1..=2 => "asks_2",
        3..=4 => "asks_4",
        _ => "asks_5",
    };
    let kind = kind(seen.sender);
    for said in [category, action, asks] {
        sink.fact("a", &[said], 0..0);
        sink.fact("a", &[kind, said], 0..0);
    }
    if matches!(seen.sender.addressed, Addressed::Copied | Addressed::Unnamed) && !rules.named {
        sink.fact("a", &["aside", asks], 0..0);
        sink.fact("a", &["aside", kind], 0..0);
    }
    let mut fact = |holds: bool, name: &str| {
        if holds {
            sink.fact("a", &[name], 0..0);
        }
    };
    fact(rules.named, "named");
    fact(rules.amount.is_some(), "amount");
    if let Some(hours) = rules.due_hours {
        fact(true, "due");
        fact(hours <= 36, "due_very_soon");
        fact((37..=24 * 7).contains(&hours), "due_soon");
        fact(hours > 24 * 7, "due_later");
    }
}

fn kind(sender: &Sender) -> &'static str {
    if sender.no_reply {
        "no_reply"
    } else if sender.bulk {
        "bulk"
    } else if sender.automated {
        "program"
    } else if sender.role {
        "office"
    } else if sender.known == Known::New {
        "stranger"
    } else {
        "friend"
    }
}

/// What only together means something: a question of a program is not one of a friend.
fn together(seen: &Seen<'_>, sink: &mut impl Sink) {
    let kind = kind(seen.sender);
    sink.fact("x", &[kind], 0..0);
    for (holds, yes, no) in [
        (seen.reading.body().contains('?'), "question", "no_question"),
        (seen.item.links.is_empty(), "no_link", "link"),
        (seen.item.auth.dmarc == AuthResult::Pass, "pass", "no_pass"),
        (seen.sender.free_mail, "free_mail", "own_domain"),
        (seen.item.in_reply_to.is_some(), "in_reply", "opens"),
    ] {
        sink.fact("x", &[kind, if holds { yes } else { no }], 0..0);
    }
}

fn case(seen: &Seen<'_>, sink: &mut impl Sink) {
    for code in seen.case.codes() {
        sink.fact("c", &[code], 0..0);
    }
    let total = seen.case.total();
    for (least, name) in [(10, "10"), (20, "20"), (30, "30"), (40, "40"), (52, "52"), (65, "65"), (90, "90")]
    {
        if total >= least {
            sink.fact("c", &["total", name], 0..0);
        }
    }
}
