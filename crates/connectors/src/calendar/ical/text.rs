//! Edits of lines: collected as replacements of byte ranges, applied at once.

use super::lines::{self, Component, Line};
use super::value;
use std::ops::Range;

/// Replacements that do not overlap; an empty range inserts.
#[derive(Default)]
pub(super) struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.list.push((range, text.into()));
    }

    /// Puts these content lines where the property's lines were; new ones come last, before inner components.
    pub fn set(&mut self, bytes: &[u8], component: &Component, name: &str, new: &[String]) {
        let newline = newline(bytes);
        let text: String = new.iter().map(|line| value::folded(line, newline)).collect();
        let mut text = Some(text);
        for line in lines::own_lines(bytes, component).filter(|line| line.name() == name) {
            self.replace(line.range, text.take().unwrap_or_default());
        }
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let at = component.children.first().map_or(component.body.end, |child| child.range.start);
            self.replace(at..at, text);
        }
    }

    pub fn apply(mut self, bytes: &[u8]) -> Vec<u8> {
        // Stable: insertions at one place stay in their order.
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let mut edited = Vec::with_capacity(bytes.len() + 256);
        let mut at = 0;
        for (range, text) in self.list {
            edited.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
            edited.extend_from_slice(text.as_bytes());
            at = at.max(range.end);
        }
        edited.extend_from_slice(bytes.get(at..).unwrap_or_default());
        edited
    }
}

/// The line break that the text uses.
pub(super) fn newline(bytes: &[u8]) -> &'static str {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) if at > 0 && bytes.get(at - 1) == Some(&b'\r') => "\r\n",
        Some(_) => "\n",
        None => "\r\n",
    }
}

pub(super) fn line_of(bytes: &[u8], component: &Component, name: &str) -> Option<Line> {
    lines::own_lines(bytes, component).find(|line| line.name() == name)
}

/// `NAME;parameters:value` with one parameter set to another value.
pub(super) fn with_parameter(line: &Line, name: &str, value: &str) -> String {
    let mut quoted = false;
    let parts = line.parameters().split(move |letter| {
        quoted ^= letter == '"';
        letter == ';' && !quoted
    });
    let is_other = |part: &&str| {
        let known = part.split_once('=').map_or(*part, |(known, _)| known);
        !part.is_empty() && !known.trim().eq_ignore_ascii_case(name)
    };
    let others: String = parts.filter(is_other).map(|part| format!(";{part}")).collect();
    let own = line.text.find([';', ':']).and_then(|end| line.text.get(..end)).unwrap_or_default();
    format!("{own}{others};{name}={value}:{}", line.value())
}

/// The VTIMEZONEs of the calendar that these lines name, as they stand.
pub(super) fn zones_for(bytes: &[u8], calendar: &Component, wanted: &[String]) -> Vec<Range<usize>> {
    let zones = calendar.children.iter().filter(|child| child.name == "VTIMEZONE");
    let is_wanted = |zone: &&Component| {
        line_of(bytes, zone, "TZID").is_some_and(|line| wanted.iter().any(|wanted| wanted == line.value()))
    };
    zones.filter(is_wanted).map(|zone| zone.range.clone()).collect()
}

/// All TZIDs that a component's lines name.
pub(super) fn zone_ids(bytes: &[u8], component: &Component) -> Vec<String> {
    lines::own_lines(bytes, component).filter_map(|line| line.parameter("TZID").map(str::to_owned)).collect()
}
