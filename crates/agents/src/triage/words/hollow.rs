//! Words that sound like an ask and are none.

use crate::phrases::{Phrase, phrase};

/// Sentences that sound like an ask and are none.
pub static HOLLOW: &[Phrase] = &[
    phrase(
        "hollow",
        0,
        &[
            r"(?:if|should|in case) (?:you|there) (?:have|has|are|need|do have|should have)?\s?(?:any |further |more |additional )*(?:questions?|queries|concerns|doubts|issues|problems|anything|help|assistance|further)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:any|further|more) questions\b|questions or (?:concerns|comments)",
            r"have (?:any )?questions\?|need (?:any )?(?:help|assistance)\?|questions\?",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:feel free|don't hesitate|do not hesitate|happy) to (?:\w+ )?(?:contact|reach|ask|call|get in touch|reply|email|help|chat|answer)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"let (?:me|us) know (?:if|should) (?:you|there|anything|i|we|this|that|it)(?:'s|'re)? ?(?:\w+ ){0,4}?(?:questions?|anything|problems?|issues?|need|help|concerns?|can help|not clear|unclear|changes|otherwise)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"how are you(?: doing| keeping| all)?(?: today)?\s?\?|how(?:'s it| is it| are things) going",
            r"how have you been|hope you(?:'re| are)|hope (?:this|all|everything)",
            r"how was your (?:weekend|holiday|vacation|trip)|what's up\?",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:bei|falls|wenn|sollten|solltest|sollte|haben|hast|habt)\b[^.?!\n]{0,60}(?:rueckfragen|fragen|unklarheiten|anregungen|problemen?|wuensche)\b",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"wie geht(?:'s| es|s)(?: dir| euch| ihnen)?(?: so)?\s?\?",
            r"wie war (?:dein|euer|ihr) (?:wochenende|urlaub)|alles gut(?: bei (?:dir|euch|ihnen))?\?",
            r"ich hoffe,? (?:es|dir|du|dass)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:stehen?|stehe) (?:wir |ich )?(?:ihnen |dir |euch )?(?:\w+ ){0,3}zur verfuegung",
            r"melden sie sich (?:gern|gerne|jederzeit|einfach)",
            r"melde dich (?:gern|gerne|jederzeit|einfach),? (?:wenn|falls)|zoegern sie nicht",
            r"gern(?:e)? (?:jederzeit|zur verfuegung)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"who knows\?|why not\?|guess what\?|remember (?:when|that|how)|right\?",
            r"isn't (?:it|that)\b[^?]{0,30}\?|wasn't it|can you believe|you know what\?|oder\?",
            r"nicht wahr\?|wer haette das gedacht|stell dir vor|what (?:a|an) ",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:did|was) (?:this|you find this)[^?\n]{0,40}helpful|rate (?:your|our|us)",
            r"how (?:did we do|was your (?:experience|stay|order))|survey|umfrage|wie zufrieden",
            r"bewerten sie|bewertung|can't see (?:this|images)|having trouble|not you\?|wasn't you",
            r"don't recognize|did not request|didn't request|nicht von ihnen|nicht angefordert",
            r"did you know|wussten sie|wusstest du|why (?:you|should|we)|ready to|looking for\b",
            r"want to (?:save|learn|know more|see more|stop|unsubscribe|change)|forgot|noch nicht",
            r"lust auf neue|suchst du|suchen sie|bereit fuer",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"(?:falls|wenn|sofern) (?:du|ihr|sie) (?:\w+ )?(?:willst|magst|wollt|moegt|moechten|moechtest|wollen|lust)\b|(?:koennen|sollten|koennten) sie (?:den termin |diesen termin |den )?nicht (?:kommen|wahrnehmen|einhalten)",
            r"(?:if|should) (?:it|this|that) (?:wasn't|was not|isn't)|if you (?:like|want|fancy|change your mind)\b|not going to be|have more questions|sound familiar|can(?:'t|not) make it|unable to attend",
            r"(?:message|contact|call|visit|reach|write to) us (?:from|in|via|at|through|on|if)|(?:melden|wenden) sie sich (?:wie gewohnt|im|in der|bei|an|unter|telefonisch)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[
            r"if (?:it|this|that|anything|there|something|the) [^.?!\n]{2,70}(?:give (?:me|us) a (?:ring|call|shout)|let (?:me|us) know|call (?:me|us)|just (?:call|ring|reply)|reply to this)",
            r"just (?:reply|hit reply|answer) (?:to this e-?mail )?(?:if|with any|and we)|(?:reply|respond) (?:stop|unsubscribe)|to add (?:additional )?comments",
            r"(?:antworten sie|antworte) (?:einfach )?(?:auf diese (?:e-?mail|nachricht))?,? ?(?:wenn|falls) (?:sie|du)",
        ],
    ),
    phrase(
        "hollow",
        0,
        &[r"(?:wasn't|isn't|weren't|aren't|didn't|doesn't) (?:it|that|they|we|she|he)\b[^?\n]{0,40}\?"],
    ),
];

