//! Links between the repository's own Markdown pages lead somewhere, headings included.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Finding;
use super::tree::{SourceFile, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let pages = tree.files.iter().filter(|file| file.path.ends_with(".md"));
    pages.flat_map(|page| broken_links(tree, page)).collect()
}

fn broken_links(tree: &Tree, page: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in Parser::new_ext(&page.text, Options::ENABLE_TABLES).into_offset_iter() {
        let (Event::Start(Tag::Link { dest_url, .. }) | Event::Start(Tag::Image { dest_url, .. })) = event
        else {
            continue;
        };
        if dest_url.contains("://") || dest_url.starts_with("mailto:") {
            continue;
        }
        if let Some(problem) = problem(tree, page, &dest_url) {
            let line = page.text[..range.start].matches('\n').count() + 1;
            findings.push(Finding::new(&page.path, line, format!("links to `{dest_url}`, {problem}")));
        }
    }
    findings
}

fn problem(tree: &Tree, page: &SourceFile, link: &str) -> Option<&'static str> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.path.clone() } else { resolve(&page.path, path) };
    let folder = format!("{}/", target.trim_end_matches('/'));
    let exists = target.is_empty()
        || tree.paths.contains(&target)
        || tree.paths.range(folder.clone()..).next().is_some_and(|path| path.starts_with(&folder));
    if !exists {
        return Some("which is not there");
    }
    let target = tree.file(&target).filter(|file| !anchor.is_empty() && file.path.ends_with(".md"))?;
    (!anchors(&target.text).iter().any(|known| known == anchor))
        .then_some("and that page has no such heading")
}

/// The path from the root of the repository.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if let Some(absolute) = link.strip_prefix('/') {
        return absolute.to_owned();
    }
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The names that the usual renderers give to headings.
fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let mut heading: Option<(HeadingLevel, String)> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&part);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((_, title)) = heading.take() {
                    let name = anchor(&title);
                    let repeated = anchors.iter().filter(|known| **known == name).count();
                    anchors.push(if repeated == 0 { name } else { format!("{name}-{repeated}") });
                }
            }
            _ => {}
        }
    }
    anchors
}

fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::fixture::{lines, tree};

    #[test]
    fn broken_links_are_found_and_others_pass() {
        let readme = "# Start here\n\n[flow](docs/flow.md) [docs](docs) [top](#start-here) [web](https://example.org)\n\
            [step](docs/flow.md#step-1-go)\n\n```\n[code](nowhere.md)\n```\n\n[gone](docs/gone.md)\n\
            [heading](docs/flow.md#step-2)\n";
        let flow = "# Flow\n\n## Step 1: go\n\n[back](../README.md) [out](../other/x.md)\n";
        let tree = tree(&[("README.md", readme), ("docs/flow.md", flow)]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "README.md:10: links to `docs/gone.md`, which is not there",
                "README.md:11: links to `docs/flow.md#step-2`, and that page has no such heading",
                "docs/flow.md:5: links to `../other/x.md`, which is not there",
            ]
        );
    }
}
