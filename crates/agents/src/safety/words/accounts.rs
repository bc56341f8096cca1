//! Accounts, access data, mailboxes: phishing.

use crate::phrases::{Phrase, phrase};

pub static ACCOUNTS: &[Phrase] = &[
    phrase(
        "credentials",
        0,
        &[
            r"(?:verify|confirm|validate|update|re-?activate|restore|unlock|review|authenticate|re-?validate|secure) (?:your|the|my|all) (?:\w+ ){0,3}?(?:account|identity|information|details|password|credentials|login|mailbox|e-?mail|profile|billing|payment|ownership|wallet|access|address|membership|data|apple id|activity)",
            r"(?:log|sign) ?in (?:now|here|below|immediately|to (?:verify|confirm|restore|avoid|keep|review|secure|continue|update|your account|view|unlock))",
            r"click (?:here|below|the (?:link|button)|on the (?:link|button))[^.\n]{0,60}(?:verify|confirm|update|restore|unlock|log ?in|sign in|avoid|keep|claim|release|cancel|access)",
            r"re-?enter your|keep (?:the )?(?:same|current) password|update your (?:billing|payment)",
        ],
    ),
    phrase(
        "credentials",
        0,
        &[
            r"(?:bestaetig|verifizier|aktualisier|ueberpruef|pruef|validier|reaktivier|entsperr|freischalt|legitimier)\w* (?:sie |du )?(?:bitte |jetzt |umgehend |sofort |hier )?(?:ihr|ihre|ihren|dein|deine|deinen|die|das|den)\b ?(?:\w+ ){0,3}?(?:konto\w*|daten|identitaet|angaben|zugang\w*|passwort|kundendaten|kontodaten|zahlungs\w*|bankdaten|login|account|profil|nummer|e-?mail\w*|adresse|pushtan\w*|tan\w*|verfahren|geraet|registrierung|mailbox|postfach|benutzer\w*)",
            r"(?:ihre|deine|ihrer|ihr|der|die) (?:\w+ ){0,2}?(?:daten|angaben|kontodaten|identitaet|kundendaten|pushtan\w*|kontoinformationen|zahlungsdaten|zahlungsinformationen|registrierung) (?:\w+ ){0,5}?(?:zu )?(?:bestaetig|verifizier|aktualisier|abgleich|ueberpruef|erneuer|zu pruefen|validier|hinterleg)\w*",
            r"(?:loggen|melden) sie sich (?:\w+ ){0,4}?(?:ein|an)\b",
            r"klicken sie (?:\w+ ){0,4}?(?:hier|auf|link)|datenabgleich|daten (?:zu )?bestaetigen",
            r"jetzt (?:bestaetigen|verifizieren|aktualisieren|anmelden|entsperren|freischalten|legitimieren)",
        ],
    ),
    phrase(
        "account_threat",
        0,
        &[
            r"(?:account|mailbox|access|card|profile|service|subscription|membership|wallet|e-?mail|domain|apple id|number|license|page) (?:\w+ ){0,5}?(?:(?:be|been|is|was|gets?|get) )?(?:temporarily |permanently |automatically )?(?:suspend\w*|limited|locked|restrict\w*|disabled|deactivat\w*|terminated|closed|blocked|on hold|deleted|frozen|de-?activated)",
            r"(?:suspend|limit|lock|restrict|disable|deactivate|terminate|close|block|delete|freeze)\w* (?:of )?(?:your|the) (?:\w+ ){0,2}?(?:account|access|mailbox|card|profile|service|page)",
            r"unusual (?:\w+ )?(?:activity|sign-?in|login|transaction|activities)",
            r"unauthori[sz]ed (?:\w+ )?(?:access|transaction|activity|login|payment|attempt)",
            r"suspicious (?:\w+ )?(?:activity|login|sign-?in|transaction)",
            r"avoid (?:\w+ ){0,3}?(?:suspension|deactivation|termination|interruption|closure|losing|loss|disruption|fees|penalt\w+|deletion|being)",
            r"failure to (?:\w+ ){1,8}?(?:will|may|result|lead)",
        ],
    ),
    phrase(
        "account_threat",
        0,
        &[
            r"(?:konto|zugang|karte|postfach|account|zugriff|profil|onlinebanking|online-banking|kundenkonto|mailbox|abo|mitgliedschaft|pushtan\w*|depot|funktion\w*|domain|nummer|seite)\b (?:\w+ ){0,8}?(?:gesperrt|eingeschraenkt|deaktiviert|geschlossen|blockiert|limitiert|geloescht|ausgesetzt|eingefroren|abgeschaltet|ungueltig|beschraenkt|erlischt)",
            r"(?:sperrung|sperre|deaktivierung|einschraenkung|schliessung|loeschung|abschaltung)\b (?:\w+ ){0,3}?(?:ihr\w*|dein\w*|des|der|zu vermeiden|vermeiden)",
            r"ungewoehnliche\w* (?:\w+ )?(?:aktivitaet\w*|anmeld\w*|transaktion\w*|zugriff\w*|login\w*)",
            r"verdaechtige\w* (?:\w+ )?(?:aktivitaet\w*|anmeld\w*|transaktion\w*|zugriff\w*)",
            r"(?:unbefugt|unautorisiert|nicht autorisiert)\w*|vorsorglich gesperrt",
            r"aus sicherheitsgruenden (?:\w+ ){0,6}?(?:gesperrt|eingeschraenkt|deaktiviert)",
        ],
    ),
    phrase(
        "secret_code",
        0,
        &[
            r"(?:send|give|tell|forward|read|text|reply with) (?:me |us |back )?(?:the|your|that|my|all) (?:\w+[- ]){0,3}?(?:code|otp|pin|passcode|seed phrase|recovery phrase|secret phrase|password|passwords|private key|12 words|24 words|cvv|ssn|social security number)\b",
            r"(?:seed|recovery|secret|backup|mnemonic) phrase|(?:12|24|twelve|twenty-four)[- ]words?",
            r"(?:connect|validate|synchroni[sz]e|link|restore) (?:your )?wallet",
        ],
    ),
    phrase(
        "secret_code",
        0,
        &[
            r"(?:schick|sende|sag|nenne|nennen|teil|leite|gib|geben|senden|schicken)\w* (?:sie )?(?:mir|uns) (?:bitte |kurz |doch )?(?:den|die|ihre|ihren|deinen|deine|einen|das|dein|ihr) (?:\w+[- ]){0,3}?(?:code|pin|tan|passwort|kennwort|zugangsdaten)",
            r"(?:wiederherstellungs|seed|sicherungs)-?(?:phrase|woerter|satz)|(?:12|24) woerter",
            r"wallet (?:\w+ ){0,3}?(?:verbinden|synchronisieren|validieren|bestaetigen)",
            r"geben sie (?:\w+ ){0,4}?(?:tan|pin|passwort)\b",
        ],
    ),
    phrase(
        "mailbox",
        0,
        &[
            r"(?:mailbox|mail box|inbox|storage|e-?mail (?:account|storage|quota)|quota|webmail) (?:\w+ ){0,5}?(?:full|exceeded|limit|quota|almost|expir\w+|upgrade\w*|over|reached|outdated|deactivat\w+|size)",
            r"(?:password|e-?mail|mailbox) (?:\w+ ){0,4}?(?:expires?|will expire|expired|expiring|is due to expire)\b",
            r"(?:\d+|some|several|pending|incoming|undelivered|quarantined|held) (?:\w+ ){0,3}?(?:messages?|e-?mails?|mails?) (?:\w+ ){0,5}?(?:held|pending|blocked|undelivered|on hold|quarantin\w+|not (?:been )?delivered|stuck|failed|withheld|suspended|awaiting)",
            r"release (?:\w+ ){0,2}?(?:messages?|e-?mails?)|keep (?:my |your )?(?:current |same )?password",
            r"de-?activation request|close (?:\w+ )?(?:e-?mail|mailbox)",
            r"mail ?box (?:verification|update|upgrade)",
        ],
    ),
    phrase(
        "mailbox",
        0,
        &[
            r"(?:postfach|speicher\w*|mailbox|e-?mail-?(?:konto|postfach|speicher)|webmail) (?:\w+ ){0,6}?(?:voll|ueberschritten|limit|erreicht|laeuft ab|abgelaufen|aktualisier\w*|deaktiviert|geloescht|veraltet)",
            r"passwort (?:\w+ ){0,5}?(?:laeuft|abgelaufen|ablaeuft|ablaufen)",
            r"(?:nachrichten|e-?mails?|mails) (?:\w+ ){0,5}?(?:zurueckgehalten|blockiert|nicht zugestellt|ausstehend|in quarantaene)",
            r"passwort beibehalten|(?:aktuelles|gleiches|jetziges) passwort",
        ],
    ),
    phrase(
        "payment_data",
        0,
        &[
            r"(?:card|credit card|debit card|bank|payment|billing) (?:\w+ )?(?:details|information|data|number)\b[^.\n]{0,60}(?:update|confirm|verify|provide|enter|required|below|here|again|send|reply)",
            r"(?:update|confirm|verify|provide|enter|send|submit)\w* (?:\w+ ){0,4}?(?:card|credit card|debit card|bank|payment|billing) (?:\w+ )?(?:details|information|data|number|method)",
            r"(?:date of birth|passport copy|copy of your (?:id|passport|driver)|full name, address)",
        ],
    ),
    phrase(
        "payment_data",
        0,
        &[
            r"(?:kreditkarten|zahlungs|bank|konto|karten)(?:daten|informationen|angaben|nummer|mittel|methode|art)\b[^.\n]{0,60}(?:aktualisier|bestaetig|angeb|eingeb|hinterleg|erneuer|ueberpruef|mitteil|senden)\w*",
            r"(?:aktualisier|bestaetig|hinterleg|ueberpruef|erneuer)\w* (?:\w+ ){0,5}?(?:kreditkarten|zahlungs|bank|konto|karten)(?:daten|informationen|angaben|nummer|mittel|methode|art)\b",
            r"kopie (?:ihres|deines|des|ihrer|vom) \w*(?:ausweis|pass)\w*|(?:ihre|deine) (?:\w+, )*(?:bankverbindung|bankdaten|kontodaten|iban)\b|(?:full |your )?names?, (?:full )?address[^.\n]{0,60}(?:bank|account|phone|age|passport)|(?:copy|scan|photo) of (?:your|the) (?:\w+ )?(?:id|passport|licen[cs]e|identity)",
        ],
    ),
    phrase(
        "subscription_payment",
        0,
        &[
            r"(?:payment|card|transaction|charge|billing) (?:\w+ ){0,5}?(?:failed|declined|was unsuccessful|could not be (?:processed|completed)|rejected|didn't go through|unable to)",
            r"unable to (?:process|charge|renew|bill|collect|authori[sz]e)",
            r"problem with your (?:\w+ )?(?:payment|billing|card|membership)",
            r"trouble with your (?:\w+ )?(?:billing|payment)",
        ],
    ),
    phrase(
        "subscription_payment",
        0,
        &[
            r"(?:zahlung|abbuchung|lastschrift|zahlungsmethode|belastung) (?:\w+ ){0,6}?(?:fehlgeschlagen|abgelehnt|nicht (?:durchgefuehrt|verarbeitet|abgeschlossen|eingezogen|moeglich)|gescheitert|zurueckgewiesen)",
            r"konnten (?:wir )?(?:\w+ ){0,6}?(?:nicht abbuchen|nicht einziehen|nicht verarbeiten|nicht verlaengern|nicht belasten)",
            r"problem (?:mit|bei) (?:ihrer|deiner) (?:\w+ )?zahlung\w*",
        ],
    ),
    phrase(
        "secret_code",
        0,
        &[
            r"(?:reply|respond|answer|write back|text back|send)\b[^.\n]{0,60} with (?:the|your|that|a) (?:\w+[- ]){0,4}?(?:code|pin|otp|passcode|password)\b",
            r"approve the (?:next |new |push )?(?:prompt|push|notification|request)",
            r"(?:antworten|antworte|antwort)\b[^.\n]{0,60} mit (?:dem|ihrem|deinem) (?:\w+[- ]){0,3}?(?:code|pin|passwort)\b",
            r"(?:bestaetig|genehmig)\w* (?:sie )?(?:die|den) (?:naechste|push)\w*",
        ],
    ),
    phrase(
        "credentials",
        0,
        &[
            r"enter (?:your |the )?(?:\w+ ){0,3}?(?:e-?mail|username|user name|address|login|id|email address)(?: address)? and (?:your )?(?:\w+ )?password",
            r"(?:need|require|have) (?:\w+ ){0,4}?your password",
            r"(?:ihr|dein) passwort und|passwort und (?:ihre|deine) (?:kreditkarte|karte|tan)|(?:benoetigen|brauchen) (?:\w+ ){0,4}?(?:ihr|dein) (?:passwort|kennwort|tan)",
            r"(?:sign|log) in with your (?:\w+ ){0,2}?(?:account|e-?mail|work|company|microsoft|credentials)",
            r"re-?enrol|re-?register your|(?:registrierung|anmeldung) (?:\w+ ){0,3}?(?:erneuern|erneut)",
        ],
    ),
    phrase(
        "qr_code",
        0,
        &[
            r"scan (?:the|this|a|our) (?:\w+ )?(?:qr|code)",
            r"qr-?code (?:\w+ ){0,4}?(?:scan|attached|below|in the attachment|mit|anhang|einscannen|abscannen)\w*",
            r"(?:scannen|scanne) (?:sie )?(?:den|diesen|folgenden) (?:\w+ )?(?:qr|code)",
        ],
    ),
    phrase(
        "account_threat",
        0,
        &[
            r"(?:users?|accounts?|customers?) (?:who|that|not) [^.\n]{0,60}(?:locked out|lose access|be (?:blocked|suspended|deactivated|disabled))",
            r"(?:cancel|stop|reverse|dispute) (?:the |this |your )?(?:order|payment|transaction|purchase|request|transfer) (?:here|now|below|within|immediately)",
            r"(?:stornieren|storniere|widersprechen|abbrechen) (?:sie )?(?:\w+ ){0,4}?(?:hier|bitte hier|umgehend|sofort|unter)\b",
        ],
    ),
    phrase(
        "credentials",
        0,
        &[
            r"(?:confirm|verify|prove) (?:that )?(?:it'?s|it is|you are|you're|this is) (?:really )?(?:you|the (?:owner|holder|account))|verify (?:that )?(?:we|you)|e-?mail password|(?:log|sign) on (?:to|now) (?:read|confirm|view|your|and)|session (?:has )?expired|(?:by )?confirming your (?:details|identity|information|account|data)",
            r"(?:geben|gib) (?:sie )?(?:\w+ ){0,4}?(?:kartendaten|zugangsdaten|bankdaten|kontodaten|anmeldedaten|login-?daten|kreditkarten\w*) (?:\w+ ){0,2}?(?:ein|an)\b|identitaet (?:\w+ ){0,3}?(?:nachweisen|erforderlich|pruefen)|bestaetigung ihrer identitaet|halten sie (?:\w+ )?(?:ausweis|karte|kreditkarte)|(?:verbindung|zertifikat|app|registrierung|zugang) (?:\w+ ){0,8}?(?:aktualisieren|erneuern|laeuft (?:\w+ )?ab)",
        ],
    ),
    phrase(
        "payment_data",
        0,
        &[
            r"(?:enter|have|need|require|keep|with) (?:\w+ ){0,2}?(?:your )?(?:debit|credit|bank) card(?: (?:details|number|ready|at hand|so))?|card number|cvv|bank details(?: and|\.|,)|(?:with|send|provide|forward) your (?:full )?names?, (?:address|age|phone)",
            r"(?:bestaetig|geb|hinterleg)\w* (?:sie )?(?:\w+ ){0,4}?(?:bankverbindung|kreditkarte|kartendaten|bankdaten|iban)\b|bankverbindung und (?:ihre )?kreditkarte",
        ],
    ),
    phrase(
        "account_threat",
        0,
        &[
            r"(?:new|unknown) (?:payee|beneficiary|device) (?:\w+ ){0,8}?(?:was |has been )?(?:added|registered|linked)|(?:if )?this was(?: not|n\'t) you|access (?:\w+ ){0,4}?(?:will be|be) (?:lost|limited|cut off|removed|suspended)|will be released and|(?:page|account|post|ad account) (?:\w+ ){0,6}?(?:unpublished|removed|disabled|taken down)|sim(?:-card| card)? (?:\w+ ){0,4}?(?:deactivated|blocked|expire)",
            r"(?:zugang|konto|karte|zugriff|verbindung|sim-?karte|vertrag)\b (?:\w+ ){0,8}?(?:gesperrt|eingefroren|abgeschaltet|unterbrochen|laeuft (?:\w+ )*ab)|(?:neuer|unbekannter) (?:empfaenger|zahlungsempfaenger|geraet)|falls sie das nicht waren|andernfalls (?:wird|werden|muessen|erfolgt)",
        ],
    ),
];
