//! Certificates that prove nothing: refused by name, before a password is sent.

use testkit::{Certificate, Dovecot, DovecotOptions, SmtpOptions, SmtpServer, Tls, Validity};

use crate::support::mailbox::ANNA;
use crate::support::{Home, Launch, Ran, Server, data};

#[tokio::test]
async fn an_expired_or_foreign_certificate_is_refused_and_a_current_one_is_not() {
    for (validity, is_good) in
        [(Validity::Expired, false), (Validity::OtherName, false), (Validity::Current, true)]
    {
        for tls in [Tls::Implicit, Tls::StartTls] {
            let certificate = Certificate::new(validity).unwrap();
            let authority = certificate.authority();
            let tls = tls(certificate);
            let dovecot = Dovecot::start(DovecotOptions { tls: tls.clone(), ..Default::default() }).unwrap();
            let smtp = SmtpServer::start(&SmtpOptions { tls: tls.clone(), ..Default::default() }).unwrap();
            let launch = Launch::serve().environment("FACTOTUM_CA_FILE", &authority.to_string_lossy());
            let server = launch.start(&Home::new()).await;
            let added = add(&server, &dovecot.imap_url(), &smtp.url()).await;
            let accounts = data(&server.cli(&["account", "list"]).await.ok());
            if is_good {
                added.ok();
                assert_eq!(accounts.len(), 1);
                continue;
            }
            assert_eq!((added.code, accounts.len()), (1, 0), "{validity:?} {tls:?}: {added:#?}");
            assert!(added.stderr.to_lowercase().contains("certificate"), "{validity:?} {tls:?}: {added:#?}");
            assert!(!dovecot.log().contains("method="), "a password was sent: {}", dovecot.log());
        }
    }
}

#[tokio::test]
async fn an_authority_that_nobody_named_is_not_trusted() {
    let tls = Tls::Implicit(Certificate::new(Validity::Current).unwrap());
    let dovecot = Dovecot::start(DovecotOptions { tls: tls.clone(), ..Default::default() }).unwrap();
    let smtp = SmtpServer::start(&SmtpOptions { tls, ..Default::default() }).unwrap();
    let server = Launch::serve().start(&Home::new()).await;
    let added = add(&server, &dovecot.imap_url(), &smtp.url()).await;
    assert_eq!(added.code, 1, "{added:#?}");
    assert!(added.stderr.to_lowercase().contains("certificate"), "{added:#?}");
}

async fn add(server: &Server, imap: &str, smtp: &str) -> Ran {
    let arguments = ["account", "add", ANNA, "--imap", imap, "--smtp", smtp, "--password-stdin"];
    server.cli_with_input(&arguments, "secret\n").await
}
