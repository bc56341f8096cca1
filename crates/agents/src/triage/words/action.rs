//! Words about paying, waiting and meeting.

use crate::phrases::{Phrase, phrase};

pub static PAYING: &[Phrase] = &[
    phrase(
        "pay",
        3,
        &[
            r"(?:please |kindly |to )?(?:pay|settle|remit|transfer)\b (?:the |this |your |it |us |by |within |before |via |online|now|at |\$|eur|gbp|invoice)",
            r"amount due|balance due|payment (?:is )?due|due (?:date|on|by|for payment)",
            r"payable (?:by|within|upon)|past due|overdue|outstanding (?:balance|amount|invoice|payment)",
            r"minimum payment|pay (?:now|online|your)|make (?:a |the |your )?payment",
            r"please arrange payment",
            r"(?:fee|deposit|rent|premium|dues|balance|share) (?:of [^.\n]{1,30} )?(?:is |are |was )?(?:now )?due",
            r"owe(?:s|d)?\b|chip in|venmo|reimburse",
        ],
    ),
    phrase(
        "pay",
        3,
        &[
            r"bitte (?:\w+ ){0,8}?(?:ueberweis\w*|zahl\w*|begleich\w*|bezahl\w*)",
            r"(?:ueberweis|bezahl|begleich)(?:en|e|t|st)\b|zahlbar|zur zahlung faellig",
            r"faellig(?:keit|er|en|e)?\b|zahlungserinnerung|mahnung|zahlungsziel|zu zahlen(?:der)?",
            r"offene[rn]? betrag|zu begleichen|zu ueberweisen|auf (?:unser|das|folgendes|mein) konto",
            r"gebuehr (?:von|in hoehe)|nachzahlung|anteil",
        ],
    ),
    phrase(
        "pay",
        4,
        &[
            r"(?:zahlung|betrag|ueberweisung|ausgleich) (?:bitte |bis |innerhalb |binnen |erbeten|per ueberweisung)|ueberweisen sie (?:\w+ )?(?:bitte|bis|den|die|das|auf)|(?:bitte|und) (?:ueberweise|ueberweis|begleich|zahl)\w*",
            r"please (?:pay|settle|remit|transfer|make payment)|if you could (?:pay|settle|transfer|send)|(?:pay|settle) (?:within|by|before|no later)|(?:auto(?:matic|-)? ?renew\w*|automatic renewal) is (?:off|disabled|deactivated|not)|renew (?:it|now|your \w+) (?:before|by|now|today|online)|(?:transfer|send) (?:me |us )?(?:your share|the money|the deposit|the rent|\$|eur|gbp)",
        ],
    ),
];

/// Nothing is left to pay.
pub static SETTLED: &[Phrase] = &[
    phrase(
        "settled",
        0,
        &[
            r"auto-?pay|automatically (?:charge|debit|deduct|renew|pay|bill)\w*",
            r"will be (?:automatically )?(?:charged|debited|deducted|collected|taken|billed|withdrawn)",
            r"direct debit|no (?:payment|action) (?:is )?(?:required|needed|necessary|due)",
            r"(?:has been|was|been|is) (?:paid|charged|received|processed|settled)|payment received",
            r"paid (?:in full|with|by|via|on)|thank you for your payment",
            r"we(?:'ve| have) received your payment|charged to|nothing to (?:pay|do)|status: paid",
            r"balance: (?:\$|eur|gbp)? ?0[.,]00|you don't (?:need|have) to",
        ],
    ),
    phrase(
        "settled",
        0,
        &[
            r"lastschrift\w*|sepa-?(?:mandat|einzug)",
            r"(?:wird|werden|wurde|wurden) (?:\w+ ){0,8}?(?:abgebucht|eingezogen|belastet|abgezogen)",
            r"buchen wir|ziehen wir|bereits (?:bezahlt|beglichen)",
            r"(?:wurde|ist|schon) (?:bereits )?(?:bezahlt|beglichen|eingegangen)|zahlung erhalten",
            r"zahlungseingang|bezahlt (?:per|mit|am|ueber)",
            r"nichts (?:weiter )?(?:zu )?(?:tun|unternehmen|ueberweisen)|keine zahlung|nicht ueberweisen",
        ],
    ),
    phrase(
        "settled",
        0,
        &[
            r"pay(?:able)? (?:at|upon|on) (?:the )?(?:property|hotel|arrival|counter|collection|check-?in|venue)|you'll pay at|zahlung (?:vor ort|im hotel|bei (?:abholung|anreise|ankunft))|(?:zahlen|bezahlen) (?:sie )?(?:vor ort|im hotel|bei (?:abholung|anreise))",
            r"(?:don't|do not|needn't) need to do anything|(?:we'll|we will) (?:collect|take|charge|debit)|(?:brauchen|muessen) nichts zu (?:tun|unternehmen)",
        ],
    ),
];

