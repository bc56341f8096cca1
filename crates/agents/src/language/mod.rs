//! The language of a mail: function words decide almost all; whatlang, on a short piece, the rest.

use whatlang::Lang;

/// whatlang is sure long before this many bytes.
const LOOKED_AT: usize = 1024;
/// As many words as decide it.
const WORDS: usize = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    English,
    German,
    /// ISO 639-1.
    Other(&'static str),
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::Other(code) => code,
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "en" => Some(Language::English),
            "de" => Some(Language::German),
            _ => None,
        }
    }
}

/// The language of a text, which is given folded and as it was; English where nothing can be told.
pub fn detect(folded: &str, original: &str) -> Language {
    let (german, english) = function_words(folded);
    if german > english + 1 {
        return Language::German;
    }
    if english > german + 1 {
        return Language::English;
    }
    let piece = &original[..original.floor_char_boundary(LOOKED_AT)];
    match whatlang::detect(piece) {
        Some(info) if info.is_reliable() || piece.len() > 40 => of_whatlang(info.lang()),
        _ if german > english => Language::German,
        _ => Language::English,
    }
}

/// Words that the one language has and the other has not.
fn function_words(folded: &str) -> (usize, usize) {
    let mut counts = (0, 0);
    for word in
        folded.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| (2..=6).contains(&w.len())).take(WORDS)
    {
        match word {
            "und" | "der" | "das" | "ist" | "nicht" | "sie" | "ich" | "wir" | "ihre" | "ihr" | "dein"
            | "deine" | "auf" | "fuer" | "mit" | "bitte" | "ein" | "eine" | "einen" | "den" | "dem"
            | "zu" | "von" | "bis" | "wie" | "auch" | "noch" | "haben" | "hallo" | "liebe" | "lieber"
            | "danke" | "im" | "wird" | "oder" | "uhr" => counts.0 += 1,
            "the" | "and" | "is" | "of" | "to" | "you" | "your" | "for" | "with" | "this" | "that"
            | "are" | "we" | "please" | "have" | "be" | "on" | "it" | "hi" | "dear" | "thanks" | "our"
            | "by" | "at" | "from" | "not" => {
                counts.1 += 1;
            }
            _ => {}
        }
    }
    counts
}

fn of_whatlang(lang: Lang) -> Language {
    Language::Other(match lang {
        Lang::Eng => return Language::English,
        Lang::Deu => return Language::German,
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ces => "cs",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Ell => "el",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Vie => "vi",
        _ => return Language::English,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Folded;

    fn language(text: &str) -> Language {
        detect(Folded::new(text.to_owned()).text(), text)
    }

    #[test]
    fn tells_the_languages_apart() {
        assert_eq!(language("Could you please send me the report by Friday?"), Language::English);
        assert_eq!(language("Könntest du mir bitte den Bericht bis Freitag schicken?"), Language::German);
        assert_eq!(
            language("Bonjour, pourriez-vous m'envoyer le rapport avant la fin de la semaine ?").code(),
            "fr"
        );
        assert_eq!(
            language("Gracias por su mensaje, le enviaremos la información que necesita mañana.").code(),
            "es"
        );
        assert_eq!(language(""), Language::English);
    }
}
