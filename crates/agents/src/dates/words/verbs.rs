//! Verbs for what people are asked to do: at the start of a clause they are an imperative.

use crate::phrases::{Phrase, phrase};

pub static VERBS: &[Phrase] = &[
    phrase(
        "en",
        0,
        &[
            r"(?:accept|activate|add|advise|answer|appeal|apply|approve|arrange|ask|attach|bid|book|bring|buy|call|cancel|check|choose|claim|clear|collect|come back|comment|complete|confirm|contact|correct|decide|declare|decline|deliver|do|drop|email|e-mail|enrol|enroll|ensure|enter|extend|feed|file|fill|finalise|finalize|finish|fix|forward|get|give|hand|have|initial|inform|install|join|leave|let|list|lodge|log|look|mail|make|mark|message|move|name|nominate|notify|object|order|pass|pay|phone|pick|pop|post|prepare|print|provide|publish|push|put|raise|rate|read|record|redeem|register|remit|renew|reply|report|request|rsvp|reschedule|resolve|respond|return|review|ring|rotate|schedule|scan|select|send|settle|share|ship|shout|sign|sort|specify|state|submit|supply|switch|take|tell|test|text|transfer|try|turn|update|upgrade|upload|use|verify|vote|wire|write)\b",
        ],
    ),
    phrase(
        "de",
        0,
        &[
            r"(?:abgeb|abgegeb|abhol|absag|abstimm|anmeld|angeb|antwort|anweis|ausfuell|ausgleich|beantwort|beantrag|begleich|bestaetig|bestell|bewerb|bezahl|bring|buch|eintrag|einreich|einsend|entscheid|erledig|freigeb|geb|gib|hochlad|hinterleg|klaer|lad|lass|les|lies|lies|mach|mail|meld|mitteil|nachreich|nenn|pruef|reich|ruecksend|rueckmeld|ruf|sag|schau|schick|schreib|send|sorg|stell|storn|teil|trag|ueberweis|uebermittel|unterschreib|unterzeichn|verlaenger|vereinbar|vorleg|waehl|weiterleit|zahl|zurueck(?:send|schick|geb|meld|ruf|bring)|zusag|zusend|zuschick)\w*",
        ],
    ),
];

/// Verbs that with "Sie" state and do not command, and words that end like one.
pub const STATING: &[&str] = &[
    "erhalten",
    "bekommen",
    "koennen",
    "haben",
    "finden",
    "werden",
    "sind",
    "duerfen",
    "sparen",
    "profitieren",
    "kuendigen",
    "stornieren",
    "widersprechen",
    "moechten",
    "wollen",
    "sehen",
    "kennen",
    "wissen",
    "hatten",
    "wurden",
    "waren",
    "stehen",
    "bleiben",
    "befinden",
    "beachten",
    "gegen",
    "wegen",
    "neben",
    "zwischen",
    "denen",
    "wenn",
    "dann",
    "wann",
    "denn",
    "ihnen",
    "einen",
    "wuenschen",
    "erreichen",
    "gewinnen",
    "brauchen",
    "muessen",
    "sollten",
    "sollen",
    "damit",
    "dass",
    "falls",
    "sobald",
    "bis",
    "ist",
    "sein",
    "den",
    "wundern",
    "geniessen",
    "erleben",
    "freuen",
];

/// Verbs that are nouns as often, and what follows them where they are not.
pub const NOUNS: &[&str] = &[
    "order", "mail", "email", "file", "report", "list", "name", "test", "print", "record", "post", "text",
    "log", "rate", "request", "schedule", "share", "ship", "bid", "book", "fix", "mark", "object", "phone",
    "ring", "answer", "reply", "call", "check", "hand", "copy", "use", "update", "review", "comment",
    "contact", "claim", "transfer", "wire", "take", "look", "turn", "drop", "pass", "feed", "scan", "vote",
    "return", "appeal",
];
/// See `NOUNS`.
pub const OBJECTS: &[&str] = &[
    "a", "an", "the", "your", "my", "our", "this", "that", "these", "those", "it", "them", "me", "us", "to",
    "by", "in", "on", "up", "off", "back", "before", "until", "for", "with", "at", "via", "here", "now",
    "no", "any", "all", "both", "each", "either", "out", "over", "yes", "from", "online", "within", "today",
    "directly",
];
