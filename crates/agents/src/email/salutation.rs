//! How a reply addresses its reader: as the mail itself does, formally or by first name.

use crate::language::Language;
use crate::text::Reading;
use domain::Address;
use unicode_segmentation::UnicodeSegmentation;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Informal,
    Formal,
}

/// German tells by its pronouns; English is by first name.
pub fn manner(reading: &Reading) -> Manner {
    if reading.language != Language::German {
        return Manner::Informal;
    }
    let padded = format!(" {} ", reading.body());
    let count = |words: &[&str]| words.iter().map(|w| padded.matches(w).count()).sum::<usize>();
    let informal = count(&[
        " du ", " dir ", " dich ", " dein", " ihr ", " euch ", " eure", " du,", " dir,", " du?", " dir?",
    ]);
    let formal = count(&["sehr geehrte", " sie ", " ihnen", " ihre ", " ihren ", " ihrer ", "guten tag"]);
    if informal >= formal.max(1) || padded.contains("liebe gruesse") || padded.contains(" lg ") {
        Manner::Informal
    } else {
        Manner::Formal
    }
}

pub fn greeting(to: &Address, language: Language, manner: Manner) -> String {
    let name = first_name(to);
    match (language, manner, name) {
        (Language::German, Manner::Formal, _) => match full_name(to) {
            Some(name) => format!("Guten Tag {name},"),
            None => "Guten Tag,".to_owned(),
        },
        (Language::German, Manner::Informal, Some(name)) => format!("Hallo {name},"),
        (Language::German, Manner::Informal, None) => "Hallo,".to_owned(),
        (_, _, Some(name)) => format!("Hi {name},"),
        (_, _, None) => "Hello,".to_owned(),
    }
}

pub fn closing(language: Language, manner: Manner) -> &'static str {
    match (language, manner) {
        (Language::German, Manner::Formal) => "Mit freundlichen Grüßen",
        (Language::German, Manner::Informal) => "Viele Grüße",
        _ => "Best regards,",
    }
}

/// The name of a person, from "Dana Whitfield" or "Whitfield, Dana"; none for offices and addresses.
fn full_name(address: &Address) -> Option<String> {
    let name = address.name.as_deref()?.trim().trim_matches(['"', '\'']);
    let name = match name.split_once(',') {
        Some((last, first)) => format!("{} {}", first.trim(), last.trim()),
        None => name.split(['(', '|', '/']).next()?.trim().to_owned(),
    };
    const OFFICES: &[&str] = &[
        "team",
        "support",
        "service",
        "info",
        "office",
        "gmbh",
        "ag",
        "inc",
        "ltd",
        "llc",
        "billing",
        "praxis",
        "kanzlei",
        "verein",
        "e.v.",
        "hotel",
        "noreply",
        "buchhaltung",
        "via",
        "group",
        "kundenservice",
        "department",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = (1..=4).contains(&words.len())
        && words.iter().all(|w| w.chars().all(|c| c.is_alphabetic() || "-.'’".contains(c)))
        && !words.iter().any(|w| OFFICES.contains(&w.to_lowercase().as_str()))
        && name.graphemes(true).count() <= 40;
    person.then_some(name)
}

fn first_name(address: &Address) -> Option<String> {
    const TITLES: &[&str] = &[
        "dr.",
        "dr",
        "prof.",
        "prof",
        "mr.",
        "mr",
        "mrs.",
        "mrs",
        "ms.",
        "ms",
        "herr",
        "frau",
        "dipl.-ing.",
    ];
    let name = full_name(address)?;
    let first = name.split_whitespace().find(|w| !TITLES.contains(&w.to_lowercase().as_str()))?;
    (first.chars().count() > 1 && !first.ends_with('.')).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(name: &str) -> String {
        greeting(&Address::new(Some(name), "a@b.example"), Language::English, Manner::Informal)
    }

    #[test]
    fn greets_people_by_first_name_and_offices_without() {
        assert_eq!(hello("Dana Whitfield"), "Hi Dana,");
        assert_eq!(hello("Whitfield, Dana"), "Hi Dana,");
        assert_eq!(hello("Dr. Hans Vogt"), "Hi Hans,");
        assert_eq!(hello("Acme Support"), "Hello,");
        assert_eq!(hello("https://evil.example"), "Hello,");
        let formal =
            greeting(&Address::new(Some("Hans Vogt"), "a@b.example"), Language::German, Manner::Formal);
        assert_eq!(formal, "Guten Tag Hans Vogt,");
    }
}
