//! Sets of message numbers, kept and written as ranges (`1:5,7`), because mailboxes are mostly contiguous.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A set of UIDs: sorted ranges with both ends in, neither touching nor overlapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UidSet(Vec<(u32, u32)>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a range of message numbers")]
pub(crate) struct NotARange(String);

impl UidSet {
    pub(crate) fn from_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.iter().map(|(from, to)| u64::from(to - from) + 1).sum()
    }

    pub(crate) fn contains(&self, uid: u32) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= uid);
        after > 0 && self.0[after - 1].1 >= uid
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.0.iter().chain(&other.0).copied())
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        for &(from, to) in &self.0 {
            let mut next = u64::from(from);
            let first = other.0.partition_point(|(_, end)| *end < from);
            for &(cut_from, cut_to) in other.0[first..].iter().take_while(|(start, _)| *start <= to) {
                if next < u64::from(cut_from) {
                    left.push((next as u32, cut_from - 1));
                }
                next = u64::from(cut_to) + 1;
            }
            if next <= u64::from(to) {
                left.push((next as u32, to));
            }
        }
        Self(left)
    }

    pub(crate) fn common(&self, other: &Self) -> Self {
        self.minus(&self.minus(other))
    }

    /// Takes the `count` highest numbers out.
    pub(crate) fn pop_highest(&mut self, count: usize) -> Self {
        let mut taken = Vec::new();
        let mut open = u32::try_from(count).unwrap_or(u32::MAX);
        while open > 0 {
            let Some((from, to)) = self.0.pop() else { break };
            let length = (to - from).saturating_add(1);
            if length <= open {
                taken.push((from, to));
                open -= length;
            } else {
                taken.push((to - open + 1, to));
                self.0.push((from, to - open));
                open = 0;
            }
        }
        taken.reverse();
        Self(taken)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flat_map(|&(from, to)| from..=to)
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }
}

impl FromIterator<u32> for UidSet {
    fn from_iter<I: IntoIterator<Item = u32>>(uids: I) -> Self {
        Self::from_ranges(uids.into_iter().map(|uid| (uid, uid)))
    }
}

impl fmt::Display for UidSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (from, to)) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            match from == to {
                true => write!(f, "{from}")?,
                false => write!(f, "{from}:{to}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for UidSet {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        let number = |text: &str| text.parse::<u32>().ok().filter(|uid| *uid > 0);
        let ranges: Result<Vec<_>, NotARange> = text
            .split(',')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (from, to) = part.split_once(':').unwrap_or((part, part));
                number(from).zip(number(to)).ok_or_else(|| NotARange(part.chars().take(30).collect()))
            })
            .collect();
        Ok(Self::from_ranges(ranges?))
    }
}

impl Serialize for UidSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UidSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn uids() -> impl Strategy<Value = BTreeSet<u32>> {
        proptest::collection::btree_set(1..60u32, 0..40)
    }

    fn set(uids: &BTreeSet<u32>) -> UidSet {
        uids.iter().copied().collect()
    }

    proptest! {
        #[test]
        fn it_behaves_as_a_set(a in uids(), b in uids(), count in 0..50usize) {
            let (left, right) = (set(&a), set(&b));
            prop_assert_eq!(left.union(&right), set(&a.union(&b).copied().collect()));
            prop_assert_eq!(left.minus(&right), set(&a.difference(&b).copied().collect()));
            prop_assert_eq!(left.common(&right), set(&a.intersection(&b).copied().collect()));
            prop_assert_eq!(left.len(), a.len() as u64);
            prop_assert!((0..61).all(|uid| left.contains(uid) == a.contains(&uid)));
            prop_assert_eq!(&left.to_string().parse::<UidSet>().unwrap(), &left);
            let mut rest = left.clone();
            let highest = rest.pop_highest(count);
            prop_assert_eq!(highest, a.iter().rev().take(count).copied().collect::<UidSet>());
            prop_assert_eq!(rest, a.iter().rev().skip(count).copied().collect::<UidSet>());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9:,*a ]{0,20}") {
            if let Ok(set) = text.parse::<UidSet>() {
                prop_assert_eq!(set.to_string().parse::<UidSet>().unwrap(), set);
            }
        }
    }

    #[test]
    fn the_ends_of_the_numbers_hold() {
        let all: UidSet = "1:4294967295".parse().unwrap();
        assert_eq!(all.len(), u64::from(u32::MAX));
        assert_eq!(all.minus(&"5:4294967295".parse().unwrap()).to_string(), "1:4");
        assert_eq!(all.minus(&all), UidSet::default());
        assert!("0:3".parse::<UidSet>().is_err());
        assert_eq!(all.clone().pop_highest(usize::MAX), all);
    }
}
