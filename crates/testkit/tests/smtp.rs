//! The SMTP server keeps, refuses, hangs and drops as told, spoken to in plain SMTP.

#![cfg(test)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::{Certificate, Fault, Received, SmtpOptions, SmtpServer, Stage, Tls, Validity};

struct Client {
    reader: BufReader<TcpStream>,
}

impl Client {
    fn connect(server: &SmtpServer) -> Client {
        let stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        Client { reader: BufReader::new(stream) }
    }

    /// The last line of an answer; nothing once the connection is broken; "hangs" if none comes.
    fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            match self.reader.read_line(&mut line) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return "hangs".to_owned(),
                Err(_) => return String::new(),
                Ok(_) if line.as_bytes().get(3) == Some(&b'-') => {}
                Ok(_) => return line.trim_end().to_owned(),
            }
        }
    }

    fn say(&mut self, line: &str) -> String {
        // A connection that is broken meanwhile shows in the answer.
        let _ = self.reader.get_mut().write_all(format!("{line}\r\n").as_bytes());
        self.answer()
    }

    /// Each answer from the greeting to the last that was needed.
    fn send(server: &SmtpServer, recipients: &[&str], content: &str) -> Vec<String> {
        let mut client = Client::connect(server);
        let mut answers = vec![client.answer()];
        let mut lines =
            vec!["EHLO test".to_owned(), "AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0".to_owned()];
        lines.push("MAIL FROM:<anna@example.org>".to_owned());
        lines.extend(recipients.iter().map(|recipient| format!("RCPT TO:<{recipient}>")));
        lines.extend(["DATA".to_owned(), format!("{content}\r\n.")]);
        for line in lines {
            let healthy = answers.last().is_some_and(|last| last.starts_with(['2', '3']));
            let rejected_recipient = line.starts_with("RCPT") || line == "DATA";
            let transaction_goes_on = rejected_recipient && answers.len() > 4;
            if !healthy && !transaction_goes_on {
                break;
            }
            answers.push(client.say(&line));
        }
        answers
    }
}

fn last(server: &SmtpServer) -> String {
    Client::send(server, &["bob@example.net"], "Subject: x\r\n\r\nhello").pop().unwrap()
}

#[test]
fn accepted_messages_are_kept_with_their_envelope_also_over_a_restart() {
    let mut server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let answers = Client::send(&server, &["bob@example.net", "carol@example.net"], "Subject: a\r\n\r\n..dot");
    assert_eq!(answers.last().unwrap(), "250 2.0.0 Kept");
    server.restart().unwrap();
    assert_eq!(last(&server), "250 2.0.0 Kept");
    let received = server.received().unwrap();
    let to = vec!["bob@example.net".to_owned(), "carol@example.net".to_owned()];
    let first = Received {
        from: "anna@example.org".to_owned(),
        to,
        user: Some("anna@example.org".to_owned()),
        raw: b"Subject: a\r\n\r\n.dot\r\n".to_vec(),
    };
    assert_eq!((received.len(), &received[0]), (2, &first));
}

#[test]
fn a_login_is_needed_and_checked() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mut client = Client::connect(&server);
    client.answer();
    client.say("EHLO test");
    assert!(client.say("MAIL FROM:<anna@example.org>").starts_with("530 "));
    assert!(client.say("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAd3Jvbmc=").starts_with("535 "));
    // user=anna@example.org^Aauth=Bearer token-of-anna^A^A, then the same with another token.
    let wrong = "dXNlcj1hbm5hQGV4YW1wbGUub3JnAWF1dGg9QmVhcmVyIG5vcGUBAQ==";
    assert!(client.say(&format!("AUTH XOAUTH2 {wrong}")).starts_with("334 "));
    assert!(client.say("").starts_with("535 "));
    let right = "dXNlcj1hbm5hQGV4YW1wbGUub3JnAWF1dGg9QmVhcmVyIHRva2VuLW9mLWFubmEBAQ==";
    assert!(client.say(&format!("AUTH XOAUTH2 {right}")).starts_with("235 "));
    assert!(client.say("MAIL FROM:<anna@example.org>").starts_with("250 "));
}

#[test]
fn each_stage_refuses_on_command_and_only_as_often_as_told() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    for stage in [
        Stage::Connect,
        Stage::Hello,
        Stage::Auth,
        Stage::Mail,
        Stage::Recipient,
        Stage::Data,
        Stage::Message,
    ] {
        server.misbehave(&[Fault::refuse(stage, 451, "later").times(1)]).unwrap();
        let answers = Client::send(&server, &["bob@example.net"], "Subject: x\r\n\r\nhello");
        assert!(answers.contains(&"451 later".to_owned()), "{stage:?}: {answers:?}");
        assert_eq!(server.received().unwrap().len(), 0, "{stage:?}");
    }
    assert_eq!(last(&server), "250 2.0.0 Kept");
    assert_eq!(server.received().unwrap().len(), 1);
}

#[test]
fn one_recipient_can_be_refused() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    server.misbehave(&[Fault::refuse(Stage::Recipient, 550, "unknown").only_for("bob@example.net")]).unwrap();
    let answers = Client::send(&server, &["bob@example.net", "carol@example.net"], "Subject: a\r\n\r\nb");
    assert!(answers.contains(&"550 unknown".to_owned()), "{answers:?}");
    assert_eq!(server.received().unwrap()[0].to, ["carol@example.net"]);
}

#[test]
fn a_drop_before_and_after_keeping_differ_in_what_is_kept() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    for (stage, kept) in [(Stage::Body, 0), (Stage::Message, 0), (Stage::Answer, 1)] {
        server.misbehave(&[Fault::drop(stage)]).unwrap();
        assert_eq!(last(&server), "", "{stage:?}");
        assert_eq!(server.received().unwrap().len(), kept, "{stage:?}");
    }
    server.misbehave(&[Fault::hang(Stage::Answer)]).unwrap();
    assert_eq!(last(&server), "hangs");
    assert_eq!(server.received().unwrap().len(), 2);
}

#[test]
fn tls_from_the_first_byte_and_by_starttls() {
    let certificate = Certificate::new(Validity::Current).unwrap();
    let both: [(Tls, &[&str], &str); 2] = [
        (Tls::Implicit(certificate.clone()), &[], "smtps://"),
        (Tls::StartTls(certificate.clone()), &["-starttls", "smtp"], "smtp://"),
    ];
    for (tls, extra, scheme) in both {
        let server = SmtpServer::start(&SmtpOptions { tls, ..SmtpOptions::default() }).unwrap();
        assert!(server.url().starts_with(scheme));
        let checked = Command::new("openssl")
            .args([
                "s_client",
                "-connect",
                &format!("127.0.0.1:{}", server.port()),
                "-verify_ip",
                "127.0.0.1",
            ])
            .arg("-CAfile")
            .arg(certificate.authority())
            .args(extra)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&checked.stdout);
        assert!(said.contains("Verify return code: 0 (ok)"), "{said}");
    }
}
