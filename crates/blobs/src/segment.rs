//! A segment: one file of appended batches.
//!
//! It begins with a magic word and a check of the tenant's key. A batch is a header (magic word, count,
//! length of the data, keyed check), the entries (id, length, place, state) and the data one after the other.
//! The check covers the batch's place, header and entries but the states, so that an entry can be marked as
//! deleted in place. The data need no check of their own: a blob's id is one.

use crate::path;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A segment with this many bytes is not appended to any more.
pub(crate) const FULL: u64 = 64 * 1024 * 1024;
/// No batch may have more data; a segment thus stays far below the 4 GB that its places can name.
pub(crate) const LARGEST_BATCH: usize = 8 * 1024 * 1024;

const SEGMENT_MAGIC: &[u8; 8] = b"FACTOSG1";
const BATCH_MAGIC: &[u8; 8] = b"FACTOBA1";
const SEGMENT_HEADER: u64 = 24;
const BATCH_HEADER: usize = 40;
const ENTRY: usize = 44;
/// Where an entry's state stands in it, behind what the check covers.
const STATE: usize = 40;
/// Bounds what a damaged header can make us read.
const MOST_ENTRIES: u32 = 1 << 20;

const LIVE: u32 = 0;
const DELETING: u32 = 1;
const DELETED: u32 = 2;

pub(crate) struct Segment {
    pub(crate) number: u32,
    file: File,
    key: [u8; 32],
    /// Where the next batch goes.
    length: u64,
}

/// A blob of a segment as its entry tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: [u8; 32],
    pub(crate) length: u32,
    /// Where its data are.
    pub(crate) data_at: u32,
    state: u32,
    /// Where the entry itself is.
    pub(crate) at: u32,
}

/// What reading a segment from its beginning found.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) entries: Vec<Entry>,
    /// The end of the last sound batch.
    pub(crate) end: u64,
    /// Bytes between batches that belong to none.
    pub(crate) damaged: u64,
    pub(crate) tail: Tail,
}

/// What follows the last sound batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    Nothing,
    /// The beginning of a batch: its writer died in the middle and never reported it as stored.
    Torn,
    /// Something else: kept, because it may be what a person can still repair.
    Foreign,
}

impl Entry {
    pub(crate) fn is_live(&self) -> bool {
        self.state == LIVE
    }
    pub(crate) fn is_half_deleted(&self) -> bool {
        self.state == DELETING
    }

    fn encode(&self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        bytes[..32].copy_from_slice(&self.id);
        bytes[32..36].copy_from_slice(&self.length.to_be_bytes());
        bytes[36..STATE].copy_from_slice(&self.data_at.to_be_bytes());
        bytes[STATE..].copy_from_slice(&self.state.to_be_bytes());
        bytes
    }

    fn parse(bytes: &[u8], at: u32) -> Self {
        Self {
            id: array(&bytes[..32]),
            length: u32::from_be_bytes(array(&bytes[32..36])),
            data_at: u32::from_be_bytes(array(&bytes[36..STATE])),
            state: u32::from_be_bytes(array(&bytes[STATE..])),
            at,
        }
    }
}

/// Reads the entry at a place.
pub(crate) fn read_entry(file: &File, at: u32) -> io::Result<Entry> {
    let mut bytes = [0; ENTRY];
    file.read_exact_at(&mut bytes, u64::from(at))?;
    Ok(Entry::parse(&bytes, at))
}

/// Marks an entry and erases its data. The mark is first, so that the next start finishes what a crash
/// interrupts.
pub(crate) fn erase(file: &File, entry: &Entry, synced: bool) -> io::Result<()> {
    let state_at = u64::from(entry.at) + STATE as u64;
    file.write_all_at(&DELETING.to_be_bytes(), state_at)?;
    if synced {
        file.sync_data()?;
    }
    erase_range(file, u64::from(entry.data_at), u64::from(entry.length))?;
    if synced {
        file.sync_data()?;
    }
    file.write_all_at(&DELETED.to_be_bytes(), state_at)
}

