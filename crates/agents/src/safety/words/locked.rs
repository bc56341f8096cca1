//! A password for an attached archive.

use crate::phrases::{Phrase, phrase};

pub static LOCKED: &[Phrase] = &[phrase(
    "locked",
    0,
    &[
        r"(?:password|pass\s?code|passwort|kennwort|pwd|pin)(?: (?:for|to open|fuer|zum oeffnen)[^.:\n]{0,40})?(?: is| lautet| ist)?\s?[:=]? ?[a-z0-9!@#$%]{3,20}\b",
        r"(?:password|passwort|kennwort)[- ](?:protected|geschuetzt)",
        r"(?:locked|protected|encrypted|geschuetzt|verschluesselt)\b[^.\n]{0,40}(?:password|passwort|kennwort)",
    ],
)];
