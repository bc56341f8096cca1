//! Cuts the server's bytes into responses. A message body never enters the grammar: it is read straight into its
//! own buffer, and the grammar sees `NIL` in its place.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

/// One response in the form that the grammar reads, and the first literal of a FETCH.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) text: Vec<u8>,
    pub(super) body: Option<Body>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// As announced; more than `bytes` where only the beginning was kept.
    pub(super) length: u64,
}

/// How much of a body is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// A body of this length or more is cut.
    pub(super) whole_below: u64,
    /// What is kept of it.
    pub(super) beginning: u64,
}

#[derive(Debug)]
pub(super) enum FrameError {
    Closed { inside_literal: bool },
    Silent,
    Io(io::Error),
    TooLong,
}

/// The bytes that were read and not yet used.
#[derive(Debug)]
pub(super) struct Framing {
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    silence: Duration,
    limits: Limits,
}

/// Some servers answer `SEARCH ALL` on a million messages in one line.
const LONGEST_RESPONSE: usize = 16 << 20;
const BUFFER: usize = 128 << 10;

impl Framing {
    pub(super) fn new(silence: Duration, limits: Limits) -> Self {
        Self { buffer: vec![0; BUFFER].into_boxed_slice(), start: 0, end: 0, silence, limits }
    }

    /// Nothing was received beyond what was used. It must hold before TLS starts, or somebody on the way
    /// could put words into the server's mouth.
    pub(super) fn is_drained(&self) -> bool {
        self.start == self.end
    }

    /// Whether something came within `patience`. Between two responses only: nothing is lost by giving up.
    pub(super) async fn wait<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        patience: Duration,
    ) -> Result<bool, FrameError> {
        if !self.is_drained() {
            return Ok(true);
        }
        match self.fill_within(stream, patience).await {
            Err(FrameError::Silent) => Ok(false),
            filled => filled.map(|()| true),
        }
    }

    pub(super) async fn next<S: AsyncRead + Unpin>(&mut self, stream: &mut S) -> Result<Frame, FrameError> {
        let mut frame = Frame::default();
        loop {
            let line_start = frame.text.len();
            self.read_line(stream, &mut frame.text).await?;
            if is_status(&frame.text) {
                return Ok(frame);
            }
            let Some((announced, length)) = announced_literal(&frame.text[line_start..]) else {
                return Ok(frame);
            };
            if is_fetch(&frame.text) {
                frame.text.truncate(line_start + announced);
                frame.text.extend_from_slice(b"NIL");
                let body = self.read_body(stream, length).await?;
                frame.body.get_or_insert(body);
            } else if length < LONGEST_RESPONSE as u64 {
                let text = &mut frame.text;
                self.read_literal(stream, length, text).await?;
            } else {
                return Err(FrameError::TooLong);
            }
        }
    }

    async fn read_line<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        line: &mut Vec<u8>,
    ) -> Result<(), FrameError> {
        loop {
            let unread = &self.buffer[self.start..self.end];
            if let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
                line.extend_from_slice(&unread[..=end]);
                self.start += end + 1;
                return Ok(());
            }
            line.extend_from_slice(unread);
            self.start = self.end;
            if line.len() > LONGEST_RESPONSE {
                return Err(FrameError::TooLong);
            }
            self.fill(stream).await?;
        }
    }

    async fn read_body<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        length: u64,
    ) -> Result<Body, FrameError> {
        let kept = if length < self.limits.whole_below { length } else { length.min(self.limits.beginning) };
        let mut body = Body { bytes: Vec::with_capacity(usize::try_from(kept).unwrap_or(0)), length };
        self.read_literal(stream, kept, &mut body.bytes).await?;
        let mut rest = length - kept;
        while rest > 0 {
            if self.is_drained() {
                self.fill(stream).await.map_err(FrameError::inside_literal)?;
            }
            rest -= self.take(rest).len() as u64;
        }
        Ok(body)
    }

    async fn read_literal<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        length: u64,
        bytes: &mut Vec<u8>,
    ) -> Result<(), FrameError> {
        let mut rest = length;
        while rest > 0 {
            if !self.is_drained() {
                let taken = self.take(rest);
                rest -= taken.len() as u64;
                bytes.extend_from_slice(taken);
            } else if rest >= BUFFER as u64 {
                // Large bodies skip the buffer.
                let mut direct = stream.take(rest);
                let read = timeout(self.silence, direct.read_buf(bytes)).await;
                rest -= arrived(read).map_err(FrameError::inside_literal)? as u64;
            } else {
                self.fill(stream).await.map_err(FrameError::inside_literal)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, most: u64) -> &[u8] {
        let count = usize::try_from(most).unwrap_or(usize::MAX).min(self.end - self.start);
        let taken = &self.buffer[self.start..self.start + count];
        self.start += count;
        taken
    }

    async fn fill<S: AsyncRead + Unpin>(&mut self, stream: &mut S) -> Result<(), FrameError> {
        self.fill_within(stream, self.silence).await
    }

    async fn fill_within<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        patience: Duration,
    ) -> Result<(), FrameError> {
        let read = timeout(patience, stream.read(&mut self.buffer)).await;
        self.start = 0;
        self.end = 0;
        self.end = arrived(read)?;
        Ok(())
    }
}

