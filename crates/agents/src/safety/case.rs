//! A case: the points gathered against a mail, with reasons and the words they rest on.

use super::weights::{self, Kind, Weight};
use domain::insight::{Evidence, Reason, Verdict};

#[derive(Debug, Default)]
pub struct Case {
    points: Vec<&'static Weight>,
    evidence: Vec<Evidence>,
    /// Taken off the points of words and lures.
    trust: i32,
    /// At least suspicious, whoever wrote it.
    held: bool,
    pub changed_bank_detail: bool,
}

impl Case {
    /// Counts a reason once; unknown codes count nothing (a test checks that there are none).
    pub fn add(&mut self, code: &str) {
        if let Some(weight) = weights::of(code)
            && !self.has(code)
        {
            self.points.push(weight);
        }
    }

    pub fn add_with(&mut self, code: &str, field: &str, quote: &str) {
        if self.has(code) {
            return;
        }
        self.add(code);
        self.quote(field, quote);
    }

    /// Words that speak against the mail.
    pub fn quote(&mut self, field: &str, quote: &str) {
        let quote = crate::text::reading::cap(quote.trim(), weights::QUOTE);
        if !quote.is_empty() {
            self.evidence.push(Evidence { field: field.to_owned(), quote: quote.to_owned() });
        }
    }

    pub fn has(&self, code: &str) -> bool {
        self.points.iter().any(|weight| weight.code == code)
    }

    pub fn has_any(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.has(code))
    }

    /// The codes of all reasons.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.points.iter().map(|weight| weight.code)
    }

    pub fn trust(&mut self, points: i32) {
        self.trust += points;
    }

    pub fn hold(&mut self) {
        self.held = true;
    }

    pub fn total(&self) -> i32 {
        let sum = |kinds: &[Kind]| {
            self.points.iter().filter(|w| kinds.contains(&w.kind)).map(|w| w.points).sum::<i32>()
        };
        sum(&[Kind::Identity]) + (sum(&[Kind::Words, Kind::Lure]) - self.trust).max(0)
    }

    /// What the points alone say.
    pub fn verdict(&self) -> Verdict {
        let total = self.total();
        if total >= weights::SCAM {
            Verdict::Scam
        } else if total >= weights::SUSPICIOUS || self.held {
            Verdict::Suspicious
        } else {
            Verdict::Safe
        }
    }

    /// Proved to come from a contact or from a well-known company's own domain.
    pub fn is_trusted(&self) -> bool {
        self.trust >= weights::AUTHENTICATED_CONTACT
    }

    pub fn is_held(&self) -> bool {
        self.held
    }

    pub fn quotes(&self) -> usize {
        self.evidence.len()
    }

    pub fn close(mut self, verdict: Verdict) -> domain::insight::Safety {
        self.points.sort_by_key(|weight| std::cmp::Reverse(weight.points));
        domain::insight::Safety {
            verdict,
            reasons: self.points.iter().map(|weight| Reason::new(weight.code, weight.text)).collect(),
            evidence: self.evidence,
            changed_bank_detail: self.changed_bank_detail,
            answered_by: weights::ANSWERED_BY.to_owned(),
        }
    }
}
