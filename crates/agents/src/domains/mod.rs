//! Domains: who runs a host, and what it tries to look like.

pub mod brands;
pub mod hosting;
pub mod look_alike;

/// The domain that somebody registered: `mail.shop.co.uk` → `shop.co.uk`.
pub fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host.trim_end_matches('.'))
}

/// The label that was chosen: `mail.shop.co.uk` → `shop`.
pub fn chosen_label(host: &str) -> Option<&str> {
    registrable(host)?.split('.').next()
}

/// Same registrable domain.
pub fn same_owner(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || match (registrable(one), registrable(other)) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        }
}

/// Unicode form of a host in punycode, for showing and comparing.
pub fn unicode(host: &str) -> String {
    if host.contains("xn--") || !host.is_ascii() {
        idna::domain_to_unicode(host).0
    } else {
        host.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_public_suffixes() {
        assert_eq!(registrable("mail.shop.co.uk"), Some("shop.co.uk"));
        assert_eq!(chosen_label("a.b.vogt-partner.example"), Some("vogt-partner"));
        assert!(same_owner("mail.dhl.de", "www.dhl.de") && !same_owner("dhl.de", "dhl.com"));
        assert!(!same_owner("localhost", ""));
        assert_eq!(unicode("xn--pypal-4ve.com"), "pаypal.com");
    }
}
