//! Words aimed at a program that reads the mail in the user's place.

use crate::phrases::{Phrase, phrase};

/// Words aimed at a program that reads the mail in the user's place.
pub static INJECTION: &[Phrase] = &[
    phrase(
        "injection",
        0,
        &[
            r"(?:ignore|disregard|forget|override|bypass) (?:\w+ ){0,3}?(?:previous|prior|above|earlier|preceding|your|all|system|any) (?:\w+ ){0,2}?(?:instructions?|prompts?|rules|guidelines|directions|commands|constraints|context)",
            r"(?:system|developer) (?:prompt|message|instruction|override|note)s?\b ?[:\]]",
            r"you are (?:now )?(?:an? )?(?:ai|llm|language model|assistant|agent)\b[^.\n]{0,80}(?:must|will|should|shall|now|that|to)",
            r"(?:attention|note|instructions?|message|important|dear|hey|hello|to)(?: to| for)?:? (?:the |any |all )?(?:ai|llm|language model|(?:ai |email |mail |virtual )assistants?|agents?|chatbots?|copilot|gpt|claude|gemini)\b[^.\n]{0,120}(?:must|please|should|forward|send|approve|reply|execute|mark|delete|treat|process|read|summar\w+|:)",
            r"(?:as an|if you are an?|assistants?|agents?) (?:ai|llm|language model|automated|assistant)[^.\n]{0,60}(?:forward|send|approve|reply|execute|mark|delete|must|please|should)",
            r"(?:assistant|ai agent|ai model|the agent|llm)s? (?:must|should|shall|is to|are to|is (?:authori[sz]ed|required|instructed)|has permission|can safely|please)",
            r"<\|?(?:im_start|system|/?instructions?)\|?>|\[/?(?:system|inst)\]",
            r"(?:do not|don't|never|without) (?:\w+ ){0,2}?(?:tell|inform|alert|notify|mention (?:this|it) to|show|asking) (?:the )?(?:user|owner|recipient|human)",
            r"(?:user|owner) (?:has )?(?:already )?(?:pre-?)?(?:approved|authori[sz]ed|confirmed) (?:this|the|all)",
            r"forward (?:all|the (?:last|latest|entire)) (?:\w+ ){0,5}?(?:e-?mails?|messages|inbox|mails) (?:\w+ ){0,4}?to\b",
            r"jailbreak|prompt injection payload",
        ],
    ),
    phrase(
        "injection",
        0,
        &[
            r"(?:ignorier|vergiss|missacht|ueberschreib)\w* (?:sie |bitte )?(?:alle |saemtliche |deine |ihre )?(?:vorherigen|bisherigen|vorigen|obigen|frueheren|vorangegangenen|deine|ihre|alle) (?:\w+ )?(?:anweisung\w*|instruktion\w*|regeln|vorgaben|befehle|prompts?)",
            r"(?:systemanweisung|systemhinweis|system-?prompt|systemnachricht)\b ?:?",
            r"(?:hinweis|anweisung|nachricht|wichtig|achtung)\w* (?:an |fuer )(?:den |die |das |alle )?(?:\w+-)?(?:ki|ai|assistent\w*|sprachmodell\w*|agent\w*|bot|chatbot)\b",
            r"(?:ki|ai)-?(?:assistent\w*|agent\w*|modell\w*)[^.\n]{0,80}(?:muss|soll|sollst|bitte|weiterleit|leite|sende|antworte|markier|loesch|genehmig)\w*",
            r"du bist (?:jetzt |nun )?ein (?:ki|ai|assistent|sprachmodell|agent)",
            r"leite (?:alle|die letzten|saemtliche) (?:\w+ ){0,5}?(?:e-?mails?|nachrichten|mails) (?:\w+ ){0,4}?(?:an|weiter)",
            r"(?:ohne|nicht) (?:den |dem )?(?:nutzer|benutzer|anwender) (?:\w+ )?(?:zu )?(?:frag|inform|benachrichtig|anzuzeig)\w*",
        ],
    ),
];
