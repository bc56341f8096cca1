//! Words that say that a date binds somebody else, or nobody: promises, events, offers, deliveries, automatic debits.

use crate::phrases::{Phrase, phrase};

pub static ELSEWHERE: &[Phrase] = &[
    phrase(
        "self",
        -4,
        &[
            r"(?:i|we|ich|wir)\b",
            r"(?:werde|melde|gebe|schicke|schick|mache|mach|komme|bringe|liefere|sende|bekommst|kriegst) (?:mich|dir|ihnen|euch|es|das|den|die)\b",
        ],
    ),
    phrase(
        "third",
        -2,
        &[
            r"(?:he|she|they|it|everything|nobody|er|man|niemand)\b",
            r"(?:their|his|her|its|seine|deren|dessen)\b",
        ],
    ),
    phrase("will", -3, &[r"(?:will|won't|wird|werden|wuerde|going to)\b"]),
    phrase(
        "others",
        -4,
        &[
            r"own deadline|their deadline|(?:you|customers)(?:'ll| will| should| can expect to)? (?:receive|hear from (?:me|us)|get (?:it|them|the|an?|your|our)|have (?:it|them|the|your|our|my))\b|(?:expect|hope|aim|should|ought) to (?:hear|have|get|be|finish|know)\b|you(?:'ll| will| should) (?:see|then|soon|automatically)\b|(?:sie|du|ihr) (?:erhalten|erhaeltst|bekommst|bekommen|kriegst|erhaltet|bekommt)\b|(?:erhalten|bekommen) sie\b|erhaeltst du|bekommst du",
            r"no (?:need|rush|hurry|action|decision)|nothing (?:to|needed|required|is due|\w+ to you is due|due)|not (?:yet )?due|isn't due|nichts (?:zu|faellig)|nicht faellig|keine eile|eilt nicht|brauchst nicht|muessen nicht|nicht erforderlich|nicht noetig|can wait|reicht (?:mir |uns )?(?:auch )?bis",
        ],
    ),
    phrase(
        "offer",
        -5,
        &[
            r"sale\b|\d+ ?% off|% (?:off|discount|rabatt)|discount\w*|save (?:up to )?(?:\$|eur|gbp)?\d|coupon|promo(?:tion)?\b|promo code|gutschein\w*|rabatt\w*|sparen\b|versandkostenfrei|while stocks last|(?:intro|founder|early.bird|special) (?:price|pricing|offer|rate)|sonderpreis|aktionspreis|aktion(?:szeitraum)?\b|gratis\b",
            r"(?:offer|quote|quotation|estimate|price|rate|angebot|preis|preise|konditionen|kostenvoranschlag|code|voucher|link|token|ticket|pass)s? (?:is |are |ist |sind |bleibt |bleiben |gilt )?(?:still |noch |nur |only )?(?:valid|good|held|holds?|stands?|open|gueltig|gilt|gelten|expires|bis)\b|(?:gilt|gelten) (?:\w+ ){0,2}?(?:bis|nur|noch)\b|(?:gueltig|valid|bindefrist|preisbindung)\b",
        ],
    ),
    phrase(
        "state",
        -4,
        &[
            r"(?:open|opened|closed|geoeffnet|oeffnungszeiten|opening hours|geschlossen|available|verfuegbar|erreichbar|reachable|unavailable|offline|visible|free of charge|kostenlos\w*|extended through|in force)\b",
            r"out of (?:the )?office|on (?:vacation|leave|holiday)|annual leave|parental leave|away\b|im urlaub|abwesen\w*|nicht im (?:buero|haus)|im krankenstand|back (?:in the office |at work )?on|elternzeit|krank\w*",
            r"maintenance|downtime|wartung\w*|stoerung\w*|umleitung|gesperrt|sperrung|roadworks|(?:runs?|lasts?|goes|takes place|dauert|laeuft noch|findet statt|geht|gehen|verschoben|postponed|stays?|bleibt|bleiben|wohn\w*|arbeit\w*) (?:on )?(?:from|until|till|through|von|vom|bis)\b",
            r"security fixes|supported|support ends|end of life|guarantee|warranty|garantie\w*|has it (?:till|until)|have it (?:till|until)",
        ],
    ),
    phrase(
        "transit",
        -4,
        &[
            r"delivered|deliver(?:y|ies)? (?:by|on|date|expected|is|will|window)|arriv\w+|shipp(?:ed|ing)|ships\b|dispatch\w*|zugestellt|zustellung (?:bis|am|erfolgt)|lieferung (?:bis|am|erfolgt|kommt)|geliefert|liefertermin|voraussichtlich\w*|estimated|expected (?:by|on|delivery)|ankunft|trifft .{0,20}ein\b",
            r"refund(?:ed)?\b|credited|erstatte\w*|gutgeschrieben|rueckerstatt\w*|auszahl\w*|payout",
        ],
    ),
    // Taken from the reader's account without any doing of the reader.
    phrase(
        "debited",
        -5,
        &[
            r"auto-?pay|automatic(?:ally)? (?:charge|debit|renew|collect|take|pay|bill|deduct|bank)\w*|automatisch (?:\w+ )?(?:abgebucht|verlaenger\w*|eingezogen|erneuert|bezahlt|belastet)|abgebucht|abbuchung|abgezogen|lastschrift\w*|eingezogen|einzug\b|buchen wir|ziehen wir|direct debit|will be (?:charged|debited|deducted|collected|taken (?:from|by)|billed|withdrawn)|(?:we'll|we will) (?:collect|take|charge|debit)",
        ],
    ),
    phrase(
        "automatic",
        -5,
        &[
            r"(?:it|subscription|plan|membership|policy|contract) renews|no action|nichts (?:weiter )?(?:zu )?(?:tun|veranlassen)|bereits (?:be)?zahlt|already paid|paid\b",
        ],
    ),
    phrase("never", -8, &[r"(?:nicht|nichts|kein\w*|not|don't|never|nothing|nobody|niemand)\b"]),
    phrase(
        "right",
        -4,
        &[
            r"free cancellation|cancel (?:for )?free|kostenlos stornier\w*|kostenfrei\w*|stornierbar|widerruf\w*|you (?:may|can) (?:still |also )?(?:cancel|return|withdraw|edit|change|watch|download|use)|can (?:still )?be (?:cancelled|canceled|returned|changed|edited)|money-?back|rueckgaberecht|umtausch\w*|(?:sie koennen|du kannst|ihr koennt)\b",
            r"check-?in|check-?out|boarding|gate\b|depart\w*|abflug|abfahrt|anreise|abreise",
        ],
    ),
    phrase(
        "past",
        -4,
        &[
            r"(?:was|were|been|had|hatte|hatten|wurde|wurden|war|waren|received|submitted|finished|completed|closed|built|eingegangen|since|seit)\b",
        ],
    ),
];
