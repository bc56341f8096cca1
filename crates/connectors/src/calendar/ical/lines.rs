//! Where components and content lines lie in the bytes (RFC 5545 §3.1): what edits leave alone, they never look at.

use std::borrow::Cow;
use std::ops::Range;

/// Real files nest three levels; deeper ones are attacks.
const DEPTH: usize = 16;
const COMPONENTS: usize = 100_000;

/// From the line BEGIN to the line END.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// In upper case.
    pub name: String,
    pub range: Range<usize>,
    /// Between those two lines.
    pub body: Range<usize>,
    pub children: Vec<Component>,
}

/// A content line with its folds and its line break.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub range: Range<usize>,
    /// Unfolded, without the line break.
    pub text: String,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    pub roots: Vec<Component>,
    pub problems: Vec<String>,
}

impl Line {
    /// In upper case; empty where the line has none.
    pub fn name(&self) -> String {
        let end = self.text.find([';', ':']).unwrap_or(0);
        self.text.get(..end).unwrap_or_default().trim().to_ascii_uppercase()
    }

    /// Everything between the name and the value, with its leading `;`.
    pub fn parameters(&self) -> &str {
        let start = self.text.find([';', ':']).unwrap_or(0);
        self.text.get(start..self.colon().unwrap_or(start)).unwrap_or_default()
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        parameters(self.parameters()).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| v)
    }

    pub fn value(&self) -> &str {
        self.colon().and_then(|colon| self.text.get(colon + 1..)).unwrap_or_default()
    }

    /// The first colon outside of quotes.
    fn colon(&self) -> Option<usize> {
        let mut quoted = false;
        self.text.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b':' && !quoted
        })
    }
}

/// `;NAME=value` pairs, quotes taken off.
pub(super) fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut quoted = false;
    let parts = text.split(move |letter| {
        quoted ^= letter == '"';
        letter == ';' && !quoted
    });
    parts.filter_map(|part| part.split_once('=')).map(|(name, value)| (name.trim(), value.trim_matches('"')))
}

/// Finds all components; what is not closed ends with what it lies in.
pub(super) fn index(bytes: &[u8]) -> Index {
    let mut index = Index::default();
    let mut open: Vec<Component> = Vec::new();
    let mut count = 0;
    for range in Lines::new(bytes, 0..bytes.len()) {
        let text = bytes.get(range.clone()).unwrap_or_default();
        let text = if range.start == 0 { text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text) } else { text };
        if let Some(name) = keyword(text, b"BEGIN:") {
            count += 1;
            if open.len() >= DEPTH || count > COMPONENTS {
                index
                    .problems
                    .push("It is nested too deep or has too many parts; the rest is not read.".into());
                break;
            }
            open.push(Component { name, range: range.clone(), body: range.end..range.end, children: vec![] });
        } else if let Some(name) = keyword(text, b"END:") {
            if !open.iter().any(|component| component.name == name) {
                index.problems.push(format!("{name} ends without having begun."));
                continue;
            }
            while let Some(component) = open.pop() {
                let is_it = component.name == name;
                let end = if is_it { range.clone() } else { range.start..range.start };
                if !is_it {
                    index.problems.push(format!("{} does not end.", component.name));
                }
                close(component, end, &mut open, &mut index.roots);
                if is_it {
                    break;
                }
            }
        } else if open.is_empty() && !text.trim_ascii().is_empty() && index.problems.is_empty() {
            index.problems.push("There are lines outside of any calendar.".into());
        }
    }
    while let Some(component) = open.pop() {
        index.problems.push(format!("{} does not end.", component.name));
        close(component, bytes.len()..bytes.len(), &mut open, &mut index.roots);
    }
    index
}

/// The component's own content lines, without those of its parts.
pub(super) fn own_lines<'a>(bytes: &'a [u8], component: &'a Component) -> impl Iterator<Item = Line> + 'a {
    let mut starts = vec![component.body.start];
    starts.extend(component.children.iter().map(|child| child.range.end));
    let mut ends: Vec<usize> = component.children.iter().map(|child| child.range.start).collect();
    ends.push(component.body.end);
    starts.into_iter().zip(ends).flat_map(move |(start, end)| Lines::new(bytes, start..end)).map(|range| {
        let text = unfolded(bytes.get(range.clone()).unwrap_or_default());
        Line { range, text }
    })
}

/// As UTF-8, or else as Latin-1, which fits any bytes.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// A fold may cut a character in two (RFC 5545 §3.1), so it is undone before decoding.
fn unfolded(line: &[u8]) -> String {
    let mut whole = Vec::with_capacity(line.len());
    for (number, piece) in line.split(|byte| *byte == b'\n').enumerate() {
        let piece = piece.strip_suffix(b"\r").unwrap_or(piece);
        let piece = if number > 0 { piece.get(1..).unwrap_or_default() } else { piece };
        whole.extend_from_slice(piece);
    }
    text(&whole).into_owned()
}

fn keyword(line: &[u8], word: &[u8]) -> Option<String> {
    let (start, rest) = line.split_at_checked(word.len())?;
    let is_it = start.eq_ignore_ascii_case(word);
    is_it.then(|| unfolded(rest).trim().to_ascii_uppercase())
}

fn close(mut component: Component, end: Range<usize>, open: &mut [Component], roots: &mut Vec<Component>) {
    component.body.end = end.start;
    component.range.end = end.end;
    match open.last_mut() {
        Some(parent) => parent.children.push(component),
        None => roots.push(component),
    }
}

/// Ranges of logical lines: a line that begins with a space or a tab goes on with the one before.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8], range: Range<usize>) -> Self {
        Self { bytes, at: range.start, end: range.end }
    }
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if start >= self.end {
            return None;
        }
        let mut at = start;
        loop {
            let rest = self.bytes.get(at..self.end).unwrap_or_default();
            at = rest.iter().position(|byte| *byte == b'\n').map_or(self.end, |length| at + length + 1);
            if at >= self.end || !matches!(self.bytes.get(at), Some(b' ' | b'\t')) {
                break;
            }
        }
        self.at = at;
        Some(start..at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\nX-A;P=\"a:b;c\":d\r\n e\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nEND:VALARM\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn lines_and_components_are_found() {
        let index = index(CALENDAR);
        assert!(index.problems.is_empty(), "{:?}", index.problems);
        let calendar = &index.roots[0];
        assert_eq!(calendar.range, 0..CALENDAR.len());
        let line = own_lines(CALENDAR, calendar).next().unwrap();
        assert_eq!((line.name().as_str(), line.value(), line.parameter("p")), ("X-A", "de", Some("a:b;c")));
        let event = &calendar.children[0];
        let names: Vec<String> = own_lines(CALENDAR, event).map(|line| line.name()).collect();
        assert_eq!(names, ["UID", "SUMMARY"]);
    }

    #[test]
    fn what_is_not_closed_is_named() {
        let index = index(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VCALENDAR\nEND:X");
        assert_eq!(index.problems, ["VEVENT does not end.", "X ends without having begun."]);
        assert_eq!(index.roots[0].children.len(), 1);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "BEGIN:X\n".repeat(10_000);
        assert!(index(deep.as_bytes()).problems[0].contains("nested too deep"));
    }
}
