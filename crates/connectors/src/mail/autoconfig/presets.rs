//! Providers that many people have, as their help pages give the servers.

use super::{Found, Server};

struct Preset {
    domains: &'static [&'static str],
    /// Ends of the names of their mail hosts (MX), for own domains that they serve.
    mail_hosts: &'static [&'static str],
    imap: (&'static str, u16),
    smtp: (&'static str, u16),
}

const PRESETS: &[Preset] = &[
    Preset {
        domains: &["gmail.com", "googlemail.com"],
        mail_hosts: &["google.com", "googlemail.com"],
        imap: ("imap.gmail.com", 993),
        smtp: ("smtp.gmail.com", 465),
    },
    Preset {
        domains: &[
            "outlook.com",
            "outlook.de",
            "hotmail.com",
            "hotmail.de",
            "live.com",
            "live.de",
            "msn.com",
        ],
        mail_hosts: &["protection.outlook.com"],
        imap: ("outlook.office365.com", 993),
        smtp: ("smtp.office365.com", 587),
    },
    Preset {
        domains: &["icloud.com", "me.com", "mac.com"],
        mail_hosts: &["mail.icloud.com"],
        imap: ("imap.mail.me.com", 993),
        smtp: ("smtp.mail.me.com", 587),
    },
    Preset {
        domains: &["yahoo.com", "yahoo.de", "yahoo.co.uk", "ymail.com"],
        mail_hosts: &["yahoodns.net"],
        imap: ("imap.mail.yahoo.com", 993),
        smtp: ("smtp.mail.yahoo.com", 465),
    },
    Preset {
        domains: &["aol.com"],
        mail_hosts: &[],
        imap: ("imap.aol.com", 993),
        smtp: ("smtp.aol.com", 465),
    },
    Preset {
        domains: &["gmx.de", "gmx.net", "gmx.at", "gmx.ch"],
        mail_hosts: &["gmx.net"],
        imap: ("imap.gmx.net", 993),
        smtp: ("mail.gmx.net", 465),
    },
    Preset {
        domains: &["gmx.com"],
        mail_hosts: &[],
        imap: ("imap.gmx.com", 993),
        smtp: ("mail.gmx.com", 465),
    },
    Preset {
        domains: &["web.de"],
        mail_hosts: &["web.de"],
        imap: ("imap.web.de", 993),
        smtp: ("smtp.web.de", 465),
    },
    Preset {
        domains: &["t-online.de", "magenta.de"],
        mail_hosts: &["t-online.de"],
        imap: ("secureimap.t-online.de", 993),
        smtp: ("securesmtp.t-online.de", 465),
    },
    Preset {
        domains: &["freenet.de"],
        mail_hosts: &[],
        imap: ("mx.freenet.de", 993),
        smtp: ("mx.freenet.de", 465),
    },
    Preset {
        domains: &["posteo.de", "posteo.net"],
        mail_hosts: &["posteo.de"],
        imap: ("posteo.de", 993),
        smtp: ("posteo.de", 465),
    },
    Preset {
        domains: &["mailbox.org"],
        mail_hosts: &["mailbox.org"],
        imap: ("imap.mailbox.org", 993),
        smtp: ("smtp.mailbox.org", 465),
    },
    Preset {
        domains: &["fastmail.com", "fastmail.fm"],
        mail_hosts: &["messagingengine.com"],
        imap: ("imap.fastmail.com", 993),
        smtp: ("smtp.fastmail.com", 465),
    },
    Preset {
        domains: &["zoho.com", "zohomail.com"],
        mail_hosts: &["zoho.com"],
        imap: ("imap.zoho.com", 993),
        smtp: ("smtp.zoho.com", 465),
    },
    Preset {
        domains: &[],
        mail_hosts: &["kundenserver.de", "ionos.de", "1and1.com"],
        imap: ("imap.ionos.de", 993),
        smtp: ("smtp.ionos.de", 465),
    },
    Preset {
        domains: &[],
        mail_hosts: &["rzone.de"],
        imap: ("imap.strato.de", 993),
        smtp: ("smtp.strato.de", 465),
    },
];

pub fn by_domain(domain: &str) -> Option<Found> {
    PRESETS
        .iter()
        .find(|preset| preset.domains.iter().any(|known| domain.eq_ignore_ascii_case(known)))
        .map(found)
}

pub fn by_mail_host(host: &str) -> Option<Found> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let serves =
        |end: &&str| host == **end || host.strip_suffix(*end).is_some_and(|rest| rest.ends_with('.'));
    PRESETS.iter().find(|preset| preset.mail_hosts.iter().any(serves)).map(found)
}

fn found(preset: &Preset) -> Found {
    Found {
        imap: Server::new(preset.imap.0, preset.imap.1),
        smtp: Some(Server::new(preset.smtp.0, preset.smtp.1)),
        user: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_host_is_matched_by_whole_labels() {
        assert!(by_mail_host("aspmx.l.google.com.").is_some());
        assert!(by_mail_host("example-org.mail.protection.outlook.com").is_some());
        assert!(by_mail_host("notgoogle.com").is_none());
        assert!(by_mail_host("google.com.evil.example").is_none());
    }
}
