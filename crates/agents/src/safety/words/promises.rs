//! Something for nothing, and small fees for it: prizes, profits, parcels, jobs, love.

use crate::phrases::{Phrase, phrase};

pub static PROMISES: &[Phrase] = &[
    phrase(
        "advance_fee",
        0,
        &[
            r"next of kin",
            r"inherit(?:ance|ed)?\b[^.\n]{0,120}(?:million|fund|claim|client|estate|beneficiary|deceased|bank)",
            r"(?:million|billion) (?:us |united states )?(?:dollars|usd|euros?|pounds)",
            r"(?:usd|us\$|\$|eur|gbp) ?\d+(?:[.,]\d+)* ?(?:million|mio)\b|beneficiary",
            r"unclaimed (?:funds?|estate|inheritance|money)",
            r"(?:late|deceased) (?:client|husband|customer|father)|(?:business|investment) proposal",
            r"compensation (?:fund|payment|of)",
            r"donat(?:e|ion|ed|ing) (?:\w+ ){0,6}?(?:to you|million)",
            r"(?:consignment|trunk) box|diplomat(?:ic)? (?:agent|courier)|atm card|barrister",
            r"(?:dying|terminal) (?:of|from|illness|cancer)|widow|release (?:of )?(?:the |your )?funds?",
            r"processing fee|percent(?:age)? (?:of the )?(?:total|sum|money)",
            r"(?:40|30|50) ?%[^.\n]{0,30}(?:you|for you|share)",
        ],
    ),
    phrase(
        "advance_fee",
        0,
        &[
            r"erbschaft|nachlass\b[^.\n]{0,100}(?:million|mio|mandant|beguenstigt|bank)",
            r"(?:million|millionen|mio\.?) (?:euro|dollar|usd|eur|us-dollar)",
            r"(?:eur|usd|\$) ?\d+(?:[.,]\d+)* ?(?:mio|millionen)|beguenstigte[rn]?\b",
            r"(?:verstorben\w*) (?:\w+ )?(?:mandant\w*|kunde\w*|klient\w*|ehemann)",
            r"spende (?:\w+ ){0,6}?(?:million|an sie|von)|bearbeitungsgebuehr|geschaeftsvorschlag",
            r"entschaedigungs(?:fonds|zahlung)|naechste[rn]? (?:angehoerige|verwandte)\w*",
        ],
    ),
    phrase(
        "lottery",
        0,
        &[
            r"(?:you(?:'ve| have)? (?:won|been (?:selected|chosen|picked|drawn)|are (?:a |the |our )?(?:lucky )?winner|been awarded))",
            r"lottery|jackpot",
            r"(?:claim|collect|redeem|receive) (?:your |the |a |an )?(?:\w+ ){0,4}?(?:prize|reward|winnings?|bonus|gift|iphone|voucher|cash)",
            r"lucky (?:winner|draw|customer)",
            r"congratulations[!,.]? (?:\w+ ){0,6}?(?:won|winner|selected|chosen|prize|reward)",
            r"(?:free|brand new) (?:iphone|ipad|macbook|samsung|airfryer|tool set|yeti)",
            r"loyalty (?:program )?reward|survey (?:reward|and (?:get|receive|claim))",
        ],
    ),
    phrase(
        "lottery",
        0,
        &[
            r"(?:sie|du) (?:haben|hast|wurden|wurdest|sind|bist) (?:\w+ ){0,6}?(?:gewonnen|ausgewaehlt|gewinner\w*|ausgelost|gezogen)",
            r"lotterie|lotto\b|gewinnbenachrichtigung",
            r"(?:ihr|ihren|dein|deinen) (?:\w+ )?(?:gewinn|preis|praemie|geschenk)\b",
            r"glueckwunsch[!,.]? (?:\w+ ){0,8}?(?:gewonnen|gewinn\w*|ausgewaehlt)",
            r"gewinn (?:\w+ ){0,4}?(?:abholen|anfordern|einloesen|sichern|beanspruchen)",
            r"(?:gratis|kostenloses|neues) (?:iphone|ipad|samsung|tablet)",
            r"umfrage (?:\w+ ){0,6}?(?:gewinn|erhalten|belohn|gutschein)\w*|praemie sichern",
        ],
    ),
    phrase(
        "investment",
        0,
        &[
            r"(?:guaranteed|daily|passive|weekly|huge|risk-?free|double) (?:\w+ )?(?:returns?|profits?|income|earnings|your (?:money|investment|bitcoin))",
            r"(?:roi|return|profit)s? of \d+ ?%",
            r"\d+ ?% (?:daily|weekly|per (?:day|week)|monthly|guaranteed|returns?|profit|roi)",
            r"(?:crypto|bitcoin|forex|trading|ai[- ]trading|investment) (?:\w+ )?(?:platform|opportunity|signals?|bot|expert|mentor|group|system|account manager)",
            r"invest(?:ing)? (?:only |just |as little as )?(?:\$|eur|gbp|usd) ?\d+",
            r"turn(?:ed)? (?:\$|eur|gbp) ?\d+ into|pre-?sale|airdrop|financial freedom",
            r"make (?:\$|eur|gbp) ?\d+[\d.,]* (?:a|per|every) (?:day|week)|minimum deposit",
        ],
    ),
    phrase(
        "investment",
        0,
        &[
            r"(?:garantiert\w*|taegliche\w*|passive[sn]?|risikofrei\w*|hohe) (?:\w+ )?(?:rendite\w*|gewinn\w*|einkommen|ertraege|zinsen)",
            r"rendite von \d+|\d+ ?% (?:rendite|gewinn|taeglich|pro (?:tag|woche|monat)|monatlich|zinsen)",
            r"(?:krypto|bitcoin|trading|forex|anlage|investment)-? ?(?:plattform|chance|moeglichkeit|bot|system|berater|experte|programm)",
            r"(?:investier|anleg)\w* (?:\w+ ){0,4}?(?:nur |ab )?\d+ ?eur|finanzielle freiheit",
            r"(?:verdien|verdienen|mach)\w* (?:\w+ ){0,4}?\d[\d.]* ?eur(?:o)? (?:am|pro|jeden|taeglich|in der)",
            r"mindesteinzahlung|hoehle der loewen",
        ],
    ),
    phrase(
        "crypto",
        0,
        &[
            r"bitcoin|btc\b|ethereum|usdt|crypto(?:currency|s)?\b|blockchain wallet|krypto\w*|wallet\b",
            r"metamask|ledger (?:live|nano)",
        ],
    ),
    phrase(
        "parcel_fee",
        0,
        &[
            r"(?:parcel|package|shipment|delivery|item|courier) (?:\w+ ){0,12}?(?:fee|charge|customs|unpaid|postage|surcharge|duty|held|on hold|stopped|suspended|could not be delivered|cannot be delivered|undeliverable|failed|incomplete|incorrect|returned|waiting|depot)",
            r"(?:re-?delivery|re-?schedul\w+|customs|shipping|clearance|handling|storage)(?: \w+)? (?:fee|charge|duty|cost|payment)",
            r"(?:incorrect|incomplete|missing|wrong|confirm (?:your )?|update (?:your )?)(?:\w+ )?(?:delivery )?address",
            r"(?:failed|missed|unsuccessful) (?:\w+ )?delivery|delivery (?:attempt|failure|problem|issue)",
            r"unable to deliver|(?:pay|payment of|settle) (?:the )?(?:\$|eur|gbp|usd) ?\d{1,2}[.,]\d\d",
        ],
    ),
    phrase(
        "parcel_fee",
        0,
        &[
            r"(?:paket|sendung|lieferung|zustellung|paeckchen) (?:\w+ ){0,12}?(?:gebuehr\w*|zoll\w*|nachporto|porto|zurueckgehalten|angehalten|nicht zugestellt|fehlgeschlagen|unzustellbar|wartet|liegt|gestoppt|ausstehend|zurueckgeschickt|unvollstaendig|kosten)",
            r"(?:zoll|versand|bearbeitungs|zustell|lager|einfuhr|liefer)(?:gebuehr|kosten|abgabe)\w*",
            r"(?:unvollstaendige|falsche|fehlerhafte|fehlende|ungueltige)\w* (?:\w+ )?(?:adresse|anschrift|lieferadresse|hausnummer|zustelladresse)",
            r"lieferadresse (?:\w+ ){0,3}?(?:bestaetig|aktualisier|korrigier|angeb)\w*|zustellversuch",
            r"(?:neue|erneute) zustellung|zustellung (?:\w+ ){0,4}?(?:neu|planen|vereinbaren|bestaetigen)",
        ],
    ),
    phrase(
        "tax_refund",
        0,
        &[
            r"(?:tax|council tax|vat|energy|stimulus|relief|toll) (?:\w+ )?(?:refund|rebate|return|payment|grant)",
            r"(?:eligible|entitled|qualify|qualified) (?:\w+ ){0,5}?(?:refund|rebate|payment|reimbursement|grant|compensation|to (?:receive|claim))",
            r"claim your (?:\w+ )?(?:refund|rebate|reimbursement|compensation)",
            r"refund (?:of|amount|is|request|pending|form)[^.\n]{0,60}(?:claim|submit|pending|form|available|waiting|click|details)",
        ],
    ),
    phrase(
        "tax_refund",
        0,
        &[
            r"(?:steuer|energie|strom|gez|rundfunk|kranken)\w*(?:rueckerstattung|erstattung|gutschrift|rueckzahlung|bonus|guthaben)",
            r"(?:rueckerstattung|erstattung|rueckzahlung|gutschrift) (?:in hoehe )?(?:von|ueber|steht|wartet|beantrag|anforder|zu erhalten|erhalten)",
            r"(?:anspruch|berechtigt) (?:\w+ ){0,4}?(?:erstattung|rueckerstattung|rueckzahlung|steuer\w*|zahlung|bonus|gutschrift|auf)",
        ],
    ),
    phrase(
        "fine",
        0,
        &[
            r"(?:unpaid|outstanding|overdue) (?:\w+ )?(?:toll|tolls|fine|parking|penalty|charge|ticket|traffic|violation)",
            r"toll (?:\w+ ){0,3}?(?:balance|violation|charge|fee|due|payment|invoice)",
            r"(?:parking|traffic|speeding|penalty) (?:\w+ )?(?:fine|charge|ticket|violation|notice)",
            r"licen[cs]e (?:\w+ ){0,4}?(?:suspen\w+|revoked)|tv licen[cs]e|arrest warrant",
            r"court (?:summons|notice)|legal (?:action|proceedings)",
        ],
    ),
    phrase(
        "fine",
        0,
        &[
            r"bussgeld\w*|strafzettel|ordnungswidrigkeit|maut\w*(?:gebuehr|schuld|rueckstand)|haftbefehl",
            r"(?:gerichtliche|strafrechtliche)\w* (?:\w+ )?(?:verfahren|schritte|vorladung|massnahmen)",
            r"vorladung|inkasso\w*|pfaendung\w*|gerichtsvollzieher",
            r"rundfunkbeitrag (?:\w+ ){0,3}?(?:offen|rueckstand|nicht)|schufa-?eintrag",
        ],
    ),
    phrase(
        "job_offer",
        0,
        &[
            r"(?:earn|make|receive|paid|pays?|salary|wage|income|commission)\w* (?:\w+ ){0,4}?(?:up to )?(?:\$|eur|gbp|usd|s\$) ?\d[\d.,]*(?: ?- ?(?:\$|eur|gbp|usd)? ?\d[\d.,]*)? ?(?:\w+ )?(?:a|per|every|each|/|daily|weekly) ?(?:day|week|hour|task|month)?",
            r"(?:work|job) (?:\w+ ){0,3}?from home|part-?time (?:\w+ )?(?:job|position|role|remote|work)",
            r"(?:no experience|no interview|no skills?) (?:is )?(?:needed|required|necessary)",
            r"(?:mystery|secret) shopper",
            r"(?:payment|payroll|finance|transfer) (?:processing )?(?:agent|processor|manager)",
            r"remote (?:data entry|assistant|task)|(?:like|rate|review)\w* (?:videos|products|hotels|apps)",
            r"(?:your|the) (?:resume|cv|profile) (?:\w+ ){0,8}?(?:whatsapp|telegram)",
            r"(?:contact|message|add|reach|interview) (?:\w+ ){0,6}?(?:on|via|through|by) (?:whatsapp|telegram|signal|wechat)",
            r"flexible hours",
        ],
    ),
    phrase(
        "job_offer",
        0,
        &[
            r"(?:verdien|verdienst|gehalt|lohn|provision|einkommen)\w* (?:\w+ ){0,5}?(?:bis zu |von )?\d[\d.,]* ?eur\w* (?:am|pro|jeden|taeglich|in der|/|monatlich|die) ?(?:tag|woche|stunde|aufgabe|monat)?",
            r"heimarbeit|nebenjob|nebenverdienst|arbeiten sie von zu ?hause|arbeit von zu ?hause",
            r"keine (?:erfahrung|vorkenntnisse|qualifikation)|(?:finanz|zahlungs|transfer)agent\w*",
            r"testkaeufer",
            r"(?:kontakt|schreib|meld|nachricht)\w* (?:\w+ ){0,6}?(?:ueber|per|auf|via|bei) (?:whatsapp|telegram|signal)",
            r"warenagent|paketagent",
        ],
    ),
    phrase(
        "romance",
        0,
        &[
            r"(?:i|my name)(?:'m| am| is)? (?:\w+ ){0,8}?(?:looking for|seek(?:ing)?|searching for|in search of) (?:\w+ ){0,5}?(?:love|relationship|partner|soul ?mate|serious|friendship|man|someone special|true love|companion)",
            r"(?:saw|found|came across|liked) your (?:profile|photo|picture)",
            r"(?:my|your) (?:dear|love|darling|honey|sweetheart|beloved)\b",
            r"(?:us army|military|soldier|peacekeeping|oil rig|marine engineer|doctor in|deployed|united nations doctor)",
            r"get to know (?:you|each other) better|i feel (?:\w+ ){0,4}?connection|lonely|god-?fearing",
            r"share my pictures|(?:i'm|i am) (?:\w+ ){0,3}?(?:single|widowed|divorced)",
        ],
    ),
    phrase(
        "romance",
        0,
        &[
            r"(?:suche|auf der suche nach) (?:\w+ ){0,5}?(?:liebe|beziehung|partner\w*|mann|freundschaft|seelenverwandt\w*|jemanden)",
            r"(?:dein|ihr) (?:profil|foto|bild) (?:\w+ ){0,4}?(?:gesehen|gefunden|gefallen|gefiel|entdeckt)",
            r"mein (?:liebster|schatz|lieber freund|herz|liebling)",
            r"(?:soldat\w*|us-armee|bohrinsel|stationiert|im einsatz in)",
            r"dich (?:\w+ )?(?:naeher |besser )?kennen ?(?:zu)?lernen|einsam\b",
            r"(?:ich bin|bin) (?:\w+ ){0,3}?(?:verwitwet|witwe|witwer|geschieden|single)",
        ],
    ),
    phrase(
        "lottery",
        0,
        &[
            r"(?:have|has) (?:therefore |just |been |hereby )?won (?:the |a |an |our )?(?:sum|amount|prize|total|jackpot|\$|eur|gbp|usd|lottery|award)",
            r"winning (?:notification|number|ticket|email)|(?:attn|attention)[:;]? (?:lucky )?winner|(?:award|winning|prize) (?:\w+ ){0,3}?(?:claim|dept|department|committee|agent|sum|fund)|(?:claims?|fiduciary|paying) agent|processing charge",
            r"drew the (?:lucky|winning)|gewinnsumme|gewinnanspruch|gewinncode|gewinnauszahlung",
        ],
    ),
    phrase(
        "fake_register",
        0,
        &[
            r"(?:domain|search engine|website|trademark|business|company) (?:\w+ ){0,2}?(?:listing|submission|registration|directory|register) (?:\w+ ){0,6}?(?:expir|fee|invoice|renew|notice|service|result)\w*",
            r"search engine (?:submission|optimi[sz]ation|registration)|this is not a bill|it is a solicitation|directory (?:entry|listing)",
            r"(?:branchenbuch|branchenverzeichnis|firmenregister|gewerberegister|gewerbedatenbank|adressverzeichnis|markenregister|handelsregister|firmeneintrag|unternehmensregister|transparenzregister)\w*\b[^\n]{0,160}(?:eintrag\w*|gebuehr\w*|eur|kosten|betrag|ueberweis\w*|offerte|angebot)",
        ],
    ),
    phrase(
        "rental",
        0,
        &[
            r"(?:deposit|first month|rent|kaution|miete)\b[^\n]{0,200}(?:airbnb|booking\.com|in advance|upfront|before (?:the )?viewing|vorab|im voraus|vor der besichtigung|treuhand|escrow)",
            r"(?:send|mail|post|ship|courier)\w* (?:you )?(?:the )?keys|(?:schicke|sende|versende) (?:ich )?(?:ihnen |dir )?(?:die )?schluessel|schluessel (?:\w+ ){0,4}?(?:per post|mit airbnb|zuschicken|zusenden|schicken)",
            r"(?:nicht|not) (?:selbst |personally )?(?:zeigen|show) (?:the |die )?(?:wohnung|flat|apartment)|(?:beruflich|work|job|mission) (?:in|im|nach|abroad) [^.\n]{0,60}(?:wohnung|flat|apartment|keys|schluessel)",
        ],
    ),
    phrase(
        "fine",
        0,
        &[
            r"zwangsvollstreckung|kontopfaendung|lohnpfaendung|vollstreckungsbescheid|gewinnspielvertrag|gewinnspiel(?:dienst|eintrag)\w*|letztmalig\w*|mahnbescheid|forderung unserer mandant\w*|telefonisch (?:ab)?geschlossen\w*|schufa-?eintrag|eintrag (?:\w+ )?(?:bei der )?schufa",
            r"(?:debt|collection) (?:collection|agency|notice)|bailiffs?\b|garnish\w*",
        ],
    ),
    phrase(
        "advance_fee",
        0,
        &[r"donat(?:e|ed|ion) (?:\w+ ){0,6}?to you\b|(?:you|your) (?:\w+ ){0,3}?(?:my|our) donation"],
    ),
    phrase(
        "romance",
        0,
        &[
            r"(?:internet |online )?dating (?:agency|site|service)|find (?:my )?(?:true )?love|serious (?:man|woman|relationship)|(?:write|answer) (?:to )?me (?:please )?(?:only )?(?:to|on|at) my (?:private|personal)|send (?:you )?(?:many|more|my|some) (?:photos?|pictures|pics)",
            r"partnervermittlung|wahre liebe|(?:schreib|antworte) mir (?:bitte )?(?:nur )?(?:an|auf|unter) meine (?:private|persoenliche)",
        ],
    ),
    phrase(
        "marketplace",
        0,
        &[
            r"(?:the )?buyer (?:has )?(?:already )?(?:paid|is waiting|transferred|sent the)|(?:item|article|ad|listing) (?:\w+ ){0,4}?(?:has been |was )?sold|to receive (?:the |your )?(?:money|funds|payment|payout)|courier (?:will|to) (?:collect|pick)",
            r"kaeufer (?:hat|wartet)|(?:artikel|anzeige) (?:\w+ ){0,6}?(?:wurde )?verkauft|um das geld (?:\w+ ){0,4}?(?:zu )?erhalten|kurier (?:holt|kommt)|geld (?:\w+ ){0,3}?empfangen|sicher bezahlen",
        ],
    ),
    phrase(
        "job_offer",
        0,
        &[
            r"(?:send|mail|issue)\w* (?:you )?(?:a|the) (?:certified |cashier'?s )?che(?:ck|que)|deposit (?:it|the che(?:ck|que))|keep (?:\$|eur|gbp) ?\d+[^.\n]{0,60}(?:forward|send|rest)|forward the (?:rest|remaining|balance)|no interview|hired|(?:re)?ship(?:ping)? (?:packages|parcels) from (?:home|your)|offer letter",
            r"video-?ident|konto (?:\w+ ){0,3}?(?:eroeffnen|eroeffnung)[^.\n]{0,80}(?:test|bewert|app|auftrag)|pakete (?:\w+ ){0,4}?(?:weiterleiten|weiterversenden|umpacken)|testauftrag|ohne vorstellungsgespraech|von zu ?hause aus|tippgeber",
        ],
    ),
    phrase(
        "loan",
        0,
        &[
            r"(?:loan|kredit|darlehen)\w*\b[^.\n]{0,100}(?:no credit check|without collateral|bad credit|approved|pre-?approved|ohne schufa|sofortzusage|sofortkredit|trotz schufa|\d ?% (?:interest|zins\w*))|(?:business|personal|urgent) loans? (?:offer|of|from|up to|between)",
        ],
    ),
    phrase(
        "investment",
        0,
        &[
            r"(?:btc|bitcoin|usdt|usdc|eth|ethereum|crypto)\b[^\n]{0,200}(?:withdraw\w*|payout|deposit|activation|claim|wallet|unlock)|(?:withdraw|claim)\w* (?:\w+ ){0,5}?(?:btc|bitcoin|usdt|usdc|balance|funds|winnings)|(?:join|add) (?:\w+ ){0,4}?(?:whatsapp|telegram|vip|trading|signal) (?:group|channel)|activation (?:amount|fee|deposit)|(?:airdrop|allocation|grant)\b[^\n]{0,120}wallet",
            r"(?:whatsapp|telegram)-?gruppe|(?:auszahl|abheb)\w* (?:\w+ ){0,5}?(?:btc|bitcoin|guthaben|krypto\w*)|freischaltgebuehr|aktivierungsgebuehr|aktivierungsbetrag",
        ],
    ),
];
