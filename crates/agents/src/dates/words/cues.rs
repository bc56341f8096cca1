//! Words that announce a date as a deadline: prepositions, adverbs and labels.

use crate::phrases::{Phrase, phrase};

pub static CUES: &[Phrase] = &[
    phrase("by", 0, &[r"(?:no|not) later than\b|on or before\b|latest by\b|by\b"]),
    phrase(
        "latest",
        0,
        &[
            r"at (?:the )?(?:very )?latest(?: by| on)?\b|latest(?: on)?\b|(?:bis )?(?:aller)?(?:spaetestens|laengstens)\b",
        ],
    ),
    phrase("until", 0, &[r"un?till?\b|til\b|through\b|up to\b|bis\b"]),
    phrase("before", 0, &[r"(?:ahead of|before|prior to|vor)\b"]),
    phrase(
        "due",
        0,
        &[
            r"(?:due|payable|overdue)\b(?: date| back)?(?: (?:on|by|before|is|was|in|for payment|today at))*\b",
            r"(?:deadline|cut-?off|closing date|latest date|last date|final date|expiry date|expiration date|submission date|response date|return date|reply date|respond-by|pay-by|use-by|rsvp|target date|end date)\b",
            r"last (?:possible )?(?:day|date|chance|moment) (?:to|for|on which|i can|we can|you can|that)\b",
        ],
    ),
    phrase(
        "due",
        0,
        &[
            r"faellig(?:keit|keitsdatum|keitstermin|keitstag|er|e|es)?\b|zahlbar(?: bis| zum| am)?\b",
            r"zahltermin|zahlungstermin|zahldatum|zu zahlen (?:bis|am|zum)|endtermin|einzugstermin\b",
            r"(?:abgabe|einsende|anmelde|redaktions|melde|bewerbungs|rueckmelde|einreichungs|annahme|bestell|buchungs|zahlungs|antrags|einspruchs|widerspruchs|abhol|aufbewahrungs|rueckgabe|antwort|nachmelde|erklaerungs|vorlage|stellungnahme|abstimmungs|lager|ablese|teilnahme|kuendigungs)(?:schluss|frist|termin|datum|ende)\b",
            r"frist(?:ende|ablauf)?\b|stichtag\b|letzter (?:tag|termin)\b|schlusstermin\b",
        ],
    ),
    phrase(
        "within",
        0,
        &[
            r"within\b|innerhalb\b|binnen\b|in(?:side)? the next\b|in den (?:naechsten|kommenden)\b|inner(?:t|halb)\b",
            r"you(?:'ve got| have(?: got)?| still have)\b|(?:sie haben|du hast|ihr habt)(?: noch| nun| jetzt)?\b|haben sie(?: noch| nun)?\b",
            r"frist von\b|not later than\b|spaetestens (?:in|nach)\b|bis in\b",
        ],
    ),
    phrase(
        "terms",
        0,
        &[
            r"(?:payment )?terms\b(?: of payment)?(?: are| is| strictly| of| net|:)*|net\b|zahlungsziel\b:?|(?:zahlungs)?bedingungen:? ?(?:netto)?",
            r"(?:due|payable|zahlbar|faellig)(?: net| netto| strictly| in full| sofort)? (?:in|within|nach|innerhalb|binnen)\b|netto (?:in|innerhalb|nach)?\b|zahlbar\b",
        ],
    ),
    phrase(
        "closes",
        0,
        &[
            r"(?:expires?|expiring|will expire|lapses?|closes?|closing|ends?|shuts)\b(?: on| in| at| for)?\b",
            r"(?:laeuft|schliesst|endet|verfaellt|erlischt)\b",
        ],
    ),
    phrase(
        "now",
        0,
        &[
            r"(?:noch )?heute\b|today\b|tonight\b|this (?:afternoon|evening|morning)\b|(?:first thing )?tomorrow\b|(?:gleich )?morgen\b",
        ],
    ),
];
