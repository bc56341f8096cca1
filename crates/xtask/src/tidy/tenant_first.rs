//! In every table the tenant leads the primary key and each unique constraint.

use super::Finding;
use super::rust::Kind;
use super::tree::{SourceFile, Tree};

const MIGRATIONS: &str = "crates/store/src/migrations";

/// Tables that belong to no tenant, each with the reason.
const EXEMPT: [(&str, &str); 2] = [
    ("schema_version", "describes the database itself"),
    ("installation", "is there before the first tenant"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.starts_with(MIGRATIONS)) {
        for (first_line, sql) in statements(file) {
            for (line, sentence) in problems(&sql) {
                findings.push(Finding::new(&file.path, first_line + line, sentence));
            }
        }
    }
    findings
}

/// The SQL of a file with the line before it: the whole of an SQL file, the texts of a Rust file.
fn statements(file: &SourceFile) -> Vec<(usize, String)> {
    if file.path.ends_with(".sql") {
        return vec![(0, file.text.clone())];
    }
    let texts = file.tokens.iter().filter(|token| token.kind == Kind::Text);
    texts.map(|token| (token.line - 1, token.text.clone())).collect()
}

/// Lines from 1 within the text.
fn problems(sql: &str) -> Vec<(usize, String)> {
    let sql = without_comments(sql);
    let upper = sql.to_ascii_uppercase();
    let mut problems = Vec::new();
    for (start, _) in upper.match_indices("CREATE TABLE") {
        let Some((name, body)) = head_and_body(&sql[start + "CREATE TABLE".len()..]) else { continue };
        if !EXEMPT.iter().any(|(exempt, _)| *exempt == name) {
            let line = line_at(&sql, start);
            problems.extend(table_problems(&name, body).into_iter().map(|problem| (line, problem)));
        }
    }
    for (start, _) in upper.match_indices("CREATE UNIQUE INDEX") {
        let Some((name, body)) = head_and_body(&sql[start + "CREATE UNIQUE INDEX".len()..]) else { continue };
        let indexed = &sql[start..start + sql[start..].find('(').unwrap_or(0)];
        let exempt = EXEMPT.iter().any(|(exempt, _)| indexed.split_whitespace().any(|word| word == *exempt));
        if !exempt && first_name(body) != "tenant" {
            problems
                .push((line_at(&sql, start), format!("the unique index `{name}` must begin with `tenant`")));
        }
    }
    problems
}

fn table_problems(name: &str, body: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut has_key = false;
    for part in top_level_parts(body) {
        let upper = part.to_ascii_uppercase();
        let column = first_name(part);
        for keyword in ["PRIMARY KEY", "UNIQUE"] {
            let Some(position) = find_words(&upper, keyword) else { continue };
            has_key |= keyword == "PRIMARY KEY";
            // A constraint of its own lists columns; one at a column is about that column.
            let rest = &part[position + keyword.len()..];
            let constraint = position == 0 || upper.starts_with("CONSTRAINT");
            let leads = if constraint {
                rest.split_once('(').map_or("", |(_, list)| first_name(list))
            } else {
                column
            };
            if leads != "tenant" {
                let what = keyword.to_lowercase();
                problems
                    .push(format!("the {what} of table `{name}` must begin with `tenant`, not `{leads}`"));
            }
        }
    }
    if !has_key {
        problems.push(format!("table `{name}` has no primary key that begins with `tenant`"));
    }
    problems
}

/// The name before the first parenthesis, and what the parentheses hold.
fn head_and_body(text: &str) -> Option<(String, &str)> {
    let open = text.find('(')?;
    let words = text[..open]
        .split_whitespace()
        .filter(|word| !["IF", "NOT", "EXISTS"].contains(&word.to_ascii_uppercase().as_str()));
    let name = words.take(1).next()?.trim_matches(['"', '`']).to_owned();
    let mut depth = 0_usize;
    for (index, letter) in text[open..].char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return Some((name, &text[open + 1..open + index])),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn top_level_parts(body: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (index, letter) in body.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(body[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(body[start..].trim());
    parts
}

fn first_name(text: &str) -> &str {
    let text = text.trim_start().trim_start_matches(['"', '`']);
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    &text[..end]
}

/// Where a keyword stands as words of its own and outside parentheses' lists.
fn find_words(upper: &str, keyword: &str) -> Option<usize> {
    let is_word =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    upper.match_indices(keyword).map(|(position, _)| position).find(|position| {
        !is_word(upper[..*position].chars().last())
            && !is_word(upper[position + keyword.len()..].chars().next())
    })
}

/// Comments become blanks, so that lines and positions stay.
fn without_comments(sql: &str) -> String {
    let blank = |line: &str| match line.split_once("--") {
        Some((code, comment)) => format!("{code}{}", " ".repeat(comment.len() + 2)),
        None => line.to_owned(),
    };
    sql.split('\n').map(blank).collect::<Vec<_>>().join("\n")
}

fn line_at(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn tables_led_by_the_tenant_pass() {
        let sql = "CREATE TABLE item (\n  tenant TEXT NOT NULL, -- first, then PRIMARY\n  id TEXT CHECK (id IN ('a', 'b')),\n\
            PRIMARY KEY (tenant, id),\n  UNIQUE (tenant, seq)\n);\nCREATE TABLE IF NOT EXISTS counter (tenant TEXT PRIMARY KEY, n INT);\n\
            CREATE VIRTUAL TABLE search USING fts5(text);\nCREATE UNIQUE INDEX one ON item (tenant, hash);\n\
            CREATE TABLE schema_version (version INTEGER PRIMARY KEY);\nCREATE INDEX two ON item (hash);\n";
        assert_eq!(check(&tree(&[("crates/store/src/migrations/0001.sql", sql)])), []);
    }

    #[test]
    fn keys_without_the_tenant_in_front_are_found() {
        let sql = "\nCREATE TABLE a (id TEXT PRIMARY KEY, tenant TEXT);\nCREATE TABLE b (tenant TEXT, id TEXT UNIQUE,\n\
            PRIMARY KEY (id, tenant));\nCREATE TABLE c (tenant TEXT);\nCREATE UNIQUE INDEX d ON a (id, tenant);\n";
        let rust = format!("//! First.\nconst A: &str = r#\"{sql}\"#;\n");
        let found = [
            "the primary key of table `a` must begin with `tenant`, not `id`",
            "the unique of table `b` must begin with `tenant`, not `id`",
            "the primary key of table `b` must begin with `tenant`, not `id`",
            "table `c` has no primary key that begins with `tenant`",
            "the unique index `d` must begin with `tenant`",
        ];
        let expected = |path: &str, numbers: [usize; 5]| -> Vec<String> {
            numbers.iter().zip(found).map(|(line, sentence)| format!("{path}:{line}: {sentence}")).collect()
        };
        let path = "crates/store/src/migrations/0001.sql";
        assert_eq!(lines(&check(&tree(&[(path, sql)]))), expected(path, [2, 3, 3, 5, 6]));
        let path = "crates/store/src/migrations/m0001.rs";
        assert_eq!(lines(&check(&tree(&[(path, &rust)]))), expected(path, [3, 4, 4, 6, 7]));
    }
}
