//! Haste, impersonal greetings, documents that lure, help that is none.

use crate::phrases::{Phrase, phrase};

pub static PRESSURE: &[Phrase] = &[
    phrase(
        "urgency",
        0,
        &[
            r"within (?:the next )?(?:12|24|36|48|72) ?(?:hours|hrs|h)",
            r"immediate(?:ly)? (?:action|attention|verif\w+|respon\w+|update)",
            r"(?:urgent|final|last) (?:notice|action|warning|reminder|attempt|request|response)",
            r"act (?:now|immediately|fast)|expires? (?:today|tonight|in \d+ hours?|soon)",
            r"as soon as possible|asap\b|urgently|without delay|before it'?s? (?:is )?too late|today only",
            r"limited slots?|right (?:now|away)",
        ],
    ),
    phrase(
        "urgency",
        0,
        &[
            r"innerhalb (?:von |der naechsten )?(?:12|24|36|48|72) ?(?:stunden|std|h)|umgehend\w*",
            r"unverzueglich|sofortige\w*|dringend\w*",
            r"letzte (?:mahnung|warnung|erinnerung|chance|aufforderung)|noch heute|so schnell wie moeglich",
            r"sofort\b|eilt\b|schnellstmoeglich|in den naechsten \d+ (?:stunden|minuten)",
        ],
    ),
    phrase(
        "generic_greeting",
        0,
        &[
            r"dear (?:valued |beloved |esteemed |sir|madam|customer|user|client|member|account holder|account owner|friend|beneficiary|winner|e-?mail|mail|webmail|owner|sir/madam|colleague,|applicant|candidate|subscriber|one\b|[a-z]+@)",
            r"(?:hello|hi|attention|attn:?) (?:dear|customer|user|valued|friend|beneficiary|sir|account|[a-z0-9._]+@)",
            r"good day|greetings (?:to you|of the day|in)|my dear|hello dear",
        ],
    ),
    phrase(
        "generic_greeting",
        0,
        &[
            r"(?:sehr geehrte[rn]?|liebe[rn]?|werte[rn]?|guten tag,?) (?:herr / frau|kunde|kundin|kunden|nutzer\w*|benutzer\w*|mitglied|kontoinhaber\w*|damen und herren|empfaenger\w*|user|karteninhaber\w*|paketempfaenger\w*|kundinnen|freund|gewinner\w*|[a-z0-9._]+@)",
        ],
    ),
    phrase(
        "fake_renewal",
        0,
        &[
            r"(?:subscription|renewal|membership|order|plan|protection|antivirus|purchase|payment|charge|invoice|transaction) [^\n]{0,300}(?:call|dial|contact|phone|reach)\w* (?:us |our |the )?[^\n]{0,80}(?:toll[- ]?free|helpline|help ?desk|support|cancel|dispute|refund|billing|\+?1? ?[(-]?8\d\d[)-]?|immediately)[^\n]{0,120}(?:\+?1?[ .(-]*8\d\d[ .)-]*\d{3}|cancel|refund|dispute)",
            r"(?:if you )?(?:did not|didn't|have not|haven't) (?:authori[sz]e|make|place|request|order|approve)[^.\n]{0,60}(?:call|dial|phone|contact)[^.\n]{0,60}(?:\d{3}|immediately|helpline|toll)",
            r"(?:to cancel|for cancell?ation|cancel (?:this|the|your))[^.\n]{0,60}(?:call|dial|phone)[^.\n]{0,40}\d{3}",
        ],
    ),
    phrase(
        "remote_help",
        0,
        &[
            r"(?:your (?:computer|pc|device|system|windows)|windows (?:license|defender)) (?:\w+ ){0,6}?(?:infected|at risk|virus\w*|hacked|expired|compromised|damaged|threats?)",
            r"(?:anydesk|teamviewer|ultraviewer)",
            r"(?:virus|trojan|malware)\w* (?:\w+ ){0,3}?(?:found|detected)",
            r"(?:ihr|dein) (?:computer|pc|geraet|rechner|windows) (?:\w+ ){0,6}?(?:infiziert|gefaehrdet|virus\w*|gehackt|bedroht)",
            r"fernwartung\w*",
        ],
    ),
    phrase(
        "shared_document",
        0,
        &[
            r"(?:shared|sent) (?:\w+ ){0,3}?(?:a |an |the )?(?:\w+ ){0,3}?(?:document|file|folder|fax|voice ?mail|voice message|invoice|pdf|contract|statement)s? (?:with you|to you|via|through|for your|securely)",
            r"(?:new|missed|received a|have a|one|1|\(1\)|an?) (?:\w+ )?(?:voice ?mail|voice message|fax|secure message|encrypted message|e-?fax|voice note|audio message)",
            r"(?:view|review|open|download|access|preview|sign|see) (?:the |your |this |shared )?(?:\w+ )?(?:document|file|pdf|invoice|voice ?mail|message|fax|attachment) (?:here|below|now|online|securely|by|using)",
            r"(?:document|file|contract|agreement) (?:\w+ ){0,6}?(?:waiting|ready|pending|awaiting|requires) (?:\w+ ){0,4}?(?:signature|sign|review|you|view|your)",
            r"payment advice|remittance (?:advice|copy)|proof of payment|swift copy",
            r"scanned (?:document|copy|from)|new po\b|purchase order attached|secure document",
            r"document portal",
        ],
    ),
    phrase(
        "shared_document",
        0,
        &[
            r"(?:dokument|datei|fax|sprachnachricht|rechnung|vertrag|nachricht|voicemail)\w* (?:\w+ ){0,6}?(?:freigegeben|geteilt|erhalten|bereitgestellt|wartet|bereit|einsehen|ansehen|unterzeichn\w*|anhoeren|abrufen|abzurufen)",
            r"(?:neue|verpasste|1 neue|eine neue) (?:\w+ )?(?:sprachnachricht|voicemail|faxnachricht|mitteilung|nachricht) (?:\w+ ){0,6}?(?:abrufen|postfach|ansehen|lesen|anhoeren|online)",
            r"(?:zahlungsavis|zahlungsbeleg|ueberweisungsbeleg|zahlungsnachweis|swift-?kopie)",
            r"dokument (?:hier |jetzt )?(?:ansehen|oeffnen|herunterladen|pruefen)",
        ],
    ),
    phrase(
        "callback",
        0,
        &[
            r"(?:whatsapp|telegram|text|sms|call|dial|message me)[^.\n]{0,40}(?:\+|00)\d[\d ()-]{7,}",
            r"(?:whatsapp|telegram|schreib\w*|ruf\w* an|anrufen|sms|nachricht)[^.\n]{0,60}(?:\+|00)\d[\d ()/-]{7,}",
            r"toll[- ]?free[^.\n]{0,40}\d{3}",
        ],
    ),
    phrase(
        "macros",
        0,
        &[
            r#"(?:enable|allow|activate) (?:editing|content|macros?|the content)|(?:makros?|bearbeitung|inhalte?) (?:\w+ ){0,3}?(?:aktivier|zulass|erlaub)\w*|(?:zulassen|aktivieren) (?:\w+ ){0,3}?(?:makros?|bearbeitung|inhalte?)|"?bearbeitung aktivieren|"?enable editing"#,
        ],
    ),
    phrase(
        "third_party_note",
        0,
        &[
            r"(?:seller|merchant|vendor|sender|customer)?(?:\'s)? ?note (?:to|from|for) (?:the )?(?:customer|buyer|seller|recipient|merchant|you)\b[^\n]{0,500}(?:call|contact|dial|phone|reach)\w* [^\n]{0,40}\+?\d[\d ()-]{7,}",
            r"(?:mitteilung|nachricht|hinweis|anmerkung) (?:des|vom|von) (?:verkaeufer|haendler|absender)\w*\b[^\n]{0,500}(?:anruf|ruf|kontaktier|telefon|melde)\w* [^\n]{0,60}\+?\d[\d ()/-]{7,}",
        ],
    ),
    phrase(
        "fake_renewal",
        0,
        &[
            r"(?:if you )?(?:did not|didn't|have not|haven't|do not|don't) (?:authori[sz]e|make|place|request|order|approve|recogni[sz]e)[^.\n]{0,60}(?:call|dial|phone|contact)[^.\n]{0,60}\+?\d[\d ()-]{7,}",
        ],
    ),
    phrase(
        "legal_threat",
        0,
        &[
            r"copyright (?:infringement|violation|claim|strike)|dmca|intellectual property (?:violation|complaint)|violat\w+ (?:our|community|the) (?:community )?(?:standards|guidelines|terms|policy)",
            r"urheberrechts(?:verletzung|verstoss|anspruch)\w*|abmahnung|gegen unsere (?:richtlinien|gemeinschaftsstandards|nutzungsbedingungen)",
        ],
    ),
    phrase(
        "shared_document",
        0,
        &[
            r"to (?:listen|view|read|see|open) (?:it|the (?:message|document|file|fax))?,? ?(?:open|click|download|log)|(?:open|see) the attached (?:audio|file|html|document)|protected document|open (?:the )?(?:file|document) in your browser|(?:has )?shared (?:a |an )?(?:secure |protected |encrypted )?(?:file|document|folder)|(?:new|1) (?:secure )?(?:statement|message) (?:of charges )?(?:is )?waiting",
        ],
    ),
];