impl FrameError {
    fn inside_literal(self) -> Self {
        match self {
            FrameError::Closed { .. } => FrameError::Closed { inside_literal: true },
            other => other,
        }
    }
}

fn arrived(read: Result<io::Result<usize>, tokio::time::error::Elapsed>) -> Result<usize, FrameError> {
    match read {
        Err(_) => Err(FrameError::Silent),
        // Many servers and middle-boxes end TLS without a goodbye.
        Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(FrameError::Closed { inside_literal: false })
        }
        Ok(Err(error)) => Err(FrameError::Io(error)),
        Ok(Ok(0)) => Err(FrameError::Closed { inside_literal: false }),
        Ok(Ok(count)) => Ok(count),
    }
}

/// Where the literal's announcement begins in a line, and its length.
fn announced_literal(line: &[u8]) -> Option<(usize, u64)> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line).strip_suffix(b"}")?;
    let line = line.strip_suffix(b"+").unwrap_or(line);
    let open = line.iter().rposition(|byte| *byte == b'{')?;
    let length = std::str::from_utf8(&line[open + 1..]).ok()?.parse().ok()?;
    let is_binary = open > 0 && line[open - 1] == b'~';
    Some((open - usize::from(is_binary), length))
}

/// Free text for people ends such a line, and may end like a literal's announcement.
pub(super) fn is_status(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"* ") else { return true };
    let word = rest.split(|byte| matches!(byte, b' ' | b'\r' | b'\n')).next().unwrap_or_default();
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|status| word.eq_ignore_ascii_case(status))
}

fn is_fetch(text: &[u8]) -> bool {
    let mut words = text.split(|byte| *byte == b' ').skip(1);
    let number = words.next().unwrap_or_default();
    number.iter().all(u8::is_ascii_digit)
        && words.next().is_some_and(|word| word.eq_ignore_ascii_case(b"FETCH"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { whole_below: 1000, beginning: 10 };

    fn frames(input: &[u8]) -> (Vec<Frame>, FrameError) {
        let mut framing = Framing::new(Duration::from_secs(5), LIMITS);
        let mut input = input;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let mut frames = Vec::new();
            loop {
                match framing.next(&mut input).await {
                    Ok(frame) => frames.push(frame),
                    Err(error) => return (frames, error),
                }
            }
        })
    }

    #[test]
    fn a_body_leaves_the_text() {
        let (frames, _) = frames(b"* 3 FETCH (UID 9 BODY[] {5}\r\nh\0l\nofoo FLAGS ())\r\n* 1 EXISTS\r\n");
        assert_eq!(frames[0].text, b"* 3 FETCH (UID 9 BODY[] NILfoo FLAGS ())\r\n");
        assert_eq!(frames[0].body, Some(Body { bytes: b"h\0l\no".to_vec(), length: 5 }));
        assert_eq!(frames[1].text, b"* 1 EXISTS\r\n");
    }

    #[test]
    fn other_literals_stay() {
        let (frames, _) = frames(b"* LIST () \"/\" {4}\r\na\"b\n\r\n");
        assert_eq!(frames[0].text, b"* LIST () \"/\" {4}\r\na\"b\n\r\n");
    }

    #[test]
    fn free_text_announces_nothing() {
        let (frames, _) = frames(b"* OK take {5}\r\n* BYE {7}\r\nf1 NO {9}\r\n+ {3}\r\n");
        assert_eq!(frames.len(), 4);
    }

    #[test]
    fn only_the_beginning_of_a_huge_body_is_kept() {
        let mut input = b"* 3 FETCH (BODY[]<0> {500000}\r\n".to_vec();
        input.extend(vec![b'x'; 500_000]);
        input.extend(b")\r\n* 2 EXISTS\r\n");
        let (frames, _) = frames(&input);
        assert_eq!(frames[0].body, Some(Body { bytes: vec![b'x'; 10], length: 500_000 }));
        assert_eq!(frames[1].text, b"* 2 EXISTS\r\n");
    }

    #[test]
    fn an_end_inside_a_literal_is_told() {
        let (_, error) = frames(b"* 3 FETCH (BODY[] {50}\r\nhello");
        assert!(matches!(error, FrameError::Closed { inside_literal: true }));
        let (_, error) = frames(b"* 3 EXI");
        assert!(matches!(error, FrameError::Closed { inside_literal: false }));
    }

    proptest! {
        #[test]
        fn any_bytes_end(input in proptest::collection::vec(any::<u8>(), 0..300)) {
            frames(&input);
        }

        #[test]
        fn any_almost_imap_ends(input in r"(\* |[0-9]{1,3} |FETCH |\(|\{[0-9]{1,12}\+?\}|\r\n|~|OK |x){0,40}") {
            frames(input.as_bytes());
        }
    }
}
