//! Rust files as flat token lists: no comment and no string can be mistaken for code, and test code is marked.

use std::str::FromStr;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
    /// Of a string literal what stands between the quotes, as written.
    pub text: String,
    pub in_test: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Sign,
    Text,
    /// A file that is no Rust has one token of this kind, which says why.
    Broken,
}

/// `whole_is_test`: the file's place already says that it is test code.
pub fn tokens(source: &str, whole_is_test: bool) -> Vec<Token> {
    match TokenStream::from_str(source) {
        Ok(stream) => {
            let mut tokens = Vec::new();
            flatten(stream, whole_is_test, &mut tokens);
            tokens
        }
        Err(error) => {
            vec![Token { line: 1, kind: Kind::Broken, text: error.to_string(), in_test: whole_is_test }]
        }
    }
}

/// The places where the words and signs of `pattern`, parted by spaces, follow each other.
pub fn find<'a>(tokens: &'a [Token], pattern: &str) -> Vec<&'a Token> {
    let wanted: Vec<&str> = pattern.split(' ').collect();
    let matches = |window: &&[Token]| {
        window.iter().zip(&wanted).all(|(token, word)| token.kind != Kind::Text && token.text == *word)
    };
    tokens.windows(wanted.len()).filter(matches).filter_map(<[Token]>::first).collect()
}

fn flatten(stream: TokenStream, mut in_test: bool, tokens: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let outer = in_test;
    // From `#[cfg(test)]` to the end of the item that it marks.
    let mut marked = false;
    for (index, tree) in trees.iter().enumerate() {
        let before = |back: usize| index.checked_sub(back).and_then(|index| trees.get(index));
        if let TokenTree::Group(group) = tree
            && group.delimiter() == Delimiter::Bracket
            && is_sign(before(1), '#') | (is_sign(before(1), '!') && is_sign(before(2), '#'))
        {
            let attribute = group.stream().to_string().replace(' ', "");
            let cfg_test = attribute.starts_with("cfg(") && mentions_test(&attribute);
            if cfg_test && is_sign(before(1), '!') {
                in_test = true;
            } else if cfg_test {
                marked = true;
            }
            if attribute.starts_with("doc=") {
                continue;
            }
        }
        let test_here = in_test || marked || outer;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(token(group.span_open(), Kind::Sign, open, test_here));
                flatten(group.stream(), test_here, tokens);
                tokens.push(token(group.span_close(), Kind::Sign, close, test_here));
                if group.delimiter() == Delimiter::Brace {
                    marked = false;
                }
            }
            TokenTree::Ident(ident) => {
                tokens.push(token(ident.span(), Kind::Word, &ident.to_string(), test_here));
            }
            TokenTree::Punct(punct) => {
                tokens.push(token(punct.span(), Kind::Sign, &punct.as_char().to_string(), test_here));
                if punct.as_char() == ';' {
                    marked = false;
                }
            }
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                let (kind, text) = match inside_quotes(&written) {
                    Some(text) => (Kind::Text, text),
                    None => (Kind::Word, written.as_str()),
                };
                tokens.push(token(literal.span(), kind, text, test_here));
            }
        }
    }
}

fn token(span: Span, kind: Kind, text: &str, in_test: bool) -> Token {
    Token { line: span.start().line, kind, text: text.to_owned(), in_test }
}

fn is_sign(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// `cfg(test)`, `cfg(all(test,…))`, `cfg(any(test,…))`, but not `cfg(not(test))`.
fn mentions_test(attribute: &str) -> bool {
    !attribute.contains("not(test)")
        && attribute
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| word == "test")
}

fn inside_quotes(written: &str) -> Option<&str> {
    let (start, end) = (written.find('"')?, written.rfind('"')?);
    (start < end).then(|| &written[start + 1..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = "//! call(a)\n/// call(b)\nfn f() { /* call(c) */ let s = \"call ( d )\"; call(e) }\n";
        let lines: Vec<usize> =
            find(&tokens(source, false), "call (").iter().map(|token| token.line).collect();
        assert_eq!(lines, [3]);
    }

    #[test]
    fn what_cfg_test_marks_is_test_code_and_what_follows_is_not() {
        let source = "fn a() {}\n#[cfg(test)]\nuse b;\nfn c() {}\n#[cfg(test)]\n#[allow(x)]\nmod d {\n  fn e() {}\n}\n\
                      #[cfg(not(test))]\nfn f() {}\n";
        let mut words = tokens(source, false);
        words.retain(|token| token.kind == Kind::Word && token.text.len() == 1 && token.text != "x");
        let marked: Vec<(&str, bool)> = words.iter().map(|word| (word.text.as_str(), word.in_test)).collect();
        assert_eq!(marked, [("a", false), ("b", true), ("c", false), ("d", true), ("e", true), ("f", false)]);
    }

    #[test]
    fn what_is_no_rust_says_so() {
        assert_eq!(tokens("fn f( {", false)[0].kind, Kind::Broken);
    }
}
