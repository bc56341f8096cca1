//! Words around deadlines.

use crate::phrases::{Phrase, phrase};

pub static CUES: &[Phrase] = &[
    phrase(
        "due",
        0,
        &[
            r"(?:due|payable|overdue)\b(?: date)?(?: (?:on|by|before|is|was|in|since|for payment|today at))*\b",
        ],
    ),
    phrase(
        "due",
        0,
        &[
            r"(?:the )?(?:deadline|cut-?off|closing date|last day|latest date|submission date|response date|return date|reply date|due)\b",
        ],
    ),
    phrase("due", 0, &[r"(?:no|not) later than\b|at the latest(?: by| on)?\b|latest by\b|on or before\b"]),
    phrase(
        "due",
        0,
        &[
            r"(?:pay|payment|reply|respond|response needed|return|submit|rsvp|register|complete|sign|answer needed)(?: required| needed)? by\b",
        ],
    ),
    phrase(
        "due",
        0,
        &[
            r"(?:zur zahlung )?faellig(?:keit|keitsdatum|keitstermin|er)?\b|zahlbar(?: bis| zum| am)?\b",
            r"faelligkeitsdatum|zahltermin|zahlungsfrist|zahlungstermin",
        ],
    ),
    phrase(
        "due",
        0,
        &[
            r"(?:abgabe|einsende|anmelde|redaktions|melde|bewerbungs|rueckmelde)(?:schluss|frist|termin)\b",
            r"frist(?:ende|ablauf)?\b|stichtag\b|deadline\b|letzter tag\b",
        ],
    ),
    phrase("due", 0, &[r"(?:bis )?(?:aller)?spaetestens\b"]),
    phrase("until", 0, &[r"by\b|until\b|till?\b|bis\b"]),
    phrase("before", 0, &[r"(?:ahead of|before|vor)\b"]),
    phrase(
        "within",
        0,
        &[
            r"within\b|innerhalb\b|binnen\b|in the next\b|over the next\b|in den naechsten\b|you have\b",
            r"(?:sie|du|ihr) (?:haben|hast|habt)(?: noch)?\b",
        ],
    ),
    phrase(
        "within",
        0,
        &[
            r"(?:due|payable|zahlbar|faellig) in\b|faellig nach\b|payment terms:?|zahlungsbedingungen:?",
            r"zahlbar",
        ],
    ),
    phrase("terms", 0, &[r"(?:payment terms:? )?net\b|zahlungsziel:?\b"]),
    phrase(
        "ends",
        0,
        &[
            r"(?:expires?|expiring|will expire|ends|lapses)(?: on| in| at)?\b",
            r"laeuft(?: [a-z.]+)? (?:am|zum|in)\b|endet (?:am|zum|in)\b|verfaellt (?:am|zum|in)\b",
        ],
    ),
    phrase(
        "now",
        0,
        &[
            r"(?:send|reply|respond|confirm|sign|pay|return|submit|complete|approve|review|answer|call me|get back to me|let me know|need (?:this|it|that|them|your|an answer|a decision)|schick\w*|antwort\w*|bestaetig\w*|unterschr\w*|ueberweis\w*|melde\w*|freigeb\w*|brauch\w*|braeucht\w*|benoetig\w*)[^.?!\n]{0,80}? (?:(?:noch )?heute|today|(?:first thing )?tomorrow(?: morning)?|asap today|tonight)\b",
        ],
    ),
    phrase(
        "ends",
        0,
        &[
            r"(?:closes|closing|close|schliesst|ends) (?:on|at|am|um)?\b",
            r"(?:enrol?lment|registration|sign-?up|voting|anmeldung|bewerbung|abstimmung) (?:\w+ )?(?:closes|ends|schliesst|endet)\b",
        ],
    ),
    phrase(
        "now",
        0,
        &[
            r"(?:kannst|koenntest|koennen|koennten|bitte|please|can|could|musst|muessen|brauch\w*|need)\b[^.?!\n]{0,40}? (?:heute|today)(?: noch)?\b[^.?!\n]{0,60}?(?:schick|send|antwort|bestaetig|unterschr|ueberweis|meld|freigeb|zurueck|rueckmeld|reply|confirm|sign|pay)\w*",
        ],
    ),
];

