//! Words that ask or oblige, and to whom they turn. The weight is what each says for a deadline of the reader.

use crate::phrases::{Phrase, phrase};

pub static DUTY: &[Phrase] = &[
    phrase(
        "ask",
        3,
        &[
            r"please\b|pls\b|plz\b|kindly\b|let (?:me|us) know|get back to (?:me|us)|rsvp\b|bitte\b|bitten\b|ersuch\w*|erbitt\w*|erbeten\b",
            r"would you mind|do you mind|make sure|be sure to|don't forget|do not forget|remember to|try to|feel free|vergiss\b|vergesst\b|denk\w* (?:bitte )?(?:an|daran|dran)\b",
            r"(?:can|could|may) (?:i|we) (?:please |just )?(?:get|have|ask)|(?:darf|duerfte|kann|koennte) ich (?:\w+ )?(?:bitten|haben)",
            r"you(?:'re| are) (?:kindly )?(?:asked|requested|invited|expected|required|obliged)|gebeten\b|aufgefordert\b|(?:fordern|ersuchen) wir sie",
        ],
    ),
    phrase(
        "can",
        2,
        &[
            r"(?:can|could|will|would|won't|may) (?:you|u|y'all|everyone|everybody|each of you|somebody|someone|one of you|either of you)\b|are you able",
            r"(?:kannst|koenntest|koennt|koenntet|koennten|koennen|wuerdest|wuerden|wuerdet|magst|moegt|schaffst|schafft) (?:du|ihr|sie|wer|mir|uns)\b",
            r"would be (?:great|good|helpful|nice|ideal|perfect|brilliant|lovely|fine|appreciated|useful)|(?:waere|wuerde|waer) (?:\w+ ){0,3}?(?:super|toll|schoen|gut|prima|hilfreich|ideal|lieb|nett|klasse|freuen|helfen|reichen|perfekt)",
            r"works? (?:best )?for (?:me|us)|if (?:at all )?possible|wenn moeglich|wenn(?:'s| es) geht|if you (?:can|could|would)|wenn (?:sie|du|ihr)\b|falls (?:sie|du|ihr)\b|sofern (?:sie|du|ihr)\b",
        ],
    ),
    phrase(
        "need",
        3,
        &[
            r"(?:i|we|they|he|she|who|one)(?:'ll| will| would|'d|'m| am|'re| are| should| do)? (?:also |still |really |urgently |just |only |therefore |very much |very |now |then |much |all |be |most |so |have )*(?:need|needs|require|requires|want|wants|like to (?:have|see|get|know|hear|receive|ask)|love to (?:have|see|get|know|hear)|like (?:it|them|this|that|your|you|the|all|every\w*)|love (?:it|your|the)|appreciate|grateful|obliged|expect|expecting|short of|missing|lacking|lack|waiting|looking for|after|have to have|must have|have to know|must know|ask|be grateful|be glad|be happy to (?:have|receive))\b",
            r"need(?:s|ed)?\b(?: to know)?|required\b|requires?\b|waiting (?:for|on)|awaiting|outstanding\b|is missing|are missing|still missing|look(?:ing)? forward to|hoping (?:for|to)|hear(?:d)? (?:back )?(?:from|by|what|whether|which|how)",
            r"if (?:i|we) (?:don't|do not|haven't|have not|hear|can) (?:hear|receive|get|had|received|nothing|have)\b|(?:don't|do not|haven't|have not) (?:hear|heard)\b|no (?:reply|response|answer)\b|failing (?:that|which|to)|would (?:love|like|appreciate|welcome)\b",
            r"(?:has|have|wants?|would like|needs?|must) to (?:know|have|see|hear|tell)\b",
        ],
    ),
    phrase(
        "need",
        3,
        &[
            r"(?:brauch|braeucht|benoetig|erwart|verlang)\w*|gebraucht\b|(?:fehlt|fehlen|fehlten)\b|ausstehend\w*|steht noch aus|stehen noch aus|angewiesen\b",
            r"(?:haett|haette|haetten) (?:ich|wir|es|sie)?\b|(?:ich|wir) haett\w*|(?:waere|waeren|bin|sind) (?:ich|wir)? ?(?:\w+ ){0,3}?(?:dankbar|froh|verbunden)|freu\w* (?:mich|uns|ich|wir)",
            r"(?:will|wollen|moechte|moechten|muss|muessen|muesste|muessten|sollte|sollten)\b[^!?;\n]{0,80}? (?:wissen|haben|kennen|bestaetigt haben|erreichen|vorliegen)\b",
            r"vorliegen\b|vorliegt\b|vorlaege\b|vorlaegen\b|entgegen\b|annehmen\b|accept(?:ed|ing)?\b|beruecksichtig\w*|erreichen\b|eingegangen sein|eingehen\b|hoer\w* von|warte\w*\b",
        ],
    ),
    phrase(
        "oblige",
        3,
        &[
            r"(?:must|shall|should|ought to|has to|have to|needs? to|is to|are to|got to|had better) (?:\w+ )?be\b|(?:must|has to|needs to) (?:reach|arrive|come|go|hit|land|get|show)\b|have to (?:reach|arrive|land)\b|should (?:reach|get to) (?:me|us)\b",
            r"you(?:'ll| will)? (?:must|have to|need to|should|ought to|need|'ve got to)\b|you(?:'d| had) better|(?:all|every\w*|each|both) (?:\w+ ){0,4}?(?:must|have to|has to|need to|needs to|should)\b",
            r"to be (?:returned|submitted|paid|completed|filed|received|signed|made|sent|settled|handed|lodged|filled|booked|claimed|renewed)|payment (?:is )?(?:required|expected|requested)",
        ],
    ),
    phrase(
        "oblige",
        3,
        &[
            r"(?:muss|musst|muessen|muesst|muesste\w*|sollte|solltest|sollten|solltet|sollst) (?:[\w.,:]+ ){0,10}?(?:werden|sein|abgeben|einreichen|zurueck\w*|melden|zahlen|bezahlen|ueberweisen|erreichen|vorliegen|eingehen|erfolgen|antworten|entscheiden|schicken|senden|eintragen|ausfuellen|unterschreiben|erledigen|bestaetigen|abholen|anmelden|mitteilen)\b",
            r"(?:muss|musst|muesst|solltest|solltet|brauchst) (?:du|ihr)\b|(?:du|ihr) (?:musst|muesst|solltest|solltet)\b|(?:sie muessen|muessen sie|sie sollten|sollten sie)\b",
            r"(?:ist|sind|waere|waeren|bleibt|gilt es|haben) (?:[\w.,]+ ){0,8}?(?:zu (?:\w+en)|ein\w*zu\w+en|ab\w*zu\w+en|aus\w*zu\w+en|an\w*zu\w+en|zurueckzu\w+en|vor\w*zu\w+en|nach\w*zu\w+en|mit\w*zu\w+en)\b",
            r"verpflichtet|erforderlich|notwendig|noetig\b|gefordert|(?:ein|ab|an|vor|nach|mit|aus|zurueck|hoch|bei|frei)zu[a-z]{3,}en\b|einzureichen|abzugeben|vorzulegen|nachzureichen|anzumelden|zurueckzu\w+|auszugleichen|zu (?:zahlen|begleichen|ueberweisen|bezahlen|entrichten|melden|bestaetigen|erledigen|entscheiden)",
        ],
    ),
    phrase(
        "offered",
        3,
        &[
            r"you(?:'ve got| have(?: got)?| still have| only have) (?:\w+ )?(?:un?till?|til|to|up to|through|another|\w+ (?:days|weeks|hours))\b|(?:sie haben|du hast|ihr habt|haben sie|hast du|habt ihr) (?:\w+ ){0,2}?(?:bis|zeit|gelegenheit)\b|(?:give|gives) you (?:un?till?|till|to)",
        ],
    ),
    phrase(
        "toward",
        1,
        &[
            r"(?:to|with|at|for|tell|give|reach|reaches|send|write) (?:me|us)\b|my (?:inbox|desk)|(?:mir|uns|mich)\b|(?:an|bei) (?:mich|mir|uns)\b|postfach|back\b|zurueck\w*",
        ],
    ),
    phrase(
        "reader",
        1,
        &[
            r"you(?:r|rs|'re|'ll|'d|'ve)?\b|du\b|dich\b|dir\b|dein\w*|ihr(?:e|en|em|er|es)?\b|ihnen\b|euch\b|euer\w*|eure?\w*|sie\b|wer\b|anybody|anyone|everyone|all of you|jede[rs]?\b|whoever",
        ],
    ),
    phrase(
        "cond",
        1,
        &[
            r"if\b|unless\b|whether\b|either\b|otherwise\b|wenn\b|falls\b|sofern\b|ob\b|sonst\b|ansonsten\b|andernfalls\b|or (?:we|i|it|you|your|they|else)\b|danach\b|after (?:that|which)",
        ],
    ),
    phrase(
        "act",
        1,
        &[
            r"(?:reply|replies|answer|response|rsvp|sign-?off|signature|approval|go-?ahead|confirmation|decision|payment|feedback|comments|input|thoughts|corrections|changes|yes or no|a yes|a no|ok|okay|form|forms|receipts|documents|paperwork|registration|application|submission|balance|invoice|total|amount|remarks|instructions|word|numbers|figures|copy|proof|order|headcount|fee|deposit|rent|share|money)\b",
            r"(?:rueckmeldung|antwort|bescheid|zusage|absage|zahlung|ueberweisung|anmeldung|abgabe|unterschrift|freigabe|bestaetigung|entscheidung|rueckgabe|einreichung|vorlage|stellungnahme|nachricht|meldung|betrag|rechnung|unterlagen|formular|bogen|belege|angaben|nachweis|okay|info|feedback|ausgleich|rechnungsbetrag|gesamtbetrag|beitrag|gebuehr|miete|nachweise|einverstaendnis\w*|zaehlerstand|zaehlerstaende|abmeldung|absprache|wuensche|vorschlaege)\b",
        ],
    ),
    phrase(
        "hold",
        1,
        &[
            r"(?:hold|holds|holding|held|keep|keeps|keeping|kept|reserve[sd]?|reserving|saved?|blocked|on hold)\b",
            r"(?:halte|halten|haelt|gehalten|reserviert|reserviere|reservieren|zurueckgelegt|freihalten|frei|blockiert|vorgemerkt|aufbewahrt|liegt|bereit)\b",
        ],
    ),
    phrase(
        "amount",
        1,
        &[r"(?:\$|eur|gbp|usd|chf|sgd) ?\d|\d[\d.,]* ?(?:eur|euro|euros|usd|gbp|chf|sgd|dollars|pounds)\b"],
    ),
    // What closes for those who have not handed in, booked or voted.
    phrase(
        "closable",
        2,
        &[
            r"(?:registration|enrol\w*|applications?|submissions?|bookings?|sign-?up|ballot|voting|poll|survey|portal|tool|form|list|window|nominations?|calendar|call for \w+|entries|reservations|rsvps?|orders|signup)\b",
            r"(?:anmeldung|portal|umfrage|abstimmung|formular|liste|zeitfenster|fenster|buchung|bewerbung\w*|einschreibung|online-?\w+|anmeldefenster|wahl|bestellung\w*|anmeldeportal|anmeldeliste)\b",
        ],
    ),
    phrase(
        "meet",
        0,
        &[
            r"(?:meet|meeting|lunch|dinner|coffee|drinks|come|coming|join|visit|attend|see you|pick (?:you|me) up|free|around|session|webinar|party|concert|flight|game)\b",
            r"(?:treffen|kommen|kommst|kommt|besuch\w*|essen|kaffee|fest|feier|konzert|flug|sitzung|besprechung|termin|vorbeikommen|abholen)\b",
        ],
    ),
];
