//! The sender's own words: without quotes, signatures, disclaimers and subscription footers.

/// What is left, and what was found on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    pub text: String,
    /// Someone else's mail is passed on.
    pub forwarded: bool,
    /// An earlier mail of the thread is quoted.
    pub quotes: bool,
}

/// Own words shorter than this say nothing; the forwarded or quoted text is then read too.
const MEANINGFUL: usize = 20;
/// A signature has no more lines than this.
const SIGNATURE_LINES: usize = 12;

pub fn own_words(text: &str) -> Own {
    let lines: Vec<&str> = text.lines().collect();
    let mut own = Own::default();
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].trim();
        if line.starts_with('>') {
            own.quotes = true;
        } else if let Some(skip) = attribution(&lines[at..]) {
            own.quotes = true;
            let rest = lines[at + skip..].iter().map(|l| l.trim()).find(|l| !l.is_empty());
            if rest.is_some_and(|l| !l.starts_with('>')) {
                break;
            }
            at += skip;
            continue;
        } else if starts_forward(line) {
            own.forwarded = true;
            if meaningful(&kept) {
                break;
            }
        } else if starts_original(line, &lines[at..]) {
            own.quotes = true;
            if meaningful(&kept) {
                break;
            }
        } else if (line == "--" || line == "__" || is_device_line(line)) && meaningful(&kept)
            || is_closing(line) && short_rest(&lines[at + 1..])
        {
            at = after_signature(&lines, at);
            continue;
        } else if starts_disclaimer(line) {
            while at < lines.len() && !lines[at].trim().is_empty() {
                at += 1;
            }
            continue;
        } else {
            kept.push(lines[at]);
        }
        at += 1;
    }
    own.text = kept.join("\n").trim().to_owned();
    if own.text.is_empty() && lines.iter().all(|line| line.trim().is_empty() || line.trim().starts_with('>'))
    {
        own.text = text.lines().map(|l| l.trim_start_matches(['>', ' '])).collect::<Vec<_>>().join(
            "
",
        );
    }
    own
}

fn meaningful(kept: &[&str]) -> bool {
    kept.iter().map(|l| l.trim().len()).sum::<usize>() >= MEANINGFUL
}

/// "On … wrote:" and "Am … schrieb …:", which programs wrap over up to three lines.
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if !first.ends_with(':') && !first.starts_with(['O', 'A', 'L', 'E', 'I']) {
        return None;
    }
    let opens = ["On ", "Am ", "Le ", "El ", "Op ", "Il "].iter().any(|w| first.starts_with(w));
    if !opens && !first.contains(" schrieb") && !first.contains(" wrote") {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in lines.iter().take(3).enumerate() {
        joined.push_str(line.trim());
        joined.push(' ');
        let whole = joined.trim_end();
        if whole.ends_with(':') {
            let said = [" wrote:", " schrieb", " a écrit", " escribió", " ha scritto"]
                .iter()
                .any(|w| whole.contains(w));
            let dated = whole.chars().any(|c| c.is_ascii_digit()) || whole.contains('@');
            return (said && dated).then_some(count + 1);
        }
    }
    None
}

fn starts_forward(line: &str) -> bool {
    let line = line.trim_matches(['-', '*', ' ', ':']).to_lowercase();
    matches!(
        line.as_str(),
        "forwarded message"
            | "begin forwarded message"
            | "weitergeleitete nachricht"
            | "anfang der weitergeleiteten nachricht"
            | "anfang der weitergeleiteten e-mail"
            | "weitergeleitete e-mail"
    )
}

/// Outlook's marker or its block of headers.
fn starts_original(line: &str, rest: &[&str]) -> bool {
    let bare = line.trim_matches(['-', ' ', '_']);
    if line.starts_with("--")
        && (bare == "Original Message" || bare == "Ursprüngliche Nachricht" || bare == "Original-Nachricht")
    {
        return true;
    }
    let header = |names: &[&str]| {
        rest.iter().take(6).any(|l| names.iter().any(|n| l.trim_start_matches(['*', ' ']).starts_with(n)))
    };
    (line.starts_with("From:")
        || line.starts_with("Von:")
        || line.starts_with("*From:")
        || line.starts_with("*Von:"))
        && header(&["Sent:", "Date:", "Gesendet:", "Datum:"])
        && header(&["To:", "Subject:", "An:", "Betreff:"])
}

