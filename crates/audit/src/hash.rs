//! A SHA-256 value written as 64 lower-case hexadecimal digits, and the unambiguous encoding it is taken over.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A link of the chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

/// The text is not the expected number of lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {digits} lower-case hexadecimal digits")]
pub struct MalformedHex {
    pub digits: usize,
}

impl Hash {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
    pub fn parse(text: &str) -> Result<Self, MalformedHex> {
        from_hex(text).map(Self)
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl std::str::FromStr for Hash {
    type Err = MalformedHex;
    fn from_str(text: &str) -> Result<Self, MalformedHex> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Hash {
    type Error = MalformedHex;
    fn try_from(text: String) -> Result<Self, MalformedHex> {
        Self::parse(&text)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

/// Builds what is hashed or signed. Every variable part carries its length, so that no two different
/// sequences of fields have the same bytes.
pub(crate) struct Encoding(Vec<u8>);

impl Encoding {
    pub(crate) fn new(purpose: &str) -> Self {
        Self(Vec::with_capacity(256)).field(b"factotum-audit-v1").field(purpose.as_bytes())
    }
    pub(crate) fn field(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }
    pub(crate) fn optional(mut self, bytes: Option<&[u8]>) -> Self {
        self.0.push(u8::from(bytes.is_some()));
        match bytes {
            Some(bytes) => self.field(bytes),
            None => self,
        }
    }
    pub(crate) fn number(mut self, number: u64) -> Self {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }
    pub(crate) fn time(mut self, time: jiff::Timestamp) -> Self {
        self.0.extend_from_slice(&time.as_nanosecond().to_be_bytes());
        self
    }
    pub(crate) fn hash(self) -> Hash {
        Hash(Sha256::digest(&self.0).into())
    }
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| DIGITS[usize::from(digit)] as char)
        .collect()
}

pub(crate) fn from_hex<const N: usize>(text: &str) -> Result<[u8; N], MalformedHex> {
    let malformed = MalformedHex { digits: 2 * N };
    if text.len() != 2 * N {
        return Err(malformed);
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => *byte = high << 4 | low,
            _ => return Err(malformed),
        }
    }
    Ok(bytes)
}

/// Lower case only: one value has one spelling, or a changed byte of an export could go unnoticed.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}
