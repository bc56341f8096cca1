//! What goes wrong on the way to an IMAP server is told in one sentence that names the host, without the secret.

use super::kept::Kept;
use super::scripted::{Scripted, Step};
use super::*;
use connectors::mail::server::ServerError;
use domain::source::SourceError;
use testkit::{Certificate, Fate, Proxy, Tls, Validity};

fn with_tls(validity: Validity, tls: fn(Certificate) -> Tls) -> (Dovecot, String) {
    let certificate = Certificate::new(validity).unwrap();
    let authority = std::fs::read_to_string(certificate.authority()).unwrap();
    let options = DovecotOptions { tls: tls(certificate), ..DovecotOptions::default() };
    (Dovecot::start(options).unwrap(), authority)
}

async fn login(
    port: u16,
    security: Security,
    authority: Option<String>,
    secret: Secret,
) -> Result<(), ServerError> {
    let endpoint = Endpoint { extra_root: authority, ..endpoint(port, security) };
    let source = ImapSource::new(ImapServer::new(endpoint, ANNA, secret), parse);
    source.with_timing(impatient_but_for_tls()).check_login().await
}

/// A handshake in a debug build on a busy machine may take a while.
fn impatient_but_for_tls() -> Timing {
    Timing { connect: Duration::from_secs(20), inactivity: Duration::from_secs(20), ..Timing::default() }
}

#[tokio::test]
async fn a_wrong_password_is_for_the_user_and_not_in_the_error() {
    let dovecot = dovecot(true);
    let error = login(dovecot.imap_port(), Security::Plain, None, password("hunter2")).await.unwrap_err();
    assert_eq!(error.code(), "login_refused");
    let text = format!("{error} {error:?}");
    assert!(text.contains("127.0.0.1") && text.contains(ANNA) && !text.contains("hunter2"), "{text}");
    let wrong = ImapServer::new(endpoint(dovecot.imap_port(), Security::Plain), ANNA, password("hunter2"));
    let error = Kept::default().sync(&ImapSource::new(wrong.clone(), parse)).await.unwrap_err();
    assert!(matches!(error, SourceError::Unauthorized(_)), "{error:?}");
    assert!(!format!("{wrong:?}").contains("hunter2"));
    login(dovecot.imap_port(), Security::Plain, None, password(PASSWORD)).await.unwrap();
}

#[tokio::test]
async fn an_access_token_logs_in_until_it_expires() {
    let dovecot = dovecot(true);
    login(dovecot.imap_port(), Security::Plain, None, token(TOKEN)).await.unwrap();
    dovecot.expire_tokens();
    let error = login(dovecot.imap_port(), Security::Plain, None, token(TOKEN)).await.unwrap_err();
    assert_eq!(error.code(), "login_refused");
    assert!(error.to_string().contains("access token") && !error.to_string().contains(TOKEN), "{error}");
}

#[tokio::test]
async fn oauthbearer_where_xoauth2_is_not_offered() {
    let server = Scripted::start(vec![vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER SASL-IR] ready\r\n"),
        // n,a=anna@example.org,^Ahost=127.0.0.1^Aport=…
        Step::Hear("AUTHENTICATE OAUTHBEARER bixhPWFubmFAZXhhbXBsZS5vcmcsAWhvc3Q9MTI3LjAuMC4xAXBvcnQ9"),
        Step::Say("+ eyJzdGF0dXMiOiI0MDEifQ==\r\n"),
        Step::Hear("AQ=="),
        Step::Say("f1 NO [AUTHENTICATIONFAILED] expired\r\n"),
        Step::HearEnd,
    ]])
    .await;
    let error = login(server.port(), Security::Plain, None, token(TOKEN)).await.unwrap_err();
    assert_eq!(error.code(), "login_refused");
    server.done().await;
}

#[tokio::test]
async fn a_login_that_fails_for_now_is_tried_again() {
    let server = Scripted::start(vec![vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        Step::Hear("LOGIN anna@example.org"),
        Step::Say("{tag} NO [UNAVAILABLE] the directory is down, secret\r\n"),
        Step::HearEnd,
    ]])
    .await;
    let error = login(server.port(), Security::Plain, None, password(PASSWORD)).await.unwrap_err();
    assert_eq!(error.code(), "unavailable");
    assert!(
        error.to_string().contains("the directory is down") && !error.to_string().contains(PASSWORD),
        "{error}"
    );
    server.done().await;
}

#[tokio::test]
async fn tls_from_the_first_byte_and_by_starttls() {
    for (tls, security) in
        [(Tls::Implicit as fn(Certificate) -> Tls, Security::Tls), (Tls::StartTls, Security::StartTls)]
    {
        let (dovecot, authority) = with_tls(Validity::Current, tls);
        login(dovecot.imap_port(), security, Some(authority), password(PASSWORD)).await.unwrap();
        let error = login(dovecot.imap_port(), security, None, password(PASSWORD)).await.unwrap_err();
        assert_eq!(error.code(), "certificate");
        assert!(error.to_string().contains("authority unknown"), "{error}");
    }
}

