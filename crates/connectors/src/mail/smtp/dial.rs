//! Opens an SMTP session: connection, STARTTLS, EHLO, login.

use super::{Refusal, SmtpServer, Submission};
use crate::mail::server::{Endpoint, Secret, Security, ServerError, Timing, quoted};
use crate::mail::tls::{self, Stream};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::ClientId;
use secrecy::ExposeSecret;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What EHLO says about the size of messages (RFC 1870).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SizeLimit {
    Unsupported,
    Untold,
    Octets(u64),
}

/// Why no session could be opened.
#[derive(Debug)]
pub(super) struct NotOpen {
    pub(super) error: ServerError,
    code: Option<u16>,
}

/// Our name in EHLO: this computer's name is nobody's business.
const HELLO: ClientId = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
const LONGEST_LINE: u64 = 4096;

pub(super) async fn open(
    server: &SmtpServer,
    timing: &Timing,
) -> Result<(AsyncSmtpConnection, SizeLimit), NotOpen> {
    let endpoint = &server.endpoint;
    let stream = tls::connect(endpoint, timing).await?;
    let transport = match (endpoint.security, stream) {
        (Security::StartTls | Security::StartTlsWhereOffered, Stream::Plain(stream)) => {
            // lettre expects a greeting, which was read already.
            let stream = start_tls(stream, endpoint, timing).await?;
            Transport { greeting: b"220 ready\r\n", stream }
        }
        (_, stream) => Transport { greeting: b"", stream },
    };
    let opening = AsyncSmtpConnection::connect_with_transport(Box::new(transport), &HELLO);
    let mut connection = within(timing, endpoint, opening).await?;
    log_in(&mut connection, server, timing).await?;
    let hello = within(timing, endpoint, connection.command(Ehlo::new(HELLO))).await?;
    let limit = size_limit(hello.message());
    Ok((connection, limit))
}

impl NotOpen {
    pub(super) fn into_submission(self) -> Submission {
        match self.error {
            ServerError::Unavailable(_) | ServerError::Protocol(_) => Submission::NothingDone(self.error),
            ServerError::Refused(text) => {
                Submission::Refused(Refusal { permanent: true, code: self.code, text })
            }
            ServerError::Unauthorized(text) | ServerError::Untrusted(text) => {
                Submission::Refused(Refusal { permanent: false, code: self.code, text })
            }
        }
    }
}

impl From<ServerError> for NotOpen {
    fn from(error: ServerError) -> Self {
        Self { error, code: None }
    }
}

async fn log_in(
    connection: &mut AsyncSmtpConnection,
    server: &SmtpServer,
    timing: &Timing,
) -> Result<(), NotOpen> {
    let Some((user, secret)) = &server.login else { return Ok(()) };
    let endpoint = &server.endpoint;
    let name = endpoint.name();
    let (mechanisms, secret, sentence): (&[Mechanism], _, _) = match secret {
        Secret::Password(password) => (
            &[Mechanism::Plain, Mechanism::Login],
            password,
            format!(
                "{name} does not accept the user name “{user}” with this password; check both (some providers want an app password)."
            ),
        ),
        Secret::OAuthToken(token) => (
            &[Mechanism::Xoauth2],
            token,
            format!(
                "{name} does not accept the access token of “{user}”; sign in again with your token helper."
            ),
        ),
    };
    if connection.server_info().get_auth_mechanism(mechanisms).is_none() {
        let why = if connection_is_clear(endpoint) { "; it may want TLS first" } else { "" };
        let said = format!("{name} does not offer this way to log in{why}.");
        return Err(ServerError::Unauthorized(said).into());
    }
    let credentials = Credentials::new(user.clone(), secret.expose_secret().to_owned());
    let refused = match timeout(timing.inactivity, connection.auth(mechanisms, &credentials)).await {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(error)) => error,
        Err(_) => return Err(super::silence(&name, timing.inactivity).into()),
    };
    let said = quoted(&super::reply::words(&refused), Some(secret.expose_secret()));
    let code = refused.status().map(u16::from);
    let error = match code {
        Some(400..500) => ServerError::Unavailable(format!(
            "{name} cannot check logins now: “{said}”; it is tried again later."
        )),
        Some(_) => ServerError::Unauthorized(format!("{sentence} It said: “{said}”.")),
        // A challenge after the token is how servers explain that they refuse it.
        None if refused.is_client() => ServerError::Unauthorized(sentence),
        None => super::reply::broken(&name, &refused, "during the login; it is tried again later"),
    };
    Err(NotOpen { error, code })
}

fn connection_is_clear(endpoint: &Endpoint) -> bool {
    matches!(endpoint.security, Security::Plain | Security::StartTlsWhereOffered)
}

