//! Hosts whose results count because they took the mail in: by the server of the account.

/// The name or domain of an account's server, and the ids under which that provider writes results.
/// Only those are here that write an id of their own over every mail and remove forged ones.
const PROVIDERS: [(&str, &[&str]); 19] = [
    ("gmail.com", &["mx.google.com"]),
    ("googlemail.com", &["mx.google.com"]),
    ("google.com", &["mx.google.com"]),
    ("outlook.com", &["protection.outlook.com", ".protection.outlook.com"]),
    ("office365.com", &["protection.outlook.com", ".protection.outlook.com"]),
    ("hotmail.com", &["protection.outlook.com", ".protection.outlook.com"]),
    ("me.com", &["bimi.icloud.com", "dmarc.icloud.com", "dkim-verifier.icloud.com", "spf.icloud.com"]),
    ("icloud.com", &["bimi.icloud.com", "dmarc.icloud.com", "dkim-verifier.icloud.com", "spf.icloud.com"]),
    ("yahoo.com", &[".yahoo.com"]),
    ("aol.com", &[".yahoo.com", ".aol.com"]),
    ("gmx.net", &["gmx.net"]),
    ("gmx.com", &["gmx.com", "gmx.net"]),
    ("web.de", &["web.de"]),
    ("fastmail.com", &["mx.messagingengine.com", ".messagingengine.com"]),
    ("messagingengine.com", &["mx.messagingengine.com", ".messagingengine.com"]),
    ("posteo.de", &["posteo.de", ".posteo.de"]),
    ("mailbox.org", &["mailbox.org", ".mailbox.org"]),
    ("zoho.com", &["mx.zohomail.com"]),
    ("protonmail.ch", &["mail.protonmail.ch"]),
];

/// The trusted hosts of a provider, by the host of the account's server; none for an unknown one.
pub fn authentication_hosts(server: &str) -> Vec<String> {
    let server = server.trim_end_matches('.').to_lowercase();
    let is_of = |domain: &str| {
        server == domain || server.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
    };
    let found = PROVIDERS.iter().find(|(domain, _)| is_of(domain));
    found.map(|(_, ids)| ids.iter().map(|id| (*id).to_owned()).collect()).unwrap_or_default()
}
