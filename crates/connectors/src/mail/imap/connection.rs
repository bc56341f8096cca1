//! One IMAP connection: sends commands, receives responses, knows what the server can.

use super::framing::{Body, FrameError, Framing, Limits, is_status};
use super::repair;
use crate::mail::server::{ServerError, Timing, quoted};
use crate::mail::tls::Stream;
use imap_codec::decode::Decoder;
use imap_codec::encode::{Encoder, Fragment};
use imap_codec::imap_types::command::{Command, CommandBody};
use imap_codec::imap_types::core::{LiteralMode, Tag};
use imap_codec::imap_types::response::{Capability, Code, Data, Response, Status, StatusKind, Tagged};
use imap_codec::{CommandCodec, ResponseCodec};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

pub(super) struct Connection {
    stream: Stream,
    framing: Framing,
    name: String,
    timing: Timing,
    commands: u32,
    pub(super) capabilities: Vec<Capability<'static>>,
    /// ENABLE QRESYNC was accepted.
    pub(super) has_qresync: bool,
    /// A folder is open, for reading only.
    pub(super) has_open_folder: bool,
}

/// A response and, of a FETCH, the message's bytes.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) response: Response<'static>,
    pub(super) body: Option<Body>,
}

/// What came untagged until a command was done, in its order.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) events: Vec<Event>,
}

