//! Fetches message bodies of one open folder, highest UID first, with the next command on its way before the
//! answer to the last one ends.

use super::connection::{Connection, Received};
use super::delta::{item_flags, sequence_set};
use super::framing::Body;
use super::uids::UidSet;
use crate::mail::server::ServerError;
use domain::source::Flags;
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::core::Tag;
use imap_codec::imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItem, MessageDataItemName};
use imap_codec::imap_types::response::{Data, Response, Status};
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU32;

/// A message as it came, not yet parsed.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) uid: u32,
    pub(super) flags: Flags,
    pub(super) received_at: Option<Timestamp>,
    pub(super) raw: Vec<u8>,
}

/// Fetches `wanted` from the open folder.
pub(super) struct Fetching<'a> {
    connection: &'a mut Connection,
    wanted: UidSet,
    max_message: u64,
    /// What was asked for, highest UIDs first.
    windows: VecDeque<Window>,
    /// Parts of one message may come in several responses, by sequence number.
    parts: BTreeMap<u32, Parts>,
    /// Number and size of what came so far, to ask for about one batch at a time.
    seen: (u64, u64),
}

/// One FETCH command. A server may work on two at once, and end the second first.
struct Window {
    tag: Tag<'static>,
    uids: UidSet,
    is_done: bool,
    arrived: u64,
    complete: Vec<Fetched>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Parts {
    uid: Option<u32>,
    flags: Flags,
    received_at: Option<Timestamp>,
    body: Option<Body>,
}

pub(super) const BATCH_MESSAGES: usize = 200;
pub(super) const BATCH_BYTES: usize = 8 << 20;
/// The first batch is small, so that there is something to see at once.
const FIRST_BATCH: usize = 25;
const WINDOWS: usize = 2;
/// What is kept of the text of a message that is too large.
pub(super) const KEPT_TEXT: u64 = 1 << 20;
/// Room for the header before it.
pub(super) const KEPT_HEADER: u64 = 256 << 10;

impl<'a> Fetching<'a> {
    pub(super) fn new(connection: &'a mut Connection, wanted: UidSet, max_message: u64) -> Self {
        let (windows, parts) = (VecDeque::new(), BTreeMap::new());
        Self { connection, wanted, max_message, windows, parts, seen: (0, 0) }
    }

    /// The next messages, at most 200 or about 8 MB, highest UID first; `None` when all have come.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Fetched>>, ServerError> {
        loop {
            if self.windows.iter().all(Window::is_ending)
                && self.windows.len() < WINDOWS
                && !self.wanted.is_empty()
            {
                self.ask().await?;
            }
            match self.windows.front_mut() {
                None => return Ok(None),
                Some(first) if first.is_done => {
                    let batch = first.batch();
                    self.windows.pop_front();
                    if !batch.is_empty() {
                        return Ok(Some(batch));
                    }
                }
                Some(first) if first.bytes >= BATCH_BYTES => return Ok(Some(first.batch())),
                Some(_) => self.receive().await?,
            }
        }
    }

