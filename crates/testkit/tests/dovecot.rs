//! dovecot serves what was delivered, with the capabilities, logins and TLS that were asked for.

#![cfg(test)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use testkit::{
    Certificate, Dovecot, DovecotOptions, SmtpOptions, SmtpServer, Tls, Validity, eventually, wait_for,
};

const ANNA: &str = "anna@example.org";

struct Imap {
    reader: BufReader<TcpStream>,
    log: PathBuf,
}

impl Imap {
    fn connect(dovecot: &Dovecot) -> Imap {
        let stream = TcpStream::connect(("127.0.0.1", dovecot.imap_port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        let mut imap = Imap { reader: BufReader::new(stream), log: dovecot.log_path() };
        imap.line();
        imap
    }

    fn login(dovecot: &Dovecot) -> Imap {
        let mut imap = Imap::connect(dovecot);
        let answer = imap.say("LOGIN anna@example.org secret");
        assert!(answer.contains("a OK"), "{answer}\n{}", dovecot.log());
        imap
    }

    fn line(&mut self) -> String {
        let mut line = Vec::new();
        let read = self.reader.read_until(b'\n', &mut line);
        assert!(matches!(read, Ok(1..)), "{read:?}\n{}", std::fs::read_to_string(&self.log).unwrap());
        String::from_utf8_lossy(&line).into_owned()
    }

    fn say(&mut self, command: &str) -> String {
        self.reader.get_mut().write_all(format!("a {command}\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        while !answer.lines().last().is_some_and(|line| line.starts_with("a ")) {
            answer += &self.line();
        }
        answer
    }
}

#[test]
fn delivered_mail_is_served_with_its_date_and_counted() {
    let dovecot = Dovecot::start(DovecotOptions::default()).unwrap();
    let received = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    dovecot.deliver(ANNA, "INBOX", b"Subject: one\r\n\r\nbody\r\n", received).unwrap();
    dovecot.deliver_flagged(ANNA, "Archive/2026", b"Subject: two\r\n\r\n", received, "S").unwrap();
    let mut imap = Imap::login(&dovecot);
    assert!(imap.say("CAPABILITY").contains("QRESYNC"));
    assert!(imap.say("SELECT INBOX").contains("* 1 EXISTS"));
    let fetched = imap.say("FETCH 1 (INTERNALDATE BODY.PEEK[])");
    assert!(fetched.contains("14-Nov-2023 22:13:20 +0000") && fetched.contains("Subject: one"), "{fetched}");
    assert!(imap.say("SELECT Archive/2026").contains("* 1 EXISTS"));
    assert!(imap.say("FETCH 1 FLAGS").contains("\\Seen"));
    assert!(imap.say("LIST (SPECIAL-USE) \"\" *").contains("\\Sent"));
    imap.say("APPEND Sent {17+}\r\nSubject: sent\r\n\r\n");
    assert_eq!(dovecot.count(ANNA, "INBOX").unwrap(), 1);
    assert_eq!(dovecot.messages(ANNA, "Sent").unwrap(), [b"Subject: sent\r\n\r\n".to_vec()]);
}

#[test]
fn without_qresync_it_is_not_announced() {
    let dovecot = Dovecot::start(DovecotOptions { qresync: false, ..DovecotOptions::default() }).unwrap();
    let mut imap = Imap::login(&dovecot);
    let capabilities = imap.say("CAPABILITY");
    assert!(capabilities.contains("IDLE") && !capabilities.contains("CONDSTORE"), "{capabilities}");
    assert!(!capabilities.contains("QRESYNC"), "{capabilities}");
}

#[test]
fn logins_by_password_and_token_are_checked() {
    let dovecot = Dovecot::start(DovecotOptions::default()).unwrap();
    assert!(Imap::connect(&dovecot).say("LOGIN anna@example.org wrong").contains("AUTHENTICATIONFAILED"));
    assert!(Imap::connect(&dovecot).say("LOGIN bob@example.org secret").contains("AUTHENTICATIONFAILED"));
    // user=anna@example.org^Aauth=Bearer token-of-anna^A^A
    let token = "dXNlcj1hbm5hQGV4YW1wbGUub3JnAWF1dGg9QmVhcmVyIHRva2VuLW9mLWFubmEBAQ==";
    let answer = Imap::connect(&dovecot).say(&format!("AUTHENTICATE XOAUTH2 {token}"));
    assert!(answer.contains("a OK"), "{answer}\n{}", dovecot.log());
    // n,a=anna@example.org,^Aauth=Bearer token-of-anna^A^A
    let bearer = "bixhPWFubmFAZXhhbXBsZS5vcmcsAWF1dGg9QmVhcmVyIHRva2VuLW9mLWFubmEBAQ==";
    let answer = Imap::connect(&dovecot).say(&format!("AUTHENTICATE OAUTHBEARER {bearer}"));
    assert!(answer.contains("a OK"), "{answer}\n{}", dovecot.log());
    dovecot.expire_tokens();
    let mut refused = Imap::connect(&dovecot);
    refused.reader.get_mut().write_all(format!("a AUTHENTICATE XOAUTH2 {token}\r\n").as_bytes()).unwrap();
    assert!(refused.line().starts_with("+ "));
}

#[test]
fn another_program_changes_flags_and_idle_tells() {
    let dovecot = Dovecot::start(DovecotOptions::default()).unwrap();
    dovecot.deliver(ANNA, "INBOX", b"Subject: one\r\n\r\n", SystemTime::now()).unwrap();
    let mut imap = Imap::login(&dovecot);
    imap.say("SELECT INBOX");
    imap.reader.get_mut().write_all(b"a IDLE\r\n").unwrap();
    assert!(imap.line().starts_with("+ idling"));
    dovecot.doveadm(&["flags", "add", "-u", ANNA, "\\Flagged", "mailbox", "INBOX", "all"]).unwrap();
    let told = imap.line();
    assert!(told.contains("FETCH (FLAGS") && told.contains("\\Flagged"), "{told}");
}

#[test]
fn a_renumbered_folder_has_another_uidvalidity() {
    let dovecot = Dovecot::start(DovecotOptions::default()).unwrap();
    dovecot.deliver(ANNA, "INBOX", b"Subject: one\r\n\r\n", SystemTime::now()).unwrap();
    let validity = || {
        let selected = Imap::login(&dovecot).say("STATUS INBOX (UIDVALIDITY)");
        selected.split("UIDVALIDITY ").nth(1).unwrap().split(')').next().unwrap().to_owned()
    };
    let before = validity();
    dovecot.renumber(ANNA, "INBOX").unwrap();
    assert_ne!(before, validity());
}

#[test]
fn it_comes_back_on_the_same_port_with_the_same_mail() {
    let mut dovecot = Dovecot::start(DovecotOptions::default()).unwrap();
    dovecot.deliver(ANNA, "INBOX", b"Subject: one\r\n\r\n", SystemTime::now()).unwrap();
    let port = dovecot.imap_port();
    dovecot.stop();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    dovecot.restart().unwrap();
    assert!(Imap::login(&dovecot).say("SELECT INBOX").contains("* 1 EXISTS"));
}

/// What OpenSSL's client says of the server's certificate.
fn verification(dovecot: &Dovecot, certificate: &Certificate, extra: &[&str]) -> String {
    let checked = Command::new("openssl")
        .args([
            "s_client",
            "-connect",
            &format!("127.0.0.1:{}", dovecot.imap_port()),
            "-verify_ip",
            "127.0.0.1",
        ])
        .arg("-CAfile")
        .arg(certificate.authority())
        .args(extra)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    text.lines()
        .find(|line| line.trim().starts_with("Verify return code"))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn certificates_are_good_expired_or_for_another_name() {
    for (validity, verdict) in [
        (Validity::Current, "Verify return code: 0 (ok)"),
        (Validity::Expired, "Verify return code: 10 (certificate has expired)"),
        (Validity::OtherName, "Verify return code: 64 (IP address mismatch)"),
    ] {
        let certificate = Certificate::new(validity).unwrap();
        let tls = Tls::Implicit(certificate.clone());
        let dovecot = Dovecot::start(DovecotOptions { tls, ..DovecotOptions::default() }).unwrap();
        assert!(dovecot.imap_url().starts_with("imaps://"));
        assert_eq!(verification(&dovecot, &certificate, &[]), verdict);
    }
    let certificate = Certificate::new(Validity::Current).unwrap();
    let tls = Tls::StartTls(certificate.clone());
    let dovecot = Dovecot::start(DovecotOptions { tls, ..DovecotOptions::default() }).unwrap();
    let verdict = verification(&dovecot, &certificate, &["-starttls", "imap"]);
    assert_eq!(verdict, "Verify return code: 0 (ok)");
}

#[tokio::test]
async fn submission_hands_over_to_the_smtp_server() {
    let relay = SmtpOptions { require_auth: false, ..SmtpOptions::default() };
    let smtp = SmtpServer::start(&relay).unwrap();
    let options = DovecotOptions { submission_to: Some(smtp.port()), ..DovecotOptions::default() };
    let dovecot = Dovecot::start(options).unwrap();
    let port: u16 = dovecot.smtp_url().unwrap().rsplit(':').next().unwrap().parse().unwrap();
    let stream =
        wait_for("submission", Duration::from_secs(5), || Ok(TcpStream::connect(("127.0.0.1", port)).ok()));
    let mut reader = BufReader::new(stream.unwrap());
    let lines = [
        "EHLO test",
        "AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0",
        "MAIL FROM:<anna@example.org>",
        "RCPT TO:<bob@example.net>",
        "DATA",
        "Subject: x\r\n\r\nhello\r\n.",
        "QUIT",
    ];
    let mut answers = String::new();
    for line in lines {
        reader.get_mut().write_all(format!("{line}\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        while answer.as_bytes().get(3) != Some(&b' ') || (line == "EHLO test" && answer.starts_with("220")) {
            answer.clear();
            assert_ne!(reader.read_line(&mut answer).unwrap(), 0, "{answers}\n{}", dovecot.log());
            answers += &answer;
        }
    }
    let received = eventually("the message", Duration::from_secs(5), async || {
        Ok(Some(smtp.received()?).filter(|received| !received.is_empty()))
    })
    .await
    .unwrap_or_else(|error| panic!("{error}\n{answers}\n{}", dovecot.log()));
    assert_eq!(received[0].to, ["bob@example.net"], "{answers}");
}
