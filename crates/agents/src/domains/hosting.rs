//! Hosts that anybody can use: free mail, link shorteners, free pages, cheap suffixes, click trackers.

use super::registrable;
use std::collections::HashSet;
use std::sync::LazyLock;

static FREE_MAIL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.de",
        "hotmail.com",
        "hotmail.de",
        "hotmail.co.uk",
        "live.com",
        "live.de",
        "msn.com",
        "yahoo.com",
        "yahoo.de",
        "yahoo.co.uk",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "web.de",
        "t-online.de",
        "freenet.de",
        "arcor.de",
        "mail.com",
        "email.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "tutanota.de",
        "tuta.io",
        "mailbox.org",
        "posteo.de",
        "posteo.net",
        "zoho.com",
        "yandex.com",
        "yandex.ru",
        "mail.ru",
        "inbox.ru",
        "bk.ru",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "bluewin.ch",
        "aon.at",
        "chello.at",
        "a1.net",
        "btinternet.com",
        "sky.com",
        "comcast.net",
        "verizon.net",
        "att.net",
        "qq.com",
        "163.com",
        "126.com",
        "fastmail.com",
        "hey.com",
        "singnet.com.sg",
        "vodafone.de",
        "rocketmail.com",
        "mailo.com",
        "onmail.com",
    ])
});

/// Providers that have a domain in each country.
const FREE_MAIL_LABELS: &[&str] = &[
    "gmail",
    "googlemail",
    "yahoo",
    "hotmail",
    "outlook",
    "live",
    "gmx",
    "aol",
    "posteo",
    "protonmail",
    "icloud",
    "ymail",
    "mail",
];

static SHORTENERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "bit.ly",
        "tinyurl.com",
        "t.co",
        "goo.gl",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "cutt.ly",
        "rebrand.ly",
        "rb.gy",
        "shorturl.at",
        "t.ly",
        "v.gd",
        "tiny.cc",
        "s.id",
        "bl.ink",
        "lnkd.in",
        "qrco.de",
        "shorte.st",
        "adf.ly",
        "kutt.it",
        "u.to",
        "surl.li",
        "tny.im",
        "l.ead.me",
        "short.gy",
        "urlz.fr",
        "did.li",
    ])
});

static FREE_PAGES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "web.app",
        "firebaseapp.com",
        "weebly.com",
        "weeblysite.com",
        "wixsite.com",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "workers.dev",
        "r2.dev",
        "blogspot.com",
        "000webhostapp.com",
        "herokuapp.com",
        "glitch.me",
        "repl.co",
        "replit.app",
        "ngrok.io",
        "ngrok-free.app",
        "trycloudflare.com",
        "duckdns.org",
        "hopto.org",
        "ddns.net",
        "no-ip.org",
        "square.site",
        "godaddysites.com",
        "webflow.io",
        "framer.app",
        "typedream.app",
        "notion.site",
        "jimdosite.com",
        "webnode.page",
        "strikingly.com",
        "carrd.co",
        "ipfs.io",
        "dweb.link",
        "cloudflare-ipfs.com",
        "fleek.co",
        "surge.sh",
        "render.com",
        "onrender.com",
        "fly.dev",
        "cprapid.com",
        "plesk.page",
        "backblazeb2.com",
        "azurewebsites.net",
        "windows.net",
        "my.canva.site",
        "gitbook.io",
        "teachable.com",
        "formstack.com",
        "typeform.com",
        "jotform.com",
        "docs.google.com",
        "forms.gle",
        "sites.google.com",
        "script.google.com",
        "telegra.ph",
        "linktr.ee",
    ])
});

