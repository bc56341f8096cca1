//! Mozilla's autoconfiguration format, config-v1.1
//! (<https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat>).

use super::{Found, Protection, Server};
use serde::Deserialize;

/// Whose configuration it is; fills the placeholders.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    pub address: &'a str,
    pub local: &'a str,
    pub domain: &'a str,
}

#[derive(Deserialize)]
struct ClientConfig {
    #[serde(rename = "emailProvider")]
    provider: Provider,
}

#[derive(Deserialize)]
struct Provider {
    #[serde(rename = "incomingServer", default)]
    incoming: Vec<Entry>,
    #[serde(rename = "outgoingServer", default)]
    outgoing: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "@type", default)]
    kind: String,
    #[serde(default)]
    hostname: String,
    #[serde(default)]
    port: u16,
    #[serde(rename = "socketType", default)]
    socket: String,
    #[serde(default)]
    username: String,
}

pub fn read(body: &[u8], owner: Owner<'_>) -> Option<Found> {
    let text = std::str::from_utf8(body).ok()?;
    let provider = quick_xml::de::from_str::<ClientConfig>(text).ok()?.provider;
    // The provider's order is its preference.
    let (imap, entry) =
        provider.incoming.iter().filter(|e| e.kind == "imap").find_map(|e| Some((server(e, owner)?, e)))?;
    let smtp = provider.outgoing.iter().filter(|e| e.kind == "smtp").find_map(|e| server(e, owner));
    let user = Some(fill(&entry.username, owner)).filter(|user| !user.is_empty() && user != owner.address);
    Some(Found { imap, smtp, user })
}

fn server(entry: &Entry, owner: Owner<'_>) -> Option<Server> {
    let protection = match entry.socket.as_str() {
        "SSL" => Protection::Tls,
        "STARTTLS" => Protection::StartTls,
        _ => return None,
    };
    let host = fill(&entry.hostname, owner);
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    (is_host && entry.port != 0).then_some(Server { host, port: entry.port, protection })
}

fn fill(text: &str, owner: Owner<'_>) -> String {
    text.trim()
        .replace("%EMAILADDRESS%", owner.address)
        .replace("%EMAILLOCALPART%", owner.local)
        .replace("%EMAILDOMAIN%", owner.domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWNER: Owner<'_> = Owner { address: "ann@example.org", local: "ann", domain: "example.org" };

    fn config(incoming: &str, outgoing: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="example.org"><domain>example.org</domain>
            <displayName>Example</displayName>{incoming}{outgoing}</emailProvider></clientConfig>"#
        )
    }

    #[test]
    fn the_first_encrypted_imap_server_counts() {
        let text = config(
            r#"<incomingServer type="pop3"><hostname>pop.%EMAILDOMAIN%</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
            <incomingServer type="imap"><hostname>open.example.org</hostname><port>143</port><socketType>plain</socketType></incomingServer>
            <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></incomingServer>"#,
            r#"<outgoingServer type="smtp"><hostname>smtp.example.org</hostname><port>587</port><socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>"#,
        );
        let found = read(text.as_bytes(), OWNER).unwrap();
        assert_eq!(
            found.imap,
            Server { host: "imap.example.org".into(), port: 993, protection: Protection::Tls }
        );
        assert_eq!(
            found.smtp,
            Some(Server { host: "smtp.example.org".into(), port: 587, protection: Protection::StartTls })
        );
        assert_eq!(found.user.as_deref(), Some("ann"));
    }

    #[test]
    fn a_host_is_a_host() {
        let evil = r#"<incomingServer type="imap"><hostname>imap.example.org/@evil</hostname><port>993</port><socketType>SSL</socketType></incomingServer>"#;
        assert_eq!(read(config(evil, "").as_bytes(), OWNER), None);
        assert_eq!(read(b"<html><body>404</body></html>", OWNER), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[<>a-zA-Z/= \"&;]{0,200}") {
            let _ = read(&bytes, OWNER);
            let _ = read(config(&text, "").as_bytes(), OWNER);
        }
    }
}
