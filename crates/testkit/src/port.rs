//! Free loopback ports below the ephemeral range, so that no outgoing connection takes one between the look and
//! its use, nor while a server that is restarted leaves it for a moment.

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use rand::RngExt;

/// A port that nothing listens on and that this process has not handed out before.
pub fn free_port() -> Result<u16> {
    static HANDED_OUT: Mutex<Option<HashSet<u16>>> = Mutex::new(None);
    let mut handed_out = HANDED_OUT.lock().unwrap_or_else(PoisonError::into_inner);
    let handed_out = handed_out.get_or_insert_default();
    (0..500)
        .map(|_| rand::rng().random_range(18_000..32_000_u16))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok() && handed_out.insert(*port))
        .context("no free loopback port between 18000 and 32000")
}
