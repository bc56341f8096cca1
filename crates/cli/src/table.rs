//! Calm tables: no lines, a quiet head, one row per thing.

use comfy_table::{Attribute, Cell, Color, Table, presets};

use crate::look::Look;

/// What a cell's words mean, which colour may repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Quiet,
    Good,
    Doubtful,
    Bad,
}

pub(crate) fn table(look: &Look, head: &[&str], rows: Vec<Vec<(String, Tone)>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if look.colours {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(head.iter().map(|name| Cell::new(name).add_attribute(Attribute::Dim)));
    for row in rows {
        table.add_row(row.into_iter().map(|(text, tone)| cell(&text, tone)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

pub(crate) fn plain(text: impl Into<String>) -> (String, Tone) {
    (text.into(), Tone::Plain)
}

pub(crate) fn quiet(text: impl Into<String>) -> (String, Tone) {
    (text.into(), Tone::Quiet)
}

fn cell(text: &str, tone: Tone) -> Cell {
    let cell = Cell::new(text);
    match tone {
        Tone::Plain => cell,
        Tone::Quiet => cell.add_attribute(Attribute::Dim),
        Tone::Good => cell.fg(Color::Green),
        Tone::Doubtful => cell.fg(Color::Yellow),
        Tone::Bad => cell.fg(Color::Red).add_attribute(Attribute::Bold),
    }
}
