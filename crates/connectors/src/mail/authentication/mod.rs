//! Whether a mail is from whom it says: DKIM verified here, or what a trusted host found (RFC 8601).

mod breaker;
mod cache;
mod dkim;
mod presets;
mod results;
mod trusted;

pub use dkim::{DkimVerifier, VerifierError};
pub use presets::authentication_hosts;
pub use results::{Method, Results, parse as parse_results};
pub use trusted::trusted;

/// Whether two domains belong to one organisation (RFC 7489 §3.2, by the public suffix list).
fn same_organisation(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.').to_lowercase(), b.trim_end_matches('.').to_lowercase());
    a == b || matches!((psl::domain_str(&a), psl::domain_str(&b)), (Some(a), Some(b)) if a == b)
}

/// The domains of the From header; more than one author is nobody's word.
fn only_author(raw: &[u8]) -> Option<String> {
    let message = mail_parser::MessageParser::new()
        .header_address(mail_parser::HeaderName::From)
        .default_header_ignore()
        .parse_headers(raw)?;
    let mut authors = message
        .header_values(mail_parser::HeaderName::From)
        .filter_map(mail_parser::HeaderValue::as_address)
        .flat_map(|addresses| addresses.iter());
    let only = authors.next()?;
    if authors.next().is_some() || message.header_values(mail_parser::HeaderName::From).count() != 1 {
        return None;
    }
    let (_, domain) = only.address.as_deref()?.rsplit_once('@')?;
    Some(domain.trim().to_lowercase())
}

#[cfg(test)]
mod tests;
