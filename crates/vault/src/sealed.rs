//! A sealed secret as text, `factotum1:<key id>:<base64url>`, where the bytes are: nonce (24) and wrapped
//! data key (48), then nonce (24) and ciphertext. Both layers are XChaCha20-Poly1305 and bind the tenant and
//! the secret's id, so that a sealed secret opens nowhere else.

use crate::error::VaultError;
use crate::keys::{WrappingKey, random};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::BASE64URL_NOPAD;
use domain::TenantId;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const PREFIX: &str = "factotum1:";
const NONCE: usize = 24;
const TAG: usize = 16;
/// Nonce, data key and tag.
const WRAPPED_KEY: usize = NONCE + 32 + TAG;

/// An encrypted secret; safe to store and to show.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

impl Sealed {
    /// Takes stored text as it is; opening it tells whether it is whole.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn into_string(self) -> String {
        self.0
    }
    /// The key that wraps it; `None` if the text is malformed.
    pub fn key_id(&self) -> Option<&str> {
        self.0.strip_prefix(PREFIX)?.split_once(':').map(|(key_id, _)| key_id)
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed(key {})", self.key_id().unwrap_or("?"))
    }
}

/// Whose secret it is; both layers are bound to it.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a> {
    pub(crate) tenant: &'a TenantId,
    pub(crate) secret_id: &'a str,
}

/// The two layers of a sealed secret.
pub(crate) struct Envelope {
    wrapped_key: Vec<u8>,
    content: Vec<u8>,
}

impl Envelope {
    pub(crate) fn seal(
        owner: Owner<'_>,
        wrapping: &WrappingKey,
        plaintext: &[u8],
    ) -> Result<Self, VaultError> {
        let data_key = random::<32>()?;
        Ok(Self {
            wrapped_key: wrap(owner, wrapping, &data_key)?,
            content: encrypt(&data_key, &owner.binding("content", ""), plaintext)?,
        })
    }

    pub(crate) fn open(
        &self,
        owner: Owner<'_>,
        wrapping: &WrappingKey,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let data_key = self.unwrap_key(owner, wrapping)?;
        decrypt(&data_key, &owner.binding("content", ""), &self.content)
    }

    pub(crate) fn rewrap(
        self,
        owner: Owner<'_>,
        old: &WrappingKey,
        new: &WrappingKey,
    ) -> Result<Self, VaultError> {
        let data_key = self.unwrap_key(owner, old)?;
        // A copy that was damaged must not get a fresh wrap that looks sound.
        decrypt(&data_key, &owner.binding("content", ""), &self.content)?;
        Ok(Self { wrapped_key: wrap(owner, new, &data_key)?, content: self.content })
    }

    pub(crate) fn parse(sealed: &Sealed) -> Result<(&str, Self), VaultError> {
        let parts = || {
            let (key_id, encoded) = sealed.0.strip_prefix(PREFIX)?.split_once(':')?;
            let mut wrapped_key = BASE64URL_NOPAD.decode(encoded.as_bytes()).ok()?;
            if wrapped_key.len() < WRAPPED_KEY + NONCE + TAG {
                return None;
            }
            let content = wrapped_key.split_off(WRAPPED_KEY);
            Some((key_id, Self { wrapped_key, content }))
        };
        parts().ok_or(VaultError::SealedMalformed)
    }

    pub(crate) fn to_sealed(&self, wrapping: &WrappingKey) -> Sealed {
        let bytes = [self.wrapped_key.as_slice(), self.content.as_slice()].concat();
        Sealed(format!("{PREFIX}{}:{}", wrapping.id, BASE64URL_NOPAD.encode(&bytes)))
    }

    fn unwrap_key(
        &self,
        owner: Owner<'_>,
        wrapping: &WrappingKey,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let bytes =
            decrypt(wrapping.key.expose_secret(), &owner.binding("key", &wrapping.id), &self.wrapped_key)?;
        let mut data_key = Zeroizing::new([0; 32]);
        if bytes.len() != data_key.len() {
            return Err(VaultError::SealedDamaged);
        }
        data_key.copy_from_slice(&bytes);
        Ok(data_key)
    }
}

impl Owner<'_> {
    /// Additional data with lengths, so that no two owners have the same bytes.
    fn binding(&self, layer: &str, key_id: &str) -> Vec<u8> {
        fields(&["factotum-vault-v1", layer, key_id, self.tenant.as_str(), self.secret_id])
    }
}

/// Each field after its length, so that no two lists have the same bytes.
pub(crate) fn fields(fields: &[&str]) -> Vec<u8> {
    fields.iter().flat_map(|field| [&(field.len() as u64).to_be_bytes(), field.as_bytes()].concat()).collect()
}

fn wrap(owner: Owner<'_>, wrapping: &WrappingKey, data_key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
    encrypt(wrapping.key.expose_secret(), &owner.binding("key", &wrapping.id), data_key)
}

/// The nonce, then the ciphertext.
fn encrypt(key: &[u8; 32], binding: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce = random::<NONCE>()?;
    let mut bytes = nonce.to_vec();
    let payload = Payload { msg: plaintext, aad: binding };
    // Encryption fails only for texts of more than 256 GB.
    let ciphertext =
        cipher(key).encrypt(&XNonce::from(*nonce), payload).map_err(|_| VaultError::SealedMalformed)?;
    bytes.extend(ciphertext);
    Ok(bytes)
}

fn decrypt(key: &[u8; 32], binding: &[u8], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let Some((nonce, ciphertext)) = bytes.split_first_chunk::<NONCE>() else {
        return Err(VaultError::SealedMalformed);
    };
    let payload = Payload { msg: ciphertext, aad: binding };
    cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| VaultError::SealedDamaged)
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(key))
}