#[derive(Debug)]
pub(super) enum Event {
    Data(Data<'static>),
    Code(Code<'static>),
}

/// Why a command did not succeed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server said NO, so nothing was done.
    Refused {
        code: Option<Code<'static>>,
        error: ServerError,
    },
    Broken(ServerError),
}

impl Connection {
    pub(super) fn new(stream: Stream, name: String, timing: Timing, limits: Limits) -> Self {
        let framing = Framing::new(timing.inactivity, limits);
        Self {
            stream,
            framing,
            name,
            timing,
            commands: 0,
            capabilities: Vec::new(),
            has_qresync: false,
            has_open_folder: false,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn can(&self, capability: &Capability<'_>) -> bool {
        self.capabilities.iter().any(|offered| offered == capability)
    }

    pub(super) fn is_protected(&self) -> bool {
        self.stream.is_protected()
    }

    /// Hands the bare stream over for the TLS handshake, if nothing was sneaked in before it.
    pub(super) fn into_unprotected(self) -> Result<tokio::net::TcpStream, ServerError> {
        match self.stream {
            Stream::Plain(stream) if self.framing.is_drained() => Ok(stream),
            _ => Err(ServerError::Protocol(format!(
                "{} sent more than its answer to STARTTLS; somebody on the way may have done that, so no password was sent.",
                self.name
            ))),
        }
    }

    /// Sends a command and waits until it is done.
    pub(super) async fn run(&mut self, body: CommandBody<'static>) -> Result<Answer, Failure> {
        let tag = self.send(body).await?;
        self.finish(&tag).await
    }

    /// Sends a whole command. If this fails, the server cannot have acted on it.
    pub(super) async fn send(&mut self, body: CommandBody<'static>) -> Result<Tag<'static>, Failure> {
        self.commands += 1;
        let tag = Tag::try_from(format!("f{}", self.commands)).map_err(|_| self.own_fault("tag"))?;
        let command = Command { tag: tag.clone(), body };
        let mut bytes = Vec::new();
        for fragment in CommandCodec::new().encode(&command) {
            match fragment {
                Fragment::Line { data } => bytes.extend(data),
                Fragment::Literal { data, mode } => {
                    if mode == LiteralMode::Sync {
                        self.write(&bytes).await?;
                        bytes.clear();
                        self.invitation(&tag).await?;
                    }
                    bytes.extend(data);
                }
            }
        }
        self.write(&bytes).await?;
        Ok(tag)
    }

    /// Reads until the command is done.
    pub(super) async fn finish(&mut self, tag: &Tag<'static>) -> Result<Answer, Failure> {
        let mut answer = Answer::default();
        loop {
            match self.receive().await?.response {
                Response::Data(data) => answer.events.push(Event::Data(data)),
                Response::Status(Status::Untagged(status)) => {
                    answer.events.extend(status.code.map(Event::Code))
                }
                Response::Status(Status::Tagged(done)) => {
                    let code = self.outcome(tag, done)?;
                    answer.events.extend(code.map(Event::Code));
                    return Ok(answer);
                }
                _ => {}
            }
        }
    }

    /// The code of a command that was done, or why it was not.
    pub(super) fn outcome(
        &self,
        tag: &Tag<'static>,
        done: Tagged<'static>,
    ) -> Result<Option<Code<'static>>, Failure> {
        if done.tag != *tag {
            let said =
                format!("{} answered a command that was not sent; it is tried again later.", self.name);
            return Err(Failure::Broken(ServerError::Protocol(said)));
        }
        let text = quoted(done.body.text.inner(), None);
        match done.body.kind {
            StatusKind::Ok => Ok(done.body.code),
            StatusKind::No => Err(Failure::Refused {
                code: done.body.code,
                error: ServerError::Refused(format!("{} refused: “{text}”.", self.name)),
            }),
            StatusKind::Bad => Err(Failure::Broken(ServerError::Protocol(format!(
                "{} did not understand a command: “{text}”.",
                self.name
            )))),
        }
    }

    /// The next response; what cannot be understood even after a repair is left out.
    pub(super) async fn receive(&mut self) -> Result<Received, ServerError> {
        loop {
            let frame = self.framing.next(&mut self.stream).await.map_err(|error| self.broken(error))?;
            let codec = ResponseCodec::new();
            let response = match codec.decode_static(&frame.text) {
                Ok((_, response)) => Some(response),
                Err(_) => repair::variants(&frame.text, is_status(&frame.text))
                    .iter()
                    .find_map(|text| Some(codec.decode_static(text).ok()?.1)),
            };
            match response {
                Some(Response::Status(Status::Bye(bye))) => {
                    let text = quoted(bye.text.inner(), None);
                    let said =
                        format!("{} closed the connection: “{text}”; it is tried again later.", self.name);
                    return Err(ServerError::Unavailable(said));
                }
                Some(response) => return Ok(Received { response, body: frame.body }),
                None if frame.text.starts_with(b"* ") => {
                    tracing::warn!(
                        server = self.name,
                        bytes = frame.text.len(),
                        "a response was not understood"
                    );
                }
                None => {
                    let said = format!("{} does not answer like an IMAP server; check the port.", self.name);
                    return Err(ServerError::Protocol(said));
                }
            }
        }
    }

    /// As `receive`, or `None` if nothing comes within `patience`.
    pub(super) async fn receive_within(
        &mut self,
        patience: Duration,
    ) -> Result<Option<Received>, ServerError> {
        let waited = self.framing.wait(&mut self.stream, patience).await;
        match waited.map_err(|error| self.broken(error))? {
            true => self.receive().await.map(Some),
            false => Ok(None),
        }
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), ServerError> {
        let silence = self.timing.inactivity;
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = timeout(silence, self.stream.write(rest)).await;
            match written.map_err(|_| self.broken(FrameError::Silent))? {
                Ok(0) => return Err(self.broken(FrameError::Closed { inside_literal: false })),
                Ok(count) => rest = &rest[count..],
                Err(error) => return Err(self.broken(FrameError::Io(error))),
            }
        }
        let flushed = timeout(silence, self.stream.flush()).await;
        flushed
            .map_err(|_| self.broken(FrameError::Silent))?
            .map_err(|error| self.broken(FrameError::Io(error)))
    }

    /// Waits for the server's `+`.
    pub(super) async fn invitation(&mut self, tag: &Tag<'static>) -> Result<(), Failure> {
        loop {
            match self.receive().await?.response {
                Response::CommandContinuationRequest(_) => return Ok(()),
                Response::Status(Status::Tagged(done)) => {
                    self.outcome(tag, done)?;
                    return Err(Failure::Broken(ServerError::Protocol(format!(
                        "{} ended a command before it was complete.",
                        self.name
                    ))));
                }
                _ => {}
            }
        }
    }

    /// Takes the capabilities that came with an answer; asks for them if none did.
    pub(super) async fn learn_capabilities(&mut self, answer: &Answer) -> Result<(), ServerError> {
        if let Some(offered) = offered(answer) {
            self.capabilities = offered;
            return Ok(());
        }
        let answer = self.run(CommandBody::Capability).await?;
        self.capabilities = offered(&answer).unwrap_or_default();
        Ok(())
    }

    pub(super) fn own_fault(&self, what: &str) -> ServerError {
        ServerError::Protocol(format!("A {what} cannot be written in IMAP for {}.", self.name))
    }

    fn broken(&self, error: FrameError) -> ServerError {
        let name = &self.name;
        let silence = self.timing.inactivity.as_secs_f32();
        match error {
            FrameError::Closed { inside_literal: true } => ServerError::Unavailable(format!(
                "{name} closed the connection in the middle of a message; what came before is kept, the rest is tried again later."
            )),
            FrameError::Closed { inside_literal: false } => {
                ServerError::Unavailable(format!("{name} closed the connection; it is tried again later."))
            }
            FrameError::Silent => ServerError::Unavailable(format!(
                "{name} was silent for {silence} s; it is tried again later."
            )),
            FrameError::Io(error) => ServerError::Unavailable(format!(
                "The connection to {name} broke ({error}); it is tried again later."
            )),
            FrameError::TooLong => ServerError::Protocol(format!(
                "{name} sent a response without end; its operator has to look at it."
            )),
        }
    }
}

impl Answer {
    pub(super) fn data(&self) -> impl Iterator<Item = &Data<'static>> {
        self.events.iter().filter_map(|event| match event {
            Event::Data(data) => Some(data),
            Event::Code(_) => None,
        })
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = &Code<'static>> {
        self.events.iter().filter_map(|event| match event {
            Event::Code(code) => Some(code),
            Event::Data(_) => None,
        })
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Self {
        Failure::Broken(error)
    }
}

impl From<Failure> for ServerError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { error, .. } | Failure::Broken(error) => error,
        }
    }
}

fn offered(answer: &Answer) -> Option<Vec<Capability<'static>>> {
    let from_data = answer.data().find_map(|data| match data {
        Data::Capability(list) => Some(list.as_ref().to_vec()),
        _ => None,
    });
    from_data.or_else(|| {
        answer.codes().find_map(|code| match code {
            Code::Capability(list) => Some(list.as_ref().to_vec()),
            _ => None,
        })
    })
}