static CHEAP_SUFFIXES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "top",
        "xyz",
        "click",
        "icu",
        "buzz",
        "cyou",
        "cfd",
        "sbs",
        "rest",
        "quest",
        "monster",
        "bond",
        "lol",
        "mom",
        "tk",
        "ml",
        "ga",
        "cf",
        "gq",
        "zip",
        "mov",
        "work",
        "support",
        "live",
        "online",
        "site",
        "website",
        "space",
        "fun",
        "info",
        "help",
        "shop",
        "store",
        "vip",
        "win",
        "loan",
        "men",
        "bid",
        "date",
        "stream",
        "review",
        "country",
        "kim",
        "link",
        "cam",
        "beauty",
        "hair",
        "skin",
        "makeup",
        "autos",
        "boats",
        "homes",
        "ru",
        "su",
        "cc",
        "ws",
        "pw",
        "life",
        "today",
        "world",
        "center",
        "services",
        "digital",
        "cloud",
        "club",
        "cn",
        "asia",
        "biz",
        "one",
        "pro",
        "page",
        "finance",
        "delivery",
        "tokyo",
        "nl.eu.org",
        "ly",
    ])
});

pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.contains(domain)
        || super::chosen_label(domain).is_some_and(|label| FREE_MAIL_LABELS.contains(&label))
}

pub fn is_shortener(host: &str) -> bool {
    SHORTENERS.contains(host) || registrable(host).is_some_and(|d| SHORTENERS.contains(d))
}

/// A page that anybody puts up within minutes, under somebody else's name.
pub fn is_free_page(host: &str) -> bool {
    FREE_PAGES
        .iter()
        .any(|page| host == *page || host.strip_suffix(page).is_some_and(|rest| rest.ends_with('.')))
}

pub fn has_cheap_suffix(host: &str) -> bool {
    host.rsplit_once('.').is_some_and(|(_, suffix)| CHEAP_SUFFIXES.contains(suffix))
}

/// An address in figures, as no company gives one out.
pub fn is_ip(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<std::net::IpAddr>().is_ok()
        || (bare.len() > 7 && bare.bytes().all(|b| b.is_ascii_digit()))
        || bare.starts_with("0x")
}

/// Words that forgers put into the name of a domain.
pub fn bait_words(label: &str) -> usize {
    const BAIT: &[&str] = &[
        "secure",
        "security",
        "verify",
        "verification",
        "verifizierung",
        "login",
        "signin",
        "account",
        "konto",
        "update",
        "support",
        "billing",
        "payment",
        "zahlung",
        "refund",
        "alert",
        "auth",
        "confirm",
        "unlock",
        "service",
        "kundenservice",
        "kunden",
        "sicherheit",
        "sicher",
        "tracking",
        "track",
        "delivery",
        "paket",
        "parcel",
        "redelivery",
        "customs",
        "zoll",
        "claim",
        "bonus",
        "reward",
        "prize",
        "wallet",
        "recovery",
        "restore",
        "id",
        "portal",
        "online",
        "helpdesk",
        "webmail",
        "mailbox",
        "notice",
        "notification",
        "center",
        "aktualisierung",
        "anmeldung",
        "freischaltung",
        "legitimation",
        "umstellung",
        "rueckerstattung",
        "erstattung",
        "gutschrift",
        "banking",
        "bank",
        "tan",
        "info",
        "customer",
        "care",
        "toll",
        "invoice",
        "tax",
        "steuer",
        "gov",
        "my",
        "mein",
    ];
    label.split(['-', '.', '_']).filter(|part| BAIT.contains(part)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_hosts() {
        assert!(is_free_mail("gmx.de") && !is_free_mail("northgatelabs.example"));
        assert!(is_shortener("bit.ly") && !is_shortener("rabbit.ly"));
        assert!(is_free_page("login-x.web.app") && !is_free_page("myweb.application"));
        assert!(is_ip("10.0.0.1") && is_ip("3232235777") && !is_ip("a.b"));
        assert!(has_cheap_suffix("x.top") && !has_cheap_suffix("x.com"));
        assert_eq!(bait_words("secure-login-acme"), 2);
    }
}
