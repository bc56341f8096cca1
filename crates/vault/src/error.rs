//! What can go wrong with keys and sealed secrets, each with a stable code and what to do about it.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the key file {} cannot be read or created", path.display())]
    KeyFile { path: PathBuf, source: std::io::Error },
    #[error(
        "the key file {} can be read by others (mode {mode:o}); make it yours alone with: chmod 600 {}",
        path.display(), path.display()
    )]
    KeyFileOpenToOthers { path: PathBuf, mode: u32 },
    #[error("{origin} holds no usable key: {detail}; a new one is made by: openssl rand -hex 32")]
    KeyMalformed { origin: String, detail: &'static str },
    #[error("the key command failed ({detail}); run it by hand to see why")]
    KeyCommand { detail: String },
    #[error(
        "the secret was sealed with key {key_id}, which is not loaded; restore that key file or variable"
    )]
    KeyUnknown { key_id: String },
    #[error(
        "the sealed secret is not in a form that this version knows; restore it or enter the secret again"
    )]
    SealedMalformed,
    #[error("the sealed secret was changed or belongs elsewhere; restore it or enter the secret again")]
    SealedDamaged,
    #[error("the operating system gave no random numbers")]
    NoRandomness,
}

impl VaultError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            VaultError::KeyFile { .. } => "key_file",
            VaultError::KeyFileOpenToOthers { .. } => "key_file_open_to_others",
            VaultError::KeyMalformed { .. } => "key_malformed",
            VaultError::KeyCommand { .. } => "key_command",
            VaultError::KeyUnknown { .. } => "key_unknown",
            VaultError::SealedMalformed => "sealed_malformed",
            VaultError::SealedDamaged => "sealed_damaged",
            VaultError::NoRandomness => "no_randomness",
        }
    }
}
