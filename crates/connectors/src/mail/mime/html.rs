//! HTML to text and links in one pass over the tokens of html5gum (the WHATWG tokenizer).
//!
//! No tree is built, so that neither depth nor unclosed tags cost anything: the time is linear in the input.

use super::links::Links;
use super::{TEXT_BYTES, text};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// What lies behind is not read; mails with so much mark-up carry pictures in it.
const HTML_BYTES: usize = 2 * 1024 * 1024;
const QUOTES: usize = 5;

pub struct Page {
    pub text: String,
    /// Has a `<script type="application/ld+json">` (schema.org data).
    pub has_linked_data: bool,
}

/// Reads what a reader would see, line by line, with `> ` before quotations; adds the links.
pub fn read(html: &str, links: &mut Links) -> Page {
    let mut reader = Reader::new(links);
    let mut emitter = CallbackEmitter::new(Events(&mut reader));
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(text::cut(html, HTML_BYTES), Unchecked(emitter));
    // The emitter hands out no tokens: asking for the first reads to the end.
    let none: Option<Result<Infallible, Infallible>> = { tokens }.next();
    debug_assert!(none.is_none());
    reader.finish()
}

struct Events<'r, 'l>(&'r mut Reader<'l>);

impl Callback<Infallible, ()> for Events<'_, '_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Infallible> {
        self.0.event(&event);
        None
    }
}

/// Leaves out the reports of bad characters, which take a quarter of the time and nobody reads.
struct Unchecked<'r, 'l>(CallbackEmitter<Events<'r, 'l>>);

impl ForwardingEmitter for Unchecked<'_, '_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Reader<'l> {
    links: &'l mut Links,
    out: String,
    /// The tag whose attributes are being read.
    tag: Vec<u8>,
    attribute: Attribute,
    attributes: Attributes,
    anchor: Option<Anchor>,
    /// Text ranges that belong to anchors.
    taken: Vec<Range<usize>>,
    /// An element that is not shown, and how often its name is open inside.
    hidden: Option<(Vec<u8>, usize)>,
    base: Option<url::Url>,
    quotes: usize,
    verbatim: usize,
    blank_lines: u8,
    space: bool,
    has_linked_data: bool,
}

#[derive(Default)]
struct Attributes {
    href: Option<String>,
    action: Option<String>,
    alt: Option<String>,
    kind: Option<String>,
    style_hides: bool,
}

#[derive(Clone, Copy, Default)]
enum Attribute {
    Href,
    Action,
    Alt,
    Kind,
    Style,
    #[default]
    Other,
}

struct Anchor {
    href: String,
    start: usize,
    /// Words of pictures in it.
    alt: String,
}

