//! Sending: refused, broken and unanswered at each stage, and what the server holds afterwards.

use super::scripted::{Scripted, Step};
use super::*;
use connectors::mail::smtp::{Message, Refusal, SmtpSender, SmtpServer as Account, Submission};
use testkit::{Certificate, Fault, Received, SmtpOptions, SmtpServer, Stage, Tls, Validity};

fn account(port: u16, security: Security, secret: Secret) -> Account {
    Account { endpoint: endpoint(port, security), login: Some((ANNA.to_owned(), secret)) }
}

fn sender(server: &SmtpServer) -> SmtpSender {
    SmtpSender::new(account(server.port(), Security::Plain, password(PASSWORD)))
}

fn mail(to: &[&str]) -> Message {
    Message {
        from: ANNA.to_owned(),
        to: to.iter().map(|address| (*address).to_owned()).collect(),
        bytes: b"Subject: hello\r\n\r\n.a line with a dot\r\n..\r\n.\r\nlast\r\n".to_vec(),
    }
}

async fn send(sender: &SmtpSender, mail: Message) -> Submission {
    match sender.prepare(&mail).await {
        Ok(ready) => ready.send(&mint().authorize(mail)).await,
        Err(submission) => submission,
    }
}

fn start() -> SmtpServer {
    SmtpServer::start(&SmtpOptions::default()).unwrap()
}

#[tokio::test]
async fn an_accepted_mail_arrives_byte_for_byte() {
    let server = start();
    let mail = mail(&["ben@example.net", "cleo@example.net"]);
    let ready = sender(&server).prepare(&mail).await.unwrap();
    assert_eq!(server.received().unwrap(), []);
    let submission = ready.send(&mint().authorize(mail.clone())).await;
    assert_eq!(submission, Submission::Accepted { reply: "2.0.0 Kept".to_owned() });
    let expected = Received { from: mail.from, to: mail.to, user: Some(ANNA.to_owned()), raw: mail.bytes };
    assert_eq!(server.received().unwrap(), [expected]);
}

#[tokio::test]
async fn a_prepared_session_that_is_dropped_sends_nothing() {
    let server = start();
    drop(sender(&server).prepare(&mail(&["ben@example.net"])).await.unwrap());
    let other = sender(&server).prepare(&mail(&["ben@example.net"])).await.unwrap();
    let submission = other.send(&mint().authorize(mail(&["cleo@example.net"]))).await;
    assert!(matches!(submission, Submission::Refused(_)), "{submission:?}");
    assert_eq!(server.received().unwrap(), []);
}

#[tokio::test]
async fn a_refusal_at_each_stage_sends_nothing() {
    let server = start();
    for stage in [Stage::Mail, Stage::Recipient, Stage::Data, Stage::Message] {
        server.misbehave(&[Fault::refuse(stage, 554, "5.7.1 not you")]).unwrap();
        match send(&sender(&server), mail(&["ben@example.net"])).await {
            Submission::Refused(Refusal { permanent: true, code: Some(554), text }) => {
                assert!(text.contains("127.0.0.1") && text.contains("not you"), "{text}");
            }
            other => panic!("{stage:?}: {other:?}"),
        }
        server.misbehave(&[Fault::refuse(stage, 451, "4.3.0 later")]).unwrap();
        match send(&sender(&server), mail(&["ben@example.net"])).await {
            Submission::NothingDone(error) => {
                assert!(error.to_string().contains("later"), "{stage:?}: {error}")
            }
            other => panic!("{stage:?}: {other:?}"),
        }
    }
    for stage in [Stage::Connect, Stage::Hello] {
        server.misbehave(&[Fault::refuse(stage, 421, "too busy")]).unwrap();
        let submission = send(&sender(&server), mail(&["ben@example.net"])).await;
        assert!(matches!(submission, Submission::NothingDone(_)), "{stage:?}: {submission:?}");
    }
    assert_eq!(server.received().unwrap(), []);
}

#[tokio::test]
async fn one_refused_recipient_refuses_all_and_is_named() {
    let server = start();
    let everyone = mail(&["ben@example.net", "nobody@example.net", "cleo@example.net"]);
    server
        .misbehave(&[Fault::refuse(Stage::Recipient, 550, "no such user").only_for("nobody@example.net")])
        .unwrap();
    match send(&sender(&server), everyone.clone()).await {
        Submission::Refused(refusal) => {
            assert!(
                refusal.text.contains("nobody@example.net") && !refusal.text.contains("ben@"),
                "{refusal:?}"
            );
        }
        other => panic!("{other:?}"),
    }
    server
        .misbehave(&[Fault::refuse(Stage::Recipient, 450, "greylisted").only_for("ben@example.net")])
        .unwrap();
    let submission = send(&sender(&server), everyone).await;
    assert!(matches!(submission, Submission::NothingDone(_)), "{submission:?}");
    assert_eq!(server.received().unwrap(), []);
}