pub static WAITING: &[Phrase] = &[
    phrase(
        "wait",
        3,
        &[
            r"(?:we|i)(?:'ll| will) (?:get back|be in touch|come back|let you know|respond|reply|update you|keep you|follow up|contact you|review|notify|send you|inform)",
            r"(?:get back to you|be in touch|hear from us|hear back) (?:with|within|by|soon|shortly|as soon|once|in|on|after|when)",
            r"(?:we|i)(?:'ve| have) (?:received|forwarded|passed|submitted|logged)|we received your",
            r"(?:is|are) (?:being|currently being|under) (?:processed|reviewed|review|prepared|investigated)",
            r"(?:our|the) team (?:is|will be)? ?(?:looking|working|reviewing|review|get|reply|respond|look)",
            r"(?:i'm|i am|we're|we are) (?:still )?(?:waiting (?:for|on)|looking into|working on|checking with)",
            r"out of (?:the )?office|i am (?:currently )?(?:away|on)|(?:has )?(?:been )?shipped|on its way",
            r"out for delivery|in transit|estimated delivery|expected delivery|arriving",
            r"will (?:be )?(?:arrive|delivered|shipped)|application (?:has been )?received",
            r"typical(?:ly)? (?:respond|response|reply)|once (?:i|we) (?:have|hear|know)",
            r"ticket (?:has been )?(?:created|opened|received)",
        ],
    ),
    phrase(
        "wait",
        3,
        &[
            r"(?:melden|melde) (?:\w+ ){0,4}?(?:uns|mich)",
            r"(?:wir|ich) (?:melden|melde|kommen|komme|geben|gebe|pruefen|pruefe|bearbeiten|kuemmern|kuemmere|informieren|informiere|leiten|leite|klaeren|klaere|warten|warte|schauen|frage|fragen)\b[^.!?\n]{0,80}(?:uns|mich|auf sie zu|bescheid|anfrage|anliegen|antrag|weiter|darum|sie|noch|nach|auf|dich|dir)",
            r"(?:wird|werden) (?:\w+ ){0,4}?(?:bearbeitet|geprueft|zugestellt|geliefert|versendet|versandt|beantwortet)",
            r"in bearbeitung|eingangsbestaetigung",
            r"(?:ist|sind|haben|habe) (?:\w+ ){0,8}?(?:eingegangen|erhalten|weitergeleitet)",
            r"bearbeitungszeit|bearbeitungsdauer|ist unterwegs|unterwegs zu|versandbestaetigung",
            r"sendungsverfolgung|wurde (?:versendet|versandt|verschickt|uebergeben)",
            r"voraussichtliche\w* (?:lieferung|zustellung|liefertermin)|nicht im buero|abwesend",
            r"etwas geduld|um (?:etwas )?geduld|sobald (?:ich|wir|es|uns|die|der|das)",
        ],
    ),
    phrase(
        "wait",
        3,
        &[
            r"come back to you|(?:should|will) be with you (?:by|on|tomorrow|within|in)|(?:package|parcel|order|delivery) (?:is )?(?:arriving|scheduled for delivery|being prepared)|scheduled delivery|(?:being|will be) (?:looked into|reviewed)|(?:kommt|erreicht sie|erreicht dich|liefern wir|trifft) (?:\w+ ){0,3}?(?:morgen|heute|am|zwischen|voraussichtlich|ein)|kuemmert sich (?:darum|um)|(?:ticket|vorgangs|anfrage)nummer",
        ],
    ),
    phrase(
        "wait",
        3,
        &[
            r"(?:we|i)(?:'ll| will) (?:check|look into|find out|ask|speak|see what|chase|investigate|forward)|get back to you\b|(?:we|i) (?:will )?keep you (?:posted|updated|informed)",
        ],
    ),
];