impl<'l> Reader<'l> {
    fn new(links: &'l mut Links) -> Self {
        Self {
            links,
            out: String::new(),
            tag: Vec::new(),
            attribute: Attribute::Other,
            attributes: Attributes::default(),
            anchor: None,
            taken: Vec::new(),
            hidden: None,
            base: None,
            quotes: 0,
            verbatim: 0,
            blank_lines: 0,
            space: false,
            has_linked_data: false,
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                self.tag.extend_from_slice(name);
                self.attributes = Attributes::default();
                self.attribute = Attribute::Other;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = match *name {
                    b"href" => Attribute::Href,
                    b"action" => Attribute::Action,
                    b"alt" => Attribute::Alt,
                    b"type" => Attribute::Kind,
                    b"style" => Attribute::Style,
                    b"hidden" => {
                        self.attributes.style_hides = true;
                        Attribute::Other
                    }
                    _ => Attribute::Other,
                };
            }
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { .. } => self.open(),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } => self.words(value),
            _ => {}
        }
    }

    /// The first of two equal attributes counts.
    fn value(&mut self, value: &[u8]) {
        let slot = match self.attribute {
            Attribute::Href => &mut self.attributes.href,
            Attribute::Action => &mut self.attributes.action,
            Attribute::Alt => &mut self.attributes.alt,
            Attribute::Kind => &mut self.attributes.kind,
            Attribute::Style => {
                self.attributes.style_hides |= hides(value);
                return;
            }
            Attribute::Other => return,
        };
        if slot.is_none() {
            *slot = Some(String::from_utf8_lossy(value).into_owned());
        }
    }

    fn open(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        let attributes = std::mem::take(&mut self.attributes);
        self.start(&tag, attributes);
        self.tag = tag;
    }

    fn start(&mut self, tag: &[u8], attributes: Attributes) {
        let void = is_void(tag);
        if let Some((name, depth)) = &mut self.hidden {
            if name == tag && !void {
                *depth += 1;
            }
        } else if !void && (attributes.style_hides || is_unseen(tag)) {
            self.hidden = Some((tag.to_vec(), 1));
        }
        match tag {
            b"a" | b"area" => {
                self.end_anchor();
                if let Some(href) = attributes.href {
                    let href = self.absolute(&href);
                    if tag == b"area" {
                        self.links.anchor(&href, attributes.alt.as_deref().unwrap_or_default());
                    } else {
                        self.anchor = Some(Anchor { href, start: self.out.len(), alt: String::new() });
                    }
                }
            }
            b"base" => self.base = self.base.take().or_else(|| url::Url::parse(attributes.href?.trim()).ok()),
            b"form" => {
                if let Some(action) = attributes.action {
                    let action = self.absolute(&action);
                    self.links.anchor(&action, "");
                }
                self.line(1);
            }
            b"script" => {
                let kind = attributes.kind.unwrap_or_default();
                self.has_linked_data |= kind.trim().eq_ignore_ascii_case("application/ld+json");
            }
            b"img" => {
                if let Some(alt) = attributes.alt.filter(|alt| !alt.trim().is_empty()) {
                    self.words(b" ");
                    self.words(alt.as_bytes());
                    self.words(b" ");
                    if self.hidden.is_some()
                        && let Some(anchor) = &mut self.anchor
                    {
                        anchor.alt.push_str(text::cut(&alt, 200));
                    }
                }
            }
            b"br" => self.break_line(),
            b"hr" => self.line(1),
            b"li" => {
                self.line(1);
                self.words(b"-");
                self.space = true;
            }
            b"td" | b"th" => self.space = true,
            b"pre" => {
                self.line(1);
                self.verbatim += 1;
            }
            b"blockquote" => {
                self.line(1);
                self.quotes += 1;
            }
            _ => self.line(lines_around(tag)),
        }
    }

    fn close(&mut self, tag: &[u8]) {
        if let Some((name, depth)) = &mut self.hidden
            && name == tag
        {
            *depth -= 1;
            if *depth == 0 {
                self.hidden = None;
            }
        }
        match tag {
            b"a" => self.end_anchor(),
            b"td" | b"th" => self.space = true,
            b"pre" => {
                self.verbatim = self.verbatim.saturating_sub(1);
                self.line(1);
            }
            b"blockquote" => {
                self.line(1);
                self.quotes = self.quotes.saturating_sub(1);
            }
            _ => self.line(lines_around(tag)),
        }
    }

    fn words(&mut self, value: &[u8]) {
        if self.hidden.is_some() || self.out.len() >= TEXT_BYTES {
            return;
        }
        let value = String::from_utf8_lossy(value);
        if self.verbatim > 0 {
            return self.lines(&value);
        }
        let mut rest = value.as_ref();
        while let Some(start) = rest.find(|c: char| !c.is_whitespace()) {
            self.space |= start > 0;
            let (_, run) = rest.split_at(start);
            let end = run.find(char::is_whitespace).unwrap_or(run.len());
            let (word, after) = run.split_at(end);
            self.word(word);
            rest = after;
        }
        self.space |= !rest.is_empty();
    }

    fn word(&mut self, word: &str) {
        if word.is_ascii() && !word.bytes().any(|b| b.is_ascii_control()) {
            self.begin();
            self.out.push_str(word);
        } else {
            for c in word.chars().filter(|c| !c.is_control() && !is_filler(*c)) {
                self.begin();
                self.out.push(c);
            }
        }
    }

    /// Preformatted text: spaces and line ends count.
    fn lines(&mut self, value: &str) {
        for c in value.chars() {
            if c == '\n' {
                self.break_line();
            } else if c.is_whitespace() {
                self.start_line();
                self.out.push(' ');
            } else if !c.is_control() && !is_filler(c) {
                self.begin();
                self.out.push(c);
            }
        }
    }

    /// What stands before the next visible character.
    fn begin(&mut self) {
        if !self.start_line() && self.space {
            self.out.push(' ');
        }
        self.space = false;
        self.blank_lines = 0;
    }

    fn start_line(&mut self) -> bool {
        let starts = self.at_line_start();
        for _ in 0..if starts { self.quotes.min(QUOTES) } else { 0 } {
            self.out.push_str("> ");
        }
        starts
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// Ends the line and leaves `blank` lines at most: 1 ends it, 2 leaves one line free, 0 does nothing.
    fn line(&mut self, ends: u8) {
        if ends == 0 {
            return;
        }
        self.space = false;
        if self.out.is_empty() {
            return;
        }
        let have = if self.at_line_start() { 1 + self.blank_lines } else { 0 };
        for _ in have..ends {
            self.new_line();
        }
    }

    fn break_line(&mut self) {
        self.space = false;
        if !self.out.is_empty() && self.blank_lines < 1 && self.hidden.is_none() {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        if self.at_line_start() {
            self.blank_lines += 1;
        }
        if self.out.len() < TEXT_BYTES {
            self.out.push('\n');
        }
    }

    fn end_anchor(&mut self) {
        if let Some(anchor) = self.anchor.take() {
            let seen = self.out.get(anchor.start..).unwrap_or_default();
            let words = if seen.trim().is_empty() { anchor.alt.as_str() } else { seen };
            self.links.anchor(&anchor.href, words);
            self.taken.push(anchor.start..self.out.len());
        }
    }

    fn absolute(&self, href: &str) -> String {
        let href = href.trim();
        match &self.base {
            Some(base)
                if !href.starts_with('#')
                    && url::Url::parse(href) == Err(url::ParseError::RelativeUrlWithoutBase) =>
            {
                base.join(href).map_or_else(|_| href.to_owned(), String::from)
            }
            _ => href.to_owned(),
        }
    }

    fn finish(mut self) -> Page {
        self.end_anchor();
        self.links.bare(&self.out, &self.taken);
        self.out.truncate(text::cut(&self.out, TEXT_BYTES).trim_end().len());
        Page { text: self.out, has_linked_data: self.has_linked_data }
    }
}

fn lines_around(tag: &[u8]) -> u8 {
    match tag {
        b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"ul" | b"ol" | b"dl" => 2,
        b"div" | b"tr" | b"table" | b"li" | b"dt" | b"dd" | b"section" | b"article" | b"header"
        | b"footer" | b"main" | b"nav" | b"aside" | b"address" | b"center" | b"fieldset" | b"figure"
        | b"form" | b"body" | b"caption" | b"tbody" | b"thead" | b"tfoot" | b"option" => 1,
        _ => 0,
    }
}

fn is_void(tag: &[u8]) -> bool {
    matches!(
        tag,
        b"br"
            | b"img"
            | b"input"
            | b"hr"
            | b"meta"
            | b"link"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"source"
            | b"track"
            | b"wbr"
            | b"param"
    )
}

fn is_unseen(tag: &[u8]) -> bool {
    matches!(tag, b"script" | b"style" | b"title" | b"template")
}

fn hides(style: &[u8]) -> bool {
    let has = |word: &[u8]| style.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    // Nearly all styles end here, and there are hundreds of them in a newsletter.
    if !has(b"none") && !has(b"hid") {
        return false;
    }
    let style: String =
        style.iter().filter(|b| !b.is_ascii_whitespace()).map(|b| b.to_ascii_lowercase() as char).collect();
    ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|word| style.contains(word))
}

/// Characters of no width with which senders pad previews and break up words.
fn is_filler(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{200B}' | '\u{200C}' | '\u{2060}' | '\u{FEFF}')
}
