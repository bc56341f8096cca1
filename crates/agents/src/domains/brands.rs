//! Names that are often forged, with the domains that they really use.

use super::{chosen_label, registrable};
use crate::phrases::{Hit, Marks, Phrase, Topic, phrase};
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Debug)]
pub struct Brand {
    pub name: &'static str,
    /// As whole words of a display name or text (folded); empty where the name is an everyday word.
    pub words: &'static [&'static str],
    /// Labels that a forged domain imitates.
    pub labels: &'static [&'static str],
    /// Registrable domains that are the brand's own.
    pub domains: &'static [&'static str],
}

const fn brand(
    name: &'static str,
    words: &'static [&'static str],
    labels: &'static [&'static str],
    domains: &'static [&'static str],
) -> Brand {
    Brand { name, words, labels, domains }
}

pub static BRANDS: &[Brand] = &[
    brand(
        "PayPal",
        &["paypal"],
        &["paypal"],
        &[
            "paypal.com",
            "paypal.de",
            "paypal.co.uk",
            "paypal.me",
            "paypalobjects.com",
            "paypal-communication.com",
        ],
    ),
    brand(
        "Amazon",
        &["amazon", "amazon prime"],
        &["amazon", "amazonprime"],
        &[
            "amazon.com",
            "amazon.de",
            "amazon.co.uk",
            "amazon.at",
            "amazon.fr",
            "amazon.it",
            "amazon.es",
            "amazon.ca",
            "amazon.sg",
            "amazonaws.com",
            "amazonses.com",
            "amazon.jobs",
            "amazon.science",
            "amazonpay.com",
            "media-amazon.com",
            "ssl-images-amazon.com",
        ],
    ),
    brand(
        "Apple",
        &["apple", "icloud", "apple id", "itunes", "app store"],
        &["apple", "icloud", "appleid", "itunes"],
        &["apple.com", "icloud.com", "me.com", "mac.com", "itunes.com"],
    ),
    brand(
        "Microsoft",
        &[
            "microsoft",
            "office 365",
            "microsoft 365",
            "office365",
            "onedrive",
            "sharepoint",
            "outlook team",
            "windows defender",
        ],
        &["microsoft", "office365", "onedrive", "sharepoint", "microsoftonline"],
        &[
            "microsoft.com",
            "office.com",
            "office365.com",
            "outlook.com",
            "live.com",
            "hotmail.com",
            "onedrive.com",
            "sharepoint.com",
            "microsoftonline.com",
            "office.net",
            "azure.com",
            "msn.com",
            "skype.com",
            "linkedin.com",
            "microsoftstore.com",
            "outlook.de",
        ],
    ),
    brand(
        "Google",
        &["google", "gmail", "google drive", "google workspace"],
        &["google", "gmail", "youtube"],
        &[
            "google.com",
            "gmail.com",
            "googlemail.com",
            "google.de",
            "google.co.uk",
            "youtube.com",
            "goo.gl",
            "googleusercontent.com",
            "googleapis.com",
            "gstatic.com",
            "withgoogle.com",
            "google.at",
            "google.ch",
            "google.sg",
        ],
    ),
    brand(
        "Meta",
        &["facebook", "instagram", "whatsapp", "meta business"],
        &["facebook", "instagram", "whatsapp"],
        &[
            "facebook.com",
            "facebookmail.com",
            "meta.com",
            "instagram.com",
            "whatsapp.com",
            "whatsapp.net",
            "fb.com",
            "metamail.com",
        ],
    ),
    brand(
        "Deutsche Bahn",
        &["deutsche bahn", "db vertrieb"],
        &["deutschebahn"],
        &["deutschebahn.com", "bahn.de", "bahn.com"],
    ),
    brand("Netflix", &["netflix"], &["netflix"], &["netflix.com", "netflix.net", "nflxext.com"]),
    brand("Spotify", &["spotify"], &["spotify"], &["spotify.com"]),
    brand(
        "Disney+",
        &["disney+", "disney plus"],
        &["disneyplus"],
        &["disneyplus.com", "disney.com", "go.com"],
    ),
    brand(
        "DHL",
        &["dhl"],
        &["dhl"],
        &[
            "dhl.com",
            "dhl.de",
            "dhl.at",
            "dhl.co.uk",
            "dpdhl.com",
            "deutschepost.de",
            "dhl-news.com",
            "dhl.ch",
        ],
    ),
    brand(
        "Deutsche Post",
        &["deutsche post"],
        &["deutschepost"],
        &["deutschepost.de", "dhl.de", "dpdhl.com"],
    ),
    brand(
        "DPD",
        &["dpd"],
        &["dpd"],
        &["dpd.com", "dpd.de", "dpd.co.uk", "dpdgroup.com", "dpd.at", "dpdlocal.co.uk"],
    ),
    brand(
        "Hermes",
        &[],
        &["myhermes", "hermesworld"],
        &["myhermes.de", "hermesworld.com", "hermes-germany.de", "evri.com"],
    ),
    brand("Evri", &["evri"], &["evri"], &["evri.com"]),
    brand("GLS", &["gls"], &[], &["gls-group.com", "gls-pakete.de", "gls-group.eu", "gls-germany.com"]),
    brand("UPS", &["ups"], &[], &["ups.com"]),
    brand("FedEx", &["fedex"], &["fedex"], &["fedex.com"]),
    brand("USPS", &["usps", "u.s. postal service"], &["usps"], &["usps.com", "usps.gov"]),
    brand("Royal Mail", &["royal mail"], &["royalmail"], &["royalmail.com"]),
    brand("Österreichische Post", &["oesterreichische post", "post.at"], &[], &["post.at"]),
    brand("Swiss Post", &["swiss post", "schweizerische post"], &["swisspost"], &["post.ch", "swisspost.ch"]),
    brand("Singapore Post", &["singpost"], &["singpost"], &["singpost.com"]),
    brand(
        "Sparkasse",
        &["sparkasse", "s-pushtan", "pushtan"],
        &["sparkasse", "pushtan"],
        &["sparkasse.de", "sparkassen.de", "s-kreditpartner.de", "sparkasse.at"],
    ),
    brand(
        "Volksbank",
        &["volksbank", "volksbanken raiffeisenbanken", "vr-bank", "vr securego"],
        &["volksbank"],
        &["volksbank.de", "vr.de", "vr-bank.de", "volksbank.at"],
    ),
    brand("Commerzbank", &["commerzbank"], &["commerzbank"], &["commerzbank.de", "commerzbank.com"]),
    brand(
        "Deutsche Bank",
        &["deutsche bank"],
        &["deutschebank", "deutsche-bank"],
        &["deutsche-bank.de", "db.com"],
    ),
    brand("Postbank", &["postbank"], &["postbank"], &["postbank.de"]),
    brand("ING", &["ing-diba", "ing diba"], &["ingdiba", "ing-diba"], &["ing.de", "ing.com", "ing-diba.de"]),
    brand("DKB", &["dkb"], &["dkb"], &["dkb.de"]),
    brand("comdirect", &["comdirect"], &["comdirect"], &["comdirect.de"]),
    brand("N26", &["n26"], &["n26"], &["n26.com"]),
    brand("Targobank", &["targobank"], &["targobank"], &["targobank.de"]),
    brand("Consorsbank", &["consorsbank"], &["consorsbank"], &["consorsbank.de"]),
    brand(
        "Raiffeisen",
        &["raiffeisen", "raiffeisenbank"],
        &["raiffeisen", "raiffeisenbank"],
        &["raiffeisen.at", "raiffeisen.ch", "raiffeisenbank.at"],
    ),
    brand("Erste Bank", &["erste bank"], &["erstebank"], &["erstebank.at", "sparkasse.at"]),
    brand("Klarna", &["klarna"], &["klarna"], &["klarna.com", "klarna.de"]),
    brand("Visa", &["visa secure", "visa card services"], &[], &["visa.com", "visa.de"]),
    brand("Mastercard", &["mastercard"], &["mastercard"], &["mastercard.com", "mastercard.de"]),
    brand(
        "American Express",
        &["american express", "amex"],
        &["americanexpress", "amex"],
        &["americanexpress.com", "aexp.com"],
    ),
    brand(
        "Chase",
        &["chase bank", "jpmorgan chase"],
        &[],
        &["chase.com", "jpmorgan.com", "jpmorganchase.com"],
    ),
    brand("Bank of America", &["bank of america"], &["bankofamerica"], &["bankofamerica.com", "bofa.com"]),
    brand("Wells Fargo", &["wells fargo"], &["wellsfargo"], &["wellsfargo.com"]),
    brand("Citibank", &["citibank"], &["citibank"], &["citi.com", "citibank.com"]),
    brand("Capital One", &["capital one"], &["capitalone"], &["capitalone.com"]),
    brand("HSBC", &["hsbc"], &["hsbc"], &["hsbc.com", "hsbc.co.uk", "hsbc.com.sg"]),
    brand(
        "Barclays",
        &["barclays", "barclaycard"],
        &["barclays", "barclaycard"],
        &["barclays.co.uk", "barclays.com", "barclaycard.co.uk", "barclays.de"],
    ),
    brand(
        "Lloyds",
        &["lloyds bank"],
        &["lloydsbank"],
        &["lloydsbank.com", "lloydsbank.co.uk", "lloydsbanking.com"],
    ),
    brand("NatWest", &["natwest"], &["natwest"], &["natwest.com"]),
    brand("Santander", &["santander"], &["santander"], &["santander.com", "santander.de", "santander.co.uk"]),
    brand("DBS", &["dbs bank", "posb"], &["dbsbank"], &["dbs.com", "dbs.com.sg", "posb.com.sg"]),
    brand("OCBC", &["ocbc"], &["ocbc"], &["ocbc.com", "ocbc.com.sg"]),
    brand("Revolut", &["revolut"], &["revolut"], &["revolut.com"]),
    brand("Wise", &["transferwise"], &["transferwise"], &["wise.com", "transferwise.com"]),
    brand("Stripe", &["stripe"], &["stripe"], &["stripe.com"]),
    brand("Coinbase", &["coinbase"], &["coinbase"], &["coinbase.com"]),
    brand("Binance", &["binance"], &["binance"], &["binance.com"]),
    brand("MetaMask", &["metamask"], &["metamask"], &["metamask.io"]),
    brand("Ledger", &["ledger live", "ledger wallet"], &["ledgerlive", "ledgerwallet"], &["ledger.com"]),
    brand("Kraken", &["kraken exchange"], &[], &["kraken.com"]),
    brand("Trezor", &["trezor"], &["trezor"], &["trezor.io"]),
    brand("DocuSign", &["docusign"], &["docusign"], &["docusign.com", "docusign.net", "docusign.eu"]),
    brand("Adobe", &["adobe", "adobe sign", "acrobat sign"], &["adobe"], &["adobe.com", "adobesign.com"]),
    brand("Dropbox", &["dropbox"], &["dropbox"], &["dropbox.com", "dropboxmail.com"]),
    brand("WeTransfer", &["wetransfer"], &["wetransfer"], &["wetransfer.com"]),
    brand("LinkedIn", &["linkedin"], &["linkedin"], &["linkedin.com"]),
    brand("GitHub", &["github"], &["github"], &["github.com", "githubusercontent.com", "github.io"]),
    brand("Slack", &["slack technologies"], &[], &["slack.com", "slack-edge.com"]),
    brand("Zoom", &["zoom meetings"], &[], &["zoom.us", "zoom.com"]),
    brand("Atlassian", &["atlassian"], &["atlassian"], &["atlassian.com", "atlassian.net"]),
    brand(
        "eBay",
        &["ebay", "kleinanzeigen"],
        &["ebay", "kleinanzeigen"],
        &["ebay.com", "ebay.de", "ebay.co.uk", "kleinanzeigen.de", "ebay-kleinanzeigen.de"],
    ),
    brand("Booking.com", &["booking.com"], &["booking"], &["booking.com"]),
    brand("Airbnb", &["airbnb"], &["airbnb"], &["airbnb.com", "airbnb.de"]),
    brand("Uber", &["uber receipts"], &[], &["uber.com"]),
    brand("Walmart", &["walmart"], &["walmart"], &["walmart.com"]),
    brand("Costco", &["costco"], &["costco"], &["costco.com"]),
    brand(
        "Telekom",
        &["telekom", "t-online"],
        &["telekom", "t-online"],
        &["telekom.de", "telekom.com", "t-online.de", "t-mobile.com", "t-mobile.de", "magenta.at"],
    ),
    brand(
        "Vodafone",
        &["vodafone"],
        &["vodafone"],
        &["vodafone.de", "vodafone.com", "vodafone.co.uk", "vodafonemail.de"],
    ),
    brand("O2", &[], &["o2online"], &["o2online.de", "o2.de", "o2.co.uk", "telefonica.de"]),
    brand("1&1", &["ionos"], &["ionos"], &["ionos.com", "ionos.de", "1und1.de"]),
    brand("Strato", &["strato ag"], &["strato"], &["strato.de", "strato.com"]),
    brand("GMX", &["gmx"], &[], &["gmx.net", "gmx.de", "gmx.at", "gmx.com", "gmx.ch"]),
    brand("WEB.DE", &["web.de"], &[], &["web.de", "webde.de"]),
    brand("Verizon", &["verizon"], &["verizon"], &["verizon.com", "verizonwireless.com"]),
    brand("AT&T", &["at&t"], &[], &["att.com", "att-mail.com"]),
    brand(
        "Comcast",
        &["xfinity", "comcast"],
        &["xfinity", "comcast"],
        &["xfinity.com", "comcast.com", "comcast.net"],
    ),
    brand("HMRC", &["hmrc", "hm revenue"], &["hmrc"], &["hmrc.gov.uk", "gov.uk", "service.gov.uk"]),
    brand("IRS", &["internal revenue service"], &[], &["irs.gov"]),
    brand(
        "Finanzamt",
        &["elster", "finanzamt", "bundeszentralamt fuer steuern"],
        &["elster", "finanzamt"],
        &["elster.de", "bund.de", "bzst.de", "finanzamt.de", "bayern.de", "nrw.de", "hessen.de", "berlin.de"],
    ),
    brand("FinanzOnline", &["finanzonline"], &["finanzonline"], &["bmf.gv.at", "finanzonline.at"]),
    brand("Zoll", &["zollamt", "generalzolldirektion"], &[], &["zoll.de", "bund.de"]),
    brand("Singpass", &["singpass", "iras"], &["singpass"], &["singpass.gov.sg", "iras.gov.sg", "gov.sg"]),
    brand("NHS", &["nhs"], &[], &["nhs.uk", "nhs.net"]),
    brand(
        "DVLA",
        &["dvla", "tv licensing"],
        &["dvla", "tvlicensing"],
        &["gov.uk", "tvlicensing.co.uk", "service.gov.uk"],
    ),
    brand(
        "Norton",
        &["norton", "nortonlifelock"],
        &["norton"],
        &["norton.com", "nortonlifelock.com", "gendigital.com"],
    ),
    brand("McAfee", &["mcafee"], &["mcafee"], &["mcafee.com"]),
    brand("Geek Squad", &["geek squad", "best buy"], &["geeksquad"], &["bestbuy.com", "geeksquad.com"]),
    brand(
        "Steam",
        &["steam support", "steam guard"],
        &["steampowered", "steamcommunity"],
        &["steampowered.com", "steamcommunity.com"],
    ),
    brand(
        "E-ZPass",
        &["e-zpass", "ezpass", "sunpass"],
        &["ezpass", "sunpass"],
        &["e-zpassny.com", "ezpass.com", "sunpass.com"],
    ),
    brand("Telegram", &["telegram support"], &[], &["telegram.org"]),
    brand(
        "Bundesnetzagentur",
        &["bundeskriminalamt", "europol", "interpol"],
        &["europol", "interpol"],
        &["bka.de", "europa.eu", "interpol.int"],
    ),
];

