//! The card of a proposal: everything that a person needs for a yes or a no, and nothing that its content
//! could imitate.

use protocol::proposals::{Proposal, Target};

use crate::look::Look;
use crate::table::{Tone, plain, quiet, table};
use crate::words::{clean, line, mailbox, short};

/// The whole card. Content by others stands behind a bar, so that it cannot pass for a line of ours.
pub(crate) fn card(proposal: &Proposal, look: &Look) -> String {
    let mut lines = vec![look.bold(&line(&proposal.preview.title))];
    lines.push(row("Does", &line(&proposal.effect.kind)));
    lines.push(row("State", &state(proposal, look)));
    lines.push(row("Risk", &risk(&proposal.risk, look)));
    for target in &proposal.preview.targets {
        lines.push(row("Target", &target_line(target, look)));
    }
    if !proposal.reason.is_empty() {
        lines.push(row("Why", &line(&proposal.reason)));
    }
    if let Some(item) = &proposal.item_id {
        lines.push(row(
            "About",
            &format!("item {} ({} source)", line(item), line(&proposal.labels.integrity)),
        ));
    }
    for warning in &proposal.preview.warnings {
        lines.push(row("Warning", &look.doubtful(&line(&warning.text))));
    }
    if let Some(error) = &proposal.effect.error {
        lines.push(row("Error", &look.bad(&line(&error.detail))));
    }
    if let Some(until) = proposal.effect.undo_until.filter(|until| *until > look.now) {
        lines.push(row("Undo", &format!("until {}", look.to_the_second(until))));
    }
    if !proposal.preview.text.is_empty() {
        lines.push(row("Content", ""));
        lines.push(barred(&proposal.preview.text, look));
    }
    lines.push(row("Approve", &look.dim(&format!("{}@{}", proposal.id, proposal.digest))));
    if let Some(group) = &proposal.group {
        lines.push(row("Together", &look.dim(&format!("{}@{}", group.id, group.digest))));
    }
    lines.join("\n")
}

/// What a verb made of it, in a line, and how to take it back while that is possible.
pub(crate) fn outcome(proposal: &Proposal, look: &Look) -> String {
    let mut text = format!("{}: {}", state(proposal, look), short(&proposal.preview.title, 80));
    if let Some(error) = &proposal.effect.error {
        text.push_str(&format!("\n  {}", line(&error.detail)));
    }
    match (proposal.effect.state.as_str(), proposal.effect.undo_until.filter(|until| *until > look.now)) {
        ("approved", Some(until)) => {
            let until = look.to_the_second(until);
            text.push_str(&format!("\n  Nothing happens before {until}; until then `factotum undo {}`.", proposal.id));
        }
        ("failed", _) => text.push_str(&format!("\n  `factotum retry {0}` tries again, `factotum edit {0}` changes it.", proposal.id)),
        ("unknown", _) => text.push_str(&format!(
            "\n  Nobody can prove whether it happened. Look there, then `factotum resolve {} succeeded|failed`.",
            proposal.id
        )),
        _ => {}
    }
    text
}

pub(crate) fn list(proposals: &[Proposal], look: &Look) -> String {
    let rows = proposals
        .iter()
        .map(|proposal| {
            let tone = match proposal.effect.state.as_str() {
                "failed" | "unknown" => Tone::Bad,
                "succeeded" => Tone::Good,
                _ => Tone::Plain,
            };
            let risk_tone = match proposal.risk.as_str() {
                "high" => Tone::Bad,
                "medium" => Tone::Doubtful,
                _ => Tone::Quiet,
            };
            vec![
                plain(short(&proposal.preview.title, 56)),
                plain(line(&proposal.effect.kind)),
                (state_word(proposal).to_owned(), tone),
                (line(&proposal.risk), risk_tone),
                quiet(look.when(proposal.created_at)),
                quiet(proposal.id.clone()),
            ]
        })
        .collect();
    table(look, &["Proposal", "Does", "State", "Risk", "Made", "Id"], rows)
}

/// The target and the content once more, for the second question about something dangerous.
pub(crate) fn danger(proposal: &Proposal, look: &Look) -> String {
    let mut lines = vec![look.bad("This is high risk. Once more, exactly what would happen:")];
    lines.push(row("Does", &line(&proposal.effect.kind)));
    for target in &proposal.preview.targets {
        lines.push(row("Target", &target_line(target, look)));
    }
    for warning in &proposal.preview.warnings {
        lines.push(row("Warning", &look.doubtful(&line(&warning.text))));
    }
    lines.push(row("Content", &line(&proposal.preview.title)));
    lines.push(barred(&proposal.preview.text, look));
    lines.join("\n")
}

/// A name in a column and what it is.
pub(crate) fn row(name: &str, value: &str) -> String {
    format!("  {name:<9} {value}").trim_end().to_owned()
}

/// Text by others.
pub(crate) fn barred(text: &str, look: &Look) -> String {
    let bar = look.dim("│");
    clean(text)
        .trim_end()
        .lines()
        .map(|line| format!("  {bar} {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn target_line(target: &Target, look: &Look) -> String {
    let known = match target.known.as_str() {
        "self" => "yourself".to_owned(),
        "contact" => "your contact".to_owned(),
        "seen" => "seen before, no contact of yours".to_owned(),
        "new" => look.doubtful("never seen before"),
        other => line(other),
    };
    let integrity = match target.integrity.as_str() {
        "known" => "from a known sender".to_owned(),
        other => line(other),
    };
    let origin = match &target.source {
        Some(source) => format!("read in {} {}, {integrity}", line(&source.kind), line(&source.id)),
        None => integrity,
    };
    format!("{} ({known}; {origin})", mailbox(target.name.as_deref(), &target.address))
}

fn risk(risk: &str, look: &Look) -> String {
    match risk {
        "high" => look.bad("high"),
        "medium" => look.doubtful("medium"),
        other => line(other),
    }
}

fn state(proposal: &Proposal, look: &Look) -> String {
    match state_word(proposal) {
        "pending" => format!("pending, expires {}", look.relative(proposal.expires_at)),
        word @ ("failed" | "unknown") => look.bad(word),
        word @ "succeeded" => look.good(word),
        word => line(word),
    }
}

/// The decision while there is none, afterwards what became of it.
fn state_word(proposal: &Proposal) -> &str {
    if proposal.status == "pending" { "pending" } else { &proposal.effect.state }
}
