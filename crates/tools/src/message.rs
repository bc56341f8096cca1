//! What the mail tools share: checked addresses, the bytes to send, the plan of a card.

use connectors::mail::{address, compose};
use domain::effect::Target;
use domain::payload::Mail;
use domain::ports::{Facts, Outcome, Plan, PlanTarget, Refusal};
use domain::{Address, Effect, Payload, SourceRef, TenantCtx};

use crate::outcome;
use crate::registry::Reach;

/// Resolves a mail: every recipient a checked address, a sender, something to say.
pub fn plan(verb: &str, mail: &Mail, facts: &Facts, wrap: fn(Mail) -> Payload) -> Result<Plan, Refusal> {
    let mut targets = Vec::new();
    for recipient in mail.recipients() {
        let address = parse(recipient)?;
        let source = facts.item.as_ref().map(|item| SourceRef::item(&item.id));
        targets.push(PlanTarget { address, source });
    }
    check_headers(mail)?;
    let mut mail = mail.clone();
    mail.from = Some(facts.own.to_string());
    Ok(Plan {
        title: title(verb, &targets),
        text: shown(&mail),
        targets,
        resolved: Target {
            account_id: Some(facts.account_id.clone()),
            from: Some(facts.own.clone()),
            places: Vec::new(),
            message_id: None,
            before: None,
        },
        payload: Some(wrap(mail)),
    })
}

pub fn check_sendable(mail: &Mail) -> Result<(), Refusal> {
    if mail.recipients().next().is_none() {
        return Err(Refusal {
            code: "no_recipient",
            detail: "Name at least one recipient in `to`, `cc` or `bcc`.".into(),
        });
    }
    if mail.subject.trim().is_empty()
        && mail.text.trim().is_empty()
        && mail.html.is_none()
        && mail.attachments.is_empty()
    {
        return Err(Refusal { code: "empty_mail", detail: "Give the mail a subject or a text.".into() });
    }
    Ok(())
}

/// What would end a header line, or cannot stand in a mail at all, is refused before anybody decides on it.
fn check_headers(mail: &Mail) -> Result<(), Refusal> {
    let headers = std::iter::once(("subject", &mail.subject))
        .chain(mail.in_reply_to.iter().map(|id| ("in_reply_to", id)))
        .chain(mail.references.iter().map(|id| ("references", id)))
        .chain(mail.attachments.iter().map(|file| ("attachments", &file.name)));
    for (name, value) in headers {
        if value.chars().any(char::is_control) {
            let detail = format!("`{name}` holds a line break or another control character. Take it out.");
            return Err(Refusal { code: "bad_message", detail });
        }
    }
    if mail.text.contains('\0') || mail.html.as_ref().is_some_and(|html| html.contains('\0')) {
        return Err(Refusal {
            code: "bad_message",
            detail: "The text holds a NUL character. Take it out.".into(),
        });
    }
    Ok(())
}

fn parse(recipient: &str) -> Result<Address, Refusal> {
    address::parse(recipient).map_err(|error| Refusal {
        code: "bad_address",
        detail: format!("`{}`: {error}", recipient.escape_debug()),
    })
}

fn title(verb: &str, targets: &[PlanTarget]) -> String {
    match targets {
        [] => verb.to_owned(),
        [one] => format!("{verb} to {}", one.address.name.as_deref().unwrap_or(&one.address.address)),
        [first, rest @ ..] => format!("{verb} to {} and {} more", first.address.address, rest.len()),
    }
}

/// The exact content, headers a person cares about first.
fn shown(mail: &Mail) -> String {
    let mut text = format!("Subject: {}\n", mail.subject);
    for (name, list) in [("Cc", &mail.cc), ("Bcc", &mail.bcc)] {
        if !list.is_empty() {
            text.push_str(&format!("{name}: {}\n", list.join(", ")));
        }
    }
    for attachment in &mail.attachments {
        text.push_str(&format!("Attached: {} ({})\n", attachment.name, attachment.media_type));
    }
    text.push('\n');
    text.push_str(&mail.text);
    text
}

/// The message as it goes out: the same bytes whenever it is built, so that both copies are one mail.
pub async fn bytes(reach: &Reach, ctx: &TenantCtx, effect: &Effect, mail: &Mail) -> Result<Vec<u8>, Outcome> {
    let mut attachments = Vec::with_capacity(mail.attachments.len());
    for attachment in &mail.attachments {
        let bytes = reach.content.read(ctx, &attachment.blob).await.map_err(|_| {
            outcome::failed(
                "attachment_gone",
                format!("The file {} is not here any more. Attach it again.", attachment.name),
            )
        })?;
        attachments.push(bytes);
    }
    let broken =
        |what: &str| outcome::failed("bad_message", format!("The mail could not be written: {what}."));
    let message_id = effect.derived_message_id().ok_or_else(|| broken("it has no Message-ID"))?;
    let own = effect.target.from.clone().ok_or_else(|| broken("it has no sender"))?;
    let date = sent_at(effect).ok_or_else(|| broken("it was never approved"))?;
    let outgoing =
        compose::Outgoing { mail, from: &own, message_id: &message_id, date, attachments: &attachments };
    let built = match effect.payload {
        Payload::CreateEmailDraft(_) => compose::draft(&outgoing),
        _ => compose::message(&outgoing),
    };
    built.map_err(|error| broken(&error.to_string()))
}

/// The Date header: the moment of the approval, in whole seconds.
pub fn sent_at(effect: &Effect) -> Option<jiff::Timestamp> {
    let at = match &effect.payload {
        Payload::FileSentCopy(copy) => copy.sent_at,
        _ => effect.approved_at?,
    };
    jiff::Timestamp::from_second(at.as_second()).ok()
}
