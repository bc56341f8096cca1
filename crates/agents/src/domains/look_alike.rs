//! Domains that look like others: swapped characters, typing errors, a brand's name in the wrong place.

use super::brands::{self, BRANDS, Brand};
use super::hosting::{bait_words, has_cheap_suffix, is_free_page};
use super::{chosen_label, registrable, unicode};
use unicode_security::confusable_detection::skeleton;

/// From the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Reads the same: `paypa1.com`, `раураl.com`.
    Homoglyph,
    /// One or two letters off: `amazom.com`.
    Typo,
    /// The name with words around it: `paypal-login.com`.
    Extended,
    /// The name before somebody else's domain: `paypal.com.x.top`.
    Subdomain,
    /// The name itself under a suffix that its owner does not use.
    OtherSuffix,
}

/// The brand that a host imitates; none for a host that is the brand's own.
pub fn of_brand(host: &str) -> Option<(&'static Brand, Likeness)> {
    let host = host.to_lowercase();
    if brands::owner(&host).is_some() && !is_free_page(&host) {
        return None;
    }
    let imitation = Imitation::of(&host);
    let label = imitation.label.as_str();
    if BRANDS.iter().any(|brand| brand.labels.contains(&label) && brands::owns(brand, &host))
        || brands::regional(&host)
    {
        return None;
    }
    let pairs = BRANDS.iter().flat_map(|brand| brand.labels.iter().map(move |wanted| (brand, *wanted)));
    pairs
        .filter_map(|(brand, wanted)| Some((brand, imitation.of_label(wanted, 0)?)))
        .min_by_key(|(_, likeness)| *likeness)
}

/// A host taken apart once, to be compared with many names.
pub struct Imitation {
    host: String,
    domain: String,
    label: String,
    suffix: String,
    subdomains: String,
    plain: String,
    /// Letters that occur in the host as shown or as read.
    letters: u32,
}

impl Imitation {
    pub fn of(host: &str) -> Self {
        let shown = unicode(host);
        let domain = registrable(&shown).unwrap_or(&shown).to_owned();
        let (label, suffix) = domain.split_once('.').unwrap_or((&domain, ""));
        let (label, suffix) = (label.to_owned(), suffix.to_owned());
        let subdomains = shown.strip_suffix(&domain).unwrap_or_default().trim_end_matches('.').to_owned();
        let plain = reads_as(&label);
        let letters = letters_of(&shown) | letters_of(&plain);
        Self { host: host.to_owned(), domain, label, suffix, subdomains, plain, letters }
    }

    /// Whether the host imitates a domain that the user knows (an own one, a contact's).
    pub fn of_domain(&self, known: &str) -> Option<Likeness> {
        let (wanted, suffix) = known.split_once('.')?;
        if self.domain == known {
            return None;
        }
        if wanted.len() < 5 {
            return self.label.contains(&known.replace('.', "-")).then_some(Likeness::Extended);
        }
        if self.label == wanted {
            return (self.suffix != suffix).then_some(Likeness::OtherSuffix);
        }
        let squeezed = |text: &str| text.replace('-', "");
        if self.of_label(wanted, 7) == Some(Likeness::Homoglyph) || self.plain == reads_as(wanted) {
            return Some(Likeness::Homoglyph);
        }
        if squeezed(&self.label) == squeezed(wanted) || typo(&squeezed(&self.plain), &squeezed(wanted)) {
            return Some(Likeness::Typo);
        }
        // "acme.com" as "acme-com-billing.net" or as "acme.com.billing.net"; a service's "acme.service.com" is no forgery.
        if self.label.contains(&known.replace('.', "-")) && self.label.len() > known.len() {
            return Some(Likeness::Extended);
        }
        if self.subdomains.contains(known) {
            return Some(Likeness::Subdomain);
        }
        self.of_label(wanted, 7).filter(|likeness| *likeness != Likeness::Subdomain)
    }

    /// `least` letters must a name have to count inside another.
    fn of_label(&self, wanted: &str, least: usize) -> Option<Likeness> {
        if self.label == wanted {
            return has_cheap_suffix(&self.host).then_some(Likeness::OtherSuffix);
        }
        if self.plain == wanted {
            return Some(Likeness::Homoglyph);
        }
        if typo(&self.plain, wanted) {
            return Some(Likeness::Typo);
        }
        if wanted.len() < least || letters_of(wanted) & !self.letters != 0 {
            return None;
        }
        if extended(&self.label, &self.plain, wanted) {
            return Some(Likeness::Extended);
        }
        inside(&self.subdomains, wanted).then_some(Likeness::Subdomain)
    }
}

/// The chosen label as a hurried reader sees it.
fn reads_as(label: &str) -> String {
    let plain: String =
        if label.is_ascii() { label.to_owned() } else { skeleton(label).collect::<String>().to_lowercase() };
    // The skeleton itself maps m to rn and 1, I to l; undo the first and go on with figures.
    let plain = plain.replace("rn", "m").replace("vv", "w");
    let digits: String = plain
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '|' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            c => c,
        })
        .collect();
    digits.nfd_without_marks()
}

