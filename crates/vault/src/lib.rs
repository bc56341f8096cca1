//! Envelope encryption of secrets: a fresh data key for each, wrapped by a key-encryption key. Never logs
//! or caches a secret in clear.

mod error;
mod keys;
mod sealed;
mod source;
mod vault;

pub use error::VaultError;
pub use sealed::Sealed;
pub use secrecy::{ExposeSecret, SecretString};
pub use source::{COMMAND_VARIABLE, KEY_VARIABLE, KeySource, rotate_key_file};
pub use vault::Vault;