static OWNERS: LazyLock<HashMap<&'static str, &'static Brand>> = LazyLock::new(|| {
    BRANDS.iter().rev().flat_map(|brand| brand.domains.iter().map(move |domain| (*domain, brand))).collect()
});

/// The names of brands as a topic of phrases.
pub(crate) fn phrases() -> Vec<Phrase> {
    BRANDS.iter().map(|brand| phrase(brand.name, 0, brand.words)).collect()
}

/// The brand that owns this host: the host itself, or any domain above it, is one of the brand's.
pub fn owner(host: &str) -> Option<&'static Brand> {
    let host = host.to_ascii_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(brand) = OWNERS.get(rest) {
            return Some(brand);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// Whether the host is this brand's, or its own label is the brand's under a country's suffix.
pub fn owns(brand: &Brand, host: &str) -> bool {
    owner(host).is_some_and(|found| std::ptr::eq(found, brand) || found.domains.iter().any(|d| brand.domains.contains(d)))
        || (chosen_label(host).is_some_and(|label| brand.labels.contains(&label)) && country_suffix(host))
        // Regional savings banks and cooperative banks have domains of their own.
        || (matches!(brand.name, "Sparkasse" | "Volksbank" | "Raiffeisen" | "Finanzamt") && regional(host))
}

/// A brand whose name stands in folded text as whole words.
pub fn named_in(folded: &str) -> Option<&'static Brand> {
    let hits = Marks::read(folded).places(folded, Topic::Brand);
    let whole = |hit: &Hit| !folded[hit.range.end..].starts_with(|c: char| c.is_ascii_alphanumeric());
    hits.into_iter().find(whole).and_then(|hit| by_name(hit.code))
}

