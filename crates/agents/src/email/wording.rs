//! The sentences of a template reply, by language, manner and what the mail asks.

use super::salutation::Manner;
use crate::language::Language;
use jiff::civil::{Date, Weekday};

/// What the reply is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Question,
    Request,
    Meeting,
    Nothing,
}

/// `echo` is the sender's own question without links; `due` the day that it names.
pub fn body(
    language: Language,
    manner: Manner,
    about: About,
    echo: Option<&str>,
    due: Option<Date>,
) -> String {
    match language {
        Language::German => german(manner, about, echo, due),
        _ => english(about, echo, due),
    }
}

fn english(about: About, echo: Option<&str>, due: Option<Date>) -> String {
    let opening = match (about, echo) {
        (About::Question, Some(echo)) => format!("Thank you for your message. You asked: “{echo}”"),
        (About::Request, Some(echo)) => {
            format!("Thank you for your message. I have noted your request: “{echo}”")
        }
        (About::Meeting, Some(echo)) => format!("Thank you for suggesting a time. You wrote: “{echo}”"),
        _ => "Thank you for your message.".to_owned(),
    };
    let answer = match (about, due) {
        (About::Meeting, _) => {
            "That works for me in principle: I will check my calendar and confirm, or suggest another time."
                .to_owned()
        }
        (About::Nothing, None) => "I will get back to you.".to_owned(),
        (_, Some(day)) => format!("I will let you have my answer by {}.", english_day(day)),
        (About::Question, None) => {
            "I will look into it and get back to you with an answer shortly.".to_owned()
        }
        (_, None) => "I will take care of it and get back to you shortly.".to_owned(),
    };
    format!("{opening}\n\n{answer}")
}

fn german(manner: Manner, about: About, echo: Option<&str>, due: Option<Date>) -> String {
    let formal = manner == Manner::Formal;
    let thanks = if formal { "vielen Dank für Ihre Nachricht." } else { "danke für deine Nachricht." };
    let pronoun = if formal { "Ihnen" } else { "dir" };
    let opening = match (about, echo) {
        (About::Question, Some(echo)) => {
            format!("{thanks} Zu {} Frage: „{echo}“", if formal { "Ihrer" } else { "deiner" })
        }
        (About::Request, Some(echo)) => {
            format!("{thanks} Zu {} Bitte: „{echo}“", if formal { "Ihrer" } else { "deiner" })
        }
        (About::Meeting, Some(echo)) => {
            format!("{thanks} Zu {} Terminvorschlag: „{echo}“", if formal { "Ihrem" } else { "deinem" })
        }
        _ => thanks.to_owned(),
    };
    let answer = match (about, due) {
        (About::Meeting, _) => format!(
            "Das passt mir grundsätzlich. Ich sehe in meinem Kalender nach und bestätige {pronoun} den Termin oder schlage einen anderen vor."
        ),
        (About::Nothing, None) => format!("Ich melde mich bei {pronoun}."),
        (_, Some(day)) => format!("Ich gebe {pronoun} bis {} Bescheid.", german_day(day)),
        (About::Question, None) => format!("Ich kläre das und gebe {pronoun} in Kürze eine Antwort."),
        (_, None) => format!("Ich kümmere mich darum und melde mich in Kürze bei {pronoun}."),
    };
    format!("{opening}\n\n{answer}")
}

fn english_day(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let weekday = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    let month =
        usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{weekday}, {} {month}", day.day())
}

fn german_day(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => "Montag",
        Weekday::Tuesday => "Dienstag",
        Weekday::Wednesday => "Mittwoch",
        Weekday::Thursday => "Donnerstag",
        Weekday::Friday => "Freitag",
        Weekday::Saturday => "Samstag",
        Weekday::Sunday => "Sonntag",
    };
    format!("{weekday}, {}.{}.", day.day(), day.month())
}