fn is_device_line(line: &str) -> bool {
    [
        "Sent from my ",
        "Sent from Outlook",
        "Get Outlook for",
        "Von meinem ",
        "Gesendet von meinem",
        "Gesendet mit der",
        "Diese Nachricht wurde von meinem",
    ]
    .iter()
    .any(|w| line.starts_with(w))
}

fn is_closing(line: &str) -> bool {
    const CLOSINGS: &[&str] = &[
        "best regards",
        "kind regards",
        "warm regards",
        "warmest regards",
        "regards",
        "best wishes",
        "with best wishes",
        "best",
        "all the best",
        "cheers",
        "sincerely",
        "yours sincerely",
        "yours faithfully",
        "sincerely yours",
        "yours",
        "yours truly",
        "respectfully",
        "thanks",
        "many thanks",
        "thanks a lot",
        "thanks again",
        "thank you",
        "thanks so much",
        "thx",
        "with thanks",
        "thanks in advance",
        "love",
        "lots of love",
        "take care",
        "talk soon",
        "see you",
        "see you soon",
        "xx",
        "xoxo",
        "warmly",
        "cordially",
        "br",
        "kr",
        "mit freundlichen grüßen",
        "mit freundlichem gruß",
        "freundliche grüße",
        "viele grüße",
        "liebe grüße",
        "beste grüße",
        "herzliche grüße",
        "schöne grüße",
        "sonnige grüße",
        "mit besten grüßen",
        "mit herzlichen grüßen",
        "mit lieben grüßen",
        "mit vielen grüßen",
        "besten gruß",
        "lieben gruß",
        "viele liebe grüße",
        "gruß",
        "grüße",
        "lg",
        "vg",
        "mfg",
        "bg",
        "hochachtungsvoll",
        "danke",
        "vielen dank",
        "besten dank",
        "danke dir",
        "danke euch",
        "danke im voraus",
        "bis bald",
        "bis dann",
        "alles liebe",
        "alles gute",
        "dein",
        "deine",
        "ihr",
        "ihre",
        "mit freundlichen grussen",
        "mit freundlichen gruessen",
        "viele gruesse",
        "liebe gruesse",
        "beste gruesse",
        "herzlichst",
        "servus",
        "bussi",
        "pfiat di",
        "hugs",
        "kuss",
        "greetings",
    ];
    if line.len() > 60 || line.is_empty() {
        return false;
    }
    let head = line.split([',', '!', '.', '\u{2013}']).next().unwrap_or_default();
    let head = head.trim().to_lowercase();
    // "Thanks, Dana" and "Viele Grüße aus Wien" end a mail; "Thanks for the draft, …" does not.
    let tail = line.get(head.len()..).unwrap_or_default().trim_matches([',', '!', '.', ' ']);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let named = tail.split_whitespace().count() <= 3 && tail.split_whitespace().all(capital);
    (CLOSINGS.contains(&head.as_str()) && named)
        || [
            "viele grüße ",
            "liebe grüße ",
            "beste grüße ",
            "herzliche grüße ",
            "schöne grüße ",
            "mit freundlichen grüßen ",
            "lg ",
            "vg ",
        ]
        .iter()
        .any(|c| head.starts_with(c) && head.split_whitespace().count() <= 6)
}

/// What follows a closing is a signature only if it is short and ends the sender's own part.
fn short_rest(rest: &[&str]) -> bool {
    let mut count = 0;
    for (at, line) in rest.iter().enumerate() {
        let line = line.trim();
        if line.starts_with('>')
            || starts_forward(line)
            || starts_original(line, &rest[at..])
            || attribution(&rest[at..]).is_some()
        {
            break;
        }
        if starts_disclaimer(line) || line == "--" {
            break;
        }
        count += usize::from(!line.is_empty());
        if line.len() > 160 || line.ends_with('?') {
            return false;
        }
    }
    count <= SIGNATURE_LINES
}

