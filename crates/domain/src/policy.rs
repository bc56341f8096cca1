//! Policy at the gate: risk, quotas and bounds that no prompt, grant or setting can widen.

use crate::effect::EffectKind;
use crate::insight::{Reason, Verdict};
use crate::label::Integrity;
use crate::payload::Payload;
use crate::proposal::{Known, PreviewTarget, Risk};
use jiff::{SignedDuration, Timestamp};

/// Attempts in all, by themselves (CONTRACT, REST/Undo).
pub const MAX_ATTEMPTS: i64 = 3;
/// From the first attempt to the last.
pub const RETRY_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// Reply proposals open at once.
pub const MAX_OPEN_REPLIES: usize = 20;
/// Replies are proposed for mails of the last days only.
pub const REPLY_MAX_AGE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Recipients from which one new address makes a mail high risk.
pub const MANY_RECIPIENTS: usize = 10;

/// What the gate knows about the source of a proposal.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceFacts {
    pub verdict: Verdict,
    pub changed_bank_detail: bool,
}

/// The risk of an effect, with a warning for each thing that raised it.
pub fn assess(payload: &Payload, targets: &[PreviewTarget], source: SourceFacts) -> (Risk, Vec<Reason>) {
    let mut risk = base_risk(payload.kind());
    let mut warnings = Vec::new();
    let mut raise = |to: Risk, code: &str, text: String| {
        risk = risk.max(to);
        warnings.push(Reason::new(code, text));
    };
    for target in targets.iter().filter(|t| t.integrity == Integrity::Untrusted && t.known == Known::New) {
        raise(
            Risk::Medium,
            "untrusted_target",
            format!("{} comes from a mail by someone you don’t know.", target.address),
        );
    }
    if let Some(mail) = payload.mail() {
        let new = targets.iter().filter(|t| t.known == Known::New).count();
        // Having had a mail from somebody is no relation: only who was written to before gets files without a word.
        let strangers = targets.iter().any(|t| matches!(t.known, Known::New | Known::Seen));
        if strangers && !mail.attachments.is_empty() {
            raise(
                Risk::High,
                "attachment_to_new",
                "An attachment would go to an address you have never written to.".into(),
            );
        }
        if new > 0 && targets.len() > MANY_RECIPIENTS {
            raise(
                Risk::High,
                "many_with_new",
                format!("{} recipients, {new} of them new to you.", targets.len()),
            );
        }
    }
    if source.changed_bank_detail {
        raise(
            Risk::High,
            "changed_bank_detail",
            "The mail names other bank details than this sender used before.".into(),
        );
    }
    match source.verdict {
        Verdict::Scam => raise(Risk::High, "source_scam", "The mail this answers looks like a scam.".into()),
        Verdict::Suspicious => {
            raise(Risk::Medium, "source_suspicious", "The mail this answers looks suspicious.".into())
        }
        Verdict::Safe => {}
    }
    (risk, warnings)
}

fn base_risk(kind: EffectKind) -> Risk {
    match kind {
        EffectKind::SendEmail | EffectKind::Unsubscribe => Risk::Medium,
        _ => Risk::Low,
    }
}

/// How often a kind may start within an hour, counted by the gate in the ledger.
pub fn hourly_quota(kind: EffectKind) -> u32 {
    match kind {
        EffectKind::SendEmail | EffectKind::FileSentCopy => 2_000,
        EffectKind::Unsubscribe => 200,
        _ => 20_000,
    }
}

/// Delay before the next attempt after `attempts` passing errors, or `None` when it is up to the user.
pub fn retry_after(attempts: i64, first_attempt: Timestamp, now: Timestamp) -> Option<SignedDuration> {
    let delay = SignedDuration::from_secs(match attempts {
        ..=1 => 5,
        2 => 60,
        _ => return None,
    });
    let within = now.duration_since(first_attempt) + delay <= RETRY_WITHIN;
    (attempts < MAX_ATTEMPTS && within).then_some(delay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::{Mail, MailAttachment};

    fn target(known: Known) -> PreviewTarget {
        let integrity = Integrity::Untrusted;
        PreviewTarget { name: None, address: "x@stranger.example".into(), known, integrity, source: None }
    }

    fn mail(attachments: usize) -> Payload {
        let attachment =
            MailAttachment { name: "a.pdf".into(), media_type: "application/pdf".into(), blob: "b".into() };
        Payload::SendEmail(Mail { attachments: vec![attachment; attachments], ..Mail::default() })
    }

    #[test]
    fn what_is_high_risk() {
        let safe = SourceFacts::default();
        let scam = SourceFacts { verdict: Verdict::Scam, ..safe };
        let bank = SourceFacts { changed_bank_detail: true, ..safe };
        for (payload, targets, source, expected) in [
            (mail(0), vec![target(Known::Contact)], safe, Risk::Medium),
            (mail(0), vec![target(Known::New)], safe, Risk::Medium),
            (mail(1), vec![target(Known::Contact)], safe, Risk::Medium),
            (mail(1), vec![target(Known::New)], safe, Risk::High),
            (mail(1), vec![target(Known::Seen)], safe, Risk::High),
            (mail(0), vec![target(Known::Contact); 11], safe, Risk::Medium),
            (
                mail(0),
                [vec![target(Known::Contact); 10], vec![target(Known::New)]].concat(),
                safe,
                Risk::High,
            ),
            (mail(0), vec![target(Known::Contact)], scam, Risk::High),
            (mail(0), vec![target(Known::Contact)], bank, Risk::High),
        ] {
            let (risk, warnings) = assess(&payload, &targets, source);
            assert_eq!(risk, expected, "{warnings:?}");
            assert!(risk != Risk::High || !warnings.is_empty(), "a high risk says why");
        }
    }

    #[test]
    fn passing_errors_are_tried_three_times_within_fifteen_minutes() {
        let start = Timestamp::UNIX_EPOCH;
        let after = |seconds| start + SignedDuration::from_secs(seconds);
        assert!(retry_after(1, start, after(1)).is_some());
        assert!(retry_after(2, start, after(60)).is_some());
        assert!(retry_after(3, start, after(61)).is_none());
        assert!(retry_after(1, start, after(15 * 60)).is_none());
    }
}