impl Segment {
    pub(crate) fn create(path: &Path, number: u32, key: &[u8; 32]) -> io::Result<Self> {
        let file = path::create_file(path)?;
        let mut header = SEGMENT_MAGIC.to_vec();
        header.extend_from_slice(&key_check(key));
        file.write_all_at(&header, 0)?;
        Ok(Self { number, file, key: *key, length: SEGMENT_HEADER })
    }

    /// Opens an existing segment; `None` if it was written with another key.
    pub(crate) fn open(path: &Path, number: u32, key: &[u8; 32]) -> io::Result<Option<(Self, Scan)>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        let size = file.metadata()?.len();
        let mut segment = Self { number, file, key: *key, length: size };
        if size < SEGMENT_HEADER {
            // Its maker died before the first batch.
            return Ok(Some((
                segment,
                Scan { entries: Vec::new(), end: size, damaged: 0, tail: Tail::Foreign },
            )));
        }
        let mut header = [0; SEGMENT_HEADER as usize];
        segment.file.read_exact_at(&mut header, 0)?;
        let is_ours = header[..8] == SEGMENT_MAGIC[..] && header[8..] == key_check(key);
        // Zeros are what a power cut leaves of a header; each batch has a check of its own.
        if !is_ours && header != [0; SEGMENT_HEADER as usize] {
            return Ok(None);
        }
        let scan = segment.scan(size)?;
        segment.length = scan.end;
        Ok(Some((segment, scan)))
    }

    pub(crate) fn is_full(&self) -> bool {
        self.length >= FULL
    }

    /// Appends one batch and tells where each entry went. Nothing before it is touched, and after an error
    /// the next append writes over whatever this one left.
    pub(crate) fn append(&mut self, blobs: &[([u8; 32], &[u8])]) -> io::Result<Vec<Entry>> {
        let data_length: usize = blobs.iter().map(|(_, bytes)| bytes.len()).sum();
        let entries_at = self.length as usize + BATCH_HEADER;
        let mut data_at = entries_at + blobs.len() * ENTRY;
        let mut batch = Vec::with_capacity(BATCH_HEADER + blobs.len() * ENTRY + data_length);
        batch.resize(BATCH_HEADER, 0);
        let mut entries = Vec::with_capacity(blobs.len());
        for (position, (id, bytes)) in blobs.iter().enumerate() {
            let entry = Entry {
                id: *id,
                length: bytes.len() as u32,
                data_at: data_at as u32,
                state: LIVE,
                at: (entries_at + position * ENTRY) as u32,
            };
            batch.extend_from_slice(&entry.encode());
            entries.push(entry);
            data_at += bytes.len();
        }
        let data_length = data_length as u64;
        let check = self.batch_check(self.length, blobs.len() as u32, data_length, &batch[BATCH_HEADER..]);
        batch[..8].copy_from_slice(BATCH_MAGIC);
        batch[8..12].copy_from_slice(&(blobs.len() as u32).to_be_bytes());
        batch[16..24].copy_from_slice(&data_length.to_be_bytes());
        batch[24..BATCH_HEADER].copy_from_slice(&check);
        for (_, bytes) in blobs {
            batch.extend_from_slice(bytes);
        }
        if let Err(error) = self.file.write_all_at(&batch, self.length) {
            // Give the space back on a full disk; if that fails too, the next start does it.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += batch.len() as u64;
        Ok(entries)
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Cuts off what follows the last sound batch.
    pub(crate) fn cut_tail(&self) -> io::Result<()> {
        self.file.set_len(self.length)
    }

    fn scan(&self, size: u64) -> io::Result<Scan> {
        let mut scan = Scan { entries: Vec::new(), end: SEGMENT_HEADER, damaged: 0, tail: Tail::Nothing };
        let mut at = SEGMENT_HEADER;
        while at < size {
            match self.read_batch(at, size)? {
                Batch::Sound { entries, end } => {
                    scan.damaged += at - scan.end;
                    scan.entries.extend(entries);
                    scan.end = end;
                    at = end;
                    scan.tail = Tail::Nothing;
                }
                found => {
                    if at == scan.end {
                        scan.tail = if matches!(found, Batch::CutShort) { Tail::Torn } else { Tail::Foreign };
                    }
                    // One damaged header must not hide the batches behind it.
                    match self.find_magic(at + 1, size)? {
                        Some(next) => at = next,
                        None => break,
                    }
                }
            }
        }
        Ok(scan)
    }

    fn read_batch(&self, at: u64, size: u64) -> io::Result<Batch> {
        let left = size - at;
        if left < BATCH_HEADER as u64 {
            return Ok(Batch::CutShort);
        }
        let mut header = [0; BATCH_HEADER];
        self.file.read_exact_at(&mut header, at)?;
        if header == [0; BATCH_HEADER] {
            // The file grew but the data never arrived: a power cut.
            return Ok(Batch::CutShort);
        }
        let count = u32::from_be_bytes(array(&header[8..12]));
        let data_length = u64::from_be_bytes(array(&header[16..24]));
        if header[..8] != BATCH_MAGIC[..] || count > MOST_ENTRIES {
            return Ok(Batch::Unsound);
        }
        let entries_at = at + BATCH_HEADER as u64;
        let data_at = entries_at + u64::from(count) * ENTRY as u64;
        if data_at > size {
            return Ok(Batch::CutShort);
        }
        let mut bytes = vec![0; (data_at - entries_at) as usize];
        self.file.read_exact_at(&mut bytes, entries_at)?;
        if self.batch_check(at, count, data_length, &bytes) != header[24..] {
            return Ok(Batch::Unsound);
        }
        if data_length > size - data_at {
            return Ok(Batch::CutShort);
        }
        let entries = bytes.chunks_exact(ENTRY).enumerate();
        let entries = entries
            .map(|(position, bytes)| Entry::parse(bytes, entries_at as u32 + (position * ENTRY) as u32));
        Ok(Batch::Sound { entries: entries.collect(), end: data_at + data_length })
    }

    fn find_magic(&self, from: u64, size: u64) -> io::Result<Option<u64>> {
        const WINDOW: u64 = 64 * 1024;
        let mut at = from;
        while at + 8 <= size {
            let mut window = vec![0; WINDOW.min(size - at) as usize];
            self.file.read_exact_at(&mut window, at)?;
            if let Some(position) = window.windows(8).position(|bytes| bytes == BATCH_MAGIC) {
                return Ok(Some(at + position as u64));
            }
            // Windows overlap, because the word may lie across two.
            at += window.len() as u64 - 7;
        }
        Ok(None)
    }

    fn batch_check(&self, at: u64, count: u32, data_length: u64, entries: &[u8]) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(b"batch").update(&self.number.to_be_bytes()).update(&at.to_be_bytes());
        hasher.update(&count.to_be_bytes()).update(&data_length.to_be_bytes());
        for entry in entries.chunks_exact(ENTRY) {
            hasher.update(&entry[..STATE]);
        }
        array(&hasher.finalize().as_bytes()[..16])
    }
}

enum Batch {
    Sound { entries: Vec<Entry>, end: u64 },
    CutShort,
    Unsound,
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(bytes);
    array
}

fn key_check(key: &[u8; 32]) -> [u8; 16] {
    array(&blake3::keyed_hash(key, b"factotum blobs v1 key check").as_bytes()[..16])
}

/// Frees the space where the file system can; writes zeros where it cannot.
fn erase_range(file: &File, at: u64, length: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{FallocateFlags, fallocate};
        let flags = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
        if length == 0 || fallocate(file, flags, at, length).is_ok() {
            return Ok(());
        }
    }
    file.write_all_at(&vec![0; length as usize], at)
}
