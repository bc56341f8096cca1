//! The messages of a mbox with their offsets: mail-parser divides them, a reader below it counts.

use jiff::Timestamp;
use mail_parser::mailbox::mbox::MessageIterator;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

/// A longer message is no mail; it would only fill the memory.
const MAIL_BYTES: u64 = 512 * 1024 * 1024;
/// What a `From ` line claims before is a clock that was never set, or a format that was misread.
const EARLIEST: u64 = 300_000_000;
const SEPARATOR: &[u8] = b"From ";
const NO_MATCH: usize = usize::MAX;

/// One message, unquoted, and where it starts and ends in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Of its `From ` line.
    pub start: u64,
    pub end: u64,
    /// The time of the `From ` line.
    pub at: Option<Timestamp>,
    pub raw: Vec<u8>,
}

/// Reads messages one by one from `input`, whose first byte lies at `offset` of the file.
pub fn messages(input: impl Read, offset: u64) -> impl Iterator<Item = io::Result<Message>> {
    let place = Rc::new(Place::default());
    place.offset.set(offset);
    place.message.set(offset);
    let counted = Counted { inner: BufReader::with_capacity(128 * 1024, input), place: Rc::clone(&place) };
    let mut found = MessageIterator::new(counted);
    std::iter::from_fn(move || {
        let message = match found.next()? {
            Ok(message) => message,
            Err(error) => return Some(Err(error)),
        };
        // The message was given out when the `From ` line below it was read, or the end was met.
        let mut starts = place.starts.borrow_mut();
        let start = starts.pop_front().unwrap_or(offset);
        let end = starts.front().copied().unwrap_or_else(|| place.offset.get());
        place.message.set(end);
        let at = Some(message.internal_date()).filter(|at| (EARLIEST..=u64::from(u32::MAX)).contains(at));
        let at = at.and_then(|at| Timestamp::from_second(at.cast_signed()).ok());
        Some(Ok(Message { start, end, at, raw: without_gap(message.unwrap_contents()) }))
    })
}

/// Where the reading stands.
#[derive(Default)]
struct Place {
    offset: Cell<u64>,
    /// Start of the line that was read last.
    line: Cell<u64>,
    in_line: Cell<bool>,
    /// Starts of the `From ` lines whose messages are not given out yet.
    starts: RefCell<VecDeque<u64>>,
    /// How much of `From ` the line has so far.
    matched: Cell<usize>,
    /// Start of the message that is being read.
    message: Cell<u64>,
}

struct Counted<R> {
    inner: BufReader<R>,
    place: Rc<Place>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        let (head, _) = buffer.split_at_mut(length);
        head.copy_from_slice(available.get(..length).unwrap_or_default());
        self.consume(length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.place.offset.get().saturating_sub(self.place.message.get()) > MAIL_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "a message in the mbox is over 512 MB long",
            ));
        }
        self.inner.fill_buf()
    }

    /// Lines are read one at a time, so that a call ends a line or lies within one.
    fn consume(&mut self, length: usize) {
        let place = &self.place;
        let taken = self.inner.buffer().get(..length).unwrap_or_default();
        if let Some(last) = taken.last() {
            if !place.in_line.get() {
                place.line.set(place.offset.get());
                place.matched.set(0);
            }
            if let Some(expected @ [_, ..]) = SEPARATOR.get(place.matched.get()..) {
                let same = taken.iter().zip(expected).take_while(|(a, b)| a == b).count();
                // Another line: nothing more can match in it.
                let is_over = same < taken.len().min(expected.len());
                place.matched.set(if is_over { NO_MATCH } else { place.matched.get() + same });
                if same == expected.len() {
                    place.starts.borrow_mut().push_back(place.line.get());
                }
            }
            place.in_line.set(*last != b'\n');
        }
        place.offset.set(place.offset.get() + length as u64);
        self.inner.consume(length);
    }
}

/// The empty line before the next `From ` line belongs to the mbox.
fn without_gap(mut raw: Vec<u8>) -> Vec<u8> {
    for gap in [&b"\r\n\r\n"[..], b"\n\n"] {
        if raw.ends_with(gap) {
            raw.truncate(raw.len() - gap.len() / 2);
            break;
        }
    }
    raw
}
