//! The vault: seals and opens a tenant's secrets and derives keys for other uses.

use crate::error::VaultError;
use crate::keys::KeyRing;
use crate::sealed::{Envelope, Owner, Sealed, fields};
use crate::source::KeySource;
use domain::TenantId;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// Holds the keys for as long as it lives. Its `Debug` shows the current key's id only.
pub struct Vault {
    ring: KeyRing,
}

impl Vault {
    pub fn open(source: &KeySource) -> Result<Self, VaultError> {
        Ok(Self { ring: source.load()? })
    }

    /// Encrypts a secret for this tenant and this id (an account's, say); it opens under no other.
    pub fn seal(
        &self,
        tenant: &TenantId,
        secret_id: &str,
        secret: &SecretString,
    ) -> Result<Sealed, VaultError> {
        let current = self.ring.current();
        let plaintext = secret.expose_secret().as_bytes();
        Ok(Envelope::seal(Owner { tenant, secret_id }, current, plaintext)?.to_sealed(current))
    }

    pub fn unseal(
        &self,
        tenant: &TenantId,
        secret_id: &str,
        sealed: &Sealed,
    ) -> Result<SecretString, VaultError> {
        let (key_id, envelope) = Envelope::parse(sealed)?;
        let wrapping = self.ring.find(key_id).ok_or_else(|| unknown(key_id))?;
        let plaintext = envelope.open(Owner { tenant, secret_id }, wrapping)?;
        // From a borrowed text, because shrinking an owned one would leave a copy in freed memory.
        std::str::from_utf8(&plaintext).map(SecretString::from).map_err(|_| VaultError::SealedDamaged)
    }

    /// The same secret under the current key; `None` if it is already. The data key stays.
    pub fn rewrap(
        &self,
        tenant: &TenantId,
        secret_id: &str,
        sealed: &Sealed,
    ) -> Result<Option<Sealed>, VaultError> {
        let (key_id, envelope) = Envelope::parse(sealed)?;
        let current = self.ring.current();
        if key_id == current.id {
            return Ok(None);
        }
        let old = self.ring.find(key_id).ok_or_else(|| unknown(key_id))?;
        let owner = Owner { tenant, secret_id };
        Ok(Some(envelope.rewrap(owner, old, current)?.to_sealed(current)))
    }

    /// A key for another use (`blobs`, `audit`, `cookies`): the same for the same root, tenant and purpose,
    /// whatever keys are rotated.
    pub fn derive(&self, tenant: &TenantId, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut hasher = blake3::Hasher::new_derive_key("factotum vault v1 derived key");
        hasher.update(self.ring.root()).update(&fields(&[tenant.as_str(), purpose]));
        Zeroizing::new(*hasher.finalize().as_bytes())
    }

    /// Tells roots apart without revealing them. Keep it beside the data and compare at start: another root
    /// would give every blob another name and the audit log another key.
    pub fn root_id(&self) -> &str {
        self.ring.root_id()
    }

    /// The key that seals now.
    pub fn key_id(&self) -> &str {
        &self.ring.current().id
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault(key {})", self.key_id())
    }
}

fn unknown(key_id: &str) -> VaultError {
    // What stands there may be anything, so only what can be an id is repeated.
    let is_id = key_id.len() == 16 && key_id.bytes().all(|byte| byte.is_ascii_hexdigit());
    VaultError::KeyUnknown { key_id: if is_id { key_id.to_owned() } else { "?".to_owned() } }
}