#[tokio::test]
async fn certificates_that_cannot_be_accepted() {
    for (validity, said) in [(Validity::Expired, "has expired"), (Validity::OtherName, "for another name")] {
        let (dovecot, authority) = with_tls(validity, Tls::Implicit);
        let error =
            login(dovecot.imap_port(), Security::Tls, Some(authority), password(PASSWORD)).await.unwrap_err();
        assert_eq!(error.code(), "certificate");
        assert!(error.to_string().contains(said) && error.to_string().contains("127.0.0.1"), "{error}");
    }
    let error = login(1, Security::Tls, Some("no PEM".to_owned()), password(PASSWORD)).await.unwrap_err();
    assert!(matches!(error, ServerError::Untrusted(_) | ServerError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn starttls_that_is_not_offered_keeps_the_password() {
    let plain = dovecot(true);
    let error = login(plain.imap_port(), Security::StartTls, None, password(PASSWORD)).await.unwrap_err();
    assert!(error.to_string().contains("offers no STARTTLS"), "{error}");
    assert!(!plain.log().contains("Login: user="), "{}", plain.log());
    login(plain.imap_port(), Security::StartTlsWhereOffered, None, password(PASSWORD)).await.unwrap();
}

#[tokio::test]
async fn words_sneaked_in_before_tls_end_the_session() {
    let server = Scripted::start(vec![vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n"),
        Step::Hear("STARTTLS"),
        Step::Say("{tag} OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"),
        Step::HearEnd,
    ]])
    .await;
    let error = login(server.port(), Security::StartTls, None, password(PASSWORD)).await.unwrap_err();
    assert_eq!(error.code(), "protocol");
    assert!(error.to_string().contains("no password was sent"), "{error}");
    assert_eq!(server.done().await.len(), 2);
}

#[tokio::test]
async fn a_server_that_is_not_there_or_says_nothing() {
    let dovecot = dovecot(true);
    let proxy = Proxy::start(dovecot.imap_port()).unwrap();
    let source = ImapSource::new(server(proxy.port()), parse).with_timing(impatient());
    for (fate, said) in [(Fate::Refuse, "127.0.0.1"), (Fate::Starve, "was silent for 0.3 s")] {
        proxy.set(fate);
        let error = Kept::default().sync(&source).await.unwrap_err();
        assert!(matches!(&error, SourceError::Unavailable(text) if text.contains(said)), "{error:?}");
    }
    let nobody = testkit::free_port().unwrap();
    let error = login(nobody, Security::Plain, None, password(PASSWORD)).await.unwrap_err();
    assert!(error.to_string().contains("cannot be reached") && error.code() == "unavailable", "{error}");
}

#[tokio::test]
async fn an_smtp_port_is_recognised_as_wrong() {
    let server = Scripted::start(vec![vec![Step::Say("220 mail.example ESMTP\r\n"), Step::HearEnd]]).await;
    let error = login(server.port(), Security::Plain, None, password(PASSWORD)).await.unwrap_err();
    assert!(error.to_string().contains("not") && error.code() == "protocol", "{error}");
    server.done().await;
}

fn opened_inbox() -> Vec<Step> {
    vec![
        Step::Say("* OK [CAPABILITY IMAP4rev1] ready\r\n"),
        Step::Hear("LOGIN"),
        Step::Say("{tag} OK [CAPABILITY IMAP4rev1] in\r\n"),
        Step::Hear("LIST"),
        Step::Say("* LIST () \"/\" INBOX\r\n{tag} OK listed\r\n"),
        Step::Hear("STATUS"),
        Step::Say("* STATUS INBOX (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 9)\r\n{tag} OK\r\n"),
        Step::Hear("EXAMINE"),
        Step::Say(
            "* 2 EXISTS\r\n* OK [UIDVALIDITY 9] v\r\n* OK [UIDNEXT 3] n\r\n{tag} OK [READ-ONLY] open\r\n",
        ),
        Step::Hear("UID SEARCH ALL"),
        Step::Say("* SEARCH 1 2\r\n{tag} OK\r\n"),
        Step::Hear("UID FETCH 1:2"),
    ]
}

#[tokio::test]
async fn a_break_in_the_middle_of_a_literal_is_named() {
    let mut script = opened_inbox();
    script.push(Step::Say("* 1 FETCH (UID 1 FLAGS () BODY[]<0> {16}\r\nSubject: one\r\n\r\n)\r\n"));
    script.push(Step::Say("* 2 FETCH (UID 2 FLAGS () BODY[]<0> {5000}\r\nSubject: tw"));
    script.push(Step::End);
    let server = Scripted::start(vec![script]).await;
    let error =
        Kept::default().sync(&ImapSource::new(super::server(server.port()), parse)).await.unwrap_err();
    assert!(
        matches!(&error, SourceError::Unavailable(text) if text.contains("in the middle of a message")),
        "{error:?}"
    );
    server.done().await;
}

#[tokio::test]
async fn odd_answers_lose_no_mail() {
    let mut script = opened_inbox();
    // The flags of one are no atoms and its date is none; the other comes in two parts, with a body in quotes.
    script.push(Step::Say(
        "* OK still working {3}\r\n* 1 FETCH (UID 1 FLAGS (\\Seen a{b) INTERNALDATE \"31-Abc-2020\" BODY[]<0> {16}\r\n\
         Subject: one\r\n\r\n)\r\n* 7 NONSENSE (\r\n* 2 FETCH (FLAGS (\\Flagged) UID 2)\r\n\
         * 2 FETCH (BODY[]<0> \"Subject: two\")\r\n{tag} OK done\r\n",
    ));
    script.push(Step::HearEnd);
    let server = Scripted::start(vec![script]).await;
    let mut kept = Kept::default();
    {
        let source = ImapSource::new(super::server(server.port()), parse);
        kept.sync(&source).await.unwrap();
    }
    assert_eq!(kept.listing().len(), 2);
    assert!(kept.flags("one").seen && kept.flags("two").flagged);
    server.done().await;
}