/// One step of the dialogue before the login.
async fn within<T>(
    timing: &Timing,
    endpoint: &Endpoint,
    step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, NotOpen> {
    let name = endpoint.name();
    let error = match timeout(timing.inactivity, step).await {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(error)) => error,
        Err(_) => return Err(super::silence(&name, timing.inactivity).into()),
    };
    let code = error.status().map(u16::from);
    let said = quoted(&super::reply::words(&error), None);
    let error = match code {
        Some(500..) => ServerError::Refused(format!("{name} takes no mail from here: “{said}”.")),
        _ => ServerError::Unavailable(format!(
            "{name} does not answer as expected (“{said}”); it is tried again later."
        )),
    };
    Err(NotOpen { error, code })
}

fn size_limit<'a>(mut lines: impl Iterator<Item = &'a str>) -> SizeLimit {
    let said = lines.find_map(|line| {
        let mut words = line.split_whitespace();
        words.next().filter(|word| word.eq_ignore_ascii_case("SIZE"))?;
        Some(words.next().and_then(|octets| octets.parse().ok()).unwrap_or(0))
    });
    match said {
        None => SizeLimit::Unsupported,
        Some(0) => SizeLimit::Untold,
        Some(octets) => SizeLimit::Octets(octets),
    }
}

/// The dialogue in clear text, kept apart from lettre's, so that nothing said in it outlives it.
async fn start_tls(stream: TcpStream, endpoint: &Endpoint, timing: &Timing) -> Result<Stream, NotOpen> {
    let mut stream = BufReader::new(stream);
    let name = endpoint.name();
    let dialogue = async {
        read_reply(&mut stream, "220").await?;
        say(&mut stream, &format!("EHLO {HELLO}\r\n")).await?;
        let hello = read_reply(&mut stream, "250").await?;
        let is_offered = hello.iter().any(|line| line.trim_end().eq_ignore_ascii_case("STARTTLS"));
        if is_offered {
            say(&mut stream, "STARTTLS\r\n").await?;
            read_reply(&mut stream, "220").await?;
        }
        Ok::<bool, io::Error>(is_offered)
    };
    let is_offered = match timeout(timing.inactivity, dialogue).await {
        Ok(Ok(is_offered)) => is_offered,
        Ok(Err(error)) => {
            let said = quoted(&error.to_string(), None);
            let said = format!("{name} does not answer as expected (“{said}”); it is tried again later.");
            return Err(ServerError::Unavailable(said).into());
        }
        Err(_) => return Err(super::silence(&name, timing.inactivity).into()),
    };
    if !stream.buffer().is_empty() {
        let said = format!(
            "{name} sent more than its answer to STARTTLS; somebody on the way may have done that, so no password was sent."
        );
        return Err(ServerError::Protocol(said).into());
    }
    let stream = stream.into_inner();
    if is_offered {
        return Ok(tls::protect(stream, endpoint, timing).await?);
    }
    if endpoint.security == Security::StartTlsWhereOffered {
        return Ok(Stream::Plain(stream));
    }
    let said =
        format!("{name} offers no STARTTLS, so the password was not sent; use smtps:// or another port.");
    Err(ServerError::Untrusted(said).into())
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> io::Result<()> {
    stream.get_mut().write_all(line.as_bytes()).await
}

/// The lines of a reply without their codes (RFC 5321 §4.2.1).
async fn read_reply(stream: &mut BufReader<TcpStream>, code: &str) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if (&mut *stream).take(LONGEST_LINE).read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some(rest) = line.strip_prefix(code).filter(|_| lines.len() < 100) else {
            return Err(io::Error::other(line));
        };
        let is_last = !rest.starts_with('-');
        lines.push(rest.get(1..).unwrap_or_default().trim_end().to_owned());
        if is_last {
            return Ok(lines);
        }
    }
}

/// A stream that may begin with words that were heard before.
#[derive(Debug)]
struct Transport {
    greeting: &'static [u8],
    stream: Stream,
}

impl AsyncTokioStream for Transport {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Transport {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.greeting.is_empty() {
            let (now, later) = this.greeting.split_at(this.greeting.len().min(buffer.remaining()));
            buffer.put_slice(now);
            this.greeting = later;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut this.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(cx, bytes)
    }
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_that_a_server_tells() {
        assert_eq!(size_limit(["a.example", "8BITMIME"].into_iter()), SizeLimit::Unsupported);
        assert_eq!(size_limit(["a.example", "size 1000"].into_iter()), SizeLimit::Octets(1000));
        assert_eq!(size_limit(["SIZE 0"].into_iter()), SizeLimit::Untold);
        assert_eq!(size_limit(["SIZE"].into_iter()), SizeLimit::Untold);
    }
}
