//! The text of a message: its plain part, or its HTML part converted; and the links of both.

use super::links::Links;
use super::parts::{Tree, note};
use super::{TEXT_BYTES, html};
use domain::source::ParsedMail;

pub fn fill(tree: &Tree<'_>, mail: &mut ParsedMail) {
    let mut links = Links::default();
    let mut pages: Vec<(u32, String)> = Vec::new();
    for part in tree.html_parts() {
        let page = html::read(&tree.text(part), &mut links);
        mail.has_html = true;
        if page.has_linked_data {
            note(mail, "application/ld+json");
        }
        pages.push((part, page.text));
    }
    let mut text = String::new();
    for part in tree.text_parts() {
        // Where a place in the body has no plain version, its HTML has just been read above.
        if !tree.is_html(part) {
            let more = plain(&tree.text(part));
            links.bare(&more, &[]);
            append(&mut text, &more);
        } else if let Some((_, page)) = pages.iter().find(|(read, _)| *read == part) {
            append(&mut text, page);
        }
    }
    if text.trim().is_empty() {
        text.clear();
        pages.iter().for_each(|(_, page)| append(&mut text, page));
    }
    mail.text = text;
    mail.links = links.into_vec();
}

/// Line ends as `\n`, no control characters, no trailing space, at most `TEXT_BYTES`.
pub fn plain(text: &str) -> String {
    let text = cut(text, TEXT_BYTES);
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.trim_end();
        if line.contains(|c: char| c.is_control()) {
            out.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

pub fn head(raw: &[u8]) -> &[u8] {
    raw.get(..TEXT_BYTES).unwrap_or(raw)
}

/// The longest start of `text` of at most `bytes` bytes that ends between characters.
pub fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

fn append(text: &mut String, more: &str) {
    if more.is_empty() || text.len() >= TEXT_BYTES {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(cut(more, TEXT_BYTES - text.len()));
}