/// Past the signature: at a postscript, a quote or a forward, else at the end.
fn after_signature(lines: &[&str], closing: usize) -> usize {
    (closing + 1..lines.len())
        .find(|at| {
            let line = lines[*at].trim();
            let postscript = ["PS", "P.S.", "P.S", "P. S.", "NB:", "Nachtrag"]
                .iter()
                .any(|p| line.strip_prefix(p).is_some_and(|rest| rest.starts_with([':', '.', ' ', ','])));
            postscript
                || line.starts_with('>')
                || starts_forward(line)
                || starts_original(line, &lines[*at..])
                || attribution(&lines[*at..]).is_some()
        })
        .unwrap_or(lines.len())
}

fn starts_disclaimer(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "this e-mail and any",
        "this email and any",
        "this message and any",
        "this e-mail is confidential",
        "this email is confidential",
        "this message is confidential",
        "this e-mail is intended",
        "this email is intended",
        "this message is intended",
        "this communication",
        "the information contained in this",
        "the information in this e",
        "confidentiality notice",
        "disclaimer",
        "if you are not the intended recipient",
        "if you have received this e",
        "diese e-mail enthält",
        "diese e-mail und",
        "diese nachricht enthält",
        "diese nachricht ist vertraulich",
        "der inhalt dieser e-mail",
        "diese mail enthält",
        "sollten sie nicht der richtige",
        "wenn sie nicht der richtige",
        "vertraulichkeitshinweis",
        "please consider the environment",
        "bitte prüfen sie, ob diese",
        "bitte denken sie an die umwelt",
        "you are receiving this",
        "you received this",
        "you're receiving this",
        "you get this email because",
        "sie erhalten diese e-mail",
        "sie erhalten diesen newsletter",
        "du erhältst diese",
        "du bekommst diese",
        "to unsubscribe",
        "unsubscribe",
        "abmelden",
        "vom newsletter abmelden",
        "manage your preferences",
        "manage preferences",
        "view in browser",
        "view this email in",
        "im browser ansehen",
        "©",
        "copyright ",
        "geschäftsführer",
        "registergericht",
        "sitz der gesellschaft",
        "amtsgericht",
        "ust-id",
        "impressum",
    ];
    if line.is_empty() {
        return false;
    }
    let head: String = line
        .chars()
        .skip_while(|c| matches!(c, '*' | '_' | '|' | '[' | ' '))
        .take(60)
        .collect::<String>()
        .to_lowercase();
    STARTS.iter().any(|s| head.starts_with(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_only_own_words() {
        let mail = "Hi Sam,\n\ncan you send the draft?\n\nBest regards,\nDana Whitfield\nNorthgate Labs\n\n\
                    On Tue, 3 Mar 2026 at 10:00, Sam <sam@user.example> wrote:\n> Old words\n> by Friday";
        let own = own_words(mail);
        assert_eq!(own.text, "Hi Sam,\n\ncan you send the draft?");
        assert!(own.quotes && !own.forwarded);
    }

    #[test]
    fn keeps_answers_between_quotes_and_postscripts() {
        let mail = "Am 3. März 2026 um 10:00 schrieb Sam:\n> Kommst du?\nJa, gern.\n> Wann?\nUm acht.\n\nLG\nMira\n\nPS: Bring Brot mit.";
        assert_eq!(own_words(mail).text, "Ja, gern.\nUm acht.\n\nPS: Bring Brot mit.");
    }

    #[test]
    fn cuts_outlook_blocks_and_disclaimers() {
        let mail = "Please see my answer in the file.\n\nVon: Sam\nGesendet: Montag\nAn: Dana\nBetreff: Alt\n\nAlt bis Freitag";
        assert_eq!(own_words(mail).text, "Please see my answer in the file.");
        let mail = "Done, it is on the server now.\n\nCONFIDENTIALITY NOTICE: This e-mail\nis secret.\n\nBye";
        assert_eq!(own_words(mail).text, "Done, it is on the server now.\n\n\nBye");
    }

    #[test]
    fn reads_a_bare_forward() {
        let own =
            own_words("FYI\n\n---------- Forwarded message ---------\nFrom: A\n\nThe rent is due on Friday.");
        assert!(own.forwarded && own.text.contains("rent is due"));
    }

    #[test]
    fn thanks_inside_a_mail_is_no_closing() {
        let mail = "Thanks for the draft, I will read it.\nCould you add a page?";
        assert_eq!(own_words(mail).text, mail);
    }
}
