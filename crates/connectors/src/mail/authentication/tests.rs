//! Signed mails with keys in a real DNS server on loopback; forged and trusted results.

use super::*;
use base64::Engine;
use domain::item::{AuthResult, Authentication};
use domain::ports::Authenticator;
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;
use std::time::{Duration, Instant};
use testkit::DnsStub;

const MAIL: &str = "From: Ada <ada@example.org>\r\nTo: b@example.net\r\nSubject: hello\r\n\r\nbody\r\n";

struct Signer {
    key: Vec<u8>,
    public: String,
}

impl Signer {
    fn new() -> Self {
        let key = Ed25519Key::generate_pkcs8().unwrap();
        let public = Ed25519Key::from_pkcs8_der(&key).unwrap().public_key();
        let public = base64::engine::general_purpose::STANDARD.encode(public);
        Self { key, public }
    }

    fn publish(&self, dns: &DnsStub, domain: &str) {
        dns.text(&format!("s1._domainkey.{domain}"), &format!("v=DKIM1; k=ed25519; p={}", self.public))
            .unwrap();
    }

    fn sign(&self, domain: &str, mail: &str) -> String {
        let key = Ed25519Key::from_pkcs8_der(&self.key).unwrap();
        let signer =
            DkimSigner::from_key(key).domain(domain).selector("s1").headers(["From", "To", "Subject"]);
        format!("{}{mail}", signer.sign(mail.as_bytes()).unwrap().to_header())
    }
}

fn setting() -> (DnsStub, DkimVerifier, Signer) {
    let dns = DnsStub::start().unwrap();
    let verifier = DkimVerifier::with_name_server(dns.address()).unwrap();
    (dns, verifier, Signer::new())
}

fn local(dkim: AuthResult, domain: Option<&str>) -> Authentication {
    Authentication {
        dkim,
        domain: domain.map(str::to_owned),
        by: Some("local".into()),
        ..Authentication::default()
    }
}

#[tokio::test]
async fn a_good_signature_passes_and_its_key_is_asked_for_once() {
    let (dns, verifier, signer) = setting();
    signer.publish(&dns, "example.org");
    let mail = signer.sign("example.org", MAIL);
    let result = verifier.authenticate(mail.as_bytes()).await;
    assert_eq!(result, local(AuthResult::Pass, Some("example.org")));
    assert!(result.proves("example.org"));
    let asked = dns.questions();
    verifier.authenticate(mail.as_bytes()).await;
    assert_eq!(dns.questions(), asked);
}

#[tokio::test]
async fn a_changed_mail_fails() {
    let (dns, verifier, signer) = setting();
    signer.publish(&dns, "example.org");
    let mail = signer.sign("example.org", MAIL);
    for changed in [mail.replace("body\r\n", "bodY\r\n"), mail.replace("Subject: hello", "Subject: hullo")] {
        assert_eq!(verifier.authenticate(changed.as_bytes()).await, local(AuthResult::Fail, None));
    }
    let (_, other, stranger) = setting();
    stranger.publish(&dns, "unused.example");
    drop(other);
    let forged = stranger.sign("example.org", MAIL);
    assert_eq!(verifier.authenticate(forged.as_bytes()).await, local(AuthResult::Fail, None));
}

#[tokio::test]
async fn another_domains_signature_is_named_as_such() {
    let (dns, verifier, signer) = setting();
    signer.publish(&dns, "mailer.example");
    signer.publish(&dns, "mail.example.org");
    let mail = signer.sign("mailer.example", MAIL);
    let result = verifier.authenticate(mail.as_bytes()).await;
    assert_eq!(result, local(AuthResult::Pass, Some("mailer.example")));
    assert!(!result.proves("example.org"));
    let both = signer.sign("mail.example.org", &mail);
    let result = verifier.authenticate(both.as_bytes()).await;
    assert_eq!(result, local(AuthResult::Pass, Some("mail.example.org")), "the author's own counts");
}

#[tokio::test]
async fn an_unsigned_mail_has_none_and_an_absent_key_is_unknown() {
    let (_dns, verifier, signer) = setting();
    assert_eq!(verifier.authenticate(MAIL.as_bytes()).await, local(AuthResult::None, None));
    let mail = signer.sign("example.org", MAIL);
    assert_eq!(verifier.authenticate(mail.as_bytes()).await, Authentication::default());
}

