//! The gate's part in this crate's tests: the mint can be claimed once in a process, so they share it.

use domain::{Authorized, Mint};
use std::sync::LazyLock;

static MINT: LazyLock<Mint> = LazyLock::new(|| Mint::claim().expect("nobody else claims the mint in tests"));

pub(crate) fn authorized<T>(value: T) -> Authorized<T> {
    MINT.authorize(value)
}