/// Sentences about something else than a duty of the reader.
pub static ELSEWHERE: &[Phrase] = &[
    phrase(
        "offer",
        0,
        &[
            r"sale|% off|discount|save (?:up to )?\$?\d|coupon|promo code|offer|gutschein|rabatt",
            r"angebot (?:gilt|gueltig)|sparen|aktion(?:szeitraum)?\b|versandkostenfrei|while stocks last",
        ],
    ),
    phrase(
        "open",
        0,
        &[
            r"(?:open|geoeffnet|oeffnungszeiten|opening hours|closed|geschlossen|available|verfuegbar|erreichbar|reachable|valid|gueltig|visible|free of charge|kostenlos)\b",
        ],
    ),
    phrase(
        "away",
        0,
        &[
            r"out of (?:the )?office|on (?:vacation|leave|holiday)|annual leave|away (?:from|until)",
            r"im urlaub|abwesen\w*|nicht im (?:buero|haus)|back (?:in the office |at work )?on|elternzeit",
            r"krank\b",
        ],
    ),
    phrase(
        "delivery",
        0,
        &[
            r"deliver(?:ed|y|ies)?\b|arriv\w+|shipp(?:ed|ing)|zugestellt|zustellung|lieferung|geliefert",
            r"liefertermin|voraussichtlich\w*|estimated|expected (?:by|on)|ankunft|dispatch\w*",
        ],
    ),
    phrase("refund", 0, &[r"refund(?:ed)?\b|credited|erstatte\w*|gutgeschrieben|rueckerstattung"]),
    phrase(
        "works",
        0,
        &[r"maintenance|downtime|wartung\w*|stoerung\w*|umleitung|gesperrt|sperrung|roadworks"],
    ),
    phrase(
        "automatic",
        0,
        &[
            r"autopay|auto-?pay|automatically|automatisch|abgebucht|abbuchung|lastschrift\w*|eingezogen",
            r"einzug|direct debit|will be (?:charged|debited|deducted)|renews?\b|no action",
            r"nichts (?:weiter )?(?:zu )?tun|bereits bezahlt|already paid",
        ],
    ),
    phrase(
        "travel",
        0,
        &[
            r"check-?in|check-?out|boarding|gate\b|depart\w*|abflug|abfahrt|anreise|abreise",
            r"free cancellation|kostenlos stornier\w*|stornierbar",
        ],
    ),
    phrase(
        "right",
        0,
        &[
            r"widerruf\w*|you (?:may|can) (?:cancel|return|withdraw)|can be (?:cancelled|returned)",
            r"money-?back|rueckgaberecht|umtausch\w*",
        ],
    ),
    phrase(
        "fulfilled",
        0,
        &[
            r"(?:have|has) been (?:paid|received|submitted)|wurde bezahlt|ist eingegangen",
            r"thanks for paying|thank you for your payment",
        ],
    ),
    phrase(
        "running",
        0,
        &[
            r"(?:runs?|lasts?|goes|going on|takes place|dauert|laeuft noch|findet statt) (?:from|until|till|von|vom|bis)",
        ],
    ),
    phrase(
        "reply",
        0,
        &[
            r"(?:we|our team|support) (?:will|'ll|usually|typically|aim to|try to) (?:get back|respond|reply|answer|contact)",
            r"melden uns|wir antworten|antwort erhalten sie",
            r"(?:sie|du) (?:erhalten|erhaeltst|bekommst|bekommen)",
        ],
    ),
    phrase(
        "others",
        0,
        &[
            r"(?:you|customers)(?:'ll| will) (?:receive|get|hear|have your)|(?:holt|erstellt|prueft|kuemmert) (?:\w+ ){0,2}?bis",
            r"gilt (?:\w+ )?bis|(?:preis|angebot|quote|offer|estimate) (?:is |ist )?(?:valid|gueltig|good|gilt)|holds? (?:until|till)",
        ],
    ),
];

/// The sender says what the sender, or somebody else, will do.
pub static PROMISE: &[Phrase] = &[
    phrase(
        "promise",
        0,
        &[
            r"(?:i|we|he|she|they|it)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to| plan to| hope to| expect to| aim to| should| can| could| intend to|'d like to| would like to get)\b",
        ],
    ),
    phrase(
        "promise",
        0,
        &[r"(?:i|we) (?:sent|send|have|had|worked|finished|am|are|was|were|stay|leave|arrive|return)\b"],
    ),
    phrase(
        "promise",
        0,
        &[
            r"(?:ich|wir|er|sie alle) (?:werde|werden|wird|schicke|schicken|sende|senden|melde|melden|liefere|liefern|mache|machen|kuemmere|kuemmern|gebe|geben|bin|sind|habe|haben|hatte|hatten|war|waren|arbeite|bleibe|fahre|komme|kommen|erledige|wollen|will|kann|koennen|plane|planen|versuche|versuchen|schaffe|schaffen)\b",
        ],
    ),
    phrase(
        "promise",
        0,
        &[
            r"(?:schicke|schick|sende|melde|liefere|gebe|mache|erledige|bekommst|bekommen|kriegst|erhaeltst|hast|werde|bin|schaffe) (?:ich|wir|du|mich|dir|ihnen|euch)\b",
        ],
    ),
    phrase("promise", 0, &[r"(?:let me|i'd) (?:get back|check|come back)\b"]),
];

