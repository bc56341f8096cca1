//! A reply as a draft: to whom, in which thread, with what words. Nothing that the mail says decides where it goes
//! beyond its own headers, and no link of it comes back.

use super::salutation::{self, Manner};
use super::wording::{self, About};
use super::{returned, spec, summary};
use crate::dates::Deadline;
use crate::language::Language;
use crate::phrases::compile;
use crate::text::Reading;
use crate::triage::Ask;
use crate::{Context, Draft};
use domain::payload::Mail;
use domain::{Address, Item, Payload};
use regex::bytes::Regex;
use std::sync::LazyLock;

static LINK: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)https?:|www\.|@|\b[a-z0-9-]+\.(?:[a-z]{2,})/|\[\d+\]|<[^>]*>"));
static REPLY_PREFIX: LazyLock<Regex> =
    LazyLock::new(|| compile(r"(?i)^\s*(?:re|aw|antw|sv|vs|res|rif)(?:\[\d+\])?\s*:\s*"));

pub fn draft(
    context: &Context,
    item: &Item,
    reading: &Reading,
    asks: &[Ask],
    due: Option<&Deadline>,
) -> Option<Draft> {
    let to = recipients(context, item);
    let first = to.first()?.clone();
    let me = context.accounts.get(item.account_id.as_str());
    let ask = asks.first();
    let mut mail = Mail {
        from: me.map(Address::to_string),
        to: to.iter().map(Address::to_string).collect(),
        subject: subject(item.subject.as_deref().unwrap_or_default()),
        in_reply_to: item.message_id.clone(),
        references: references(item),
        attachments: returned::documents(item),
        ..Mail::default()
    };
    mail.text = match context.reply_text.as_deref().filter(|_| context.reply_asked) {
        // The user's words are the whole body; a signature would be words they did not write.
        Some(words) => words.to_owned(),
        None => template(context, reading, ask, due, &first, me),
    };
    let reason = reason(context, ask, &first);
    let payload =
        if context.replies_as_drafts { Payload::CreateEmailDraft(mail) } else { Payload::SendEmail(mail) };
    Some(Draft { item_id: item.id.clone(), payload, reason })
}

/// Where the mail asks answers to go; for a mail of the user's own, to whom it went.
fn recipients(context: &Context, item: &Item) -> Vec<Address> {
    let own = |address: &Address| context.own.contains(&address.key());
    let sender = item.reply_to.as_ref().filter(|a| a.address.contains('@')).or(item.from.as_ref());
    match sender {
        Some(sender) if !own(sender) && !item.outgoing => vec![sender.clone()],
        Some(_) => item.to.iter().filter(|a| !own(a)).cloned().collect(),
        None => Vec::new(),
    }
}

/// `Re: …`, once, whatever prefixes the thread has gathered.
fn subject(subject: &str) -> String {
    let mut bare = subject.trim();
    while let Some(prefix) = REPLY_PREFIX.find(bare.as_bytes()) {
        bare = bare.get(prefix.end()..).unwrap_or_default();
    }
    let bare: String = bare.chars().filter(|c| !c.is_control()).collect();
    format!("Re: {}", bare.trim()).trim_end().to_owned()
}

/// The thread so far and the mail itself (RFC 5322 §3.6.4).
fn references(item: &Item) -> Vec<String> {
    let mut references = item.references.clone();
    if references.is_empty() {
        references.extend(item.in_reply_to.clone());
    }
    if let Some(id) = &item.message_id
        && !references.contains(id)
    {
        references.push(id.clone());
    }
    references
}

fn template(
    context: &Context,
    reading: &Reading,
    ask: Option<&Ask>,
    due: Option<&Deadline>,
    to: &Address,
    me: Option<&Address>,
) -> String {
    let language = match reading.language {
        Language::Other(_) => context.language.as_deref().and_then(Language::of_code).unwrap_or_default(),
        known => known,
    };
    let manner = if language == Language::German { salutation::manner(reading) } else { Manner::Informal };
    let about = ask.map_or(About::Nothing, about);
    let echo = ask.and_then(|ask| echo(reading, ask));
    let due = due.map(|due| due.at.to_zoned(context.zone.clone()).date());
    let due = due.filter(|day| *day >= context.now.to_zoned(context.zone.clone()).date());
    let mut text = salutation::greeting(to, language, manner);
    text.push_str("\n\n");
    text.push_str(&wording::body(language, manner, about, echo.as_deref(), due));
    text.push_str("\n\n");
    text.push_str(salutation::closing(language, manner));
    if let Some(name) = me.and_then(|a| a.name.as_deref()).map(str::trim).filter(|n| !n.is_empty()) {
        text.push('\n');
        text.push_str(name);
    }
    signed(text, context.signature.as_deref())
}

fn about(ask: &Ask) -> About {
    match ask.kind {
        crate::triage::AskKind::Question => About::Question,
        crate::triage::AskKind::Request => About::Request,
        crate::triage::AskKind::Meeting => About::Meeting,
    }
}

/// The sender's own question. What tells the reader to do something, and what carries a link or an address,
/// is never repeated in the user's name.
fn echo(reading: &Reading, ask: &Ask) -> Option<String> {
    let words = reading.folded.quote(ask.range.clone());
    if LINK.is_match(words.as_bytes()) || !words.ends_with('?') {
        return None;
    }
    let line = summary::shorten(words, spec::ECHO);
    (line.len() > 8).then(|| line.replace(['“', '”', '„', '"'], "'"))
}

fn signed(mut text: String, signature: Option<&str>) -> String {
    if let Some(signature) = signature.map(str::trim_end).filter(|s| !s.trim().is_empty()) {
        text.push_str("\n\n-- \n");
        text.push_str(signature);
    }
    text
}

fn reason(context: &Context, ask: Option<&Ask>, to: &Address) -> String {
    let who = to.name.as_deref().map(str::trim).filter(|n| !n.is_empty()).unwrap_or(&to.address);
    match ask {
        _ if context.reply_asked => format!("You asked for a reply to {who}."),
        Some(ask) => match about(ask) {
            About::Meeting => format!("{who} proposes to meet and waits for an answer."),
            About::Request => format!("{who} asks for something and waits for an answer."),
            _ => format!("{who} asks a question and waits for an answer."),
        },
        None => format!("{who} waits for an answer."),
    }
}
