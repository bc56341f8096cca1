//! Links of a message, each pair of target and words once, in the order of appearance.

use super::{LINKS, text};
use domain::item::Link;
use linkify::{LinkFinder, LinkKind};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A longer target is cut: its host is at the start.
const TARGET_BYTES: usize = 4096;
const WORDS_BYTES: usize = 500;

static FINDER: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    finder
});

#[derive(Default)]
pub struct Links {
    found: Vec<Link>,
    targets: HashSet<String>,
    pairs: HashSet<(String, String)>,
}

impl Links {
    /// An anchor, or anything else in HTML that takes the reader away.
    pub fn anchor(&mut self, href: &str, words: &str) {
        let href = text::cut(href.trim(), TARGET_BYTES);
        if href.is_empty() || href.starts_with('#') {
            return;
        }
        let words = text::cut(words, WORDS_BYTES).split_whitespace().collect::<Vec<_>>().join(" ");
        self.add(href.to_owned(), words);
    }

    /// The URLs that stand in text outside `taken`, as mail programs make them clickable.
    pub fn bare(&mut self, text: &str, taken: &[Range<usize>]) {
        // Most texts have none; looking is the dear part.
        if !text.contains("://") && !text.contains("www.") && !text.contains("WWW.") {
            return;
        }
        let mut taken = taken.iter().peekable();
        for link in FINDER.links(text) {
            while taken.peek().is_some_and(|range| range.end <= link.start()) {
                taken.next();
            }
            if taken.peek().is_some_and(|range| range.start < link.end()) || self.found.len() >= LINKS {
                continue;
            }
            let target = text::cut(link.as_str(), TARGET_BYTES);
            let target = match target.get(..4) {
                _ if target.contains("://") => target.to_owned(),
                Some(www) if www.eq_ignore_ascii_case("www.") => format!("http://{target}"),
                _ => continue,
            };
            if !self.targets.contains(&target) {
                self.add(target, String::new());
            }
        }
    }

    pub fn into_vec(self) -> Vec<Link> {
        self.found
    }

    fn add(&mut self, href: String, words: String) {
        if self.found.len() < LINKS && self.pairs.insert((href.clone(), words.clone())) {
            self.targets.insert(href.clone());
            self.found.push(Link { href, text: words });
        }
    }
}
