//! Keys that were looked up, until their records expire.

use mail_auth::{ResolverCache, Txt};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

const ENTRIES: usize = 4096;

#[derive(Default)]
pub struct KeyCache {
    entries: Mutex<HashMap<Box<str>, (Txt, Instant)>>,
}

impl KeyCache {
    fn entries(&self) -> MutexGuard<'_, HashMap<Box<str>, (Txt, Instant)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolverCache<Box<str>, Txt> for KeyCache {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entries = self.entries();
        entries.get(name).filter(|(_, until)| *until > Instant::now()).map(|(record, _)| record.clone())
    }

    fn remove<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.entries().remove(name).map(|(record, _)| record)
    }

    fn insert(&self, name: Box<str>, record: Txt, until: Instant) {
        let mut entries = self.entries();
        if entries.len() >= ENTRIES {
            let now = Instant::now();
            entries.retain(|_, (_, until)| *until > now);
            // All of them still good: senders of a flood of names must not fill the memory.
            if entries.len() >= ENTRIES {
                entries.clear();
            }
        }
        entries.insert(name, (record, until));
    }
}
