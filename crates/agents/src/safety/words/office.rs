//! Names of senders that no private person has.

use crate::phrases::{Phrase, phrase};

pub static OFFICE: &[Phrase] = &[phrase(
    "office",
    0,
    &[
        r"(?:support|bank|service|kundenservice|kundendienst|help ?desk|security|billing|administrator|admin|accounts|team|customer|department)\b",
        r"(?:it department|it-abteilung|hr|human resources|payroll|finance|foundation|lottery|united nations|embassy|courier|delivery|logistics)\b",
        r"(?:inspection|polizei|police|ministry|ministerium|finanzamt|notification|alert|mail server|webmail|refund|claims|office of)\b",
        r"(?:recruitment|recruiting|ceo|geschaeftsfuehrung|rechtsanwalt|barrister|attorney|inkasso|kundenkonto|sicherheit)\b",
    ],
)];