pub fn by_name(name: &str) -> Option<&'static Brand> {
    BRANDS.iter().find(|brand| brand.name == name)
}

pub fn contains_word(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices(word).any(|(at, _)| {
        let free = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
        free(at.checked_sub(1).and_then(|i| bytes.get(i))) && free(bytes.get(at + word.len()))
    })
}

/// Suffixes under which brands have their country sites; forgers prefer cheap generic ones.
fn country_suffix(host: &str) -> bool {
    const TRUSTED: &[&str] = &[
        "com", "de", "at", "ch", "co.uk", "uk", "fr", "it", "es", "nl", "be", "pl", "ca", "com.au", "co.jp",
        "sg", "com.sg", "in", "ie", "se", "dk", "eu", "lu",
    ];
    registrable(host).and_then(|d| d.split_once('.')).is_some_and(|(_, suffix)| TRUSTED.contains(&suffix))
}

pub(crate) fn regional(host: &str) -> bool {
    let Some(domain) = registrable(host) else { return false };
    let Some(label) = domain.split('.').next() else { return false };
    let starts = [
        "sparkasse-",
        "ksk-",
        "kskb",
        "ssk",
        "vr-",
        "vrbank",
        "volksbank-",
        "vb-",
        "raiffeisen-",
        "rb-",
        "fa-",
        "haspa",
        "finanzamt-",
    ];
    let bait = [
        "sicher", "login", "konto", "online", "push", "tan", "verif", "kunde", "service", "update", "info",
        "aktual", "portal", "web",
    ];
    starts.iter().any(|s| label.starts_with(s)) && !bait.iter().any(|b| label.contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_owners() {
        let paypal = owner("www.paypal.com").expect("known");
        assert_eq!(paypal.name, "PayPal");
        assert!(owns(paypal, "mail.paypal.fr") && !owns(paypal, "paypal.top"));
        let sparkasse = named_in("ihre sparkasse informiert").expect("named");
        assert!(owns(sparkasse, "sparkasse-musterstadt.de") && !owns(sparkasse, "sparkasse-pushtan.de"));
        assert!(named_in("pineapple juice").is_none());
        assert!(owner("docs.service.gov.uk").is_some());
    }
}
