//! What a trusted host wrote about a mail when it took it in.

use super::results::{self, Method, Results};
use super::{only_author, same_organisation};
use domain::item::{AuthResult, Authentication};
use mail_parser::{HeaderName, MessageParser};

/// Reads the results of the topmost block of `Authentication-Results` headers whose host is one of `hosts`
/// (a name, or a suffix with a leading dot). What stands below the next `Received` line was in the mail when
/// it came, so anybody may have written it. Without such a header nothing is known, by nobody.
pub fn trusted(raw: &[u8], hosts: &[String]) -> Authentication {
    let Some(author) = only_author(raw).filter(|_| !hosts.is_empty()) else {
        return Authentication::default();
    };
    let block = topmost(raw, hosts);
    let Some(by) = block.first().map(|results| results.authserv_id.clone()) else {
        return Authentication::default();
    };
    let methods: Vec<&Method> = block.iter().flat_map(|results| &results.methods).collect();
    let of = |name: &str| methods.iter().copied().filter(|m| m.name == name).collect::<Vec<_>>();
    let (dkim, spf, dmarc) = (of("dkim"), of("spf"), of("dmarc"));
    let signers = dkim.iter().filter(|m| m.result == "pass").filter_map(|m| signer(m)).collect::<Vec<_>>();
    let sender = spf.iter().filter(|m| m.result == "pass").find_map(|m| envelope(m));
    let aligned = |domain: &&String| same_organisation(domain, &author);
    // A pass for another author's domain is not this author's.
    let dmarc = dmarc
        .into_iter()
        .filter(|m| m.property("header.from").is_none_or(|from| same_organisation(host(from), &author)));
    Authentication {
        dkim: best(dkim.iter().copied()),
        spf: best(spf.iter().copied()),
        dmarc: best(dmarc),
        domain: signers
            .iter()
            .find(aligned)
            .or(sender.iter().find(aligned))
            .or(signers.first())
            .or(sender.as_ref())
            .cloned(),
        by: Some(by),
    }
}

fn topmost(raw: &[u8], hosts: &[String]) -> Vec<Results> {
    let Some(message) = MessageParser::new().default_header_ignore().parse_headers(raw) else {
        return Vec::new();
    };
    let mut block = Vec::new();
    for header in message.headers() {
        match header.name {
            HeaderName::AuthenticationResults => {
                let value =
                    raw.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
                let Some(results) = results::parse(&String::from_utf8_lossy(value)) else { break };
                if !hosts.iter().any(|host| is_host(&results.authserv_id, host)) {
                    break;
                }
                block.push(results);
            }
            HeaderName::Received if !block.is_empty() => break,
            _ => {}
        }
    }
    block
}

fn is_host(id: &str, trusted: &str) -> bool {
    let trusted = trusted.to_lowercase();
    if trusted.starts_with('.') { id.ends_with(&trusted) } else { id == trusted }
}

/// One good signature is enough, whatever became of the others (RFC 6376 §6.1).
fn best<'a>(methods: impl Iterator<Item = &'a Method>) -> AuthResult {
    let rank = |result: &AuthResult| match result {
        AuthResult::Pass => 3,
        AuthResult::Fail => 2,
        AuthResult::None => 1,
        AuthResult::Unknown => 0,
    };
    methods.map(|method| outcome(&method.result)).max_by_key(rank).unwrap_or_default()
}

fn outcome(result: &str) -> AuthResult {
    match result {
        "pass" => AuthResult::Pass,
        "fail" | "hardfail" => AuthResult::Fail,
        "none" => AuthResult::None,
        // Neutral, softfail, policy and errors neither prove nor refute.
        _ => AuthResult::Unknown,
    }
}

fn signer(method: &Method) -> Option<String> {
    method.property("header.d").or_else(|| method.property("header.i")).map(host).map(str::to_lowercase)
}

fn envelope(method: &Method) -> Option<String> {
    method.property("smtp.mailfrom").or_else(|| method.property("smtp.helo")).map(host).map(str::to_lowercase)
}

fn host(value: &str) -> &str {
    value.rsplit('@').next().unwrap_or(value)
}
