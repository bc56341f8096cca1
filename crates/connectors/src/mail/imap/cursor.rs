//! How far each folder has been read: the connector's private JSON behind `domain::source::Cursor`.

use super::uids::UidSet;
use domain::source::{Cursor, Flags};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const VERSION: u32 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marks {
    version: u32,
    pub(super) folders: BTreeMap<String, FolderMark>,
    /// The cursor that was given could not be read, so nothing is known about what was delivered before.
    #[serde(skip)]
    pub(super) is_lost: bool,
}

/// What of a folder was delivered. The first sync goes from the highest UID down, so after a break `known` is
/// what is done and everything else is still to be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FolderMark {
    pub(super) validity: u32,
    #[serde(default)]
    pub(super) known: UidSet,
    /// Everything that was there when the folder was last opened has been delivered.
    #[serde(default)]
    pub(super) complete: bool,
    /// Changes up to this mod-sequence have been delivered (RFC 7162).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) modseq: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) uid_next: Option<u32>,
    /// Only where the server keeps no mod-sequences: the flags as they were delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) flags: Option<FlagTable>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FlagTable {
    seen: UidSet,
    flagged: UidSet,
    answered: UidSet,
}

impl Marks {
    pub(super) fn read(cursor: Option<&Cursor>) -> Self {
        let empty = Self { version: VERSION, ..Self::default() };
        let Some(cursor) = cursor.filter(|cursor| !cursor.0.is_empty()) else { return empty };
        match serde_json::from_str::<Self>(&cursor.0) {
            Ok(marks) if marks.version == VERSION => marks,
            _ => {
                tracing::warn!("an IMAP cursor cannot be read; everything is read again");
                Self { is_lost: true, ..empty }
            }
        }
    }

    pub(super) fn write(&self) -> Cursor {
        // Nothing in it can fail to become JSON: strings, numbers and maps with string keys.
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }
}

impl FlagTable {
    pub(super) fn get(&self, uid: u32) -> Flags {
        Flags {
            seen: self.seen.contains(uid),
            flagged: self.flagged.contains(uid),
            answered: self.answered.contains(uid),
        }
    }

    /// Sets the flags of many messages at once.
    pub(super) fn set(&mut self, changed: &[(u32, Flags)]) {
        let touched: UidSet = changed.iter().map(|(uid, _)| *uid).collect();
        let with = |is_set: fn(&Flags) -> bool| -> UidSet {
            changed.iter().filter(|(_, flags)| is_set(flags)).map(|(uid, _)| *uid).collect()
        };
        self.remove(&touched);
        self.seen = self.seen.union(&with(|flags| flags.seen));
        self.flagged = self.flagged.union(&with(|flags| flags.flagged));
        self.answered = self.answered.union(&with(|flags| flags.answered));
    }

    pub(super) fn remove(&mut self, gone: &UidSet) {
        for set in [&mut self.seen, &mut self.flagged, &mut self.answered] {
            *set = set.minus(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table() -> impl Strategy<Value = FlagTable> {
        proptest::collection::vec((1..100u32, any::<[bool; 3]>()), 0..20).prop_map(|flags| {
            let mut table = FlagTable::default();
            let flags: BTreeMap<u32, [bool; 3]> = flags.into_iter().collect();
            let flags: Vec<_> = flags
                .into_iter()
                .map(|(uid, [seen, flagged, answered])| (uid, Flags { seen, flagged, answered }))
                .collect();
            table.set(&flags);
            for (uid, flags) in flags {
                assert_eq!(table.get(uid), flags);
            }
            table
        })
    }

    fn mark() -> impl Strategy<Value = FolderMark> {
        let known = proptest::collection::vec((1..1000u32, 1..1000u32), 0..9).prop_map(UidSet::from_ranges);
        let (modseq, next) = (any::<Option<u64>>(), any::<Option<u32>>());
        (any::<u32>(), known, any::<bool>(), modseq, next, proptest::option::of(table())).prop_map(
            |(validity, known, complete, modseq, uid_next, flags)| FolderMark {
                validity,
                known,
                complete,
                modseq,
                uid_next,
                flags,
            },
        )
    }

    proptest! {
        #[test]
        fn every_cursor_comes_back(folders in proptest::collection::btree_map(any::<String>(), mark(), 0..5)) {
            let marks = Marks { version: VERSION, folders, is_lost: false };
            prop_assert_eq!(Marks::read(Some(&marks.write())), marks);
        }

        #[test]
        fn any_text_starts_afresh_or_is_a_cursor(text in r#"\{("version":1,?|"folders":\{?|"INBOX":\{|"validity":[0-9]{1,12},?|"known":"[0-9:,]{0,9}",?|\}|.){0,12}"#) {
            let marks = Marks::read(Some(&Cursor(text)));
            prop_assert_eq!(Marks::read(Some(&marks.write())).folders, marks.folders);
        }
    }

    #[test]
    fn a_lost_cursor_is_told_from_none() {
        assert!(!Marks::read(None).is_lost);
        assert!(!Marks::read(Some(&Cursor::default())).is_lost);
        assert!(Marks::read(Some(&Cursor("{".to_owned()))).is_lost);
        assert!(Marks::read(Some(&Cursor(r#"{"version":2,"folders":{}}"#.to_owned()))).is_lost);
    }
}
