//! Words that ask for an answer.

use crate::phrases::{Phrase, phrase};

/// Asks by their words; each counts for the sentence that it stands in.
pub static ASKING: &[Phrase] = &[
    phrase(
        "request",
        3,
        &[
            r"(?:can|could|would|will) you (?:please |kindly |also |maybe |possibly |quickly |just )?(?:send|share|confirm|check|look|review|tell|let|give|have|help|provide|forward|sign|update|take|call|get|add|clarify|explain|resend|approve|advise|make|do|put|bring|pick|book|come|join|find|fix|drop|write|pass|prepare|finish|point|remind|cover|handle|follow|reply|respond|answer|be|arrange|double|verify|walk|say|choose|suggest|recommend|introduce|connect|reach|ask|see|read|spare|lend|watch|water|feed)\b",
        ],
    ),
    phrase("request", 2, &[r"(?:can|could|would|will) you\b"]),
    phrase(
        "request",
        3,
        &[
            r"(?:please|pls|kindly) (?:let (?:me|us) know|advise|confirm|reply|respond|get back|send|share|answer|tell|provide|clarify|rsvp|sign|review|approve|call me|resend|forward|return|give|write back|drop (?:me|us)|suggest|indicate|state|choose|pick|email|contact me)\b",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"let (?:me|us) know (?:if|whether|what|when|which|how|who|where|by|your|asap|soon|either|as soon|today|tomorrow|and)\b",
        ],
    ),
    phrase(
        "request",
        2,
        &[
            r"let (?:me|us) know\b|drop (?:me|us) a line|get back to (?:me|us)",
            r"give (?:me|us) a (?:call|ring|shout)|shoot me|text me|write me back|ping me",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:looking forward to|look forward to|awaiting|waiting for|await|need|appreciate|would love|hoping for|like to (?:get|have|hear)|after) (?:hearing|your (?:reply|response|answer|feedback|thoughts|confirmation|decision|input|approval|sign-off|opinion|comments|take|view|go-ahead|signature)|to hear (?:from you|back))",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"i (?:still )?(?:need|require) (?:you to|your|from you|an answer|a decision|a reply|the (?:numbers|figures|file|report|document|signed))",
            r"we(?:'d| would)? (?:still )?(?:need|require) (?:you to|your|from you|an answer|a decision|a reply)",
        ],
    ),
    phrase(
        "question",
        3,
        &[
            r"what do you think|any thoughts|your thoughts|thoughts\?",
            r"does (?:that|this) (?:work|sound|suit|make sense|look)|do(?:es)? (?:\w+ ){1,4}work for you",
            r"is (?:that|this|it) (?:ok|okay|fine|alright|all right|possible)",
            r"are you (?:ok|okay|happy|fine) with",
            r"(?:would|do|did|have|are|is|can|could|should|shall|will|may|might) (?:you|we|i|it|that|this|there|the|your|anyone|any|everyone) [^?.\n]{1,160}\?",
        ],
    ),
    phrase(
        "question",
        3,
        &[r"(?:what|when|where|which|who|whom|how|why|whose)(?:'s|'re|'d)?\b[^?.\n]{2,200}\?"],
    ),
    phrase(
        "question",
        3,
        &[
            r"(?:did you|have you|are you|do you|were you|will you|would you|any (?:news|update|updates|chance|idea|progress)|is there|are there|mind if|ok if|okay if)\b[^?.\n]{0,200}\?",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:please )?rsvp\b|reply (?:to|with|by)\b|respond (?:by|to this|with)|please answer",
            r"reply all|answer (?:by|before)",
        ],
    ),
    phrase(
        "request",
        2,
        &[
            r"following up on|just checking in|circling back|gentle reminder|any update|haven't heard",
            r"have not heard|bumping this|nudge",
        ],
    ),
    phrase(
        "request",
        2,
        &[
            r"if you (?:could|can|would|have time|are able|don't mind)[^.\n]{2,160}(?:great|good|helpful|nice|appreciate|appreciated|grateful|thank|lovely|perfect|wonderful|awesome)",
            r"(?:would be|be) (?:great|good|helpful|nice|lovely|perfect) if you|would you mind",
            r"do me a favou?r|could use your|ask you (?:to|for|about|if|whether)|wondering (?:if|whether)",
            r"wanted to (?:ask|check|know|see if)|curious (?:if|whether|what|how)",
        ],
    ),
    phrase(
        "meeting",
        3,
        &[
            r"(?:are|would) you (?:be )?(?:free|available|around|up for|in on|open)",
            r"do you have (?:time|a moment|a minute|\d+ min\w*|any time|availability|half an hour)",
            r"when (?:are|would|can|could|do|suits|works|is good|is best)[^.?\n]{0,60}(?:free|available|suit|work|meet|talk|call|time|you|come)",
            r"what (?:time|day|date|times|days|dates)[^.?\n]{0,60}(?:work|suit|best|good|free|you)",
            r"(?:can|could|shall|should) we (?:meet|talk|chat|speak|catch up|get together|schedule|do|move|push|reschedule|hop on|jump on|find|set up|grab|have|sit down|connect|sync)",
            r"(?:find|set up|schedule|arrange|book|pick|suggest|propose) (?:a|some|another|the) (?:new )?(?:time|date|slot|call|meeting|day)",
            r"(?:works?|suits?|work) (?:best )?for you|fancy (?:a|going|coming|meeting|dinner|lunch)",
            r"want to (?:join|come|meet|grab|go)|care to join|up for|send (?:me |us )?your availability",
            r"your availability|few slots|time slots?",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:kannst|koenntest|koennt|koenntet|wuerdest|wuerdet|magst|moechtest|willst|schaffst) (?:du|ihr)\b",
            r"(?:koennen|koennten|wuerden|moechten|wollen) sie\b",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:gib|gebt|geben sie) (?:mir|uns)|(?:sag|sagt|sagen sie) (?:mir|uns|kurz|bitte|bescheid)",
            r"(?:meld|melde|meldet) (?:dich|euch)|melden sie sich",
            r"(?:gib|gebt|geben|sag|sagt|sagen)\b[^.?!\n]{0,40} bescheid",
            r"bescheid (?:geben|sagen|gibst|gebt|sagst|geben koenntest|geben koennten)|schreib (?:mir|uns)",
            r"ruf (?:mich|uns|doch|bitte)|rufen sie",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"bitte (?:um )?(?:eine )?(?:kurze |zeitnahe |schnelle |baldige )?(?:rueckmeldung|antwort|rueckruf|bestaetigung|info\b|freigabe|stellungnahme|zusendung|rueckinfo)",
            r"um (?:eine |ihre |deine |eure )?(?:kurze |zeitnahe |schnelle |baldige |schriftliche )?(?:rueckmeldung|antwort|bestaetigung|rueckruf|freigabe|stellungnahme|zusendung|rueckinfo)",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"bitte (?:\w+ ){0,8}?(?:schick|send|bestaetig|antwort|meld|teil|sag|unterschreib|zurueck|nenn|wirf|werfen|lies|lest|lesen|kommentier|entscheid|ruf|klaer|mitteil|erklaer|besorg|leit|beantwort)\w*",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:freu\w*|warte\w*|hoff\w*) (?:\w+ ){0,3}?(?:auf|ueber) (?:eine |ihre |deine |eure |die )?(?:kurze |baldige |schnelle |positive )?(?:rueckmeldung|antwort|feedback|zusage|nachricht|rueckruf|freigabe|entscheidung)",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"(?:brauche|brauchen|braeuchte|braeuchten|benoetige|benoetigen) (?:\w+ ){0,3}?(?:noch |von )?(?:dich|dir|euch|ihnen|dein|deine|deinen|ihre|ihren|ihr|eure|euer|eine antwort|eine entscheidung|rueckmeldung|bitte)\b",
        ],
    ),
    phrase(
        "question",
        3,
        &[
            r"was (?:meinst|meint|denkst|denkt|haeltst|haltet|sagst|sagt) (?:du|ihr)",
            r"was (?:meinen|denken|halten|sagen) sie|(?:deine|ihre|eure) meinung",
            r"(?:passt|klappt|geht|ginge|waere|ist) (?:das|dir|ihnen|euch|es|dieser|der|die|um|am)\b[^?\n]{0,160}\?",
        ],
    ),
    phrase(
        "question",
        3,
        &[
            r"(?:wann|wo|wer|wen|wem|was|welche\w*|wie|wieso|warum|weshalb|wozu|womit|woran|wofuer|worauf|woher|wohin|wieviel\w*|wie viele?)\b[^?.\n]{2,200}\?",
        ],
    ),
    phrase(
        "question",
        3,
        &[
            r"(?:hast|habt|bist|seid|weisst|wisst|kommst|kommt|gehst|nimmst|willst|wollt|machst|brauchst|hattest|darf|duerfen|duerfte|soll|sollen|kann|koennen|gibt|gab|wurde|wird|war|waere|ist|sind|hat|stimmt|reicht|haben|wissen|sehen|brauchen|kennst|kennen|steht|lieber|noch|schon|oder|ok|okay|einverstanden|interesse|lust)\b[^?.\n]{0,200}\?",
        ],
    ),
    phrase(
        "request",
        2,
        &[
            r"wollte (?:mal |kurz |nur |noch mal |nochmal )*(?:nach)?fragen",
            r"(?:ich )?frage (?:mich|dich|sie),? ob",
            r"gibt es (?:schon |bereits )?(?:neuigkeiten|etwas neues|einen stand)",
            r"noch keine (?:antwort|rueckmeldung)|hake (?:\w+ )?nach|nachhaken|erinnere (?:\w+ ){0,3}an",
            r"habe ich noch nichts gehoert|noch nichts (?:von (?:dir|ihnen|euch) )?gehoert",
            r"waere (?:super|toll|klasse|nett|schoen|lieb|prima|hilfreich|gut|dankbar),? wenn",
            r"(?:waere|bin) (?:ich |wir )?(?:\w+ )?dankbar|tust du mir|einen gefallen",
            r"ob (?:du|ihr|sie) (?:\w+ ){0,8}(?:kannst|koennt|koenntest|koennen|koennten|moechtest|moechten|magst|zeit|lust)",
        ],
    ),
    phrase(
        "meeting",
        3,
        &[
            r"(?:hast|habt|haettest|haettet) (?:du|ihr)\b[^?\n]{0,60}(?:zeit|lust|luft)",
            r"haben sie\b[^?\n]{0,60}zeit|haetten sie\b[^?\n]{0,60}zeit",
            r"wann (?:passt|wuerde|haettest|hast|haetten|haben|waere|koennen|koennten|kannst|treffen|sollen)",
            r"(?:passt|klappt|ginge|geht|passen|wuerde) (?:es |dir |ihnen |euch |das |der |dein |ein )?(?:\w+ ){0,4}?(?:bei |fuer )?(?:dir|ihnen|euch|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|uhr|termin|woche)",
            r"termin(?:vorschlag|vorschlaege|vorschlaegen|e vorschlagen| vorschlagen| vereinbaren| ausmachen| finden| abstimmen)",
            r"(?:wollen|sollen|koennen|koennten|moegen) wir (?:uns )?[^?\n]{0,80}(?:treffen|telefonieren|sprechen|sehen|verschieben|zusammensetzen|essen|gehen)",
            r"treffen wir uns|kommst du (?:mit|auch|vorbei)|bist du dabei|seid ihr dabei|sind sie dabei",
            r"lust auf|zusammensetzen",
        ],
    ),
    phrase(
        "reply",
        6,
        &[
            r"(?:kurze[ns]?|kurz eine?|knappe) (?:mail|e-?mail|nachricht|rueckmeldung|antwort|zusage|info)\b|(?:zu- oder ab|zu-/ab|zu oder ab)(?:sag|sagen)\w*|um (?:zu- oder absage|zusage)|(?:please |kindly )?(?:reply|respond|write back) (?:to|by) (?:this )?(?:e-?mail|message|mail|me)\b|(?:short|brief|quick) (?:reply|e-?mail|note|answer|response) (?:with|would|is|by|from)|rsvp\b|(?:your|deine|ihre) (?:ok|okay)\b",
        ],
    ),
    phrase(
        "request",
        3,
        &[
            r"need your (?:\w+ ){0,2}?(?:ok|okay|edits?|approval|sign-?off|input|thoughts|numbers|go-ahead|confirmation|help|view|steer|decision|answer|call|comments|feedback)|need (?:the|an|a|those|these) [^.?\n]{2,60} (?:by|before|from you|today|asap)|(?:haven't|have not|don't|do not) (?:heard|hear) (?:back )?from you|without your (?:answer|ok|okay|approval|input|confirmation)",
            r"(?:can|could|may|might) i (?:get|have|ask|borrow|swap|take|use|move|bring|come|see|check|grab|please)\b|(?:i'd|i would) (?:like|love|appreciate) (?:to (?:hear|know)|your)|pls (?:approve|confirm|reply|advise|send)|requested your review|(?:brauch|braucht|brauchts) (?:ich |noch |heute ){0,3}(?:deine|dein|ihre|die|das|den|von)",
        ],
    ),
];
