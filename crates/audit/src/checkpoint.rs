//! Signed checkpoints: the server's word, by Ed25519, that the chain had this hash at this place.

use crate::hash::{Encoding, Hash, MalformedHex, from_hex, to_hex};
use crate::record::to_microseconds;
use ed25519_dalek::Signer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The key that signs checkpoints; made from a seed that the vault derives. Its `Debug` shows nothing of it.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// What a verifier needs, as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey([u8; 32]);

/// Says that record `seq` had this hash; so it vouches for all records up to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    pub tenant: String,
    pub seq: u64,
    pub hash: Hash,
    pub time: Timestamp,
    /// 128 hexadecimal digits.
    pub signature: String,
}

impl SigningKey {
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

impl PublicKey {
    pub fn parse(text: &str) -> Result<Self, MalformedHex> {
        from_hex(text).map(Self)
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl std::str::FromStr for PublicKey {
    type Err = MalformedHex;
    fn from_str(text: &str) -> Result<Self, MalformedHex> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PublicKey {
    type Error = MalformedHex;
    fn try_from(text: String) -> Result<Self, MalformedHex> {
        Self::parse(&text)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

impl Checkpoint {
    /// Signs the chain's state after record `seq`. The time is cut to microseconds.
    pub fn sign(tenant: &str, seq: u64, hash: Hash, time: Timestamp, key: &SigningKey) -> Self {
        let mut checkpoint = Self {
            tenant: tenant.to_owned(),
            seq,
            hash,
            time: to_microseconds(time),
            signature: String::new(),
        };
        checkpoint.signature = to_hex(&key.0.sign(&checkpoint.signed_bytes()).to_bytes());
        checkpoint
    }

    /// Whether `key` signed exactly these fields.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let Ok(signature) = from_hex::<64>(&self.signature) else { return false };
        let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(&key.0) else { return false };
        let signature = ed25519_dalek::Signature::from_bytes(&signature);
        // Strict: refuses weak keys and second spellings of one signature.
        key.verify_strict(&self.signed_bytes(), &signature).is_ok()
    }

    fn signed_bytes(&self) -> Vec<u8> {
        Encoding::new("checkpoint")
            .field(self.tenant.as_bytes())
            .number(self.seq)
            .field(self.hash.as_bytes())
            .time(self.time)
            .into_bytes()
    }
}
