//! Sending mail by SMTP in two steps, so that the point of no return is exactly known: `prepare` connects, logs
//! in and names sender and recipients, which has no effect yet; `Ready::send` gives the message away.

mod dial;
mod reply;

use super::server::{Endpoint, Secret, ServerError, Timing};
use domain::Authorized;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// A submission server, or any other that takes mail from us.
#[derive(Clone, Debug)]
pub struct SmtpServer {
    pub endpoint: Endpoint,
    /// User name and secret; absent where the server asks for none.
    pub login: Option<(String, Secret)>,
}

/// A mail and whom it goes to; `bytes` end their lines with CRLF and hold no Bcc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub from: String,
    pub to: Vec<String>,
    pub bytes: Vec<u8>,
}

/// How a submission ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// The server has taken the message over; its words.
    Accepted { reply: String },
    /// It was not sent, and will not be unless something changes.
    Refused(Refusal),
    /// It was not sent, because of something passing.
    NothingDone(ServerError),
    /// The whole message went out and no answer came back: it may have been sent.
    Unanswered(ServerError),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// This message will not be taken; otherwise it is the account that has to change (password, certificate).
    pub permanent: bool,
    /// The server's reply code, where it gave one.
    pub code: Option<u16>,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct SmtpSender {
    server: SmtpServer,
    timing: Timing,
}

/// A server that has accepted sender and recipients and waits for DATA.
pub struct Ready {
    connection: AsyncSmtpConnection,
    name: String,
    timing: Timing,
    from: String,
    to: Vec<String>,
}

const PART: usize = 64 << 10;
const GOODBYE: Duration = Duration::from_secs(2);
/// How often it is looked whether anything still goes out.
const LONGEST_TICK: Duration = Duration::from_secs(1);

impl SmtpSender {
    pub fn new(server: SmtpServer) -> Self {
        Self { server, timing: Timing::default() }
    }

    pub fn with_timing(self, timing: Timing) -> Self {
        Self { timing, ..self }
    }

    /// Connects and logs in, and nothing else.
    pub async fn check_login(&self) -> Result<(), ServerError> {
        let opened = dial::open(&self.server, &self.timing).await;
        let (mut connection, _) = opened.map_err(|failure| failure.error)?;
        let _ = timeout(GOODBYE, connection.quit()).await;
        Ok(())
    }

    /// Everything up to DATA. An error is never `Accepted` or `Unanswered`.
    pub async fn prepare(&self, message: &Message) -> Result<Ready, Submission> {
        check_lines(&message.bytes)?;
        let envelope = Envelope::of(message)?;
        let (mut connection, limit) =
            dial::open(&self.server, &self.timing).await.map_err(dial::NotOpen::into_submission)?;
        let parameters = envelope.parameters(&connection, message, limit, &self.server.endpoint)?;
        let mut talk = Talk { connection: &mut connection, server: &self.server, timing: &self.timing };
        if let Err(submission) = talk.name_people(envelope, parameters).await {
            let _ = timeout(GOODBYE, connection.command(Rset)).await;
            let _ = timeout(GOODBYE, connection.quit()).await;
            return Err(submission);
        }
        let name = self.server.endpoint.name();
        Ok(Ready {
            connection,
            name,
            timing: self.timing,
            from: message.from.clone(),
            to: message.to.clone(),
        })
    }
}

impl Ready {
    /// Sends the message for which this was prepared.
    pub async fn send(mut self, message: &Authorized<Message>) -> Submission {
        if message.from != self.from || message.to != self.to {
            return refused(None, "The message is not the one that was prepared.".to_owned());
        }
        if let Err(submission) = check_lines(&message.bytes) {
            return submission;
        }
        match timeout(self.timing.inactivity, self.connection.command(Data)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return reply::before_the_end(&self.name, None, &error),
            Err(_) => return Submission::NothingDone(self.silent(self.timing.inactivity)),
        }
        let submission = self.deliver(&message.bytes).await;
        let _ = timeout(GOODBYE, self.connection.quit()).await;
        submission
    }

