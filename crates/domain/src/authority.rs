//! The wall: only the one mint makes an `Authorized`, and whatever writes to the outside takes one.

use std::sync::atomic::{AtomicBool, Ordering};

static CLAIMED: AtomicBool = AtomicBool::new(false);

/// Proof that the gate let this one value through. It is neither cloned nor serialised, and it is
/// consumed by the write it allows.
#[derive(Debug)]
pub struct Authorized<T> {
    value: T,
}

impl<T> Authorized<T> {
    pub fn get(&self) -> &T {
        &self.value
    }
    pub fn into_inner(self) -> T {
        self.value
    }
    /// The same authority over a part or a translation of the value, for the layer below.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Authorized<U> {
        Authorized { value: f(self.value) }
    }
}

impl<T> Authorized<Vec<T>> {
    /// The same authority over each part of one write that takes several commands.
    pub fn each(self) -> impl Iterator<Item = Authorized<T>> {
        self.value.into_iter().map(|value| Authorized { value })
    }
}

impl<T> std::ops::Deref for Authorized<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The single key. The composition root claims it once in a process and hands it to the gate.
#[derive(Debug)]
pub struct Mint {
    _private: (),
}

impl Mint {
    /// Succeeds once in a process; `None` ever after.
    pub fn claim() -> Option<Mint> {
        (!CLAIMED.swap(true, Ordering::SeqCst)).then_some(Mint { _private: () })
    }

    pub fn authorize<T>(&self, value: T) -> Authorized<T> {
        Authorized { value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_claim_fails() {
        assert!(Mint::claim().is_some());
        assert!(Mint::claim().is_none());
    }
}