    async fn ask(&mut self) -> Result<(), ServerError> {
        let count = match self.seen {
            (0, _) => FIRST_BATCH,
            (messages, bytes) => {
                (BATCH_BYTES as u64 * messages / bytes.max(1)).clamp(1, BATCH_MESSAGES as u64) as usize
            }
        };
        let uids = self.wanted.pop_highest(count);
        let Some(set) = sequence_set(&uids) else { return Ok(()) };
        let largest =
            u32::try_from(self.max_message).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX);
        let command = CommandBody::Fetch {
            sequence_set: set,
            macro_or_item_names: MacroOrMessageDataItemNames::MessageDataItemNames(vec![
                MessageDataItemName::Uid,
                MessageDataItemName::Flags,
                MessageDataItemName::InternalDate,
                // A limit here instead of sizes asked for first: for those, many servers read every message.
                MessageDataItemName::BodyExt { section: None, partial: Some((0, largest)), peek: true },
            ]),
            uid: true,
            modifiers: Vec::new(),
        };
        let tag = self.connection.send(command).await.map_err(ServerError::from)?;
        let complete = Vec::with_capacity(BATCH_MESSAGES);
        self.windows.push_back(Window { tag, uids, is_done: false, arrived: 0, complete, bytes: 0 });
        Ok(())
    }

    async fn receive(&mut self) -> Result<(), ServerError> {
        let received = self.connection.receive().await?;
        let Response::Status(Status::Tagged(done)) = received.response else {
            self.take(received);
            return Ok(());
        };
        let ended = self.windows.iter_mut().find(|window| window.tag == done.tag);
        let tag = ended.map_or_else(
            || Tag::unvalidated("none"),
            |window| {
                window.is_done = true;
                window.tag.clone()
            },
        );
        self.connection.outcome(&tag, done).map_err(ServerError::from)?;
        Ok(())
    }

    fn take(&mut self, received: Received) {
        let (seq, items) = match received.response {
            Response::Data(Data::Fetch { seq, items }) => (seq.get(), items),
            // Sequence numbers have moved.
            Response::Data(Data::Expunge(_) | Data::Vanished { .. }) => return self.parts.clear(),
            _ => return,
        };
        let mut parts = self.parts.remove(&seq).unwrap_or_default();
        parts.body = received.body.or(parts.body);
        for item in items {
            match item {
                MessageDataItem::Uid(uid) => parts.uid = Some(uid.get()),
                MessageDataItem::Flags(flags) => parts.flags = item_flags(&flags),
                MessageDataItem::InternalDate(date) => {
                    parts.received_at = Timestamp::from_second(date.as_ref().timestamp()).ok();
                }
                MessageDataItem::BodyExt { data, .. } if parts.body.is_none() => {
                    // Quoted, or no literal at all: an empty message.
                    let bytes = data.into_option().unwrap_or_default().into_owned();
                    parts.body = Some(Body { length: bytes.len() as u64, bytes });
                }
                _ => {}
            }
        }
        match parts {
            Parts { uid: Some(uid), body: Some(body), flags, received_at } => {
                self.seen = (self.seen.0 + 1, self.seen.1 + body.length);
                if let Some(window) = self.windows.iter_mut().find(|window| window.uids.contains(uid)) {
                    window.arrived += 1;
                    window.bytes += body.bytes.len();
                    window.complete.push(Fetched { uid, flags, received_at, raw: cut(body) });
                }
            }
            parts => {
                self.parts.insert(seq, parts);
            }
        }
    }
}

impl Window {
    /// So late that the server has nothing left to do for it, or some servers would mix the next with it.
    fn is_ending(&self) -> bool {
        self.is_done || self.arrived * 8 >= self.uids.len() * 7
    }

    fn batch(&mut self) -> Vec<Fetched> {
        self.bytes = 0;
        let mut batch = std::mem::take(&mut self.complete);
        batch.sort_unstable_by_key(|message| std::cmp::Reverse(message.uid));
        batch
    }
}

/// The header and the first part of the text of a message of which only the beginning was kept.
fn cut(body: Body) -> Vec<u8> {
    let mut raw = body.bytes;
    if raw.len() as u64 == body.length {
        return raw;
    }
    let header = raw.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |end| end + 4);
    raw.truncate(header.saturating_add(KEPT_TEXT as usize));
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_large_message_header_and_a_megabyte_stay() {
        let mut bytes = b"Subject: big\r\n\r\n".to_vec();
        bytes.resize(KEPT_TEXT as usize + 5000, b'x');
        let raw = cut(Body { bytes, length: 200 << 20 });
        assert_eq!(raw.len(), 16 + KEPT_TEXT as usize);
        let whole = Body { bytes: vec![b'x'; 3 << 20], length: 3 << 20 };
        assert_eq!(cut(whole).len(), 3 << 20);
    }
}