/// The reader is asked or obliged.
pub static DUTY: &[Phrase] = &[
    phrase(
        "asked",
        0,
        &[
            r"please|pls|kindly|bitten?\b|bitte\b|need(?:s|ed)?\b|requires?\b|required|must\b|have to",
            r"has to|asap|urgent\w*",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"(?:can|could|would|will|may|should|do|if) (?:you|u|ye|everyone|everybody)\b",
            r"you (?:can|could|should|will|need|have|are|must|'ll)|are you able",
            r"would be (?:great|good|helpful|nice)|appreciate|grateful",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"let (?:me|us) know|get back to (?:me|us)",
            r"(?:send|submit|return|sign|confirm|pay|complete|provide|register|rsvp|respond|reply|review|approve|upload|apply|book|renew|update|fill|vote|enrol|order|share|give|drop|finish|hand|file)\b",
            r"(?:sending|submitting|returning|signing|confirming|paying|completing) (?:it|this|them|the|your)",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"your (?:response|reply|feedback|answer|confirmation|comments|input|payment|decision|approval|signature)",
            r"waiting (?:for|on)|looking forward|awaiting|hoping (?:for|to)",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"(?:benoetig|brauch|erbitt|erwart|verlang)\w*",
            r"(?:muss|musst|muessen|muesst|sollte|solltest|sollten|soll|sollst)\b",
            r"(?:kannst|koenntest|koennt|koennten|koennen|wuerdest|wuerden|magst|schaffst|hast) (?:du|ihr|sie)",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"(?:gib|gebt|geben sie|sag|sagt|sagen sie|schick|schickt|schicken sie|sende|senden sie|melde dich|meldet euch|melden sie sich|ueberweise|ueberweis|ueberweisen sie|zahle|zahlen sie|trag|tragt|antworte|antwortet|reich|reicht|lies)\b",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"(?:rueckmeld|antwort|zusag|absag|anmeld|bewerb|abgab|abgeb|einreich|einsend|zusend|unterschr|bestaetig|freigab|freigeb|ueberweis|zahl|begleich|auszugleich|ausgleich|mitteil|bescheid|abstimm|ausfuell|nachreich|zurueck(?:send|schick|geb)|vorleg|erledig|eintrag|einzureich|abzugeb|hochlad)\w*",
        ],
    ),
    phrase(
        "asked",
        0,
        &[
            r"(?:dein|ihr|eur)\w* (?:rueckmeldung|antwort|feedback|entscheidung|zahlung|freigabe|angebot)",
            r"freu\w* (?:mich|uns)|wuensch\w*",
        ],
    ),
    phrase(
        "asked",
        0,
        &[r"due\b|deadline|faellig|frist\b|zahlbar|betrag|invoice|rechnung|amount|balance|payment"],
    ),
    phrase(
        "asked",
        0,
        &[
            r"your\b|can i (?:get|have)|could i (?:get|have)|may i (?:get|have)|hear(?:d)? (?:back )?from you|if possible|wissen\b|muesste\b|braeucht\w*|brauch\b|braucht\b|need\b",
        ],
    ),
];

/// Need and request outweigh a promise in the same sentence.
pub static NEEDED: &[Phrase] = &[
    phrase(
        "needed",
        0,
        &[
            r"(?:i|we|they|he|she)(?:'ll| will| would|'d|)? (?:really |urgently )?(?:need|require|have to have|must have|ask|expect you|appreciate|be grateful)\b",
            r"please|bitte\b|bitten (?:sie|dich|euch)?|can you|could you|would you|will you",
            r"let (?:me|us) know|you(?:'ll| will)? (?:need|must|have to|should)",
            r"your (?:reply|response|feedback|answer|confirmation|comments|input)",
        ],
    ),
    phrase(
        "needed",
        0,
        &[
            r"(?:brauch|benoetig|erwart)\w*|freu\w* (?:mich|uns)",
            r"(?:kannst|koenntest|koennt|koennten|koennen|wuerdest|wuerden|magst|schaffst) (?:du|ihr|sie)",
            r"muss\b|muessen|bitte\b|deine|ihre rueckmeldung|ihre antwort",
        ],
    ),
];

/// Enough on its own, whatever else the sentence says.
pub static EXPLICIT: &[Phrase] = &[
    phrase(
        "explicit",
        0,
        &[
            r"please (?:pay|send|confirm|reply|respond|submit|complete|sign|return|register|rsvp|review|approve|let|provide|transfer|settle|make|arrange|update|renew|upload)",
            r"amount due|payment due|balance due|due date|must be (?:paid|received|submitted|returned)",
        ],
    ),
    phrase(
        "explicit",
        0,
        &[
            r"bitte (?:ueberweis|zahl|begleich|send|schick|bestaetig|antwort|meld|gib|geben|teil|um )",
            r"zahlbar|faellig\w*|um (?:eine )?(?:rueckmeldung|antwort|zahlung|ueberweisung|bestaetigung)",
        ],
    ),
    phrase(
        "explicit",
        0,
        &[
            r"(?:ueberweisen|zahlen|begleichen|senden|schicken|bestaetigen|melden|antworten) sie\b|if you could (?:pay|settle|send|confirm)",
        ],
    ),
];
