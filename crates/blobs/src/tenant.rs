//! One tenant's folder: `segments/` with small blobs, `large/` with the others, `incoming/` for what is
//! being written.

use crate::error::{At, BlobError};
use crate::index::{Index, Place};
use crate::large::Large;
use crate::path::{create_folder, sync_folder};
use crate::reader::BlobReader;
use crate::segment::{self, Entry, LARGEST_BATCH, Scan, Segment, Tail};
use domain::BlobId;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// Smaller blobs go to segments.
const LARGE: usize = 256 * 1024;

pub(crate) struct Tenant {
    folder: PathBuf,
    segments: PathBuf,
    large: Large,
    content_key: Zeroizing<[u8; 32]>,
    /// Apart from the content's key, so that no content can pass for a check.
    check_key: Zeroizing<[u8; 32]>,
    is_synced: bool,
    state: Mutex<Option<State>>,
}

/// What is known of the segments; read from them on first use.
#[derive(Default)]
struct State {
    index: Index,
    active: Option<Segment>,
    last_number: u32,
}

/// A blob that is there.
enum Found {
    InSegment { file: File, entry: Entry },
    Large { file: File, size: u64 },
}

struct Id<'a> {
    hex: &'a str,
    bytes: [u8; 32],
}

impl Tenant {
    pub(crate) fn new(folder: PathBuf, key: Zeroizing<[u8; 32]>, is_synced: bool) -> Self {
        Self {
            segments: folder.join("segments"),
            large: Large::new(&folder),
            check_key: Zeroizing::new(blake3::derive_key("factotum blobs v1 segment checks", &*key)),
            content_key: key,
            folder,
            is_synced,
            state: Mutex::new(None),
        }
    }

    pub(crate) fn put(&self, blobs: &[&[u8]]) -> Result<Vec<BlobId>, BlobError> {
        let hashes: Vec<blake3::Hash> =
            blobs.iter().map(|bytes| blake3::keyed_hash(&self.content_key, bytes)).collect();
        let mut guard = self.state()?;
        let state = loaded(&mut guard);
        let mut small = Vec::new();
        let mut seen = HashSet::new();
        for (hash, &bytes) in hashes.iter().zip(blobs) {
            let hex = hash.to_hex();
            let id = Id { hex: &hex, bytes: *hash.as_bytes() };
            if !seen.insert(id.bytes) || self.find(state, &id)?.is_some() {
                continue;
            }
            // Its place in the index is taken by another blob (once in 2^64): a file of its own then.
            let is_crowded_out = state.index.get(&id.bytes).is_some();
            if bytes.len() >= LARGE || is_crowded_out {
                self.large.put(id.hex, bytes, self.is_synced).at(self.large.path(id.hex))?;
            } else {
                small.push((id.bytes, bytes));
            }
        }
        let mut appended = Vec::with_capacity(small.len());
        if let Err(error) = self.append(state, &small, &mut appended) {
            // What is not reported as stored must not stay, or a later delete would find one copy of two.
            // What cannot be taken back now is found when the segments are read anew.
            for (entry, place) in &appended {
                let path = self.segment_path(place.segment);
                let file = OpenOptions::new().write(true).open(path);
                let _ = file.and_then(|file| segment::erase(&file, entry, false));
            }
            *guard = None;
            return Err(error);
        }
        for (entry, place) in &appended {
            state.index.insert(&entry.id, *place);
        }
        Ok(hashes.iter().map(|hash| BlobId::new(hash.to_hex().as_str())).collect())
    }