pub static MEETING: &[Phrase] = &[
    phrase(
        "schedule",
        3,
        &[
            r"(?:find|set up|schedule|arrange|book|pick|choose|suggest|propose|reschedule|move) (?:a|an|some|another|the|our|your) (?:\w+ ){0,3}?(?:time|date|slot|call|meeting|day|appointment|session|interview|catch-?up|demo)",
            r"pick (?:a|one of the|any) (?:slots?|times?)",
            r"(?:when|what time|which day|what day|which of)[^.?\n]{0,80}(?:free|available|suit|works?|meet|talk|call)",
            r"are you (?:free|available|around)",
            r"(?:does|do|would|will) [^.?\n]{1,60} (?:work|suit)(?: for)?(?: you)?",
            r"(?:can|could|shall|should) we (?:meet|talk|speak|catch up|get together|schedule|reschedule|hop on|jump on|move|push)",
            r"your availability|available (?:for a|to meet|to talk|times?|slots?)|time slots?|calendly",
            r"doodle",
            r"(?:meet|call|lunch|dinner|coffee|chat) (?:on|at|next|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week)",
            r"appointment",
        ],
    ),
    phrase(
        "schedule",
        3,
        &[
            r"termin(?:vorschlag|vorschlaege\w*|findung|abstimmung|vereinbarung)",
            r"termin (?:\w+ ){0,4}?(?:vorschlagen|vereinbaren|ausmachen|finden|abstimmen|verschieben|verlegen)",
            r"(?:hast|habt|haettest|haben|haetten) (?:du|ihr|sie)\b[^.?\n]{0,80}(?:zeit|luft)\b[^.?\n]{0,60}(?:treffen|gespraech|telefonat|telefonieren|call|meeting|besprech\w*|termin|kaffee|essen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|naechste woche|\d uhr)|(?:hast|habt|haettest|haben|haetten) (?:du|ihr|sie) (?:am |naechste |diese |kommende )?(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|woche|morgen|heute)\b[^.?\n]{0,60}(?:zeit|luft)",
            r"wann (?:passt|hast|haettest|haetten|haben|waere|koennen|koennten|kannst|wuerde)",
            r"(?:passt|passen|klappt|ginge) (?:es |dir |ihnen |euch |das |der )?[^.?\n]{0,40}(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|woche|uhr|termin|besser|bei dir|bei ihnen|morgen|uebermorgen)",
            r"(?:wollen|sollen|koennen|koennten) wir (?:uns )?[^?\n]{0,80}(?:treffen|telefonieren|sehen|verschieben|zusammensetzen)",
            r"treffen wir uns|zusammensetzen|doodle",
        ],
    ),
    phrase(
        "schedule",
        3,
        &[
            r"would [^.?\n]{1,80} suit\b|(?:appointment|viewing|interview|visit|slot) (?:is |has been )?(?:confirmed|scheduled|booked|reserved)|your appointment (?:on|with|at|for|is)|(?:ihr|ihren|dein|deinen|der|den) (?:\w+ )?termin (?:\w+ )?(?:am|um|ist|wurde|bei)\b|terminbestaetigung|terminerinnerung|termin (?:\w+ ){0,3}?(?:bestaetig|vorgemerkt|reserviert|gebucht)\w*|suchen (?:wir )?(?:noch )?(?:einen|nach einem) termin|terminfindung|terminumfrage",
        ],
    ),
];

/// Responses to invitations and cancellations: nothing to arrange.
pub static ANSWERED: &[Phrase] = &[phrase(
    "answered",
    0,
    &[
        r"(?:accepted|declined|tentative|canceled|cancelled|zugesagt|abgelehnt|abgesagt|angenommen|canceled event|cancelled event)\b(?::| event| -)",
        r"(?:has|hat) (?:accepted|declined|zugesagt|abgesagt|abgelehnt|cancelled|canceled|angenommen)",
        r"(?:is|been|wurde|ist|faellt) (?:cancelled|canceled|abgesagt|aus\b)",
    ],
)];

/// A code that is used once.
pub static CODE: &[Phrase] = &[phrase(
    "code",
    0,
    &[
        r"(?:verification|login|one-time|sign-?in|access|authentication|security|confirmation) (?:code|passcode|password|pin)",
        r"(?:bestaetigungs|sicherheits|einmal|anmelde|verifizierungs|login-?)code|einmalpasswort",
        r"\d{6} is your",
    ],
)];

/// Somebody is away: an automatic answer.
pub static AWAY: &[Phrase] = &[phrase(
    "away",
    0,
    &[
        r"automatic reply|auto-?reply|auto-?response|out of (?:the )?office|on (?:annual |parental |sick )?leave|on vacation",
        r"abwesenheitsnotiz|abwesend|abwesenheit|nicht im (?:buero|haus)|im urlaub|automatische antwort|ausser haus|buero ist [^.]{0,60}geschlossen",
    ],
)];

/// An appointment that is fixed and only has to be put down.
pub static APPOINTMENT: &[Phrase] = &[phrase(
    "appointment",
    0,
    &[
        r"(?:appointment|viewing|interview|visit) (?:is |has been )?(?:confirmed|scheduled|booked)|your appointment (?:on|with|at|for|is)",
        r"(?:bestaetigen|bestaetige) (?:wir |ich |hiermit )*(?:ihnen |dir )?(?:ihren|deinen|den) termin|terminbestaetigung|terminerinnerung",
        r"(?:ihr|dein) termin (?:am|um|ist|bei)\b|erinnern (?:wir )?(?:sie )?an (?:ihren|den) termin",
    ],
)];

/// The money is taken without the user's doing.
pub static COLLECTED: &[Phrase] = &[phrase(
    "collected",
    0,
    &[
        r"(?:we'll|we will) (?:collect|take|charge|debit)|will be (?:automatically )?(?:charged|debited|deducted|collected|taken|withdrawn)",
        r"(?:has|have) (?:already )?been (?:paid|received)|thank you for your payment|nothing (?:else )?to (?:pay|do)|pay(?:able)? at the",
        r"(?:wird|werden|wurde|wurden) (?:\w+ ){0,8}?(?:abgebucht|eingezogen|belastet|abgezogen)|buchen wir|ziehen wir|bereits (?:bezahlt|beglichen)",
    ],
)];