    async fn deliver(&mut self, bytes: &[u8]) -> Submission {
        // The connection adds the last line end itself.
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let written = AtomicUsize::new(0);
        // The parts end right before the final dot is written: from then on the server may act.
        let is_given = AtomicBool::new(false);
        let parts = bytes.chunks(PART).inspect(|_| {
            written.fetch_add(1, Ordering::Relaxed);
        });
        let end = std::iter::from_fn(|| {
            is_given.store(true, Ordering::Relaxed);
            None
        });
        let progress = || (written.load(Ordering::Relaxed), is_given.load(Ordering::Relaxed));
        let (name, timing) = (self.name.clone(), self.timing);
        let mut sending = std::pin::pin!(self.connection.message_iter(parts.chain(end)));
        let tick = LONGEST_TICK.min(timing.inactivity).min(timing.delivery);
        let mut last = (progress(), Instant::now());
        let outcome = loop {
            if let Ok(outcome) = timeout(tick, &mut sending).await {
                break Some(outcome);
            }
            let now = progress();
            if now != last.0 {
                last = (now, Instant::now());
            }
            let patience = if now.1 { timing.delivery } else { timing.inactivity };
            if last.1.elapsed() >= patience {
                break None;
            }
        };
        let is_given = is_given.load(Ordering::Relaxed);
        match outcome {
            Some(Ok(response)) => {
                let reply = response.message().collect::<Vec<_>>().join(" ");
                Submission::Accepted { reply: super::server::quoted(&reply, None) }
            }
            Some(Err(error)) if is_given && error.status().is_none() => Submission::Unanswered(
                reply::broken(&name, &error, "after it got the whole message; look whether it was sent"),
            ),
            Some(Err(error)) => reply::before_the_end(&name, None, &error),
            None if is_given => Submission::Unanswered(ServerError::Unavailable(format!(
                "{name} got the whole message and did not answer within {} s; look whether it was sent.",
                timing.delivery.as_secs_f32()
            ))),
            None => Submission::NothingDone(silence(&name, timing.inactivity)),
        }
    }

    fn silent(&self, patience: Duration) -> ServerError {
        silence(&self.name, patience)
    }
}

/// Sender and recipients in the form that goes over the wire.
struct Envelope {
    from: lettre::Address,
    to: Vec<lettre::Address>,
}

impl Envelope {
    fn of(message: &Message) -> Result<Self, Submission> {
        if message.to.is_empty() {
            return Err(refused(None, "The message has no recipient.".to_owned()));
        }
        let to = message.to.iter().map(|address| wire_address(address)).collect::<Result<_, _>>()?;
        Ok(Self { from: wire_address(&message.from)?, to })
    }

