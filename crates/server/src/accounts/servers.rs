//! Servers from what the user typed: `imaps://host[:port]` and the like.

use std::net::IpAddr;
use url::{Host, Url};

use super::config::{Protection, Server};
use crate::problem::Failure;

/// Scheme with TLS and its port, scheme without and its port.
struct Scheme {
    tls: (&'static str, u16),
    plain: (&'static str, u16),
}

const IMAP: Scheme = Scheme { tls: ("imaps", 993), plain: ("imap", 143) };
const SMTP: Scheme = Scheme { tls: ("smtps", 465), plain: ("smtp", 587) };

pub fn imap(text: &str, insecure: bool) -> Result<Server, Failure> {
    parse(text, &IMAP, insecure)
}

pub fn smtp(text: &str, insecure: bool) -> Result<Server, Failure> {
    parse(text, &SMTP, insecure)
}

/// `https://…`, or `http://…` on this machine.
pub fn web(text: &str, insecure: bool) -> Result<Url, Failure> {
    let detail = format!("`{text}` is not a web address. Write it as https://host/path.");
    let bad = || Failure::unprocessable("bad_server", detail.clone());
    let url = Url::parse(text).map_err(|_| bad())?;
    if !url.username().is_empty() || url.password().is_some() {
        let detail =
            "A login does not belong into the server's address. Use --user and a password prompt or command.";
        return Err(Failure::unprocessable("bad_server", detail));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if insecure || is_loopback(&url) => Ok(url),
        "http" => Err(Failure::unprocessable(
            "insecure",
            format!(
                "{text} has no TLS beyond this machine: anybody on the way could read the password. Use https:// or, if you know what you do, --insecure."
            ),
        )),
        _ => Err(bad()),
    }
}

fn parse(text: &str, scheme: &Scheme, insecure: bool) -> Result<Server, Failure> {
    let expected = format!("Write it as {}://host or {}://host:port.", scheme.tls.0, scheme.tls.0);
    let bad =
        || Failure::unprocessable("bad_server", format!("`{text}` is not a server's address. {expected}"));
    let url = Url::parse(text).map_err(|_| bad())?;
    if !url.username().is_empty() || url.password().is_some() {
        let detail =
            "A login does not belong into the server's address. Use --user and a password prompt or command.";
        return Err(Failure::unprocessable("bad_server", detail));
    }
    let host =
        url.host_str().filter(|host| !host.is_empty()).ok_or_else(bad)?.trim_matches(['[', ']']).to_owned();
    if url.scheme() == scheme.tls.0 {
        return Ok(Server { host, port: url.port().unwrap_or(scheme.tls.1), protection: Protection::Tls });
    }
    if url.scheme() != scheme.plain.0 {
        return Err(bad());
    }
    if !insecure && !is_loopback(&url) {
        let detail = format!(
            "{text} has no TLS beyond this machine: anybody on the way could read the password. Use {}:// or, if you know what you do, --insecure.",
            scheme.tls.0
        );
        return Err(Failure::unprocessable("insecure", detail));
    }
    let port = url.port().unwrap_or(scheme.plain.1);
    Ok(Server { host, port, protection: Protection::StartTlsWhereOffered })
}

fn is_loopback(url: &Url) -> bool {
    // For schemes that the standard does not know, hosts stay text.
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => {
            name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_needs_loopback_or_a_word() {
        for (text, insecure, expected) in [
            ("imaps://mail.example.org", false, Some((993, Protection::Tls))),
            ("imaps://mail.example.org:1993", false, Some((1993, Protection::Tls))),
            ("imap://127.0.0.1:1143", false, Some((1143, Protection::StartTlsWhereOffered))),
            ("imap://localhost", false, Some((143, Protection::StartTlsWhereOffered))),
            ("imap://[::1]:143", false, Some((143, Protection::StartTlsWhereOffered))),
            ("imap://mail.example.org", false, None),
            ("imap://127.0.0.1.example.org", false, None),
            ("imap://mail.example.org", true, Some((143, Protection::StartTlsWhereOffered))),
            ("http://mail.example.org", true, None),
            ("imaps://user:secret@mail.example.org", false, None),
            ("mail.example.org", false, None),
            ("imaps://", false, None),
        ] {
            let parsed = imap(text, insecure).ok().map(|server| (server.port, server.protection));
            assert_eq!(parsed, expected, "{text}");
        }
    }
}