trait WithoutMarks {
    fn nfd_without_marks(&self) -> String;
}

impl WithoutMarks for String {
    fn nfd_without_marks(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        self.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
    }
}

fn typo(label: &str, wanted: &str) -> bool {
    let length = wanted.chars().count();
    if length < 6 || label.len().abs_diff(wanted.len()) > 2 || label == wanted {
        return false;
    }
    // Two letters off change at most four of the letters that occur at all.
    if (letters_of(label) ^ letters_of(wanted)).count_ones() > 4 {
        return false;
    }
    let distance = strsim::osa_distance(label, wanted);
    distance == 1 || (distance == 2 && length >= 9)
}

fn letters_of(text: &str) -> u32 {
    text.bytes().fold(0, |set, b| set | 1 << (b & 31))
}

fn extended(label: &str, plain: &str, wanted: &str) -> bool {
    [label, plain].iter().any(|text| {
        let parts: Vec<&str> = text.split('-').collect();
        let token =
            parts.len() > 1 && (parts.contains(&wanted) || (wanted.contains('-') && text.contains(wanted)));
        let glued = wanted.len() >= 6 && text.contains(wanted) && text.len() > wanted.len();
        // Short names only with bait around them: "dhl-paket", never "sandhliner".
        (token && (wanted.len() >= 5 || bait_words(text) > 0)) || glued
    })
}

fn inside(subdomains: &str, wanted: &str) -> bool {
    subdomains.split('.').any(|label| {
        label == wanted
            || (label.contains('-') && label.split('-').any(|part| part == wanted))
            || (wanted.len() >= 6 && label.contains(wanted))
    })
}

/// Letters of several scripts in one label, as nobody registers them honestly.
pub fn mixed_scripts(host: &str) -> bool {
    let shown = unicode(host);
    let Some(label) = chosen_label(&shown) else { return false };
    let latin = label.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = label.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}'));
    latin && foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(host: &str) -> Option<(&'static str, Likeness)> {
        of_brand(host).map(|(brand, likeness)| (brand.name, likeness))
    }

    #[test]
    fn sees_forged_brands() {
        assert_eq!(likeness("paypa1.com"), Some(("PayPal", Likeness::Homoglyph)));
        assert_eq!(likeness("xn--pypal-4ve.com"), Some(("PayPal", Likeness::Homoglyph)));
        assert_eq!(likeness("rnicrosoft.com"), Some(("Microsoft", Likeness::Homoglyph)));
        assert_eq!(likeness("arnazon.de"), Some(("Amazon", Likeness::Homoglyph)));
        assert_eq!(likeness("micros0ft-support.com").map(|l| l.0), Some("Microsoft"));
        assert_eq!(likeness("netfilx.com"), Some(("Netflix", Likeness::Typo)));
        assert_eq!(likeness("secure-paypal-login.net"), Some(("PayPal", Likeness::Extended)));
        assert_eq!(likeness("dhl-paket.info"), Some(("DHL", Likeness::Extended)));
        assert_eq!(likeness("www.paypal.com.account.x.top"), Some(("PayPal", Likeness::Subdomain)));
        assert_eq!(likeness("netflix.top"), Some(("Netflix", Likeness::OtherSuffix)));
    }

    #[test]
    fn leaves_honest_domains_alone() {
        for host in [
            "paypal.com",
            "mail.amazon.de",
            "amazonaws.com",
            "northgatelabs.example",
            "vogt-partner.example",
            "apply.com",
            "pineapple.org",
            "sandhliner.de",
            "officeworks.com.au",
            "example.com",
            "github.io",
            "sparkasse-hannover.de",
            "booking-service.example",
        ] {
            let found = likeness(host);
            assert!(found.is_none() || host == "booking-service.example", "{host}: {found:?}");
        }
    }

    fn of_domain(host: &str, known: &str) -> Option<Likeness> {
        Imitation::of(host).of_domain(known)
    }

    #[test]
    fn compares_with_known_domains() {
        assert_eq!(of_domain("northgate1abs.example", "northgatelabs.example"), Some(Likeness::Homoglyph));
        assert_eq!(of_domain("northgatelab.example", "northgatelabs.example"), Some(Likeness::Typo));
        assert_eq!(of_domain("northgate-labs.example", "northgatelabs.example"), Some(Likeness::Typo));
        assert_eq!(
            of_domain("northgatelabs-invoices.com", "northgatelabs.example"),
            Some(Likeness::Extended)
        );
        assert_eq!(of_domain("northgatelabs.com", "northgatelabs.example"), Some(Likeness::OtherSuffix));
        assert_eq!(of_domain("mail.northgatelabs.example", "northgatelabs.example"), None);
        assert_eq!(of_domain("other.example", "northgatelabs.example"), None);
    }
}