    fn parameters(
        &self,
        connection: &AsyncSmtpConnection,
        message: &Message,
        limit: dial::SizeLimit,
        endpoint: &Endpoint,
    ) -> Result<Vec<MailParameter>, Submission> {
        let name = endpoint.name();
        let size = message.bytes.len();
        let mut parameters = Vec::new();
        match limit {
            dial::SizeLimit::Octets(most) if size as u64 > most => {
                return Err(refused(
                    None,
                    format!(
                        "{name} takes messages of at most {most} octets and this one has {size}; send fewer or smaller attachments."
                    ),
                ));
            }
            dial::SizeLimit::Octets(_) | dial::SizeLimit::Untold => {
                parameters.push(MailParameter::Size(size))
            }
            dial::SizeLimit::Unsupported => {}
        }
        let can = |extension| connection.server_info().supports_feature(extension);
        let header_end = message.bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(size);
        let is_ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
        let needs_utf8 =
            !message.bytes[..header_end].is_ascii() || !self.to.iter().chain([&self.from]).all(is_ascii);
        if needs_utf8 && !can(Extension::SmtpUtfEight) {
            return Err(refused(
                None,
                format!("{name} cannot send to addresses with letters beyond ASCII (SMTPUTF8)."),
            ));
        }
        if needs_utf8 {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !message.bytes.is_ascii() {
            if !can(Extension::EightBitMime) {
                return Err(refused(
                    None,
                    format!("{name} takes no 8-bit messages (8BITMIME); the text has to be encoded."),
                ));
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }
}

/// The dialogue between login and DATA.
struct Talk<'a> {
    connection: &'a mut AsyncSmtpConnection,
    server: &'a SmtpServer,
    timing: &'a Timing,
}

impl Talk<'_> {
    /// All recipients or none: a mail that reaches a part of them cannot be repaired.
    async fn name_people(
        &mut self,
        envelope: Envelope,
        parameters: Vec<MailParameter>,
    ) -> Result<(), Submission> {
        self.say(Mail::new(Some(envelope.from), parameters), None).await?;
        let mut worst: Option<Submission> = None;
        for recipient in envelope.to {
            let address = recipient.to_string();
            match self.say(Rcpt::new(recipient, Vec::new()), Some(&address)).await {
                Ok(()) => {}
                Err(refused @ Submission::Refused(_)) => worst = Some(worst_of(worst, refused)),
                Err(passing) if self.connection.has_broken() => return Err(passing),
                Err(passing) => worst = Some(worst_of(worst, passing)),
            }
        }
        worst.map_or(Ok(()), Err)
    }

    async fn say(&mut self, command: impl std::fmt::Display, about: Option<&str>) -> Result<(), Submission> {
        let name = self.server.endpoint.name();
        match timeout(self.timing.inactivity, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(reply::before_the_end(&name, about, &error)),
            Err(_) => Err(Submission::NothingDone(silence(&name, self.timing.inactivity))),
        }
    }
}

/// A refusal for good outweighs a passing one; of several, the texts add up.
fn worst_of(first: Option<Submission>, second: Submission) -> Submission {
    match (first, second) {
        (None, second) => second,
        (Some(Submission::Refused(first)), Submission::Refused(second)) => {
            Submission::Refused(Refusal { text: format!("{} {}", first.text, second.text), ..first })
        }
        (Some(first @ Submission::Refused(_)), _) => first,
        (Some(_), second) => second,
    }
}

fn refused(code: Option<u16>, text: String) -> Submission {
    Submission::Refused(Refusal { permanent: true, code, text })
}

fn silence(name: &str, patience: Duration) -> ServerError {
    ServerError::Unavailable(format!(
        "{name} was silent for {} s; nothing was sent, it is tried again later.",
        patience.as_secs_f32()
    ))
}

/// Servers disagree on what a lone CR or LF means, which lets one mail become two.
fn check_lines(bytes: &[u8]) -> Result<(), Submission> {
    let mut previous = 0;
    for byte in bytes.iter().copied().chain([0]) {
        if (byte == b'\n') != (previous == b'\r') {
            return Err(refused(None, "The message has a line that does not end with CRLF.".to_owned()));
        }
        previous = byte;
    }
    Ok(())
}

/// An address with its domain in ASCII where that is enough.
fn wire_address(address: &str) -> Result<lettre::Address, Submission> {
    let ascii = match address.rsplit_once('@') {
        Some((local, domain)) if local.is_ascii() && !domain.is_ascii() => {
            idna::domain_to_ascii(domain).ok().map(|domain| format!("{local}@{domain}"))
        }
        _ => None,
    };
    let parsed = ascii.as_deref().unwrap_or(address).parse();
    parsed.map_err(|_| refused(None, format!("“{address}” is not a mail address.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_line_ends_are_found() {
        for good in ["", "a", "a\r\nb\r\n", "\r\n\r\n"] {
            assert!(check_lines(good.as_bytes()).is_ok(), "{good:?}");
        }
        for bad in ["a\nb", "a\r", "a\rb", "\r\r\n", "a\r\n.\n", "\n"] {
            assert!(check_lines(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_domain_becomes_ascii_and_a_local_part_does_not() {
        assert_eq!(wire_address("a@münchen.example").unwrap().to_string(), "a@xn--mnchen-3ya.example");
        assert_eq!(wire_address("ä@münchen.example").unwrap().to_string(), "ä@münchen.example");
        for bad in ["a", "a@b\r\nRCPT TO:<c@d.example>", "a b@c.example", ""] {
            assert!(wire_address(bad).is_err(), "{bad:?}");
        }
    }
}