#[tokio::test]
async fn a_break_before_the_final_dot_did_nothing() {
    let server = start();
    for stage in [Stage::Connect, Stage::Hello, Stage::Auth, Stage::Mail, Stage::Recipient, Stage::Data] {
        server.misbehave(&[Fault::drop(stage)]).unwrap();
        let submission = send(&sender(&server), mail(&["ben@example.net"])).await;
        assert!(matches!(submission, Submission::NothingDone(_)), "{stage:?}: {submission:?}");
        server.misbehave(&[Fault::hang(stage)]).unwrap();
        let submission = send(&sender(&server).with_timing(impatient()), mail(&["ben@example.net"])).await;
        assert!(matches!(submission, Submission::NothingDone(_)), "{stage:?}: {submission:?}");
    }
    // Larger than what the network takes in before it notices the break.
    let mut large = mail(&["ben@example.net"]);
    large.bytes.extend(b"a line of sixteen\r\n".repeat(1_500_000));
    server.misbehave(&[Fault::drop(Stage::Body)]).unwrap();
    let submission = send(&sender(&server), large).await;
    assert!(matches!(submission, Submission::NothingDone(_)), "{submission:?}");
    assert_eq!(server.received().unwrap(), []);
}

#[tokio::test]
async fn no_answer_after_the_final_dot_is_unknown_whether_it_was_kept_or_not() {
    let server = start();
    for (stage, kept) in [(Stage::Message, 0), (Stage::Answer, 1)] {
        for fault in [Fault::drop(stage), Fault::hang(stage)] {
            let before = server.received().unwrap().len();
            server.misbehave(&[fault]).unwrap();
            let patient_but_for_delivery =
                Timing { delivery: Duration::from_millis(500), ..Timing::default() };
            let sender = sender(&server).with_timing(patient_but_for_delivery);
            match send(&sender, mail(&["ben@example.net"])).await {
                Submission::Unanswered(error) => assert!(error.to_string().contains("127.0.0.1"), "{error}"),
                other => panic!("{stage:?}: {other:?}"),
            }
            assert_eq!(server.received().unwrap().len() - before, kept, "{stage:?}");
        }
    }
}