    pub(crate) fn get(&self, id: &BlobId) -> Result<Vec<u8>, BlobError> {
        let mut reader = self.reader(id)?;
        let mut bytes = Vec::with_capacity(reader.size() as usize);
        match reader.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            // Somebody may have deleted it while it was being read.
            Err(error) if error.kind() == io::ErrorKind::InvalidData && self.exists(id)? => {
                Err(BlobError::Damaged { id: id.clone() })
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(BlobError::NotFound { id: id.clone() })
            }
            Err(error) => Err(error).at(&self.folder),
        }
    }

    pub(crate) fn reader(&self, id: &BlobId) -> Result<BlobReader, BlobError> {
        let found = match parse(id) {
            Some(parsed) => self.find(loaded(&mut self.state()?), &parsed)?,
            None => None,
        };
        let (file, size) = match found {
            Some(Found::InSegment { mut file, entry }) => {
                file.seek(SeekFrom::Start(u64::from(entry.data_at))).at(&self.segments)?;
                (file, u64::from(entry.length))
            }
            Some(Found::Large { file, size }) => (file, size),
            None => return Err(BlobError::NotFound { id: id.clone() }),
        };
        Ok(BlobReader::new(file, size, &self.content_key, id.clone()))
    }

    pub(crate) fn exists(&self, id: &BlobId) -> Result<bool, BlobError> {
        let Some(id) = parse(id) else { return Ok(false) };
        Ok(self.find(loaded(&mut self.state()?), &id)?.is_some())
    }

    pub(crate) fn delete(&self, id: &BlobId) -> Result<bool, BlobError> {
        let Some(id) = parse(id) else { return Ok(false) };
        let mut state = self.state()?;
        let state = loaded(&mut state);
        match self.find(state, &id)? {
            Some(Found::InSegment { file, entry }) => {
                segment::erase(&file, &entry, self.is_synced).at(&self.segments)?;
                state.index.remove(&id.bytes);
                Ok(true)
            }
            Some(Found::Large { .. }) => {
                self.large.delete(id.hex, self.is_synced).at(self.large.path(id.hex))
            }
            None => Ok(false),
        }
    }

    pub(crate) fn delete_all(&self) -> Result<(), BlobError> {
        let mut state = self.lock();
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).at(&self.folder),
            _ => {
                *state = None;
                match self.folder.parent().filter(|_| self.is_synced) {
                    Some(parent) => sync_folder(parent).at(parent),
                    None => Ok(()),
                }
            }
        }
    }

    fn find(&self, state: &State, id: &Id<'_>) -> Result<Option<Found>, BlobError> {
        if let Some((file, entry)) = self.find_in_segment(state, &id.bytes)? {
            return Ok(entry.is_live().then_some(Found::InSegment { file, entry }));
        }
        let path = self.large.path(id.hex);
        match File::open(&path) {
            Ok(file) => {
                let size = file.metadata().at(&path)?.len();
                Ok(Some(Found::Large { file, size }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).at(&path),
        }
    }

    fn find_in_segment(&self, state: &State, id: &[u8; 32]) -> Result<Option<(File, Entry)>, BlobError> {
        let Some(place) = state.index.get(id) else { return Ok(None) };
        let path = self.segment_path(place.segment);
        let file = OpenOptions::new().read(true).write(true).open(&path).at(&path)?;
        let entry = segment::read_entry(&file, place.entry_at).at(&path)?;
        Ok((entry.id == *id).then_some((file, entry)))
    }

    /// Appends in batches of bounded size and syncs each segment once.
    fn append(
        &self,
        state: &mut State,
        blobs: &[([u8; 32], &[u8])],
        appended: &mut Vec<(Entry, Place)>,
    ) -> Result<(), BlobError> {
        let mut rest = blobs;
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(batch_length(rest));
            rest = later;
            let segment = self.active(state)?;
            let path = self.segment_path(segment.number);
            for entry in segment.append(batch).at(&path)? {
                appended.push((entry, Place { segment: segment.number, entry_at: entry.at }));
            }
            let is_last = rest.is_empty() || segment.is_full();
            if self.is_synced && is_last {
                segment.sync().at(&path)?;
            }
        }
        Ok(())
    }

    fn active<'a>(&self, state: &'a mut State) -> Result<&'a mut Segment, BlobError> {
        if state.active.as_ref().is_some_and(Segment::is_full) {
            state.active = None;
        }
        let active = match state.active.take() {
            Some(active) => active,
            None => self.create_segment(state)?,
        };
        Ok(state.active.insert(active))
    }

    fn create_segment(&self, state: &mut State) -> Result<Segment, BlobError> {
        create_folder(&self.segments).at(&self.segments)?;
        state.last_number += 1;
        let path = self.segment_path(state.last_number);
        let segment = Segment::create(&path, state.last_number, &self.check_key).at(&path)?;
        if self.is_synced {
            let folders = [Some(self.segments.as_path()), Some(self.folder.as_path()), self.folder.parent()];
            folders.into_iter().flatten().try_for_each(|folder| sync_folder(folder).at(folder))?;
        }
        Ok(segment)
    }

    fn segment_path(&self, number: u32) -> PathBuf {
        self.segments.join(format!("{number:08}.seg"))
    }

    fn state(&self) -> Result<MutexGuard<'_, Option<State>>, BlobError> {
        let mut state = self.lock();
        if state.is_none() {
            *state = Some(self.load()?);
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, Option<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn load(&self) -> Result<State, BlobError> {
        self.large.sweep().at(&self.folder)?;
        let mut state = State::default();
        for number in segment_numbers(&self.segments).at(&self.segments)? {
            let path = self.segment_path(number);
            let Some((segment, scan)) = Segment::open(&path, number, &self.check_key).at(&path)? else {
                return Err(BlobError::WrongKey { path });
            };
            self.recover(&segment, &scan, &path)?;
            for entry in scan.entries.iter().filter(|entry| entry.is_live()) {
                if self.find_in_segment(&state, &entry.id)?.is_some() {
                    // A second copy, left by a write that failed half-way; deleting must have one to erase.
                    segment::erase(segment.file(), entry, self.is_synced).at(&path)?;
                } else {
                    state.index.insert(&entry.id, Place { segment: number, entry_at: entry.at });
                }
            }
            state.last_number = number;
            // Behind foreign bytes nothing is written any more.
            state.active = (scan.tail != Tail::Foreign).then_some(segment);
        }
        Ok(state)
    }

    fn recover(&self, segment: &Segment, scan: &Scan, path: &Path) -> Result<(), BlobError> {
        for entry in scan.entries.iter().filter(|entry| entry.is_half_deleted()) {
            segment::erase(segment.file(), entry, self.is_synced).at(path)?;
        }
        if scan.tail == Tail::Torn {
            tracing::info!(segment = segment.number, "cut off a batch that was never completed");
            segment.cut_tail().at(path)?;
        }
        if scan.damaged > 0 || scan.tail == Tail::Foreign {
            tracing::warn!(
                segment = segment.number,
                bytes = scan.damaged,
                "a segment holds bytes that are not ours"
            );
        }
        Ok(())
    }
}

/// `Tenant::state` has loaded it; a default is never seen.
fn loaded<'a>(state: &'a mut MutexGuard<'_, Option<State>>) -> &'a mut State {
    state.get_or_insert_default()
}

/// How many of the blobs make one batch: at least one.
fn batch_length(blobs: &[([u8; 32], &[u8])]) -> usize {
    let mut size = 0;
    let fits = blobs.iter().take_while(|(_, bytes)| {
        size += bytes.len() + 64;
        size <= LARGEST_BATCH
    });
    fits.count().max(1)
}

/// Ids are compared as text later, so only their own spelling counts; anything else names no blob.
fn parse(id: &BlobId) -> Option<Id<'_>> {
    let hex = id.as_str();
    let bytes = *blake3::Hash::from_hex(hex).ok()?.as_bytes();
    let is_lower_case = !hex.bytes().any(|byte| byte.is_ascii_uppercase());
    is_lower_case.then_some(Id { hex, bytes })
}

fn segment_numbers(folder: &Path) -> io::Result<Vec<u32>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let number: Option<u32> = name.to_str().and_then(|name| name.strip_suffix(".seg")?.parse().ok());
        numbers.extend(number);
    }
    numbers.sort_unstable();
    Ok(numbers)
}