/// The mail says itself that no answer is due.
pub static NONE_DUE: &[Phrase] = &[
    phrase(
        "none",
        0,
        &[
            r"(?:no|don't|do not|doesn't|does not)(?: really)?(?: need| require| expect)?(?: to| a| any)? (?:need to )?(?:reply|response|answer|respond|action)(?: is)?(?: needed| required| necessary| expected| to this)",
            r"no (?:need|reason) to (?:reply|respond|answer|do anything|get back)|(?:please )?do not reply",
            r"don't reply|no reply (?:needed|necessary|required)",
            r"no action (?:is )?(?:needed|required|necessary)|nothing (?:for you )?to do|just (?:an )?fyi",
            r"for your information only|for information only",
            r"(?:just|only) (?:wanted to )?(?:let(?:ting)? you know|keep(?:ing)? you (?:posted|in the loop|informed|updated)|an? heads[- ]up)",
        ],
    ),
    phrase(
        "none",
        0,
        &[
            r"(?:keine|brauchst nicht|musst nicht|muessen nicht|nicht noetig)[^.!?\n]{0,30}(?:antwort|antworten|rueckmeldung|reagieren)(?: \w+)? ?(?:noetig|erforderlich|notwendig|zu antworten)?",
            r"nur zur (?:info|information|kenntnis)|zur kenntnis(?:nahme)?\b",
            r"(?:bitte )?(?:antworten sie )?nicht auf diese (?:e-?mail|nachricht)",
            r"es ist nichts (?:weiter )?zu tun|kein handlungsbedarf|nichts weiter (?:zu )?tun",
            r"nichts zu tun",
        ],
    ),
    phrase(
        "none",
        0,
        &[
            r"no need to (?:reply|respond|answer)|nothing else to do|auf diese nachricht nicht antworten|nicht geantwortet werden|(?:this|the) (?:mailbox|inbox|address) is not monitored|bitte antworten sie nicht",
        ],
    ),
];

/// Mass greetings ask nobody in particular.
pub static EVERYBODY: &[Phrase] = &[
    phrase(
        "everybody",
        0,
        &[
            r"(?:hi|hello|hey|dear|good morning|morning) (?:all|everyone|everybody|team|folks|colleagues|members|neighbou?rs|parents|residents|friends)\b",
            r"all,",
        ],
    ),
    phrase(
        "everybody",
        0,
        &[
            r"(?:hallo|liebe|hi|moin|guten morgen|servus|sehr geehrte) (?:zusammen|alle|team|allerseits|kolleg\w+|mitglieder\w*|eltern|nachbar\w*|mieter\w*|leute|ihr lieben|vereinsmitglieder|freunde)\b",
            r"liebes team|ihr lieben",
        ],
    ),
];

/// Unsolicited selling: its questions are bait.
pub static SELLING: &[Phrase] = &[
    phrase(
        "selling",
        2,
        &[
            r"(?:quick|brief|short|15[- ]min\w*|20[- ]min\w*|30[- ]min\w*) (?:call|chat|demo|intro)",
            r"book a demo|schedule a demo|free (?:demo|trial|consultation|audit)",
            r"we help (?:companies|businesses|teams|brands|firms|agencies)",
            r"our (?:platform|solution|agency|services) (?:helps?|can|enables?)|boost your",
            r"increase your (?:sales|revenue|traffic|leads)|seo\b|lead generation|guest post|backlinks?",
            r"i came across your (?:website|company|profile)",
            r"(?:help|helped) (?:\w+ ){0,4}(?:companies|teams|businesses) like yours|cold email",
            r"outsourc\w+|web ?design|rank(?:ing)? (?:higher|on google)|roi\b",
        ],
    ),
    phrase(
        "selling",
        2,
        &[
            r"kostenlose[ns]? (?:beratung|demo|erstgespraech|webinar)",
            r"unverbindliche[ns]? (?:beratung|gespraech|angebot)|wir (?:helfen|unterstuetzen) unternehmen",
            r"mehr (?:kunden|umsatz|leads|sichtbarkeit)|suchmaschinenoptimierung|neukunden\w*",
            r"ich bin auf ihre (?:website|webseite|firma|unternehmen)",
        ],
    ),
];