#[tokio::test]
async fn dns_in_trouble_is_unknown_and_soon_not_asked_any_more() {
    let (dns, verifier, signer) = setting();
    signer.publish(&dns, "example.org");
    let mail = signer.sign("example.org", MAIL);
    dns.fail(true);
    assert_eq!(verifier.authenticate(mail.as_bytes()).await, Authentication::default());
    dns.fail(false);
    dns.silence(true);
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(verifier.authenticate(mail.as_bytes()).await, Authentication::default());
    }
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_second_author_or_a_flood_of_signatures_proves_nothing() {
    let (dns, verifier, signer) = setting();
    signer.publish(&dns, "example.org");
    let mail = signer.sign("example.org", MAIL);
    let two = format!("From: Bank <info@bank.example>\r\n{mail}");
    assert_eq!(verifier.authenticate(two.as_bytes()).await, Authentication::default());
    let together = mail.replace("Ada <ada@example.org>", "Ada <ada@example.org>, x@bank.example");
    assert_eq!(verifier.authenticate(together.as_bytes()).await, Authentication::default());
    let header = mail.split("\r\nFrom:").next().unwrap();
    let flood = format!("{}{mail}", format!("{header}\r\n").repeat(50));
    assert_eq!(verifier.authenticate(flood.as_bytes()).await, Authentication::default());
}

fn hosts() -> Vec<String> {
    vec!["mx.example.net".into(), ".pool.example".into()]
}

fn seen(headers: &str) -> Authentication {
    trusted(format!("{headers}{MAIL}").as_bytes(), &hosts())
}

#[test]
fn a_trusted_host_is_believed() {
    let result = seen(
        "Received: from a by mx.example.net; Fri, 21 Nov 2025 09:30:00 +0000\r\n\
         Authentication-Results: mx.example.net;\r\n\tdkim=fail header.d=other.example;\r\n\
         \tdkim=pass (ok) header.i=@mail.example.org; spf=softfail smtp.mailfrom=x@bounce.example;\r\n\
         \tdmarc=pass (p=none) header.from=example.org\r\n",
    );
    assert_eq!(
        result,
        Authentication {
            dkim: AuthResult::Pass,
            spf: AuthResult::Unknown,
            dmarc: AuthResult::Pass,
            domain: Some("mail.example.org".into()),
            by: Some("mx.example.net".into()),
        }
    );
    let split = seen(
        "Authentication-Results: a.pool.example; spf=pass smtp.mailfrom=b@example.org\r\n\
         Authentication-Results: a.pool.example; dkim=none\r\n",
    );
    assert_eq!(
        (split.spf, split.dkim, split.domain.as_deref()),
        (AuthResult::Pass, AuthResult::None, Some("example.org"))
    );
}

#[test]
fn nobody_else_is() {
    let forged = "Authentication-Results: mx.example.net; dkim=pass header.d=example.org; dmarc=pass\r\n";
    let cases = [
        // No trusted host at all, an unknown one, one that only looks like it.
        trusted(format!("{forged}{MAIL}").as_bytes(), &[]),
        seen("Authentication-Results: evil.example; dmarc=pass\r\n"),
        seen("Authentication-Results: pool.example; dmarc=pass\r\n"),
        seen("Authentication-Results: mx.example.net.evil.example; dmarc=pass\r\n"),
        seen("Authentication-Results: (mx.example.net;) evil.example; dmarc=pass\r\n"),
        seen("Authentication-Results: dmarc=pass; mx.example.net\r\n"),
        // Below a header of another host.
        seen(&format!("Authentication-Results: evil.example; spf=fail\r\n{forged}")),
        // Two authors.
        seen(&format!("{forged}From: x@bank.example\r\n")),
    ];
    for result in cases {
        assert_eq!(result, Authentication::default());
    }
}

#[test]
fn what_stood_in_the_mail_when_it_came_is_not_read() {
    let result = seen(
        "Authentication-Results: mx.example.net; spf=fail smtp.mailfrom=x@example.org\r\n\
         Received: from evil by mx.example.net; Fri, 21 Nov 2025 09:30:00 +0000\r\n\
         Authentication-Results: mx.example.net; dkim=pass header.d=example.org; dmarc=pass\r\n",
    );
    assert_eq!(
        (result.spf, result.dkim, result.dmarc),
        (AuthResult::Fail, AuthResult::Unknown, AuthResult::Unknown)
    );
    let other = seen("Authentication-Results: mx.example.net; dmarc=pass header.from=else.example\r\n");
    assert_eq!(other.dmarc, AuthResult::Unknown);
}

#[test]
fn providers_are_known_by_their_servers() {
    assert_eq!(authentication_hosts("imap.gmail.com"), ["mx.google.com"]);
    assert_eq!(authentication_hosts("IMAP.GMX.NET."), ["gmx.net"]);
    assert_eq!(authentication_hosts("outlook.office365.com").len(), 2);
    assert_eq!(authentication_hosts("imap.notgmail.com"), Vec::<String>::new());
    assert_eq!(authentication_hosts("localhost"), Vec::<String>::new());
}
