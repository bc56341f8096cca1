//! Money wanted: favours, transfers, new bank details, emergencies, blackmail.

use crate::phrases::{Phrase, phrase};

pub static MONEY: &[Phrase] = &[
    phrase(
        "gift_card",
        0,
        &[
            r"(?:gift ?cards?|google play cards?|itunes cards?|steam cards?|apple cards?|amazon cards?|vouchers?|e-?gift|prepaid cards?|vanilla cards?|razer gold)\b[^.\n]{0,120}(?:buy|purchase|get|pick up|scratch|codes?|send|photo|picture|pics?|reimburse|need|clients?|surprise|store)",
            r"(?:buy|purchase|get|pick up|need|procure|grab|arrange)\w* (?:\w+ ){0,8}?(?:gift ?cards?|google play|itunes|steam cards?|apple cards?|amazon cards?|vouchers?|e-?gift)",
            r"scratch (?:off|the|them)",
        ],
    ),
    phrase(
        "gift_card",
        0,
        &[
            r"(?:kauf|besorg|hol|brauch|benoetig)\w* (?:\w+ ){0,8}?(?:gutscheinkarten?|geschenkkarten?|google[- ]play\w*|steam-?karten?|apple-?karten?|itunes-?karten?|amazon-?gutschein\w*|paysafe\w*|guthabenkarten?|gutscheine)",
            r"(?:gutscheinkarten?|geschenkkarten?|google[- ]play-?karten|steam-?karten?|apple-?karten?|paysafe\w*|guthabenkarten?|gutscheine)\b[^.\n]{0,120}(?:kauf|besorg|code|rubbel|foto|schick|send|brauch|freirubbel)\w*",
        ],
    ),
    phrase(
        "executive",
        0,
        &[
            r"are you (?:available|at your desk|in the office|free|around|busy|there)(?: right now| at the moment| now| today)?\?[^\n]{0,200}(?:task|favou?r|quick|handle|discreet|errand|assist|request|confidential)",
            r"(?:i|i'm|i am)(?:'m)? (?:currently )?(?:in|on) (?:a |an |back-to-back )?(?:\w+ )?(?:meetings?|conference|call)[^.\n]{0,80}(?:can't|cannot|can not|unable|no calls|won't)",
            r"(?:need|want) (?:you to|a) (?:\w+ ){0,3}?(?:quick |urgent |little |small )?(?:favou?r|task|errand)",
            r"can you (?:handle|help me with|do|take care of|run) (?:\w+ ){0,3}?(?:quick |urgent |small |quickly |discreet )?(?:task|favou?r|errand|wire|transfer|payment)",
            r"(?:send|text|give|drop|share)\w* (?:me )?(?:your |a )?(?:cell|mobile|whatsapp|phone|personal)(?: phone)? ?(?:number|#|contact)?",
            r"(?:don't|do not|can't) (?:call|talk)|reply (?:here|by e-?mail|to this e-?mail) only",
            r"only (?:reply|respond) (?:by|via|through) e-?mail",
        ],
    ),
    phrase(
        "executive",
        0,
        &[
            r"(?:bist du|sind sie) (?:gerade |kurz |noch |jetzt )?(?:am platz|im buero|verfuegbar|erreichbar|da\b|am schreibtisch)",
            r"(?:bin|sitze|stecke) (?:ich )?(?:gerade |noch |den ganzen tag )?in (?:einer|einem) (?:\w+ )?(?:besprechung|meeting|sitzung|konferenz|termin)[^.\n]{0,100}(?:nicht telefonieren|nicht sprechen|nicht erreichbar|kann nicht|keine anrufe)",
            r"(?:musst|muessen|kannst|koenntest|koennen|koennten|brauche) (?:\w+ ){0,6}?(?:einen gefallen|etwas erledigen|eine (?:\w+ )?(?:aufgabe|zahlung|ueberweisung|transaktion) (?:\w+ ){0,3}?(?:erledig|ausfuehr|veranlass|vornehm|taetig)\w*)",
            r"(?:nicht|keine) (?:anrufen|telefonisch|anrufe)|nur (?:per|ueber) (?:e-?mail|mail|whatsapp)",
        ],
    ),
    phrase(
        "secrecy",
        0,
        &[
            r"keep (?:this|it) (?:\w+ ){0,4}?(?:confidential|secret|quiet|discreet|between us|private|to yourself)",
            r"(?:strictly|highly|very|completely) confidential|between (?:you and me|us|the two of us)",
            r"(?:don't|do not) (?:tell|inform|discuss|mention|share)(?: \w+){0,3}? (?:anyone|anybody|with anyone|others|colleagues|mom|dad|mum|police|bank)",
            r"discreet(?:ly|ion)?\b|discretion|utmost (?:secrecy|confidential\w*)",
            r"not (?:been )?(?:announced|public)",
        ],
    ),
    phrase(
        "secrecy",
        0,
        &[
            r"(?:streng|absolut|strikt|hoechst) (?:vertraulich|geheim)|vertraulich (?:zu )?behandel\w*",
            r"(?:mit niemandem|sag\w* (?:\w+ )?niemandem|niemandem (?:\w+ )?(?:etwas|davon|sagen|erzaehlen))\b|unter uns|stillschweigen|diskret\w*",
            r"diskretion|nicht (?:mit|an) (?:\w+ )?(?:kollegen|anderen|dritte)",
        ],
    ),
    phrase(
        "wire_transfer",
        0,
        &[
            r"(?:wire|bank|money|funds?|urgent|same-day|international|payment) transfer",
            r"(?:process|make|initiate|send|complete|wire|execute|set up) (?:\w+ ){0,4}?(?:wire|transfer|payment of|payment to|funds|\$ ?\d|eur ?\d|gbp ?\d)",
            r"western union|moneygram|transfer (?:of )?(?:\$|eur|gbp|usd) ?\d|zelle|cash ?app",
            r"pay by crypto|bitcoin|(?:send|lend) me (?:\w+ ){0,3}?(?:money|\$|eur|gbp|\d)",
        ],
    ),
    phrase(
        "wire_transfer",
        0,
        &[
            r"(?:eil|blitz|sofort|auslands|echtzeit)-?ueberweisung",
            r"(?:dringende|sofortige|heutige|wichtige|eilige)\w* (?:\w+ )?(?:ueberweisung|zahlung|transaktion)",
            r"(?:ueberweis|ueberweisung|zahlung)\w* (?:\w+ ){0,6}?(?:veranlass|ausfuehr|taetig|vornehm|anweis)\w*",
            r"western union|bitcoin",
            r"(?:kannst|koenntest) du (?:\w+ ){0,6}?(?:ueberweisen|bezahlen|auslegen|vorstrecken|geld)",
        ],
    ),
    phrase(
        "bank_changed",
        0,
        &[
            r"(?:bank|banking|account|payment|remittance|iban|ach) (?:account )?(?:details|information|data|coordinates|instructions|number)? ?(?:have|has|had)? ?(?:recently |now )?(?:been )?(?:changed|updated|moved|switched)",
            r"(?:new|updated|changed|different|revised|alternative) (?:bank|banking|payment|account|remittance|wire|ach|direct deposit)(?: account)? ?(?:details|information|data|instructions|account|number)",
            r"(?:changed|switched|moved|change of|changing|moving) (?:\w+ ){0,3}?(?:bank|banks|bank accounts?|banking|bank details|direct deposit)",
            r"(?:update|change) (?:\w+ ){0,3}?(?:direct deposit|payroll|bank (?:details|account|information))",
            r"(?:use|pay|remit|transfer|sent) (?:\w+ ){0,5}?(?:to )?(?:our|the|my|this|a) new (?:bank )?account",
            r"(?:old|previous|former) (?:bank )?account (?:\w+ ){0,4}?(?:audit|closed|no longer|not|frozen)",
        ],
    ),
    phrase(
        "bank_changed",
        0,
        &[
            r"(?:bank|konto|zahlungs)(?:verbindung|daten|details|informationen)? (?:\w+ ){0,5}?(?:geaendert|gewechselt|umgestellt|aktualisiert)",
            r"(?:neue|neuen|neues|geaenderte|geaenderten|aktualisierte|andere|anderes) (?:bank|konto|kontoverbindung|bankverbindung|bankdaten|kontodaten|iban|zahlungsdaten|geschaeftskonto|gehaltskonto)\w*",
            r"(?:aenderung|wechsel|umstellung) (?:\w+ ){0,3}?(?:bank|konto|kontoverbindung|bankverbindung|bankdaten|kontodaten)\w*",
            r"(?:bank|konto|hausbank) gewechselt",
            r"(?:altes|alte|bisherige[sn]?) (?:konto|bankverbindung|kontoverbindung|bankkonto) (?:\w+ ){0,5}?(?:nicht mehr|geschlossen|ungueltig|gekuendigt|aufgeloest)",
            r"gehalt\w* (?:\w+ ){0,6}?(?:auf|neues|anderes) (?:\w+ ){0,3}?konto",
        ],
    ),
    phrase(
        "family_emergency",
        0,
        &[
            r"(?:hi|hello|hey) (?:mum|mom|mam|dad|grandma|grandpa|nan)\b[^\n]{0,200}(?:new (?:number|phone)|phone (?:is )?(?:broken|broke|lost|died|smashed)|whatsapp|text me)",
            r"(?:my|this is my) (?:new|temporary) (?:number|phone number)",
            r"(?:lost|broke|dropped|smashed) my phone|(?:stranded|mugged|robbed) (?:in|at|abroad)",
            r"(?:bag|wallet|passport|phone|purse|luggage) (?:\w+ ){0,2}?(?:stolen|lost|gone|snatched)[^\n]{0,200}(?:money|lend|loan|help|hotel|embassy|transfer|bill)",
            r"lost (?:my )?(?:wallet|passport|bag|luggage)[^.\n]{0,120}(?:money|help|loan|lend|hotel|ticket|embassy)",
            r"(?:bail|hospital) (?:money|bill)[^.\n]{0,60}(?:need|pay|send)",
        ],
    ),
    phrase(
        "family_emergency",
        0,
        &[
            r"(?:hallo|hi|hey|liebe) (?:mama|papa|mutti|vati|mami|oma|opa)\b[^\n]{0,200}(?:neue\w* (?:nummer|handy\w*|telefonnummer)|handy (?:ist )?(?:\w+ )?(?:kaputt|verloren|gestohlen|defekt|ins wasser)|whatsapp|schreib mir)",
            r"(?:meine|das ist meine) neue (?:nummer|handynummer|telefonnummer)",
            r"(?:mein )?handy (?:ist )?(?:\w+ ){0,3}?(?:kaputt|verloren|gestohlen|defekt|runtergefallen|ins (?:klo|wasser))",
            r"(?:portemonnaie|geldbeutel|geldboerse|brieftasche|reisepass|tasche) (?:\w+ ){0,3}?(?:verloren|gestohlen|geklaut|weg)[^\n]{0,160}(?:geld|hilfe|leih|ueberweis|hotel|botschaft)\w*",
            r"kaution (?:\w+ ){0,4}?(?:zahl|hinterleg|ueberweis|faellig)\w*",
        ],
    ),
    phrase(
        "extortion",
        0,
        &[
            r"(?:recorded|filmed|video of|footage of|hacked|infected|compromised|have access to|full access|gained access|installed) (?:\w+ ){0,8}?(?:you|your (?:webcam|camera|device|computer|screen|system|account|operating system|microphone|contacts))[^\n]{0,600}(?:bitcoin|btc|payment|pay|wallet|send|transfer|\$ ?\d|eur)",
            r"(?:masturbat\w*|pleasur\w+ yourself|adult (?:web)?sites?|porn\w*)",
            r"(?:your|all) (?:contacts|friends|family|colleagues|relatives) (?:\w+ ){0,6}?(?:will )?(?:receive|see|get|be sent) (?:\w+ ){0,3}?(?:video|footage|recording)",
            r"(?:trojan|malware|spyware|rat)\b[^.\n]{0,80}(?:your (?:device|computer|system|browser))",
            r"(?:ddos|attack) (?:your|on your) (?:\w+ )?(?:website|network|server|company)[^\n]{0,200}(?:bitcoin|btc|pay)",
        ],
    ),
    phrase(
        "extortion",
        0,
        &[
            r"(?:gefilmt|aufgenommen|gehackt|infiziert|aufgezeichnet|zugriff auf)\b[^\n]{0,400}(?:webcam|kamera|geraet|kontakte|bildschirm|geraete)[^\n]{0,500}(?:bitcoin|btc|zahl|ueberweis|eur)",
            r"(?:pornografisch\w*|pornoseite\w*|masturbier\w*|selbstbefriedigung|erwachsenenseite\w*|intime[sn]? (?:video|aufnahmen|bilder))",
            r"(?:video|aufnahme\w*) (?:\w+ ){0,8}?(?:an (?:alle )?(?:ihre|deine)|allen|freunde|kontakte|familie|veroeffentlich)\w*",
            r"trojaner\b",
        ],
    ),
    phrase(
        "wire_transfer",
        0,
        &[
            r"(?:lend|loan|spare|borrow|advance|front)\b (?:me )?(?:you )?(?:\w+ ){0,3}?(?:\$|eur|gbp|usd|s\$|some money|money|cash|\d)",
            r"i(?:'ll| will) (?:refund|repay|pay) (?:you|it) (?:back )?(?:as soon|when|once|tomorrow|next)",
            r"(?:anzahlung|betrag|summe|zahlung|ueberweisung|transfer) (?:\w+ ){0,3}?(?:von |ueber |in hoehe von )?[\d.,]+ ?eur (?:\w+ ){0,3}?(?:angewiesen|ueberwiesen|veranlasst|bezahlt|ausgefuehrt|getaetigt)",
            r"(?:aktuelle[rn]?|derzeitige[rn]?) kontostand|current (?:bank )?balance of",
        ],
    ),
    phrase(
        "payroll",
        0,
        &[
            r"(?:direct deposit|payroll|salary|wages|paycheck|pay ?check)\b[^\n]{0,120}(?:change|update|switch|new (?:bank|account)|different account|before the next)",
            r"(?:change|update|switch)\w* (?:\w+ ){0,4}?(?:direct deposit|payroll|salary|paycheck)",
            r"(?:gehalt|lohn|gehaltszahlung|lohnabrechnung|gehaltskonto)\b[^\n]{0,120}(?:neue|neues|anderes|geaendert|aendern|umstellen)",
        ],
    ),
    phrase(
        "extortion",
        0,
        &[
            r"(?:pay|send|transfer) (?:\w+ ){0,6}?(?:bitcoin|btc|monero|xmr)[^\n]{0,200}(?:or|otherwise|if you (?:don\'t|do not))",
        ],
    ),
    phrase(
        "executive",
        0,
        &[
            r"(?:firmenuebernahme|uebernahme|akquisition|acquisition|merger|takeover)\b[^\n]{0,300}(?:vertraulich|confidential|discreet|diskret|geheim|secret)",
            r"(?:bitte )?nur per e-?mail|(?:please )?(?:only )?(?:by|via) e-?mail only",
        ],
    ),
    phrase(
        "extortion",
        0,
        &[
            r"(?:full (?:control|access) (?:of|to|over)) your (?:device|computer|account|phone|system)|(?:i|we) (?:infected|hacked|compromised) (?:you|your)|access to your (?:camera|webcam|microphone|device|devices)|(?:your|an) (?:old )?password (?:is|was)[: ][^\n]{0,200}(?:bitcoin|btc|video)",
            r"zugriff auf (?:ihre|deine|ihr|dein) (?:geraete?|kamera|computer|handy|system)|(?:vollen|volle|kompletten) (?:zugriff|kontrolle)[^\n]{0,120}(?:geraet|computer|kamera)|(?:ihr|dein) (?:altes )?passwort (?:ist|lautet|war)[^\n]{0,200}(?:bitcoin|btc|video)",
        ],
    ),
    phrase(
        "family_emergency",
        0,
        &[
            r"(?:your|ihr|dein|ihre|deine) (?:son|daughter|grandson|granddaughter|sohn|tochter|enkel|enkelin)\b[^\n]{0,160}(?:accident|unfall|jail|gefaengnis|bail|kaution|police|polizei|hospital|krankenhaus)|rechnung (?:\w+ )?(?:bezahlen|ueberweisen)[^\n]{0,80}(?:onlinebanking|online-banking|banking|konto) (?:\w+ ){0,4}?(?:nicht|gesperrt)|komm\w* nicht ins (?:online-?)?banking",
        ],
    ),
];
