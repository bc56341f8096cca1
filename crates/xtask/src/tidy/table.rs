//! The table of crates in ARCHITECTURE.md: `level | crate | role | workspace dependencies | must never`.

use super::tree::Tree;

pub const PATH: &str = "ARCHITECTURE.md";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    /// None for the crates of development, which do not ship.
    pub level: Option<u32>,
    pub name: String,
    pub dependencies: Allowed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    Any,
    These(Vec<String>),
}

/// A row may name several crates. Rows of other tables have no number or `dev` in front.
pub fn rows(tree: &Tree) -> Vec<Row> {
    let Some(file) = tree.file(PATH) else { return Vec::new() };
    let mut rows = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [level, names, _, dependencies, _] = cells.as_slice() else { continue };
        let level = match (level.parse(), *level) {
            (Ok(level), _) => Some(level),
            (Err(_), "dev") => None,
            _ => continue,
        };
        for name in list(names) {
            let dependencies = match *dependencies {
                "any" => Allowed::Any,
                written => Allowed::These(list(written)),
            };
            rows.push(Row { line: index + 1, level, name, dependencies });
        }
    }
    rows
}

fn list(cell: &str) -> Vec<String> {
    let names = cell.split(',').map(|name| name.trim().trim_matches('`'));
    names.filter(|name| !name.is_empty() && *name != "–" && *name != "-").map(str::to_owned).collect()
}
