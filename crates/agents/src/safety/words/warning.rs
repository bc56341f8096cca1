//! Words of mails that warn of fraud themselves.

use crate::phrases::{Phrase, phrase};

/// The mail warns of fraud: banks, colleagues, newspapers.
pub static WARNING: &[Phrase] = &[
    phrase(
        "warns",
        0,
        &[
            r"(?:we|amazon|paypal|our (?:staff|team|employees)|your bank|banks?) (?:will |would )?never (?:\w+ )?(?:ask|request|call|send|contact)",
            r"(?:beware|watch out|be aware|warning) (?:of|about) (?:\w+ ){0,3}?(?:scams?|phishing|fraud|fake)",
            r"(?:report|spot|recogni[sz]e|avoid) (?:\w+ ){0,3}?(?:phishing|scams?|fraud)",
            r"phishing (?:awareness|training|simulation|test|campaign|warning|wave)",
            r"(?:don't|do not|never) (?:click|share your|open|give)|if (?:this was|it was|that was) you\b",
            r"you can (?:safely )?(?:ignore|disregard)",
            r"wir (?:werden|fragen|bitten) (?:sie )?(?:\w+ ){0,6}?(?:niemals|nie)\b",
            r"niemals nach (?:ihrem|ihren|deinem)",
            r"(?:warnung|warnen|vorsicht) vor (?:\w+ ){0,3}?(?:betrug\w*|phishing\w*|betrueger\w*|falschen|gefaelschten)",
            r"phishing-?(?:mails?|versuch\w*|schulung|test|warnung|welle)",
            r"klicken sie (?:\w+ )?(?:nicht|keine)|geben sie (?:\w+ ){0,4}?(?:niemals|nicht|nie)\b",
            r"wenn sie (?:das|dies|es) waren",
            r"(?:koennen|kannst) (?:sie |du )?diese (?:e-?mail|nachricht) ignorieren",
        ],
    ),
    phrase(
        "warns",
        0,
        &[
            r"(?:we|they) never (?:will|would|do)\b|we will never|we'll never (?:ask|call|request)|(?:spot|recogni[sz]e|identify|avoid) (?:\w+ ){0,3}?(?:fake|fraud|scam)",
            r"(?:fraudsters|scammers|criminals|betrueger|kriminelle|cyberkriminelle)\b",
            r"aus sicherheitsgruenden (?:\w+ ){0,6}?(?:keinen? link|weder links|keine links)",
            r"(?:geben|gib) (?:sie )?(?:ihn|den code|diesen code|sie|ihren code) (?:\w+ )?an niemanden|do not share (?:this|the|your) code",
        ],
    ),
];
