//! The key ring: key-encryption keys, newest first, and the root of derived keys.
//!
//! Its text form is the same in a file and in a variable: entries divided by white space or commas, `#`
//! starts a comment. An entry is 32 bytes in hexadecimal or base64, with `key:` or `root:` before it or
//! nothing, which means `key:`. The first key seals, all of them open. Derived keys come from the root, so
//! that keys can be replaced without changing the names of blobs or the audit log's key; without a `root:`
//! entry the last key is the root too.

use crate::error::VaultError;
use data_encoding::{BASE64, BASE64_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use rand::TryRng;
use rand::rngs::SysRng;
use secrecy::{ExposeSecret, SecretBox};
use zeroize::Zeroizing;

pub(crate) struct KeyRing {
    keys: Vec<WrappingKey>,
    root: SecretBox<[u8; 32]>,
    root_id: String,
}

pub(crate) struct WrappingKey {
    pub(crate) id: String,
    pub(crate) key: SecretBox<[u8; 32]>,
}

impl KeyRing {
    pub(crate) fn parse(text: &str, origin: &str) -> Result<Self, VaultError> {
        let malformed = |detail| VaultError::KeyMalformed { origin: origin.to_owned(), detail };
        let mut keys = Vec::new();
        let (mut root, mut last) = (None, None);
        let entries = text.lines().flat_map(|line| {
            let line = line.split('#').next().unwrap_or_default();
            line.split([',', ' ', '\t', '\r']).filter(|entry| !entry.is_empty())
        });
        for entry in entries {
            if let Some(encoded) = entry.strip_prefix("root:") {
                let raw = decode(encoded).ok_or_else(|| malformed("an entry is not 32 bytes"))?;
                if root.replace(raw).is_some() {
                    return Err(malformed("there are two root entries"));
                }
            } else {
                let encoded = entry.strip_prefix("key:").unwrap_or(entry);
                let raw = decode(encoded).ok_or_else(|| malformed("an entry is not 32 bytes"))?;
                keys.push(WrappingKey {
                    id: identifier("factotum vault v1 key id", &raw),
                    key: derived("factotum vault v1 key encryption", &raw),
                });
                last = Some(raw);
            }
        }
        let Some(root) = root.or(last).filter(|_| !keys.is_empty()) else {
            return Err(malformed("there is no key entry"));
        };
        Ok(Self {
            keys,
            root_id: identifier("factotum vault v1 root id", &root),
            root: derived("factotum vault v1 root", &root),
        })
    }

    /// The key that seals. `parse` lets no ring without keys pass.
    pub(crate) fn current(&self) -> &WrappingKey {
        &self.keys[0]
    }

    pub(crate) fn find(&self, id: &str) -> Option<&WrappingKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    pub(crate) fn root(&self) -> &[u8; 32] {
        self.root.expose_secret()
    }

    pub(crate) fn root_id(&self) -> &str {
        &self.root_id
    }
}

pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    SysRng.try_fill_bytes(bytes.as_mut_slice()).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

/// A fresh entry for a key file.
pub(crate) fn random_entry(kind: &str) -> Result<Zeroizing<String>, VaultError> {
    let encoded = Zeroizing::new(HEXLOWER.encode(random::<32>()?.as_slice()));
    Ok(Zeroizing::new(format!("{kind}:{}\n", encoded.as_str())))
}

fn decode(encoded: &str) -> Option<Zeroizing<[u8; 32]>> {
    let encoding = match encoded.len() {
        64 => &HEXLOWER_PERMISSIVE,
        44 => &BASE64,
        43 => &BASE64_NOPAD,
        _ => return None,
    };
    let bytes = Zeroizing::new(encoding.decode(encoded.as_bytes()).ok()?);
    let mut raw = Zeroizing::new([0; 32]);
    raw.copy_from_slice(bytes.get(..32).filter(|_| bytes.len() == 32)?);
    Some(raw)
}

fn derived(context: &'static str, raw: &[u8; 32]) -> SecretBox<[u8; 32]> {
    SecretBox::init_with_mut(|key: &mut [u8; 32]| *key = blake3::derive_key(context, raw))
}

fn identifier(context: &'static str, raw: &[u8; 32]) -> String {
    HEXLOWER.encode(&blake3::derive_key(context, raw)[..8])
}
