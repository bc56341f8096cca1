//! Times a first sync of N messages from a real dovecot: `cargo run --example first_sync -- N`
//! (default 10,000 messages, about 125 MB), fetched and parsed and then dropped; beside it mbsync, where installed,
//! which copies the same mailbox.

use connectors::mail::imap::{ImapServer, ImapSource};
use connectors::mail::mime;
use connectors::mail::server::{Endpoint, Secret, Security};
use domain::ports::{BoxFuture, Sink, Source};
use domain::source::{Batch, Change, SourceError};
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};
use testkit::{Dovecot, DovecotOptions};

const ANNA: &str = "anna@example.org";
/// 125 MB in 10,000 messages.
const MESSAGE: usize = 12_500;

#[derive(Default)]
struct Counting {
    messages: usize,
    bytes: usize,
    words: usize,
    first: Option<Instant>,
}

impl Sink for Counting {
    fn store<'a>(&'a mut self, batch: Batch) -> BoxFuture<'a, Result<(), SourceError>> {
        self.first.get_or_insert_with(Instant::now);
        for change in batch.changes {
            if let Change::Arrived(mail) = change {
                self.messages += 1;
                self.bytes += mail.raw.len();
                self.words += mail.parsed.text.split_whitespace().count();
            }
        }
        Box::pin(async { Ok(()) })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let dovecot = Dovecot::start(DovecotOptions::default())?;
    for number in 0..count {
        let received = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + number as u64);
        dovecot.deliver_flagged(ANNA, "INBOX", &message(number), received, "S")?;
    }
    let mut out = std::io::stdout();
    for round in ["cold", "warm", "warm"] {
        let endpoint = Endpoint {
            host: "127.0.0.1".to_owned(),
            port: dovecot.imap_port(),
            security: Security::Plain,
            extra_root: None,
        };
        let server = ImapServer::new(endpoint, ANNA, Secret::Password("secret".into()));
        let source = ImapSource::new(server, mime::parse);
        let mut counting = Counting::default();
        let begun = Instant::now();
        let cursor = source.sync(None, &mut counting).await?;
        let all = begun.elapsed().as_secs_f64();
        let first = counting.first.map_or(0.0, |first| (first - begun).as_secs_f64());
        let again = Instant::now();
        source.sync(Some(cursor), &mut Counting::default()).await?;
        writeln!(
            out,
            "{round}: {} messages, {} MB, {} words in {all:.2} s ({:.0} messages/s); first batch after {first:.3} s, empty delta {:.4} s",
            counting.messages,
            counting.bytes >> 20,
            counting.words,
            counting.messages as f64 / all,
            again.elapsed().as_secs_f64()
        )?;
    }
    if let Some(seconds) = mbsync(&dovecot)? {
        writeln!(out, "mbsync: {seconds:.2} s")?;
    }
    Ok(())
}

fn mbsync(dovecot: &Dovecot) -> Result<Option<f64>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let (path, port) = (folder.path().display(), dovecot.imap_port());
    std::fs::write(
        folder.path().join("mbsyncrc"),
        format!(
            "FSync no\n\nIMAPAccount far\nHost 127.0.0.1\nPort {port}\nUser {ANNA}\nPass secret\nSSLType None\nAuthMechs LOGIN\n\n\
             IMAPStore far\nAccount far\n\nMaildirStore near\nPath {path}/\nInbox {path}/INBOX\n\n\
             Channel all\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSyncState *\n"
        ),
    )?;
    let begun = Instant::now();
    let mut command = Command::new("mbsync");
    match command.arg("-q").arg("-c").arg(folder.path().join("mbsyncrc")).arg("all").status() {
        Ok(status) if status.success() => Ok(Some(begun.elapsed().as_secs_f64())),
        Ok(status) => Err(format!("mbsync ended with {status}").into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A mail with a text and an attachment, as most of a mailbox's bytes are.
fn message(number: usize) -> Vec<u8> {
    let text = format!("Dear Anna, this is mail number {number} about the quarterly figures.\r\n").repeat(40);
    let mut mail = format!(
        "From: Ben <ben@example.net>\r\nTo: {ANNA}\r\nSubject: Figures {number}\r\n\
         Message-ID: <{number}@example.net>\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         {text}\r\n--part\r\nContent-Type: application/pdf; name=figures.pdf\r\n\
         Content-Disposition: attachment; filename=figures.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    );
    while mail.len() < MESSAGE - 10 {
        mail.push_str("JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmlsdGVyIC9GbGF0ZURlY29k\r\n");
    }
    mail.push_str("--part--\r\n");
    mail.into_bytes()
}
