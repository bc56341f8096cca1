//! Second chances for responses that the grammar refuses: nothing of a mailbox may stay unseen because a server
//! wrote a flag or a folder name in a way that the standard forbids.

/// Variants to try in turn, each further from what the server said.
pub(super) fn variants(text: &[u8], is_status: bool) -> Vec<Vec<u8>> {
    if is_status {
        return vec![plain_text(text)];
    }
    let mut variants = Vec::new();
    if starts_with_word(text, b"LIST") && text.iter().any(|byte| *byte >= 0x80) {
        variants.extend(quoted_as_literal(text));
    }
    if let Some(known) = with_known_flags(text) {
        variants.extend(without_date(&known));
        variants.insert(variants.len().saturating_sub(1), known);
    }
    variants
}

/// Text for people is often in their language, which the standard forbids, or missing.
fn plain_text(text: &[u8]) -> Vec<u8> {
    let line = text.strip_suffix(b"\r\n").unwrap_or(text);
    let mut fixed: Vec<u8> = line.iter().map(|byte| if byte.is_ascii() { *byte } else { b'?' }).collect();
    if let [.., b'O', b'K'] | [.., b'N', b'O'] | [.., b'B', b'A', b'D'] | [.., b']'] = &fixed[..] {
        fixed.extend(b" -");
    }
    fixed.extend(b"\r\n");
    fixed
}

/// An 8-bit folder name may not be quoted, but may be a literal.
fn quoted_as_literal(text: &[u8]) -> Option<Vec<u8>> {
    let line = text.strip_suffix(b"\r\n")?.strip_suffix(b"\"")?;
    let mut open = line.len();
    loop {
        open = line[..open].iter().rposition(|byte| *byte == b'"')?;
        let escapes = line[..open].iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            break;
        }
    }
    let mut name = Vec::new();
    let mut bytes = line[open + 1..].iter();
    while let Some(byte) = bytes.next() {
        name.push(if *byte == b'\\' { *bytes.next()? } else { *byte });
    }
    let mut fixed = line[..open].to_vec();
    fixed.extend(format!("{{{}}}\r\n", name.len()).into_bytes());
    fixed.extend(name);
    fixed.extend(b"\r\n");
    Some(fixed)
}

/// Only the flags that items care about; keywords come in every shape.
fn with_known_flags(text: &[u8]) -> Option<Vec<u8>> {
    let open = find(text, b"FLAGS (")? + b"FLAGS (".len();
    let close = open + text[open..].iter().position(|byte| *byte == b')')?;
    let known: Vec<&[u8]> = text[open..close]
        .split(|byte| *byte == b' ')
        .filter(|flag| {
            [&b"\\Seen"[..], b"\\Flagged", b"\\Answered"].iter().any(|known| known.eq_ignore_ascii_case(flag))
        })
        .collect();
    Some([&text[..open], &known.join(&b' '), &text[close..]].concat())
}

fn without_date(text: &[u8]) -> Option<Vec<u8>> {
    let start = find(text, b"INTERNALDATE \"")?;
    let open = start + b"INTERNALDATE \"".len();
    let close = open + text[open..].iter().position(|byte| *byte == b'"')? + 1;
    let after = text[close..].strip_prefix(b" ").unwrap_or(&text[close..]);
    Some([&text[..start], after].concat())
}

fn starts_with_word(text: &[u8], word: &[u8]) -> bool {
    text.strip_prefix(b"* ")
        .and_then(|rest| rest.get(..word.len()))
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        variants(text.as_bytes(), false)
            .into_iter()
            .map(|variant| String::from_utf8(variant).unwrap())
            .collect()
    }

    #[test]
    fn odd_flags_and_dates() {
        assert_eq!(
            texts("* 1 FETCH (UID 7 FLAGS (\\seen a{b \\Flagged) INTERNALDATE \"yesterday\" BODY[] NIL)\r\n"),
            [
                "* 1 FETCH (UID 7 FLAGS (\\seen \\Flagged) INTERNALDATE \"yesterday\" BODY[] NIL)\r\n",
                "* 1 FETCH (UID 7 FLAGS (\\seen \\Flagged) BODY[] NIL)\r\n",
            ]
        );
    }

    #[test]
    fn status_text_in_a_language_or_missing() {
        let fixed = |text: &str| String::from_utf8(variants(text.as_bytes(), true).remove(0)).unwrap();
        assert_eq!(
            fixed("f1 NO [TRYCREATE] kein Ordner für Sie\r\n"),
            "f1 NO [TRYCREATE] kein Ordner f??r Sie\r\n"
        );
        assert_eq!(fixed("f1 OK\r\n"), "f1 OK -\r\n");
        assert_eq!(fixed("* OK [UIDNEXT 3]\r\n"), "* OK [UIDNEXT 3] -\r\n");
    }

    #[test]
    fn an_8_bit_name() {
        assert_eq!(texts("* LIST () \"/\" \"Entwü\\\"rfe\"\r\n"), ["* LIST () \"/\" {10}\r\nEntwü\"rfe\r\n"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80)) {
            variants(&text, true);
            variants(&text, false);
            variants(&[b"* LIST () \"/\" ", &text[..], b"\"\r\n"].concat(), false);
            variants(&[b"* 1 FETCH (FLAGS (", &text[..], b"\r\n"].concat(), false);
        }
    }
}
