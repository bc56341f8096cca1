//! The grammar of `Authentication-Results` (RFC 8601 §2.2), which no library at hand reads.

/// One header's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The host that speaks, lower case.
    pub authserv_id: String,
    pub methods: Vec<Method>,
}

/// One `method=result` with its properties, names and result in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Method {
    pub name: String,
    pub result: String,
    /// `ptype.property` and its value.
    pub properties: Vec<(String, String)>,
}

impl Method {
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Most methods that are read of a header.
const METHODS: usize = 50;

/// Reads a header's value; `None` where it is not one by the RFC.
pub fn parse(value: &str) -> Option<Results> {
    let clean = without_comments(value)?;
    let mut sections = split(&clean).into_iter();
    let head = sections.next()?;
    let mut words = head.iter();
    let authserv_id = match words.next()? {
        Token::Word(id) | Token::Quoted(id) => id.to_lowercase(),
        Token::Equals => return None,
    };
    // Behind the id there may only be the version.
    let is_version = |token: &Token| matches!(token, Token::Word(v) if v.chars().all(|c| c.is_ascii_digit()));
    if authserv_id.is_empty() || words.clone().count() > 1 || !words.all(is_version) {
        return None;
    }
    let methods = sections.take(METHODS).filter_map(|section| method(&section)).collect();
    Some(Results { authserv_id, methods })
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Equals,
}

/// `method[/version]=result [reason=…] [ptype.property=value]…`; `none` and nonsense are no method.
fn method(section: &[Token]) -> Option<Method> {
    let mut pairs = pairs(section).into_iter();
    let (name, result) = pairs.next()?;
    let name = name.split('/').next().unwrap_or_default().to_lowercase();
    if name.is_empty() || name.contains('.') {
        return None;
    }
    let properties =
        pairs.filter(|(name, _)| name.contains('.')).map(|(name, value)| (name.to_lowercase(), value));
    Some(Method { name, result: result.to_lowercase(), properties: properties.collect() })
}

/// Names and values around each `=`. A name may be written in pieces: `policy . expired`, `dkim / 1`.
fn pairs(section: &[Token]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut name = String::new();
    let mut tokens = section.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) if name.ends_with(['.', '/']) || word.starts_with(['.', '/']) => {
                name.push_str(word)
            }
            Token::Word(word) => name.clone_from(word),
            Token::Quoted(_) => name.clear(),
            Token::Equals => {
                let value = tokens.next_if(|token| **token != Token::Equals);
                if let (Some(Token::Word(value) | Token::Quoted(value)), false) = (value, name.is_empty()) {
                    found.push((std::mem::take(&mut name), value.clone()));
                }
                name.clear();
            }
        }
    }
    found
}

/// Sections between semicolons, as tokens.
fn split(text: &str) -> Vec<Vec<Token>> {
    let mut sections = vec![Vec::new()];
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let tokens = match sections.last_mut() {
            Some(tokens) => tokens,
            None => return sections,
        };
        // A value may hold `=` itself (base64): only the first one after a name divides.
        let is_value = matches!(tokens.last(), Some(Token::Equals));
        match c {
            '"' if word.is_empty() => {
                let mut quoted = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => quoted.extend(chars.next()),
                        c => quoted.push(c),
                    }
                }
                tokens.push(Token::Quoted(quoted));
            }
            c if c.is_whitespace() => finish(&mut word, tokens),
            ';' => {
                finish(&mut word, tokens);
                sections.push(Vec::new());
            }
            '=' if !is_value => {
                finish(&mut word, tokens);
                tokens.push(Token::Equals);
            }
            c => word.push(c),
        }
    }
    if let Some(tokens) = sections.last_mut() {
        finish(&mut word, tokens);
    }
    sections
}

fn finish(word: &mut String, tokens: &mut Vec<Token>) {
    if !word.is_empty() {
        tokens.push(Token::Word(std::mem::take(word)));
    }
}

/// Comments nest and may quote (RFC 5322 §3.2.2); each becomes a space. `None` where one does not end.
fn without_comments(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut is_quoted = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if depth > 0 || is_quoted => {
                let next = chars.next()?;
                if depth == 0 {
                    out.extend(['\\', next]);
                }
            }
            '"' if depth == 0 => {
                is_quoted = !is_quoted;
                out.push(c);
            }
            '(' if !is_quoted => {
                depth += 1;
                out.push(' ');
            }
            ')' if !is_quoted => depth = depth.checked_sub(1)?,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    (depth == 0 && !is_quoted).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(results: &Results) -> Vec<String> {
        let properties =
            |m: &Method| m.properties.iter().map(|(n, v)| format!(" {n}:{v}")).collect::<String>();
        results.methods.iter().map(|m| format!("{} {}{}", m.name, m.result, properties(m))).collect()
    }

    #[test]
    fn examples_of_the_rfc_and_of_providers() {
        let cases: [(&str, &str, &[&str]); 6] = [
            (" example.org 1; none", "example.org", &[]),
            (
                " example.com;\r\n spf=pass smtp.mailfrom=example.net",
                "example.com",
                &["spf pass smtp.mailfrom:example.net"],
            ),
            (
                "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't expecting it) 1362471462",
                "foo.example.net",
                &["dkim fail policy.expired:1362471462"],
            ),
            (
                "mx.google.com;\r\n dkim=pass header.i=@example.org header.s=s1 header.b=\"ab=/+c\";\r\n spf=softfail (google.com: domain of transitioning x@y does not; designate) smtp.mailfrom=x@y.example;\r\n dmarc=fail (p=REJECT sp=REJECT dis=NONE) header.from=example.org",
                "mx.google.com",
                &[
                    "dkim pass header.i:@example.org header.s:s1 header.b:ab=/+c",
                    "spf softfail smtp.mailfrom:x@y.example",
                    "dmarc fail header.from:example.org",
                ],
            ),
            (
                "mail.example; auth=pass reason=\"good; really\" smtp.auth=a@b.example; DKIM=PASS header.b=abc==",
                "mail.example",
                &["auth pass smtp.auth:a@b.example", "dkim pass header.b:abc=="],
            ),
            ("\"quoted.example\"; spf = none", "quoted.example", &["spf none"]),
        ];
        for (value, id, expected) in cases {
            let results = parse(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!(results.authserv_id, id, "{value}");
            assert_eq!(words(&results), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_header_is_none() {
        for value in [
            "",
            ";",
            "spf=pass smtp.mailfrom=x.example; dkim=pass",
            "a b c; spf=pass",
            "a (; spf=pass",
            "a \"; b",
        ] {
            assert_eq!(parse(value), None, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[ -~\r\n\t(){};=\"\\\\.üa1]{0,200}") {
            if let Some(results) = parse(&text) {
                prop_assert!(!results.authserv_id.is_empty());
            }
        }

        #[test]
        fn a_comment_never_adds_a_result(comment in "[ -'*-\\[\\]-~]{0,40}") {
            let results = parse(&format!("host.example; spf=fail ({comment}) smtp.mailfrom=a.example")).unwrap();
            prop_assert_eq!(words(&results), ["spf fail smtp.mailfrom:a.example"]);
        }
    }
}