#[tokio::test]
async fn logins() {
    let server = start();
    let login = |secret| SmtpSender::new(account(server.port(), Security::Plain, secret));
    login(password(PASSWORD)).check_login().await.unwrap();
    login(token(TOKEN)).check_login().await.unwrap();
    for wrong in [password("hunter2"), token("hunter2")] {
        let error = login(wrong.clone()).check_login().await.unwrap_err();
        assert_eq!(error.code(), "login_refused");
        assert!(error.to_string().contains(ANNA) && !format!("{error:?}").contains("hunter2"), "{error}");
        match send(&login(wrong), mail(&["ben@example.net"])).await {
            Submission::Refused(refusal) => assert!(!refusal.permanent, "{refusal:?}"),
            other => panic!("{other:?}"),
        }
    }
    server.misbehave(&[Fault::refuse(Stage::Auth, 454, "directory down")]).unwrap();
    assert_eq!(login(password(PASSWORD)).check_login().await.unwrap_err().code(), "unavailable");
    server.behave().unwrap();
    let anonymous =
        SmtpSender::new(Account { endpoint: endpoint(server.port(), Security::Plain), login: None });
    match send(&anonymous, mail(&["ben@example.net"])).await {
        Submission::Refused(Refusal { permanent: false, code: Some(530), .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(server.received().unwrap(), []);
}

#[tokio::test]
async fn tls_from_the_first_byte_and_by_starttls() {
    for (tls, security) in
        [(Tls::Implicit as fn(Certificate) -> Tls, Security::Tls), (Tls::StartTls, Security::StartTls)]
    {
        for (validity, code) in [(Validity::Current, None), (Validity::Expired, Some("has expired"))] {
            let certificate = Certificate::new(validity).unwrap();
            let authority = std::fs::read_to_string(certificate.authority()).unwrap();
            let server =
                SmtpServer::start(&SmtpOptions { tls: tls(certificate), ..SmtpOptions::default() }).unwrap();
            let mut account = account(server.port(), security, password(PASSWORD));
            account.endpoint.extra_root = Some(authority);
            match (send(&SmtpSender::new(account), mail(&["ben@example.net"])).await, code) {
                (Submission::Accepted { .. }, None) => assert_eq!(server.received().unwrap().len(), 1),
                (Submission::Refused(refusal), Some(said)) => {
                    assert!(!refusal.permanent && refusal.text.contains(said), "{refusal:?}");
                }
                (other, _) => panic!("{security:?} {validity:?}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn starttls_that_is_not_offered_keeps_the_password() {
    let server = start();
    let required = account(server.port(), Security::StartTls, password(PASSWORD));
    let error = SmtpSender::new(required).check_login().await.unwrap_err();
    assert!(error.to_string().contains("offers no STARTTLS"), "{error}");
    let where_offered = account(server.port(), Security::StartTlsWhereOffered, password(PASSWORD));
    SmtpSender::new(where_offered).check_login().await.unwrap();
}

#[tokio::test]
async fn words_sneaked_in_before_tls_end_the_session() {
    let server = Scripted::start(vec![vec![
        Step::Say("220-mail.example\r\n220 ready\r\n"),
        Step::Hear("EHLO [127.0.0.1]"),
        Step::Say("250-mail.example\r\n250 STARTTLS\r\n"),
        Step::Hear("STARTTLS"),
        Step::Say("220 go on\r\n250 AUTH PLAIN\r\n"),
        Step::HearEnd,
    ]])
    .await;
    let account = account(server.port(), Security::StartTls, password(PASSWORD));
    let error = SmtpSender::new(account).check_login().await.unwrap_err();
    assert_eq!(error.code(), "protocol");
    assert_eq!(server.done().await[2], "");
}

#[tokio::test]
async fn too_large_for_the_server_is_known_before_it_is_sent() {
    let server = SmtpServer::start(&SmtpOptions { size_limit: 1000, ..SmtpOptions::default() }).unwrap();
    let mut large = mail(&["ben@example.net"]);
    large.bytes.extend(b"more\r\n".repeat(200));
    match send(&sender(&server), large).await {
        Submission::Refused(refusal) => assert!(refusal.text.contains("at most 1000"), "{refusal:?}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn letters_beyond_ascii_in_text_and_addresses() {
    let server = start();
    let mut umlauts = mail(&["jörg@example.net", "ben@münchen.example"]);
    umlauts.bytes = "Subject: hello\r\n\r\nGrüße\r\n".as_bytes().to_vec();
    assert!(matches!(send(&sender(&server), umlauts.clone()).await, Submission::Accepted { .. }));
    let received = server.received().unwrap();
    assert_eq!(received[0].raw, umlauts.bytes);
    assert_eq!(received[0].to, ["jörg@example.net", "ben@xn--mnchen-3ya.example"]);

    let old = Scripted::start((0..2).map(|_| old_server()).collect()).await;
    let plain = SmtpSender::new(Account { endpoint: endpoint(old.port(), Security::Plain), login: None });
    let mut text = umlauts.clone();
    text.to.truncate(0);
    text.to.push("ben@example.net".to_owned());
    for (mail, said) in [(umlauts, "SMTPUTF8"), (text, "8BITMIME")] {
        match send(&plain, mail).await {
            Submission::Refused(refusal) => assert!(refusal.text.contains(said), "{refusal:?}"),
            other => panic!("{other:?}"),
        }
    }
    old.done().await;
}

/// Knows no extension; nothing may be sent to it after EHLO.
fn old_server() -> Vec<Step> {
    vec![
        Step::Say("220 old.example\r\n"),
        Step::Hear("EHLO"),
        Step::Say("250 old.example\r\n"),
        Step::Hear("EHLO"),
        Step::Say("250 old.example\r\n"),
        Step::HearEnd,
    ]
}

#[tokio::test]
async fn bad_addresses_and_line_ends_never_reach_a_server() {
    let nobody = testkit::free_port().unwrap();
    let sender = SmtpSender::new(account(nobody, Security::Plain, password(PASSWORD)));
    let mut smuggled = mail(&["ben@example.net"]);
    smuggled.bytes = b"Subject: a\r\n\r\n\n.\nMAIL FROM:<x@example.org>\r\n".to_vec();
    for bad in [mail(&[]), mail(&["ben@example.net>\r\nRCPT TO:<cleo@example.net"]), mail(&["ben"]), smuggled]
    {
        match send(&sender, bad).await {
            Submission::Refused(refusal) => {
                assert!(refusal.permanent && refusal.code.is_none(), "{refusal:?}")
            }
            other => panic!("{other:?}"),
        }
    }
}
