//! The one local user and the token that the data folder holds.

use rand::RngExt;

/// What the database keeps of a token: enough to recognise it, nothing to use.
pub fn token_hash(token: &str) -> String {
    blake3::derive_key("factotum 2026 bearer token", token.as_bytes())
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// 256 bits, hexadecimal, with a prefix by which leaked ones are recognised.
pub fn new_token() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("fct_{hex}")
}
