//! Words that press.

use crate::phrases::{Phrase, phrase};

pub static PRESSING: &[Phrase] = &[
    phrase(
        "urgent",
        3,
        &[
            r"urgent(?:ly)?\b|asap\b|as soon as possible|immediately|right away|emergency",
            r"time[- ]sensitive|critical|production (?:is )?down|outage|right now|within the hour",
            r"final (?:notice|reminder|demand)|last (?:reminder|warning)|eod\b|by end of (?:the )?day",
        ],
    ),
    phrase(
        "urgent",
        3,
        &[
            r"dringend\w*|eilt\b|eilig|sofort\w*|umgehend\w*|schnellstmoeglich|so schnell wie moeglich",
            r"notfall|unverzueglich|letzte mahnung|brennt|heute noch|noch heute",
        ],
    ),
    phrase(
        "important",
        2,
        &[
            r"important\b|high priority|deadline|past due|overdue|final|action required|suspended",
            r"cancell?ed|delayed|failed|declined|legal|contract|court|interview|offer letter|surgery",
            r"hospital|test results|diagnos\w+",
        ],
    ),
    phrase(
        "important",
        2,
        &[
            r"wichtig\w*|frist\b|mahnung|zahlungserinnerung|ueberfaellig|kuendigung|gekuendigt|gericht\w*",
            r"anwalt|bescheid\b|befund|krankenhaus|operation|storniert|verspaetet|faellt aus|vertrag\b",
            r"vorstellungsgespraech",
        ],
    ),
];
