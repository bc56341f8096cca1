//! What the checks look at: the files that git knows or would add, and the packages that cargo sees.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::rust::{self, Token};

pub struct Tree {
    pub files: Vec<SourceFile>,
    /// Every path, also of files that are not read.
    pub paths: BTreeSet<String>,
    pub crates: Vec<Crate>,
}

pub struct SourceFile {
    pub path: String,
    pub text: String,
    /// Empty unless it is Rust.
    pub tokens: Vec<Token>,
    /// The whole file is test code, by its place or by the `#[cfg(test)]` at its `mod`.
    pub in_test: bool,
}

#[derive(Clone, Debug)]
pub struct Crate {
    pub name: String,
    pub dependencies: Vec<Dependency>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `dev`, `build`, or nothing for what ships.
    pub kind: Option<String>,
    /// Of this workspace, if there is a path.
    pub path: Option<String>,
}

impl Tree {
    pub fn load(checkout: &Path) -> Result<Tree> {
        let listed = run(checkout, "git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let (mut files, mut paths) = (Vec::new(), BTreeSet::new());
        for path in listed.split('\0').filter(|path| checkout.join(path).is_file()) {
            paths.insert(path.to_owned());
            if [".rs", ".md", ".sql", "Cargo.toml"].iter().any(|end| path.ends_with(end)) {
                let text = std::fs::read_to_string(checkout.join(path)).with_context(|| path.to_owned())?;
                files.push(SourceFile::new(path, &text));
            }
        }
        Ok(Tree::new(files, paths, crates(checkout)?))
    }

    fn new(mut files: Vec<SourceFile>, paths: BTreeSet<String>, crates: Vec<Crate>) -> Tree {
        let test_modules: Vec<String> = files.iter().flat_map(test_modules).collect();
        for file in files.iter_mut().filter(|file| !file.in_test) {
            let of_module = |module: &String| {
                file.path == format!("{module}.rs") || file.path.starts_with(&format!("{module}/"))
            };
            if test_modules.iter().any(of_module) {
                file.in_test = true;
                file.tokens.iter_mut().for_each(|token| token.in_test = true);
            }
        }
        Tree { files, paths, crates }
    }

    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }

    pub fn rust_files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }
}

impl SourceFile {
    pub fn new(path: &str, text: &str) -> SourceFile {
        let in_test = is_test_path(path);
        let tokens = if path.ends_with(".rs") { rust::tokens(text, in_test) } else { Vec::new() };
        SourceFile { path: path.to_owned(), text: text.to_owned(), tokens, in_test }
    }

    /// The crate that the file belongs to, if any.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The line of a dependency in a manifest.
    pub fn line_of_dependency(&self, name: &str) -> usize {
        let starts = |line: &str| {
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(['=', '.']))
        };
        self.text.lines().position(starts).map_or(1, |index| index + 1)
    }
}

/// Test code by its place; `rust::tokens` finds what `#[cfg(test)]` marks in other files.
fn is_test_path(path: &str) -> bool {
    path.starts_with("crates/testkit/")
        || path.ends_with("/tests.rs")
        || ["/tests/", "/benches/", "/examples/"].iter().any(|part| path.contains(part))
}

/// The paths, without `.rs`, of modules in files of their own that a `#[cfg(test)]` marks.
fn test_modules(file: &SourceFile) -> Vec<String> {
    let folder = match file.path.rsplit_once('/') {
        Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
        _ => file.path.trim_end_matches(".rs"),
    };
    let declared = file.tokens.windows(3).filter_map(|window| match window {
        [keyword, name, end] if keyword.text == "mod" && end.text == ";" && name.in_test => Some(&name.text),
        _ => None,
    });
    declared.map(|name| format!("{folder}/{name}")).collect()
}

fn crates(checkout: &Path) -> Result<Vec<Crate>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        dependencies: Vec<Dependency>,
    }
    let metadata = run(checkout, "cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    Ok(metadata
        .packages
        .into_iter()
        .map(|package| Crate { name: package.name, dependencies: package.dependencies })
        .collect())
}

fn run(checkout: &Path, program: &str, arguments: &[&str]) -> Result<String> {
    let answered =
        Command::new(program).args(arguments).current_dir(checkout).output().context(program.to_owned())?;
    if !answered.status.success() {
        bail!("{program} {arguments:?}: {}", String::from_utf8_lossy(&answered.stderr));
    }
    Ok(String::from_utf8(answered.stdout)?)
}

#[cfg(test)]
pub mod fixture {
    //! Small trees for the tests of the checks.

    use super::*;

    pub fn tree(files: &[(&str, &str)]) -> Tree {
        let paths = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let files = files.iter().map(|(path, text)| SourceFile::new(path, text)).collect();
        Tree::new(files, paths, Vec::new())
    }

    /// A dependency is `name` (of this workspace), `ext:name` (from elsewhere), or either after `dev:`.
    pub fn package(name: &str, dependencies: &[&str]) -> Crate {
        let dependencies = dependencies
            .iter()
            .map(|written| {
                let (kind, rest) = match written.strip_prefix("dev:") {
                    Some(rest) => (Some("dev".to_owned()), rest),
                    None => (None, *written),
                };
                match rest.strip_prefix("ext:") {
                    Some(name) => Dependency { name: name.to_owned(), kind, path: None },
                    None => Dependency { name: rest.to_owned(), kind, path: Some(format!("crates/{rest}")) },
                }
            })
            .collect();
        Crate { name: name.to_owned(), dependencies }
    }

    pub fn lines(findings: &[super::super::Finding]) -> Vec<String> {
        findings.iter().map(ToString::to_string).collect()
    }
}
